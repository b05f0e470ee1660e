package chart

import (
	"strings"
	"testing"
)

func TestAStackStandsOnZeroAndItsPartsOnEachOther(t *testing.T) {
	got, err := NewPen().Stack(Stack{Name: "months", Unit: "JPY", Parts: []string{"tokyo", "gke"}, Planned: "planned", Expected: "expected", Band: "range", Columns: []Column{
		{Name: "Sep", Label: "800", Values: []float64{300, 500}, Planned: 1000},
		// What is below zero is not drawn, and does not move what stands above it.
		{Name: "Oct", Label: "200", Values: []float64{-100, 200}, Planned: -1, Now: true},
		{Name: "Nov", Label: "900", Ahead: true, Low: 800, Mean: 900, High: 1000, Planned: -1},
	}})
	if err != nil {
		t.Fatal(err)
	}
	// 1,000 is the largest: one is one unit, and zero is at the bottom.
	for _, want := range []string{
		`<rect class="k0" x="1" y="700" width="8" height="300"/><rect class="k1" x="1" y="200" width="8" height="500"/>`,
		`<path class="mark" d="M0 0H10"/>`, `<li class="now">`, `<rect class="k1" x="1" y="800" width="8" height="200"/>`,
		`<li class="ahead">`, `<rect class="guess" x="1" y="100" width="8" height="900"/>`, `d="M5 0V200M3.5 0H6.5M3.5 200H6.5"`,
		"planned", "expected", "range", "<span>1k</span><span>500</span>",
	} {
		if !strings.Contains(string(got), want) {
			t.Errorf("%s is not in:\n%s", want, got)
		}
	}
}

func TestALegendOfAStackNamesWhatIsDrawnAlone(t *testing.T) {
	got, err := NewPen().Stack(Stack{Parts: []string{"tokyo"}, Planned: "planned", Expected: "expected", Band: "range", Axis: func(float64) string { return "axis" }, Columns: []Column{
		{Name: "1", Values: []float64{3}, Planned: -1}, {Name: "2", Planned: -1, Title: "two"},
	}})
	if err != nil {
		t.Fatal(err)
	}
	for _, never := range []string{"planned", "expected", "range", "<b>"} {
		if strings.Contains(string(got), never) {
			t.Errorf("%q is in:\n%s", never, got)
		}
	}
	for _, want := range []string{`class="stack dense"`, "<span>axis</span>", `title="two"`} {
		if !strings.Contains(string(got), want) {
			t.Errorf("%s is not in:\n%s", want, got)
		}
	}
}

func TestColoursOfAStackBeginAgain(t *testing.T) {
	parts, values := make([]string, Kinds+1), make([]float64, Kinds+1)
	for i := range parts {
		parts[i], values[i] = "part", 1
	}
	got, err := NewPen().Stack(Stack{Parts: parts, Columns: []Column{{Values: values, Planned: -1}}})
	if n := strings.Count(string(got), `class="k0"`); err != nil || n != 2 {
		t.Errorf("%d parts of the first colour (%v)", n, err)
	}
}
