package reports

import (
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"berth.dev/engine/money"
)

func TestAMeasurementOfManyNumbersNamesTheFirst(t *testing.T) {
	in := Input{ID: "call.a.sent", Unit: "GiB/mo", High: 10240}
	for _, c := range []struct {
		inputs []Input
		want   string
	}{
		{nil, ""},
		{[]Input{in}, "call.a.sent from 0 to 10,240 GiB/mo"},
		{[]Input{in, in, in, in, in}, strings.Repeat("call.a.sent from 0 to 10,240 GiB/mo; ", 3) + "2 more below"},
	} {
		if d := cmp.Diff(c.want, openInputs(Missing{Name: "calls of web", Inputs: c.inputs})); d != "" {
			t.Error(d)
		}
	}
}

func TestAPlaceNamesTheBlockItWasInheritedFrom(t *testing.T) {
	for level, want := range map[string]string{
		"class": "a.hcl:1,2 (class)", "product": "a.hcl:1,2 (product)", "service": "a.hcl:1,2", "workspace": "a.hcl:1,2", "": "a.hcl:1,2",
	} {
		if got := placeOf("a.hcl:1,2", level); got != want {
			t.Errorf("%q: %q, want %q", level, got, want)
		}
	}
}

func TestAnExplanationShowsBillPricesLoadAndReasons(t *testing.T) {
	s := sample()
	price := money.New(200, "JPY")
	s.Options[0].Cost.Lines = []Line{{What: "CPU kept", Site: "tokyo", Quantity: 1.5, Unit: "core", Price: price, Amount: money.New(300, "JPY"), Origin: "pool general"}}
	s.Options[1].Cost = nil
	known := Number(120)
	e := Explanation{
		AsOf: "2026-10-31", Currency: "JPY", CostBasis: "marginal", ReferenceSite: "gke", Service: s,
		Facts:  []Fact{{"class", "web", "a.hcl:3,1", "class"}},
		Inputs: []Input{{ID: "load.mean", Low: 100, Typical: 120, High: 140, Unit: "requests/s", Origin: "declared range", Note: "noted"}},
		Series: &Series{File: "load.csv", Unit: "requests/s", Report: []string{"5 rows"}, Features: []Feature{
			{Name: "mean", Value: &known, Unit: "requests/s", Origin: "measured"},
			{Name: "cv", Origin: "unknown", Why: "too few points"},
		}},
		Prices: []PriceDerivation{{"tokyo", "general", []Step{
			{Line{What: "upkeep", Quantity: 1, Unit: "node", Price: price, Amount: price}},
			{Line{What: "node", Amount: price}},
		}}},
	}
	for _, format := range []string{Text, Markdown} {
		var b bytes.Buffer
		if err := WriteExplanation(&b, Options{Format: format, Width: 120}, e); err != nil {
			t.Fatal(err)
		}
		got := strings.NewReplacer(`\_`, "_", "  ", " ").Replace(b.String())
		for _, want := range []string{
			"marginal", "a.hcl:3,1 (class)", "100 to 140", "noted", "load.csv", "5 rows", "too few points", "unknown",
			"CPU kept", "1.5", "300.0000", "41,434.0000", "There is no bill: a price is missing.", "upkeep", "chosen", "forbidden",
			"one", "two", "costs tokyo", "no policy has anything to say",
		} {
			if !strings.Contains(got, want) {
				t.Errorf("%s: %q is not in:\n%s", format, want, got)
			}
		}
	}
}
