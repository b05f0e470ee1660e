package reports

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestAMatrixShowsEveryOptionWithMarksAndReasons(t *testing.T) {
	got := evaluated(t, Options{Format: Text, Width: 100, Matrix: true}, sampleHeader(), Summary{
		Rules:  []Rule{{Name: "cheap", Kind: "policy", Origin: "standard"}, {Name: "rule", Kind: "constraint", Origin: "workspace"}},
		Settle: Settle{Services: 1, Firm: 1, Exact: true, Enough: true},
	}, sample())
	want := `1 service · 2 sites · as of 2026-10-31 · JPY, fully loaded · reference gke
Each row is a place to run. Scores go from 0 to 1, more is better; score is their weighted mean.
Criteria: cost cost ×3 · scal scalability ×1 · secu security ×4.
▸ chosen · ✗ forbidden · – no policy has anything to say · h/mo hours of work a month.

web  → on-prem tokyo  firm
  because
     option     score  cost  scal  secu     JPY/mo  h/mo
  ▸  tokyo       0.80  0.90  0.50     –     41,434     4
     gke         0.62  0.50  1.00     –     73,517     4
  ✗  tokyo+gke   0.90  0.90  0.90     –     34,458     4
      one; and 1 more

Summary
1 on-prem. The places chosen cost 41,434 JPY a month (fully loaded) and 4 hours of work.
1 policy and 1 constraint ran. The workspace added rule.
All decisions are firm: nothing unknown can change them, within the ranges that are assumed for it.
"berth explain -C DIR SERVICE" shows how a decision came about, "berth flip -C DIR SERVICE" what
would change it.
`
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

func TestANarrowMatrixLeavesOutSilentCriteriaFirst(t *testing.T) {
	for _, c := range []struct {
		width int
		left  string
	}{
		// The eight columns take 1+9+5+4+4+4+9+4 = 40 cells, seven times two stand
		// between them, two before.
		{56, ""},
		{55, "secu"},
		// Each criterion less is 6 cells less; after the silent one goes that of the
		// least weight. Hours would go last.
		{50, "secu"},
		{49, "secu, scal"},
		{43, "secu, scal, cost"},
		{10, "secu, scal, cost"}, // taken as 40
	} {
		got := evaluated(t, Options{Format: Text, Width: c.width, Matrix: true}, sampleHeader(), Summary{}, sample())
		told := ""
		if _, after, found := strings.Cut(got, "(too narrow for: "); found {
			told, _, _ = strings.Cut(after, ")")
		}
		if d := cmp.Diff(c.left, told); d != "" {
			t.Errorf("at %d: %s\n%s", c.width, d, got)
		}
	}
}

func TestOneLineAServiceKeepsItsColumnsOverBatches(t *testing.T) {
	h := sampleHeader()
	h.Count, h.LongestName = 2*batchRows+1, len("service-000")
	var services []Service
	for range h.Count {
		s := sample()
		s.Missing = []Missing{{Name: "calls of web"}}
		s.Firm = false
		services = append(services, s)
	}
	got := evaluated(t, Options{Format: Text, Width: 80}, h, Summary{}, services...)
	if n := strings.Count(got, "web          tokyo      needs data   0.80       41,434     4  calls of web\n"); n != h.Count {
		t.Errorf("%d lines alike, want %d:\n%s", n, h.Count, got[:600])
	}
	if n := strings.Count(got, "service      place"); n != 1 {
		t.Errorf("%d heads", n)
	}
	md := evaluated(t, Options{Format: Markdown}, h, Summary{}, services...)
	if n := strings.Count(md, "| service |"); n != 1 {
		t.Errorf("%d heads in Markdown", n)
	}
}

func TestJSONIsOneDocumentHoweverManyServices(t *testing.T) {
	for _, n := range []int{0, 1, 3} {
		services := make([]Service, n)
		for i := range services {
			services[i] = sample()
		}
		got := evaluated(t, Options{Format: JSON}, sampleHeader(), Summary{}, services...)
		var doc struct {
			Schema   string
			Services []struct{ Name string }
			Totals   struct {
				Services    int
				MonthlyCost struct{ Amount, Currency, Basis string } `json:"monthly_cost"`
			}
			Errors []any
		}
		d := json.NewDecoder(strings.NewReader(got))
		if err := d.Decode(&doc); err != nil || d.More() {
			t.Fatalf("%d services: %v\n%s", n, err, got)
		}
		if doc.Schema != "berth.evaluate/1" || len(doc.Services) != n || doc.Totals.Services != n || doc.Errors == nil {
			t.Errorf("%d services: %+v", n, doc)
		}
		var again bytes.Buffer
		if err := json.Indent(&again, []byte(got), "", "  "); err != nil || again.String() != got {
			t.Errorf("%d services: not laid out by two spaces:\n%s", n, cmp.Diff(again.String(), got))
		}
	}
}

func TestAMissingPriceIsNullAndNeverNought(t *testing.T) {
	s := sample()
	s.Options[0].Cost = nil
	got := evaluated(t, Options{Format: JSON}, sampleHeader(), Summary{}, s)
	if !strings.Contains(got, `"monthly_cost": null`) {
		t.Error(got)
	}
	text := evaluated(t, Options{Format: Text, Matrix: true}, sampleHeader(), Summary{}, s)
	if !strings.Contains(text, "no price") {
		t.Error(text)
	}
}

func TestTotalsAddUpWhatWasChosen(t *testing.T) {
	nowhere := sample()
	nowhere.Placement = Placement{none, []string{}, nil}
	hybrid := sample()
	hybrid.Placement = Placement{"hybrid", []string{"tokyo", "gke"}, &Base{3, 3, 0.25}}
	hybrid.SharedCalls = true
	var totals Totals
	for _, s := range []Service{sample(), nowhere, hybrid} {
		totals.Add(&s)
	}
	// 41,434 + 34,458 = 75,892; the service that runs nowhere costs nothing.
	want := Totals{Services: 3, Firm: 3, Onprem: 1, Hybrid: 1, None: 1, Hours: 8, SharedCalls: true, Cost: Cost{Amount: yen(75892).Amount}}
	if d := cmp.Diff(want, totals, cmp.Comparer(func(a, b Cost) bool { return a.Amount.Cmp(b.Amount) == 0 })); d != "" {
		t.Error(d)
	}
}

func TestAnUnknownFormatListsTheKnownOnes(t *testing.T) {
	_, err := NewEvaluation(&bytes.Buffer{}, Options{Format: "yaml"}, sampleHeader())
	if d := cmp.Diff(`unknown format "yaml". Known here: "text", "json", "markdown", "html".`, err.Error()); d != "" {
		t.Error(d)
	}
}

func TestAReportThatCannotBeWrittenIsAnError(t *testing.T) {
	for _, format := range Formats() {
		if _, err := NewEvaluation(broken{}, Options{Format: format, Matrix: true}, sampleHeader()); err == nil {
			t.Errorf("%s: no error", format)
		}
	}
}

// broken is a full disk.
type broken struct{}

func (broken) Write([]byte) (int, error) { return 0, bytes.ErrTooLarge }
