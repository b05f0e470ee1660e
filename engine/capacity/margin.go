package capacity

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"berth.dev/engine/fleet"
	"berth.dev/engine/optimise"
	"berth.dev/engine/place"
	"berth.dev/engine/plan"
	"berth.dev/engine/profile"
	"berth.dev/engine/spec"
)

// Margin is what one unit more saves a month, and one unit less costs.
type Margin struct {
	// More is nil where no plan was found with a unit more.
	More *Interval
	// Less is nil where a unit less cannot be lived with; NoLess says why, a constant
	// of this package.
	Less   *Interval
	NoLess string
}

// Why a unit less cannot be lived with.
const (
	// NothingFits says that without the unit no placement exists: proven.
	NothingFits = "nothing fits without it"
	// NoneFound says that without the unit the search found no placement.
	NoneFound = "no plan was found without it"
	// NoneThere says that the pool has not so much to give.
	NoneThere = "there is not one to take away"
)

// margin places the fleet with one unit of a resource of a pool more and less.
func (x *examiner) margin(pool int, resource string, unit fleet.Extra) (Margin, error) {
	p := x.in.Fleet.Pools[pool]
	var out Margin
	var err error
	if out.More, _, err = x.saved(x.in.Workspace, map[[2]string]fleet.Extra{{p.Site, p.Name}: unit}); err != nil {
		return out, err
	}
	if !x.has(pool, resource, unit) {
		out.NoLess = NoneThere
		return out, nil
	}
	less := fleet.Extra{Cores: -unit.Cores, MiB: -unit.MiB}
	out.Less, out.NoLess, err = x.lost(x.in.Workspace, map[[2]string]fleet.Extra{{p.Site, p.Name}: less})
	x.done("one unit of %s in %s", resource, p.Name)
	return out, err
}

// has tells whether a pool has a unit of a resource to give.
func (x *examiner) has(pool int, resource string, unit fleet.Extra) bool {
	f := x.in.Fleet
	least := int64(1000*unit.Cores + unit.MiB) // one of them is none
	for b, says := range f.Blocks {
		if says.Kind == fleet.Capacity && says.Site == f.Pools[pool].Site && says.Resource == resource && slices.Contains(says.Pools, f.Pools[pool].Name) &&
			slices.Min(f.Problem.Blocks[b].Cap) < least {
			return false
		}
	}
	return true
}

// saved is what the fleet costs less in a varied workspace, nil and why where no plan
// was found.
func (x *examiner) saved(w *spec.Workspace, extra map[[2]string]fleet.Extra) (*Interval, string, error) {
	v, err := x.vary(w, x.in.Profiles, extra)
	if err != nil || v.result == nil {
		return nil, v.why, err
	}
	i := between(x.in.Fleet.Unit, x.in.Result, v.fleet.Unit, v.result)
	return &i, "", nil
}

// lost is what the fleet costs more in a varied workspace, nil and why where no plan
// was found.
func (x *examiner) lost(w *spec.Workspace, extra map[[2]string]fleet.Extra) (*Interval, string, error) {
	v, err := x.vary(w, x.in.Profiles, extra)
	if err != nil || v.result == nil {
		return nil, v.why, err
	}
	i := between(v.fleet.Unit, v.result, x.in.Fleet.Unit, x.in.Result)
	return &i, "", nil
}

// varied is a fleet under other circumstances: without a result, why says why not.
type varied struct {
	fleet  *fleet.Fleet
	result *optimise.Result
	why    string
}

// vary builds and plans a varied workspace as a plan is made: with the splits that are
// worth having there. Without them the amount told would be a step between the splits
// that the plan has.
func (x *examiner) vary(w *spec.Workspace, profiles map[string]profile.Profile, extra map[[2]string]fleet.Extra) (varied, error) {
	build := x.in.Build
	build.Extra = extra
	f, _ := fleet.Build(w, profiles, x.in.Suite, build)
	if f.Problem == nil {
		return varied{fleet: f, why: NothingFits}, nil
	}
	// The splits that the plan has are worth having here too. Prices name blocks by
	// number, so they mean something only where the blocks are the same.
	if sameBlocks(f, x.in.Fleet) {
		f, _ = f.Refine(listed(x.in.Result.Prices), x.nearest(f))
	}
	o := x.in.Search
	o.Start = []place.Placement{x.nearest(f)}
	s, err := plan.Solve(x.ctx, f, o)
	var none *optimise.InfeasibleError
	var unfound *optimise.NotFoundError
	switch {
	case x.ctx.Err() != nil:
		return varied{}, fmt.Errorf("what capacity is worth: %w", context.Cause(x.ctx))
	case errors.As(err, &none):
		return varied{fleet: f, why: NothingFits}, nil
	case errors.As(err, &unfound):
		return varied{fleet: f, why: NoneFound}, nil
	case err != nil:
		return varied{}, err
	}
	return varied{fleet: s.Fleet, result: s.Result}, nil
}
