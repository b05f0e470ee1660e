package capacity

import (
	"errors"
	"fmt"
	"slices"

	"berth.dev/engine/fleet"
	"berth.dev/engine/optimise"
	"berth.dev/engine/place"
)

// Margin is what one unit more saves a month, and one unit less costs.
type Margin struct {
	More Interval
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

// margin places the fleet with so many units of a resource of a pool more and less.
func (x *examiner) margin(pool int, resource string, units int64) (Margin, error) {
	if x.bare == nil {
		r, err := x.solve(bare(x.in.Fleet))
		if err != nil {
			return Margin{}, err
		}
		x.bare = r
	}
	u := x.in.Fleet.Unit
	p, _ := x.with(pool, resource, units)
	more, err := x.solve(p)
	if err != nil {
		return Margin{}, err
	}
	m := Margin{More: between(u, x.bare, u, more)}
	p, there := x.with(pool, resource, -units)
	if !there {
		m.NoLess = NoneThere
		return m, nil
	}
	less, err := x.solve(p)
	var none *optimise.InfeasibleError
	var unfound *optimise.NotFoundError
	switch {
	case errors.As(err, &none):
		m.NoLess = NothingFits
	case errors.As(err, &unfound):
		m.NoLess = NoneFound
	case err != nil:
		return Margin{}, err
	default:
		cost := between(u, less, u, x.bare)
		m.Less = &cost
	}
	x.done("one unit of %s in %s", resource, x.in.Fleet.Pools[pool].Name)
	return m, nil
}

// with is the fleet's problem without packing and with units added to every union of
// pools that holds a pool; it is false where there are not so many to take away.
func (x *examiner) with(pool int, resource string, units int64) (*place.Problem, bool) {
	f := x.in.Fleet
	p := bare(f)
	for b, says := range f.Blocks {
		if says.Kind != fleet.Capacity || says.Site != f.Pools[pool].Site || says.Resource != resource || !slices.Contains(says.Pools, f.Pools[pool].Name) {
			continue
		}
		p.Blocks[b].Cap = slices.Clone(p.Blocks[b].Cap)
		for t := range p.Blocks[b].Cap {
			if p.Blocks[b].Cap[t] += units; p.Blocks[b].Cap[t] < 0 {
				return nil, false
			}
		}
	}
	return p, true
}

// plenty is a capacity that no fleet fills.
const plenty = 1 << 40

// bare is a fleet's problem without packing, and so without the rows that count whole
// pods; its blocks may be replaced.
func bare(f *fleet.Fleet) *place.Problem {
	out := *f.Problem
	out.Pools, out.Blocks, out.Services = nil, slices.Clone(out.Blocks), slices.Clone(out.Services)
	for b, says := range f.Blocks {
		if says.Kind == fleet.Pieces {
			out.Blocks[b].Cap = slices.Repeat([]int64{plenty}, len(out.Blocks[b].Cap))
		}
	}
	for i := range out.Services {
		options := slices.Clone(out.Services[i].Options)
		for l := range options {
			options[l].Pods = nil
		}
		out.Services[i].Options = options
	}
	return &out
}

// solve searches from the plan on. A search that was interrupted is an error.
func (x *examiner) solve(p *place.Problem) (*optimise.Result, error) {
	o := x.in.Search
	o.Start = []place.Placement{x.in.Result.Placement}
	// What whole pods lose has a price in the plan and none here.
	o.Prices = slices.Clone(x.in.Result.Prices)
	for b, says := range x.in.Fleet.Blocks {
		if says.Kind == fleet.Pieces && b < len(o.Prices) {
			o.Prices[b] = make([]int64, len(o.Prices[b]))
		}
	}
	return x.search(p, o)
}

// search is the solver's, but for an interrupt.
func (x *examiner) search(p *place.Problem, o optimise.Options) (*optimise.Result, error) {
	r, err := optimise.Solve(x.ctx, p, o)
	if x.ctx.Err() != nil {
		return nil, fmt.Errorf("what capacity is worth: %w", x.ctx.Err())
	}
	return r, err
}
