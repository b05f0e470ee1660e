package main

import (
	"fmt"
	"slices"

	"berth.dev/engine/optimise"
	"berth.dev/engine/optimise/relax"
	"berth.dev/engine/place"
)

// leaves counts the leaves of a proof.
func leaves(t *place.Tree) int {
	switch {
	case t == nil:
		return 0
	case t.Leaf != nil:
		return 1
	}
	return leaves(t.Then) + leaves(t.Else)
}

// check works a result of a generated fleet out anew: what the placement costs and
// breaks, and what each leaf of the proof proves from its prices alone. It says what
// is wrong, nothing where all holds. It uses the optimiser's own relaxation: what shares no code with
// the optimiser is the checker of plans, "berth verify".
func check(p *place.Problem, r *optimise.Result) string {
	if cost := p.Cost(r.Placement); cost != r.Cost {
		return fmt.Sprintf("the placement costs %d, not %d", cost, r.Cost)
	}
	if broken := p.Broken(r.Placement); len(broken) > 0 {
		return fmt.Sprintf("the placement breaks %v", broken[0])
	}
	domains := make([]place.Set, len(p.Services))
	for i := range domains {
		domains[i] = place.All(p.Width(int32(i)))
	}
	c := checker{p: p, relaxed: relax.New(p), free: relax.New(free(p)), claim: r.Floor}
	c.part(r.Tree, domains)
	return c.wrong
}

type checker struct {
	p       *place.Problem
	relaxed *relax.Relaxation
	// free is the relaxation of the problem in which nothing costs anything.
	free  *relax.Relaxation
	claim int64
	wrong string
}

// free is a problem with the same capacities in which nothing costs anything.
func free(p *place.Problem) *place.Problem {
	out := &place.Problem{Blocks: p.Blocks, Pools: p.Pools, Resources: p.Resources}
	for i := range p.Services {
		s := place.Service{Name: p.Services[i].Name, Options: slices.Clone(p.Services[i].Options)}
		for l := range s.Options {
			s.Options[l].Cost = 0
		}
		out.Services = append(out.Services, s)
	}
	return out
}

// part checks the part of the space in which each service has its domain.
func (c *checker) part(t *place.Tree, domains []place.Set) {
	switch {
	case c.wrong != "":
	case t == nil:
		c.wrong = "a part of the space has no proof"
	case t.Leaf != nil:
		c.leaf(t.Leaf, domains)
	default:
		// What is in neither set of a service is in neither branch: the two are the
		// whole part.
		then, other := slices.Clone(domains), slices.Clone(domains)
		then[t.Service] &= t.Yes
		other[t.Service] &^= t.Yes
		for _, side := range []struct {
			tree    *place.Tree
			domains []place.Set
		}{{t.Then, then}, {t.Else, other}} {
			if side.domains[t.Service] != 0 {
				c.part(side.tree, side.domains)
			}
		}
	}
}

// leaf checks what a leaf's prices prove: a floor, or with costs left aside that
// nothing fits.
func (c *checker) leaf(l *place.Leaf, domains []place.Set) {
	prices := relax.Zero(c.p)
	for _, one := range l.Prices {
		prices[one.Block][one.Slot] = one.Value
	}
	if l.Empty {
		if lack := c.free.Solve(prices, domains).Bound; lack <= 0 {
			c.wrong = "a leaf said to be empty is not proven to be"
		}
		return
	}
	if bound := c.relaxed.Solve(prices, domains).Bound; bound < c.claim {
		c.wrong = fmt.Sprintf("a leaf proves %d where the floor is %d", bound, c.claim)
	}
}
