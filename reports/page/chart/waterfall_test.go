package chart

import (
	"strings"
	"testing"
)

func TestAWaterfallStepsFromTotalToTotal(t *testing.T) {
	got, err := NewPen().Waterfall(Waterfall{Name: "money", Unit: "JPY", Bars: []Bar{
		{Name: "today", Value: 1000, Label: "1,000", Total: true},
		{Name: "moves", Value: -400, Label: "−400"},
		{Name: "traffic", Value: 100, Label: "+100"},
		{Name: "rounding", Value: 0.01, Label: "+0.01"},
		{Name: "plan", Value: 700, Label: "700", Total: true},
	}})
	if err != nil {
		t.Fatal(err)
	}
	// One yen is one unit: 1,000 is the largest.
	for _, want := range []string{
		`<tr class="all"><th scope="row">today`, `<rect x="0" y="2" width="1000"`,
		`<tr class="down"><th scope="row">moves`, `<rect x="600" y="2" width="400"`,
		`<tr class="up"><th scope="row">traffic`, `<rect x="600" y="2" width="100"`,
		`<rect x="700" y="2" width="2"`, // too small to see, and drawn all the same
		`<rect x="0" y="2" width="700"`,
	} {
		if !strings.Contains(string(got), want) {
			t.Errorf("%s is not in:\n%s", want, got)
		}
	}
}

func TestAWaterfallBelowZeroMovesItsAxis(t *testing.T) {
	got, err := NewPen().Waterfall(Waterfall{Bars: []Bar{{Name: "a", Value: 300, Total: true}, {Name: "b", Value: -400}}})
	if err != nil {
		t.Fatal(err)
	}
	// From −100 to 300 are 400: zero is a quarter from the left.
	for _, want := range []string{`M250 0V10`, `<rect x="250" y="2" width="750"`, `<rect x="0" y="2" width="1000"`} {
		if !strings.Contains(string(got), want) {
			t.Errorf("%s is not in:\n%s", want, got)
		}
	}
}

func TestAWaterfallOfNothingIsDrawn(t *testing.T) {
	for _, bars := range [][]Bar{nil, {{Name: "a", Total: true}}} {
		if _, err := NewPen().Waterfall(Waterfall{Bars: bars}); err != nil {
			t.Error(err)
		}
	}
}

func TestStepsThatAreSmallBesideTheirSumsAreDrawnLarge(t *testing.T) {
	w := Waterfall{Bars: []Bar{{Name: "planned", Value: 1000, Total: true}, {Name: "price", Value: 40}, {Name: "volume", Value: -20}, {Name: "actual", Value: 1020, Total: true}}}
	// The sums lie between 1,000 and 1,040: the drawing begins the same length before.
	if w.Begin = w.Near(); w.Begin != 960 {
		t.Fatalf("it begins at %g", w.Begin)
	}
	got, err := NewPen().Waterfall(w)
	if err != nil {
		t.Fatal(err)
	}
	// From 960 to 1,040 are 80: 40 are half of the drawing.
	for _, want := range []string{`<rect x="0" y="2" width="500"`, `<rect x="500" y="2" width="500"`, `<rect x="750" y="2" width="250"`, `<rect x="0" y="2" width="750"`} {
		if !strings.Contains(string(got), want) {
			t.Errorf("%s is not in:\n%s", want, got)
		}
	}
	if n := strings.Count(string(got), `class="cut"`); n != 2 {
		t.Errorf("%d sums have a break, want both", n)
	}
}

func TestADrawingBeginsAtZeroWhereStepsCanBeSeen(t *testing.T) {
	for name, bars := range map[string][]Bar{
		"large steps":  {{Value: 1000, Total: true}, {Value: 800}, {Value: 1800, Total: true}},
		"no steps":     {{Value: 1000, Total: true}, {Value: 1000, Total: true}},
		"below zero":   {{Value: -1000, Total: true}, {Value: 1}, {Value: -999, Total: true}},
		"nothing":      nil,
		"down to zero": {{Value: 1000, Total: true}, {Value: -1000}, {Value: 0, Total: true}},
	} {
		if begin := (Waterfall{Bars: bars}).Near(); begin != 0 {
			t.Errorf("%s: it begins at %g", name, begin)
		}
	}
}
