package cli

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"berth.dev/engine/fleet"
	"berth.dev/engine/optimise"
	"berth.dev/engine/plan"
)

// searchOptions say how long to search.
type searchOptions struct {
	effort float64
	gap    float64
	limit  time.Duration
	seed   uint64
}

func (o *searchOptions) flags(c *cobra.Command) {
	usual := optimise.DefaultOptions()
	f := c.Flags()
	f.Float64Var(&o.effort, "effort", usual.Effort, "how much work to do at most, in counted units; a fleet of 1,000 uses some 30 a second (0 for no limit)")
	f.Float64Var(&o.gap, "gap", 100*usual.Gap, "stop when the plan is proven to be within so many percent of the best")
	f.DurationVar(&o.limit, "time", 0, "stop after so long, as in 30s; the plan may then differ from run to run (default no limit)")
	f.Uint64Var(&o.seed, "seed", usual.Seed, "what chance is drawn from")
}

// mostEffort is more than anybody waits for: some years.
const mostEffort = 1_000_000_000

// check refuses limits that are none.
func (o *searchOptions) check(c *cobra.Command) error {
	switch {
	case !(o.effort >= 0 && o.effort <= mostEffort):
		return misused(c.CommandPath(), "--effort %g is no amount of work. Write a number from 0 to %s.", o.effort, grouped(mostEffort))
	case !(o.gap >= 0 && o.gap <= 100):
		return misused(c.CommandPath(), "--gap %g is no share. Write a percentage from 0 to 100.", o.gap)
	case o.limit < 0:
		return misused(c.CommandPath(), "--time %s is less than nothing. Write a time as in 30s.", o.limit)
	}
	return nil
}

// options are those of a search.
func (o *searchOptions) options() optimise.Options {
	out := optimise.DefaultOptions()
	out.Effort, out.Gap, out.Seed = o.effort, o.gap/100, o.seed
	return out
}

// solve searches until it is done, its time is up or the user interrupts; then the
// best plan so far counts.
func (a *app) solve(f *fleet.Fleet, o *searchOptions) (*plan.Solved, error) {
	ctx := a.Context
	if o.limit > 0 {
		timed, stop := context.WithTimeout(ctx, o.limit)
		defer stop()
		ctx = timed
	}
	options := o.options()
	p := a.progress()
	defer p.stop()
	began := time.Now()
	options.Progress = func(now optimise.Progress) { p.show("%s", progressLine(f, now, time.Since(began))) }
	solved, err := plan.Solve(ctx, f, options)
	var nothing *optimise.InfeasibleError
	var unfound *optimise.NotFoundError
	switch {
	case errors.As(err, &nothing):
		return nil, nothing
	case errors.As(err, &unfound):
		return nil, fmt.Errorf("%w. Give it more --effort, or more room", err)
	}
	return solved, err
}

// progressLine says how far a search is.
func progressLine(f *fleet.Fleet, now optimise.Progress, since time.Duration) string {
	best := "no plan yet"
	if now.Found {
		best = fmt.Sprintf("best %s, gap %.3f %%", f.Unit.Amount(now.Best).Rounded(0), 100*now.Gap())
	}
	return fmt.Sprintf("%s · floor %s %s/mo · %s cuts, %s branches · %.0f s", best, f.Unit.Amount(now.Floor).Rounded(0), f.Unit.Currency, grouped(now.Cuts), grouped(now.Nodes), since.Seconds())
}
