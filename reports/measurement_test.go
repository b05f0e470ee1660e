package reports_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"berth.dev/reports"
)

// measured is a measurement with everything that can be said of one.
func measured() reports.Measurement {
	return reports.Measurement{
		Made: "2026-11-23T10:02:30Z", From: "2026-10-24", To: "2026-11-23",
		Folder: "shop/measured",
		Sources: []reports.MeasuredSource{
			{
				Name: "dog", Kind: "datadog", Address: "https://api.datadoghq.com", Asked: true, Calls: 1,
				Queries: []reports.MeasuredQuery{
					{Measures: "rate", Query: "hits", Calls: 1, Cause: "refused", Failure: "the keys are wrong"},
					{Measures: "cpu", Query: "cpu", Cause: "refused", Failure: "the keys are wrong"},
				},
			},
			{
				Name: "prod", Kind: "prometheus", Address: "https://prod.example", Asked: true, Calls: 31,
				Warnings:  []string{"a label is odd\x1b[2J"},
				Strangers: []string{"a", "b", "c", "d", "e", "f", "frontent"},
				Near:      []reports.NearName{{Name: "frontent", Service: "frontend"}},
				Queries: []reports.MeasuredQuery{
					{Measures: "rate", Query: "rate(x[5m])", Services: 2, Series: 2, Points: 17_644, Missing: 12, Dropped: 3, Fetched: 1, Kept: 30, Calls: 31},
					{Measures: "cpu", Only: "cart", Query: "cpu", Cause: "empty", Failure: "nothing is there"},
				},
			},
			{Name: "rest", Kind: "prometheus", Address: "https://rest.example", Queries: []reports.MeasuredQuery{{Measures: "rate", Kept: 31}}},
		},
	}
}

func TestAMeasurementSaysWhatCameAndWhyNot(t *testing.T) {
	var out bytes.Buffer
	if err := reports.WriteMeasurement(&out, reports.Options{Format: reports.Text, Width: 120}, measured()); err != nil {
		t.Fatal(err)
	}
	want := `measured from 2026-10-24 to 2026-11-23
source  measures     services  series  points  missing  days read  kept  calls  state
dog     rate                0       0       0        0          0     0      1  refused
dog     cpu                 0       0       0        0          0     0      0  refused
prod    rate                2       2  17,644       12          1    30     31  done
prod    cpu of cart         0       0       0        0          0     0      0  empty
rest    rate                0       0       0        0          0    31      0  not asked
  - dog rate, cpu: the keys are wrong
  - prod cpu of cart: nothing is there
  - prod rate: 3 points were left out: no finite number, negative, twice there, or without a name
  - prod warns: a label is odd?[2J
  - prod has "frontent", and the workspace has "frontend": if it is the same, write names = { "frontent" = "frontend" }
  - prod has 7 names without a service here, left out: a, b, c, d, e, …
It lies in shop/measured. Next: berth evaluate shop
`
	if diff := cmp.Diff(want, out.String()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestAnEmptyMeasurementSaysSo(t *testing.T) {
	var out bytes.Buffer
	if err := reports.WriteMeasurement(&out, reports.DefaultOptions(), reports.Measurement{}); err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(out.String(), "nothing is measured") {
		t.Errorf("%s", out.String())
	}
}

func TestAMeasurementInJSONHasAllOfIt(t *testing.T) {
	var out bytes.Buffer
	want := measured()
	if err := reports.WriteMeasurement(&out, reports.Options{Format: reports.JSON}, want); err != nil {
		t.Fatal(err)
	}
	var got reports.Measurement
	if err := json.Unmarshal(out.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	want.Schema = "berth.measure/1"
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
