package baseline

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"

	"berth.dev/engine/optimise/improve"
	"berth.dev/engine/place"
)

const (
	population  = 10
	generations = 100
)

// individual is a placement with its two objectives.
type individual struct {
	x    place.Placement
	cost int64
	harm float64
	// rank is the front it is in, 0 the best; crowd how far its neighbours on the
	// front are: lonely ones are kept.
	rank  int
	crowd float64
}

// breeder runs the generations.
type breeder struct {
	p     *place.Problem
	rand  *rand.Rand
	state *improve.State
	best  *individual
}

// Genetic runs NSGA-II with 10 placements and 100 generations on cost and overload,
// and returns the cheapest placement that fits of all that it has seen, or else the
// one that breaks least. The same seed gives the same result.
func Genetic(p *place.Problem, seed uint64) Result {
	g := &breeder{p: p, rand: rand.New(rand.NewPCG(seed, 1))}
	light, alone := lightest(p, burden(p)), Alone(p).Placement
	g.state = improve.New(p).State(light)
	var now []*individual
	for k := range population {
		x := slices.Clone(light)
		for i := range x {
			if g.rand.IntN(population-1) < k {
				x[i] = alone[i]
			}
		}
		now = append(now, g.born(x))
	}
	sortFronts(now)
	for range generations {
		next := slices.Clone(now)
		for range population {
			next = append(next, g.child(g.parent(now), g.parent(now)))
		}
		sortFronts(next)
		now = next[:population]
	}
	return result(p, g.best.x)
}

// born computes the objectives and keeps the best that was ever seen.
func (g *breeder) born(x place.Placement) *individual {
	g.state.Set(x)
	one := &individual{x: x, cost: g.state.Cost(), harm: g.state.Harm()}
	if g.best == nil || one.harm < g.best.harm || one.harm == g.best.harm && one.cost < g.best.cost {
		g.best = one
	}
	return one
}

// parent is the better of two drawn.
func (g *breeder) parent(now []*individual) *individual {
	a, b := now[g.rand.IntN(len(now))], now[g.rand.IntN(len(now))]
	if compareFronts(a, b) <= 0 {
		return a
	}
	return b
}

// child takes a stretch of services from one parent and the others from the other,
// or each service from either, and changes about one. Stretches keep what belongs
// together, since services of an application stand together.
func (g *breeder) child(a, b *individual) *individual {
	x := slices.Clone(a.x)
	n := len(x)
	if n > 0 && g.rand.IntN(2) == 0 {
		from, length := g.rand.IntN(n), g.rand.IntN(n)
		for k := range length {
			x[(from+k)%n] = b.x[(from+k)%n]
		}
	} else {
		for i := range x {
			if g.rand.IntN(2) == 0 {
				x[i] = b.x[i]
			}
		}
	}
	for i := range x {
		if g.rand.IntN(n) == 0 {
			x[i] = uint8(g.rand.IntN(g.p.Width(int32(i))))
		}
	}
	return g.born(x)
}

func compareFronts(a, b *individual) int {
	return cmp.Or(cmp.Compare(a.rank, b.rank), cmp.Compare(b.crowd, a.crowd))
}

func (a *individual) dominates(b *individual) bool {
	return a.cost <= b.cost && a.harm <= b.harm && (a.cost < b.cost || a.harm < b.harm)
}

// sortFronts orders by front and, within one, the lonely first.
func sortFronts(list []*individual) {
	left := slices.Clone(list)
	for rank := 0; len(left) > 0; rank++ {
		var front, rest []*individual
		for _, a := range left {
			if slices.ContainsFunc(left, func(b *individual) bool { return b.dominates(a) }) {
				rest = append(rest, a)
			} else {
				a.rank = rank
				front = append(front, a)
			}
		}
		crowds(front)
		left = rest
	}
	slices.SortStableFunc(list, compareFronts)
}

// crowds computes how far the neighbours of each are along the front, which in two
// objectives is one order.
func crowds(front []*individual) {
	slices.SortStableFunc(front, func(a, b *individual) int {
		return cmp.Or(cmp.Compare(a.cost, b.cost), cmp.Compare(a.harm, b.harm))
	})
	last := len(front) - 1
	money := max(1, float64(front[last].cost-front[0].cost))
	harm := max(1e-12, front[0].harm-front[last].harm)
	for k, one := range front {
		if k == 0 || k == last {
			one.crowd = math.Inf(1)
			continue
		}
		one.crowd = float64(front[k+1].cost-front[k-1].cost)/money + (front[k-1].harm-front[k+1].harm)/harm
	}
}
