package plan

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"

	"berth.dev/engine/fleet"
	"berth.dev/engine/optimise"
	"berth.dev/engine/place"
)

// A shorter search stops for reasons of its own, which are not those of the plan.
func TestAPlanOfAShorterSearchSaysWhatEndedIt(t *testing.T) {
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	late, stop := context.WithTimeout(t.Context(), 0)
	defer stop()
	<-late.Done()
	for _, c := range []struct {
		name      string
		ctx       context.Context
		was, want optimise.Stop
	}{
		{"its gap is reached, then the user interrupts", cancelled, optimise.Near, optimise.Interrupted},
		{"its effort is used up, then time is up", late, optimise.Effort, optimise.Time},
		{"it is interrupted", cancelled, optimise.Interrupted, optimise.Interrupted},
		{"it proves the optimum before", late, optimise.Optimal, optimise.Optimal},
	} {
		t.Run(c.name, func(t *testing.T) {
			if d := cmp.Diff(c.want, (&Solved{Result: &optimise.Result{Stop: c.was}}).cutShort(c.ctx).Result.Stop); d != "" {
				t.Error(d)
			}
		})
	}
}

func TestScoutingTakesASmallShareOfTheEffort(t *testing.T) {
	two := &fleet.Fleet{Problem: &place.Problem{}}
	three := &fleet.Fleet{Problem: &place.Problem{Views: make([]place.View, 3)}}
	for _, c := range []struct {
		name         string
		fleet        *fleet.Fleet
		effort, want float64
	}{
		{"two sites", two, 500, 50},
		{"three sites", three, 500, 10},
		{"three sites, as much effort as it takes", three, 0, optimise.DefaultOptions().Effort * scoutingViews},
	} {
		t.Run(c.name, func(t *testing.T) {
			o := optimise.DefaultOptions()
			o.Effort = c.effort
			if d := cmp.Diff(c.want, scoutOptions(c.fleet, o).Effort); d != "" {
				t.Error(d)
			}
		})
	}
}

func TestWhatRanOutOfTimeGivesWayToASearchThatProvedMore(t *testing.T) {
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	solved := func(cost, floor int64, stop optimise.Stop) *Solved {
		return &Solved{Result: &optimise.Result{Cost: cost, Floor: floor, Stop: stop}}
	}
	for _, c := range []struct {
		name         string
		before, last *Solved
		want         optimise.Result
	}{
		{"it had not begun to prove", solved(100, 99, optimise.Near), solved(98, 60, optimise.Interrupted), optimise.Result{Cost: 100, Floor: 99, Stop: optimise.Interrupted}},
		{"it had come as near", solved(100, 99, optimise.Near), solved(98, 97, optimise.Interrupted), optimise.Result{Cost: 98, Floor: 97, Stop: optimise.Interrupted}},
		{"it was the first", nil, solved(98, 60, optimise.Interrupted), optimise.Result{Cost: 98, Floor: 60, Stop: optimise.Interrupted}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if d := cmp.Diff(c.want, *c.last.nearer(cancelled, c.before).Result); d != "" {
				t.Error(d)
			}
		})
	}
}

func TestSplitsAreLookedForAsWellWithAWideGap(t *testing.T) {
	o := optimise.DefaultOptions()
	o.Gap = 1
	got := scoutOptions(&fleet.Fleet{Problem: &place.Problem{}}, o).Gap
	if d := cmp.Diff(scout, got); d != "" {
		t.Error(d)
	}
}
