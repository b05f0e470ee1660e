package datadog_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"berth.dev/engine/measure"
	"berth.dev/providers/datadog"
	double "berth.dev/providers/providertest/datadog"
)

// TestTheNumberOfCallsFollowsTheFormula counts what comes in at the double for windows,
// roll-ups and limits of every size.
func TestTheNumberOfCallsFollowsTheFormula(t *testing.T) {
	tests := []struct {
		window time.Duration
		step   time.Duration
		points int
		want   int64
	}{
		{time.Hour, 5 * time.Minute, 0, 1},
		{24 * time.Hour, 5 * time.Minute, 0, 1},         // 288 points
		{24 * time.Hour, time.Minute, 0, 1},             // 1,440 points
		{25 * time.Hour, time.Minute, 0, 1},             // exactly 1,500
		{25*time.Hour + time.Minute, time.Minute, 0, 2}, // one more
		{7 * 24 * time.Hour, 5 * time.Minute, 0, 2},
		{30 * 24 * time.Hour, 5 * time.Minute, 0, 6},
		{30 * 24 * time.Hour, time.Minute, 0, 29},
		{30 * 24 * time.Hour, time.Hour, 0, 1},
		{30 * 24 * time.Hour, 5 * time.Minute, 300, 29},
		{90 * 24 * time.Hour, 5 * time.Minute, 0, 18},
	}
	for _, test := range tests {
		t.Run(fmt.Sprintf("%s in %s with %d points", test.window, test.step, test.points), func(t *testing.T) {
			if got := countCalls(t, test.window, test.step, test.points); got != test.want {
				t.Errorf("%d calls, want %d", got, test.want)
			}
		})
	}
}

func TestTheFormulaHoldsForAnyWindow(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		step := time.Duration(rapid.Int64Range(1, 7200).Draw(r, "step")) * time.Second
		steps := rapid.Int64Range(1, 5000).Draw(r, "steps")
		points := rapid.IntRange(100, 3000).Draw(r, "points")
		got := countCalls(t, time.Duration(steps)*step, step, points)
		if want := datadog.CallsNeeded(1, steps, int64(points)); got != want {
			r.Errorf("%d calls for %d steps of %s, %d points each: want %d", got, steps, step, points, want)
		}
	})
}

// countCalls reads a window with a point at either end and counts the calls. It begins
// on the grid of the step, which is that of 1970.
func countCalls(t *testing.T, window, step time.Duration, points int) int64 {
	server, s, _ := start(t, double.Options{Points: 3000}, datadog.Options{Points: points})
	from := time.Unix(day.Unix()/int64(step/time.Second)*int64(step/time.Second), 0)
	pod := nanocores("web", "web-1")
	pod.Times, pod.Values = []int64{from.Unix(), from.Add(window).Unix() - 1}, []float64{1e9, 1e9}
	server.Hold(pod)
	_, a, err := read(t, s, measure.Request{Query: cpu, From: from, To: from.Add(window), Step: step})
	if err != nil {
		t.Fatal(err)
	}
	if in := len(server.Calls()); in != a.Calls {
		t.Errorf("%d calls came in, the source counts %d", in, a.Calls)
	}
	return int64(a.Calls)
}

// TestAMonthIsNotSilentlyAveraged has a spike of five minutes in a month, and a server
// that averages sooner than it says in public.
func TestAMonthIsNotSilentlyAveraged(t *testing.T) {
	for _, points := range []int{1500, 700, 350, 300} {
		t.Run(fmt.Sprint(points), func(t *testing.T) {
			server, s, _ := start(t, double.Options{Points: points}, datadog.Options{})
			const month = 30 * 288
			pod := every(nanocores("web", "web-1"), 300, month, func(i int) float64 {
				if i == 5000 {
					return 90e9
				}
				return 1e9
			})
			server.Hold(pod)
			got, a, err := read(t, s, hours(cpu, 30*24, 5*time.Minute))
			if err != nil {
				t.Fatal(err)
			}
			l := got[measure.Key{Service: "web", Kind: measure.CPU}]
			if d := cmp.Diff(pod.Times, l.Times); d != "" {
				t.Fatalf("not every point came (-want +got)\n%s", d)
			}
			if l.Values[5000] != 90e9*1e-9 || l.Values[4999] != 1 {
				t.Errorf("the spike is %v after %v: it was averaged", l.Values[5000], l.Values[4999])
			}
			if a.Dropped != 0 {
				t.Errorf("%d points were dropped", a.Dropped)
			}
			t.Logf("%d calls", a.Calls)
		})
	}
}

func TestPointsThatAreFurtherApartThanTheStepAreBelievedAndSaid(t *testing.T) {
	server, s, _ := start(t, double.Options{}, datadog.Options{})
	server.Hold(every(nanocores("web", "web-1"), 900, 30*96, flat(1e9)))
	for round, want := range []int{8, 6} { // two calls to find out, none later
		_, a, err := read(t, s, hours(cpu, 30*24, 5*time.Minute))
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff([]string{`points are 900 s apart, and the step is 300 s: set step = "900s"`}, a.Warnings); d != "" {
			t.Errorf("(-want +got)\n%s", d)
		}
		if a.Points != 30*96 || a.Calls != want {
			t.Errorf("round %d: %d points in %d calls, want %d in %d", round, a.Points, a.Calls, 30*96, want)
		}
	}
}

func TestAnAnswerThatIsTooLargeIsCutUntilItFits(t *testing.T) {
	server, s, _ := start(t, double.Options{}, datadog.Options{Limits: measure.Limits{Bytes: 16 << 10}})
	for i := range 40 {
		server.Hold(every(nanocores(fmt.Sprintf("service-%02d", i), "x"), 300, 288, flat(1.234e9)))
	}
	got, first, err := read(t, s, hours(cpu, 24, 5*time.Minute))
	if err != nil {
		t.Fatal(err)
	}
	if len(got) != 40 || first.Points != 40*288 {
		t.Errorf("%d series with %d points, want 40 with %d", len(got), first.Points, 40*288)
	}
	_, second, err := read(t, s, hours(cpu, 24, 5*time.Minute))
	if err != nil || second.Calls >= first.Calls {
		t.Errorf("the second day took %d calls, the first %d: what was learnt is forgotten (%v)", second.Calls, first.Calls, err)
	}
}
