package scenario

import (
	"context"
	"errors"
	"math"
	"slices"

	"berth.dev/engine/fleet"
	"berth.dev/engine/money"
	"berth.dev/engine/optimise"
	"berth.dev/engine/place"
	"berth.dev/engine/profile"
	"berth.dev/engine/spec"
	"berth.dev/policies"
)

// Plan is what the cases are tried on.
type Plan struct {
	Workspace *spec.Workspace
	Profiles  map[string]profile.Profile
	Suite     *policies.Suite
	// Build are the options the fleet was built with, Fleet and Result what was found.
	Build  fleet.Options
	Fleet  *fleet.Fleet
	Result *optimise.Result
	// Search is what each case is searched with.
	Search optimise.Options
	// Done hears after each case how many are done; nil for nobody.
	Done func(int)
}

// Outcome is how a plan stands up to cases.
type Outcome struct {
	// Cases are those that were tried, in their order; Plans is in how many of them
	// something fits.
	Cases []Tried
	Plans int
	// Services are by name.
	Services []Standing
}

// Tried is one case and what came of it.
type Tried struct {
	Case
	// Cost is that of the case's own plan, Left of the services that leave their place
	// in it; None says that nothing fits in the case.
	Cost money.Amount
	Left []string
	None bool
}

// Run tries the cases. When the context is cancelled it ends with those that are done:
// a case that was stopped half way says nothing.
func Run(ctx context.Context, p Plan, cases []Case) (*Outcome, error) {
	t := &trial{plan: p, elsewhere: map[string]map[string]int{}, by: map[string]map[Kind]bool{}}
	out := &Outcome{}
	for k, c := range cases {
		one, err := t.try(ctx, c)
		if ctx.Err() != nil {
			break
		}
		if err != nil {
			return nil, err
		}
		out.Cases = append(out.Cases, one.Tried)
		if !one.None {
			out.Plans++
		}
		t.count(one)
		if p.Done != nil {
			p.Done(k + 1)
		}
	}
	out.Services = t.standings(out.Plans)
	return out, nil
}

// trial counts over the cases.
type trial struct {
	plan      Plan
	elsewhere map[string]map[string]int
	by        map[string]map[Kind]bool
}

// tried is a case with where each service went that left its place.
type tried struct {
	Tried
	to map[string]string
}

// try solves one case.
func (t *trial) try(ctx context.Context, c Case) (tried, error) {
	p := &t.plan
	profiles := p.Profiles
	if c.Load != 0 {
		profiles = make(map[string]profile.Profile, len(p.Profiles))
		for name, one := range p.Profiles {
			profiles[name] = one.Scale(c.Load)
		}
	}
	out := tried{Tried: Tried{Case: c}, to: map[string]string{}}
	f, _ := fleet.Build(p.Workspace.Vary(c.Variation), profiles, p.Suite, p.Build)
	if f.Problem == nil {
		out.None = true
		return out, nil
	}
	search := p.Search
	if sameBlocks(f.Problem, p.Fleet.Problem) {
		// The splits that the plan found worth having are worth having here too: else a
		// service would leave its place only because its split is missing.
		f, _ = f.Refine(listed(p.Result.Prices), t.nearest(f))
		if f.Unit == p.Fleet.Unit {
			search.Prices = p.Result.Prices
		}
	}
	search.Start = []place.Placement{t.nearest(f)}
	r, err := optimise.Solve(ctx, f.Problem, search)
	var none *optimise.InfeasibleError
	var unfound *optimise.NotFoundError
	switch {
	case errors.As(err, &none), errors.As(err, &unfound):
		out.None = true
		return out, nil
	case err != nil:
		return out, err
	}
	out.Cost = f.Unit.Amount(r.Cost)
	t.compare(f, r, &out)
	return out, nil
}

func sameBlocks(a, b *place.Problem) bool {
	return slices.EqualFunc(a.Blocks, b.Blocks, func(x, y place.Block) bool { return x.Name == y.Name && len(x.Cap) == len(y.Cap) })
}

// listed are the prices that are not zero, by block and slot.
func listed(all [][]int64) (out []place.Price) {
	for b := range all {
		for slot, v := range all[b] {
			if v != 0 {
				out = append(out, place.Price{Block: int32(b), Slot: int32(slot), Value: v})
			}
		}
	}
	return out
}

// nearest is the plan's placement in the fleet of a case: the option of the same name,
// or of the same sites.
func (t *trial) nearest(f *fleet.Fleet) place.Placement {
	before := t.places()
	out, _ := f.Carry(t.plan.Fleet, t.plan.Result.Placement)
	for i, s := range f.Services {
		if want := before[s.Name]; s.Options[out[i]].ID != want {
			if l := slices.IndexFunc(s.Options, func(o fleet.Option) bool { return o.ID == want }); l >= 0 {
				out[i] = uint8(l)
			}
		}
	}
	return out
}

// places are the plan's places by group.
func (t *trial) places() map[string]string {
	out := make(map[string]string, len(t.plan.Fleet.Services))
	for i, s := range t.plan.Fleet.Services {
		out[s.Name] = s.Options[t.plan.Result.Placement[i]].ID
	}
	return out
}

// compare notes which services leave their place.
func (t *trial) compare(f *fleet.Fleet, r *optimise.Result, out *tried) {
	free := max(int64(math.Abs(float64(r.Cost))*t.plan.Search.Gap), r.Cost-r.Floor)
	before := t.places()
	for i, s := range f.Services {
		now, then := s.Options[r.Placement[i]].ID, before[s.Name]
		if now == then || mayStay(f, r, i, then, free) {
			continue
		}
		for _, name := range s.Members {
			out.Left = append(out.Left, name)
			out.to[name] = now
		}
	}
	slices.Sort(out.Left)
}

// count adds a case to what is known of the services.
func (t *trial) count(c tried) {
	for _, name := range c.Left {
		if t.elsewhere[name] == nil {
			t.elsewhere[name], t.by[name] = map[string]int{}, map[Kind]bool{}
		}
		t.elsewhere[name][c.to[name]]++
		t.by[name][c.Kind] = true
	}
}

// mayStay says whether a service could as well be where the plan has it.
func mayStay(f *fleet.Fleet, r *optimise.Result, i int, place string, free int64) bool {
	for l, o := range f.Services[i].Options {
		if o.ID != place {
			continue
		}
		x := slices.Clone(r.Placement)
		x[i] = uint8(l)
		if f.Problem.Cost(x)-r.Cost <= free && len(f.Problem.Broken(x)) == 0 {
			return true
		}
	}
	return false
}
