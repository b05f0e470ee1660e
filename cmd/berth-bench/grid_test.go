package main

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestAGridIsMarkdownThatReadsAsText(t *testing.T) {
	g := &grid{head: []string{"fleet", "cost"}}
	g.row("loose", "1,570.11")
	g.row("ü", "2")
	want := "" +
		"| fleet |     cost |\n" +
		"| ----- | -------: |\n" +
		"| loose | 1,570.11 |\n" +
		"| ü     |        2 |\n"
	if diff := cmp.Diff(want, g.String()); diff != "" {
		t.Error(diff)
	}
}

func TestCostsAreWrittenInDollarsWithCents(t *testing.T) {
	got := map[int64]string{}
	want := map[int64]string{
		0: "0.00", 46_803_430_000_000: "46,803.43", -1_005_000_000: "-1.01", 4_999_999: "0.00", 1_234_567_890_000_000: "1,234,567.89",
	}
	for v := range want {
		got[v] = dollars(v)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestAFloorAboveTheCostIsNoGap(t *testing.T) {
	got := []float64{gap(200, 199), gap(200, 200), gap(200, 201), gap(-200, -202), gap(0, -1)}
	if diff := cmp.Diff([]float64{0.005, 0, 0, 0.01, 1}, got); diff != "" {
		t.Error(diff)
	}
}
