package reports

import (
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"berth.dev/engine/score"
)

func TestFlipsStandByHowManyTimesTheValueMustChange(t *testing.T) {
	input := func(id string, now float64) score.Input {
		return score.Input{ID: id, Typical: now, Origin: "declared"}
	}
	got := NewFlips("web", []score.Flip{
		{Input: input("far", 1), Found: true, At: 10, Before: 9.99, Now: "tokyo", Then: "gke"},
		{Input: input("never", 1), From: 0.01, To: 100, Now: "tokyo"},
		{Input: input("half", 4), Found: true, At: 2, Before: 2.01, Now: "tokyo", Then: ""},
		{Input: input("from-nothing", 0), Found: true, At: 1, Before: 0.999, Now: "tokyo", Then: "gke"},
		{Input: input("to-nothing", 5), Found: true, At: 0, Before: 0.01, Now: "tokyo", Then: "gke"},
		{Input: input("third", 3), Found: true, At: 9, Before: 8.99, Now: "tokyo", Then: "gke"},
	})
	var order []string
	for _, f := range got.Flips {
		order = append(order, f.Input)
	}
	// half: ×0.5; third: ×3; far: ×10; nothing is farther than any multiple.
	if d := cmp.Diff([]string{"half", "third", "far", "from-nothing", "to-nothing"}, order); d != "" {
		t.Error(d)
	}
	if got.Flips[0].To != none || got.Now != "tokyo" || len(got.Never) != 1 {
		t.Errorf("%+v", got)
	}
	var b bytes.Buffer
	if err := WriteFlips(&b, Options{Format: Text, Width: 100}, got); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"half", "×0.5", "1 other input changes nothing within the range searched: never (0.01 to 100)"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("%q is not in:\n%s", want, b.String())
		}
	}
}

func TestNoFlipAtAllIsSaid(t *testing.T) {
	var b bytes.Buffer
	if err := WriteFlips(&b, Options{Format: Markdown}, NewFlips("web", nil)); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(b.String(), "No single number changes the decision") {
		t.Error(b.String())
	}
}

func TestWhyNotComparesScoreMoneyAndWork(t *testing.T) {
	s := sample()
	base := WhyNot{Service: "web", Currency: "JPY", CostBasis: "fully_loaded", Option: s.Options[1], Chosen: &s.Options[0], Firm: true, Gaps: []Gap{
		{Criterion: "cost", Option: 0.5, Chosen: 0.9, Points: -0.3, OptionBecause: "dear", ChosenBecause: "cheap"},
	}}
	for _, c := range []struct {
		name string
		edit func(*WhyNot)
		want []string
	}{
		{"dearer and less work", func(n *WhyNot) { n.Money, n.Hours = yen(32083), -2 },
			[]string{"No constraint forbids it.", "0.625, against 0.800 of tokyo", "It costs 32,083 JPY a month more (fully loaded).", "2 hours of work a month less", "-0.300", "gke: dear", "tokyo: cheap"}},
		{"cheaper and more work", func(n *WhyNot) { n.Money, n.Hours = yen(-500), 1 },
			[]string{"It costs 500 JPY a month less", "It takes 1 hour of work a month more."}},
		{"the same money", func(n *WhyNot) { n.Money = yen(0) }, []string{"It costs the same."}},
		{"no price", func(*WhyNot) {}, []string{"A price is missing"}},
		{"forbidden, with all reasons", func(n *WhyNot) { n.Option = s.Options[2] },
			[]string{"It is forbidden, whatever its score:", "- rule: one", "- rule: two"}},
		{"nothing is allowed at all", func(n *WhyNot) { n.Option, n.Chosen = s.Options[2], nil }, []string{"It is forbidden"}},
		{"the one chosen", func(n *WhyNot) { n.Option, n.IsChosen = s.Options[0], true }, []string{"Nothing speaks against it"}},
		{"not firm", func(n *WhyNot) { n.Firm, n.Possible = false, []string{"gke", "tokyo"} }, []string{"any of these may win: gke, tokyo."}},
		{"no voice", func(n *WhyNot) { n.Gaps = nil }, []string{"money decided"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			n := base
			c.edit(&n)
			var b bytes.Buffer
			if err := WriteWhyNot(&b, Options{Format: Text, Width: 200}, n); err != nil {
				t.Fatal(err)
			}
			for _, want := range c.want {
				if !strings.Contains(b.String(), want) {
					t.Errorf("%q is not in:\n%s", want, b.String())
				}
			}
		})
	}
}

func TestRulesAndWordsAreListed(t *testing.T) {
	var b bytes.Buffer
	if err := WriteRules(&b, Options{Format: JSON}, []Rule{{Name: "a", Kind: "policy", Origin: "standard", Disabled: true}}); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(b.String(), `"disabled": true`) || !strings.Contains(b.String(), `"schema": "berth.rules/1"`) {
		t.Error(b.String())
	}
	b.Reset()
	v := Vocabulary{Variables: []Variable{{Name: "service.cv", Type: "double", Unit: "", Doc: "spread", Optional: true}}, Functions: []Function{{Usage: "min(a, b)", Doc: "the smaller"}}}
	if err := WriteVocabulary(&b, Options{Format: Text, Width: 80}, v); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"service.cv  double  spread (optional)", "min(a, b)  the smaller"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("%q is not in:\n%s", want, b.String())
		}
	}
}
