package scenario

import (
	"context"
	"errors"
	"math"
	"slices"
	"strings"

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
	Cases []Tried
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

// Standing is how a service stands.
type Standing struct {
	Service, Place string
	// Kept is the share of the cases with a plan in which it keeps its place.
	Kept float64
	// Else is where it goes most often otherwise, and By the kinds of cases it leaves
	// in, in their order.
	Else string
	By   []Kind
}

// Steady is the share of cases from which on a service counts as keeping its place.
const Steady = 0.95

// Run tries the cases.
func Run(ctx context.Context, p Plan, cases []Case) (*Outcome, error) {
	t := &trial{plan: p, elsewhere: map[string]map[string]int{}, by: map[string]map[Kind]bool{}}
	out := &Outcome{}
	plans := 0
	for k, c := range cases {
		one, err := t.try(ctx, c)
		if err != nil {
			return nil, err
		}
		if !one.None {
			plans++
		}
		out.Cases = append(out.Cases, one)
		if p.Done != nil {
			p.Done(k + 1)
		}
	}
	out.Services = t.standings(out.Cases, plans)
	return out, nil
}

// trial counts over the cases.
type trial struct {
	plan      Plan
	elsewhere map[string]map[string]int
	by        map[string]map[Kind]bool
}

// try solves one case.
func (t *trial) try(ctx context.Context, c Case) (Tried, error) {
	p := &t.plan
	profiles := p.Profiles
	if c.Load != 0 {
		profiles = make(map[string]profile.Profile, len(p.Profiles))
		for name, one := range p.Profiles {
			profiles[name] = one.Scale(c.Load)
		}
	}
	out := Tried{Case: c}
	f, _ := fleet.Build(p.Workspace.Vary(c.Variation), profiles, p.Suite, p.Build)
	if f.Problem == nil {
		out.None = true
		return out, ctx.Err()
	}
	search := p.Search
	if x, all := f.Carry(p.Fleet, p.Result.Placement); all {
		search.Start = []place.Placement{x}
	}
	if f.Unit == p.Fleet.Unit && sameBlocks(f.Problem, p.Fleet.Problem) {
		search.Prices = p.Result.Prices
	}
	r, err := optimise.Solve(ctx, f.Problem, search)
	var none *optimise.InfeasibleError
	var unfound *optimise.NotFoundError
	switch {
	case errors.As(err, &none), errors.As(err, &unfound):
		out.None = true
		return out, ctx.Err()
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

// compare notes which services leave their place.
func (t *trial) compare(f *fleet.Fleet, r *optimise.Result, out *Tried) {
	free := int64(math.Abs(float64(r.Cost)) * t.plan.Search.Gap)
	free = max(free, r.Cost-r.Floor)
	before := map[string]string{}
	for i, s := range t.plan.Fleet.Services {
		before[s.Name] = s.Options[t.plan.Result.Placement[i]].ID
	}
	for i, s := range f.Services {
		now := s.Options[r.Placement[i]].ID
		then := before[s.Name]
		if now == then || t.mayStay(f, r, i, then, free) {
			continue
		}
		for _, name := range s.Members {
			out.Left = append(out.Left, name)
			if t.elsewhere[name] == nil {
				t.elsewhere[name], t.by[name] = map[string]int{}, map[Kind]bool{}
			}
			t.elsewhere[name][now]++
			t.by[name][out.Kind] = true
		}
	}
	slices.Sort(out.Left)
}

// mayStay says whether a service could as well be where the plan has it.
func (t *trial) mayStay(f *fleet.Fleet, r *optimise.Result, i int, place string, free int64) bool {
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

// standings sums up.
func (t *trial) standings(cases []Tried, plans int) (out []Standing) {
	for i, s := range t.plan.Fleet.Services {
		for _, name := range s.Members {
			one := Standing{Service: name, Place: s.Options[t.plan.Result.Placement[i]].ID, Kept: 1}
			left, most := 0, 0
			for place, n := range t.elsewhere[name] {
				left += n
				if n > most || n == most && place < one.Else {
					one.Else, most = place, n
				}
			}
			if plans > 0 {
				one.Kept = float64(plans-left) / float64(plans)
			}
			for _, kind := range []Kind{Prices, Traffic, Down, Link} {
				if t.by[name][kind] {
					one.By = append(one.By, kind)
				}
			}
			out = append(out, one)
		}
	}
	slices.SortFunc(out, func(a, b Standing) int { return strings.Compare(a.Service, b.Service) })
	return out
}
