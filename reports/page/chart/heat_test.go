package chart

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestCellsOfOneColourAreOnePath(t *testing.T) {
	// Shares of 0 are the ground; 0.5 is step 5; what is above 1 comes last.
	got := bands([]float64{0.5, 0.5, 1.2, 0, 0.5, 1})
	want := []band{
		{"h5", "M0 0h2v1h-2zM4 0h1v1h-1z"},
		{"h10", "M5 0h1v1h-1z"},
		{"hx", "M2 0h1v1h-1z"},
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

func TestAHeatMapSaysItsHighestHourInWords(t *testing.T) {
	used := slices.Repeat([]float64{0.25}, Hours)
	used[45] = 0.934 // Tuesday, nine in the evening
	over := slices.Clone(used)
	over[0] = 1.01
	got, err := NewPen().Heat(Heat{Name: "capacity", Zone: "UTC", Rows: []HeatRow{
		{Group: "tokyo", Name: "general cpu", Used: used},
		{Group: "tokyo", Name: "general memory", Used: over},
		{Group: "gke", Name: "web cpu", Note: "no limit"},
	}})
	if err != nil {
		t.Fatal(err)
	}
	page := string(got)
	for _, want := range []string{"93 % on Tue 21:00", `<tr class="full"><th scope="row">general memory`, "101 % on Mon 00:00", "no limit"} {
		if !strings.Contains(page, want) {
			t.Errorf("%s is not in:\n%s", want, page)
		}
	}
	if n := strings.Count(page, `class="group"`); n != 2 {
		t.Errorf("%d heads of groups, want 2", n)
	}
}
