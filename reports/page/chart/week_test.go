package chart

import (
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestHoursAlikeAreOneStroke(t *testing.T) {
	for _, c := range []struct {
		name   string
		values []float64
		want   string
	}{
		{"nothing", nil, ""},
		// 0 of 10 is the bottom, at 400; 5 the middle, at 200; 10 the top, at 0.
		{"steps", []float64{0, 0, 5, 10}, "M0 400H2V200H3V0H4"},
		{"flat", slices.Repeat([]float64{5}, Hours), "M0 200H168"},
		{"more than a week", slices.Repeat([]float64{5}, 200), "M0 200H168"},
		{"no numbers", []float64{math.NaN(), math.Inf(1), -4}, "M0 400H3"},
	} {
		if d := cmp.Diff(c.want, steps(c.values, 10, 400)); d != "" {
			t.Errorf("%s: %s", c.name, d)
		}
	}
}

func TestAWeekNamesItsHighestHour(t *testing.T) {
	p95 := slices.Repeat([]float64{100}, Hours)
	p95[33] = 328 // Tuesday, nine o'clock
	got, err := NewPen().Week(Week{Name: "load of web", Unit: "requests/s", Zone: "UTC", Mean: slices.Repeat([]float64{50}, Hours), P95: p95})
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		`aria-label="load of web"`, "highest 328 on Tue 09:00", "hours in UTC", "<span>500</span><span>250</span><span>0</span>",
		// 100 of 500 is at 400 − 80 = 320; 328 at 400 − 262.4, rounded 138.
		`d="M0 320H33V138H34V320H168V400H0z"`, `d="M0 360H168"`,
	} {
		if !strings.Contains(string(got), want) {
			t.Errorf("%s is not in:\n%s", want, got)
		}
	}
}

func TestASparkIsAsHighAsItsLargestHour(t *testing.T) {
	got, err := NewPen().Spark("load", []float64{1, 3, 4, 4})
	if err != nil {
		t.Fatal(err)
	}
	// Means of two hours: 2 and 4; 2 of 4 is half of 48.
	if want := `d="M0 24H2V0H4V48H0z"`; !strings.Contains(string(got), want) {
		t.Errorf("%s is not in %s", want, got)
	}
	for _, none := range [][]float64{nil, {0, 0}} {
		if got, err := NewPen().Spark("load", none); got != "" || err != nil {
			t.Errorf("%v: %q, %v", none, got, err)
		}
	}
}
