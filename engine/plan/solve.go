package plan

import (
	"context"
	"errors"

	"berth.dev/engine/fleet"
	"berth.dev/engine/optimise"
	"berth.dev/engine/place"
)

// Solved is a fleet with the best placement found for it.
type Solved struct {
	// Fleet is the one that was solved: it may have more splits than the one given.
	Fleet  *fleet.Fleet
	Result *optimise.Result
}

// refinements is how often better splits are looked for at the prices found, at most;
// mostly there are none left after a few.
const refinements = 8

// scout is how far the searches go whose only use is to find prices, whatever gap is
// asked for: a plan that need not be near to the best is still one of good splits. Each may take a
// share of the effort: less with more than two sites, where prices are found long before
// the search comes to an end.
const scout, scouting, scoutingViews = 0.002, 0.1, 0.02

// Solve places a fleet. Before the search that counts, shorter ones find prices of
// capacity and with them the splits that are worth having; these then stand, and the
// floor is one for them. Where the context ends before that search has come as near,
// what the shorter ones found is the result.
func Solve(ctx context.Context, f *fleet.Fleet, o optimise.Options) (*Solved, error) {
	start := today(f)
	var scouted *Solved
	stopped := func() bool { return ctx.Err() != nil }
	for range refinements {
		quick := scoutOptions(f, o)
		quick.Start = append([]place.Placement{start}, o.Start...)
		r, err := optimise.Solve(ctx, f.Problem, quick)
		if err != nil {
			break // the search that counts will say why
		}
		if last := (&Solved{f, r}); stopped() {
			return last.cutShort(ctx).nearer(ctx, scouted), nil
		}
		o.Prices, scouted = r.Prices, &Solved{f, r}
		finer, added := f.RefineUntil(stopped, sparse(r.Prices), r.Placement)
		if stopped() {
			return scouted.cutShort(ctx), nil
		}
		if added == 0 {
			o.Start = append([]place.Placement{r.Placement}, o.Start...)
			break
		}
		o.Start = nil
		if x, all := finer.Carry(f, r.Placement); all {
			o.Start = []place.Placement{x}
		}
		f, start = finer, today(finer)
	}
	o.Start = append([]place.Placement{start}, o.Start...)
	r, err := optimise.Solve(ctx, f.Problem, o)
	if err != nil && stopped() && scouted != nil {
		return scouted.cutShort(ctx), nil
	}
	if err != nil {
		return nil, err
	}
	if stopped() {
		return (&Solved{f, r}).nearer(ctx, scouted), nil
	}
	return &Solved{f, closed(ctx, f.Problem, o, r)}, nil
}

// scoutOptions are those of a shorter search.
func scoutOptions(f *fleet.Fleet, o optimise.Options) optimise.Options {
	part := scouting
	if len(f.Problem.Views) > 0 {
		part = scoutingViews
	}
	if o.Effort == 0 {
		o.Effort = optimise.DefaultOptions().Effort
	}
	o.Gap, o.Effort, o.Progress = scout, o.Effort*part, nil
	return o
}

// cutShort says of a shorter search that there was no time for more after it.
func (s *Solved) cutShort(ctx context.Context) *Solved {
	if s.Result.Stop == optimise.Near || s.Result.Stop == optimise.Effort {
		s.Result.Stop = optimise.Interrupted
		if errors.Is(ctx.Err(), context.DeadlineExceeded) {
			s.Result.Stop = optimise.Time
		}
	}
	return s
}

// nearer is s, which ran out of time, or the search before it where that came nearer to
// the best of its options: what s has more of them is worth little without a floor.
func (s *Solved) nearer(ctx context.Context, before *Solved) *Solved {
	if before != nil && before.Result.Cost-before.Result.Floor < s.Result.Cost-s.Result.Floor {
		return before.cutShort(ctx)
	}
	return s
}

// little is an effort that nobody notices: small fleets are proven to the end with it.
const little = 0.2

// closed searches on where a small fleet's optimum is near.
func closed(ctx context.Context, p *place.Problem, o optimise.Options, r *optimise.Result) *optimise.Result {
	if r.Stop != optimise.Near {
		return r
	}
	o.Gap, o.Effort, o.Start, o.Prices, o.Progress = 0, little, []place.Placement{r.Placement}, r.Prices, nil
	last, err := optimise.Solve(ctx, p, o)
	if err != nil || last.Cost-last.Floor >= r.Cost-r.Floor || last.Cost > r.Cost {
		return r
	}
	switch last.Stop {
	case optimise.Time, optimise.Interrupted:
		return r // it would differ from run to run, and what was asked for is reached
	case optimise.Effort:
		last.Stop = optimise.Near // what was asked for is reached
	}
	last.Cuts, last.Nodes = last.Cuts+r.Cuts, last.Nodes+r.Nodes
	return last
}

// today is where everything runs now, with what may not stay there at its first
// option.
func today(f *fleet.Fleet) place.Placement { return f.Today().Placement }

// sparse lists the prices that are not zero, by block and slot.
func sparse(prices [][]int64) []place.Price {
	var out []place.Price
	for b := range prices {
		for t, v := range prices[b] {
			if v != 0 {
				out = append(out, place.Price{Block: int32(b), Slot: int32(t), Value: v})
			}
		}
	}
	return out
}
