package relax_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"berth.dev/engine/enginetest"
	"berth.dev/engine/optimise/relax"
	"berth.dev/engine/place"
)

// The tests of this file compute floors by trying everything, from what the package
// doc says a floor is: at prices, over domains, with the corners that are not Monge and
// the forbidden pairs let go as far as a cut must let them go.

// eased is a table over domains without what no cut can have: V(l, m) less every
// negative corner at or below l and m.
func eased(table []int64, columns int, da, db place.Set) []int64 {
	out := slices.Clone(table)
	as, bs := options(da), options(db)
	for k := 1; k < len(as); k++ {
		for h := 1; h < len(bs); h++ {
			at := func(a, b uint8) int64 { return table[int(a)*columns+int(b)] }
			d := at(as[k], bs[h-1]) + at(as[k-1], bs[h]) - at(as[k], bs[h]) - at(as[k-1], bs[h-1])
			for _, l := range as[k:] {
				for _, m := range bs[h:] {
					out[int(l)*columns+int(m)] += min(0, d)
				}
			}
		}
	}
	return out
}

// latticed is what is forbidden when all is allowed that is the minimum or maximum of
// allowed pairs.
func latticed(forbid []bool, rows, columns int, da, db place.Set) []bool {
	out := make([]bool, len(forbid))
	for at := range forbid {
		out[at] = forbid[at] || !da.Has(uint8(at/columns)) || !db.Has(uint8(at%columns))
	}
	for changed := true; changed; {
		changed = false
		for p := range out {
			for q := range out {
				low := min(p/columns, q/columns)*columns + min(p%columns, q%columns)
				high := max(p/columns, q/columns)*columns + max(p%columns, q%columns)
				if !out[p] && !out[q] && (out[low] || out[high]) {
					out[low], out[high], changed = false, false, true
				}
			}
		}
	}
	return out
}

func options(s place.Set) (out []uint8) {
	for ; s != 0; s &= s - 1 {
		out = append(out, s.First())
	}
	return out
}

// supplied are the domains less what the forbidden pairs rule out.
func supplied(p *place.Problem, domains []place.Set) ([]place.Set, bool) {
	out := slices.Clone(domains)
	for changed := true; changed; {
		changed = false
		for k := range p.Pairs {
			q := &p.Pairs[k]
			drop := func(i int32, l uint8, j int32, forbidden func(m uint8) bool) {
				if out[i].Has(l) && !slices.ContainsFunc(options(out[j]), func(m uint8) bool { return !forbidden(m) }) {
					out[i] &^= 1 << l
					changed = true
				}
			}
			for l := range p.Width(q.A) {
				drop(q.A, uint8(l), q.B, func(m uint8) bool { return q.Forbidden(p, uint8(l), m) })
			}
			for m := range p.Width(q.B) {
				drop(q.B, uint8(m), q.A, func(l uint8) bool { return q.Forbidden(p, l, uint8(m)) })
			}
		}
	}
	return out, !slices.Contains(out, 0)
}

// priced is a problem without blocks whose costs have the uses in them.
func priced(p *place.Problem, prices relax.Prices) *place.Problem {
	out := &place.Problem{}
	for _, s := range p.Services {
		s.Options = slices.Clone(s.Options)
		for l := range s.Options {
			o := &s.Options[l]
			for _, use := range o.Use {
				for t, v := range use.Amount {
					o.Cost += prices[use.Block][t] * int64(v)
				}
			}
			o.Use = nil
		}
		out.Services = append(out.Services, s)
	}
	for _, q := range p.Pairs {
		one := place.Pair{A: q.A, B: q.B, Cost: slices.Clone(q.Cost)}
		if q.Rule != nil {
			for _, use := range q.Rule.Use {
				for at, v := range use.Amount {
					one.Cost[at] += prices[use.Block][0] * int64(v)
				}
			}
			one.Rule = &place.Rule{Forbid: slices.Clone(q.Rule.Forbid)}
		}
		out.Pairs = append(out.Pairs, one)
	}
	return out
}

// without are the terms that do not depend on the placement.
func without(p *place.Problem, prices relax.Prices) int64 {
	var sum int64
	for b := range p.Blocks {
		block := &p.Blocks[b]
		var all int64
		for t, price := range prices[b] {
			all += price
			sum -= price * block.Cap[t]
			if block.Over == nil {
				continue
			}
			var most int64
			for _, s := range p.Services {
				var highest int32
				for _, o := range s.Options {
					for _, use := range o.Use {
						if int(use.Block) == b {
							highest = max(highest, use.Amount[t])
						}
					}
				}
				most += int64(highest)
			}
			sum += max(0, most-block.Cap[t]) * min(0, block.Over[t]-price)
		}
		sum += block.FirmMax * min(0, block.Firm-all)
	}
	return sum
}

// chained is the floor of a problem without views and what the floor is the cost of,
// but for the terms without placement.
func chained(p *place.Problem, prices relax.Prices, domains []place.Set) (int64, *place.Problem) {
	q := priced(p, prices)
	for k := range q.Pairs {
		one := &q.Pairs[k]
		da, db := domains[one.A], domains[one.B]
		one.Cost = eased(one.Cost, q.Width(one.B), da, db)
		if one.Rule != nil && one.Rule.Forbid != nil {
			one.Rule.Forbid = latticed(one.Rule.Forbid, q.Width(one.A), q.Width(one.B), da, db)
		}
	}
	_, cost, _ := enginetest.Best(q, domains)
	return cost + without(p, prices), q
}

// sited is the floor of a problem with views.
func sited(p *place.Problem, prices relax.Prices, shares relax.Shares, domains []place.Set) int64 {
	q := priced(p, prices)
	sum := without(p, prices)
	for v := range p.Views {
		sum += viewed(p, v, shares[v], domains)
		for i := range q.Services {
			for l := range q.Services[i].Options {
				q.Services[i].Options[l].Cost -= shares[v][i][p.Views[v].Level[i][l]]
			}
		}
	}
	for i, d := range domains {
		least := q.Services[i].Options[d.First()].Cost
		for _, l := range options(d) {
			least = min(least, q.Services[i].Options[l].Cost)
		}
		sum += least
	}
	// What the views leave of a pair: alone, with all else costing nothing.
	for k := range q.Pairs {
		one := q.Pairs[k]
		bare := &place.Problem{Services: make([]place.Service, len(q.Services))}
		for i := range bare.Services {
			bare.Services[i].Options = make([]place.Option, q.Width(int32(i)))
		}
		for v := range p.Views {
			view := &p.Views[v]
			side := int(slices.Max(view.Level[one.B])) + 1
			for at := range one.Cost {
				one.Cost[at] -= view.Cost[k][int(view.Level[one.A][at/q.Width(one.B)])*side+int(view.Level[one.B][at%q.Width(one.B)])]
			}
		}
		bare.Pairs = []place.Pair{one}
		_, least, _ := enginetest.Best(bare, domains)
		sum += least
	}
	return sum
}

// viewed is the least value of a view's cut.
func viewed(p *place.Problem, v int, shares [][]int64, domains []place.Set) int64 {
	view, q := &p.Views[v], &place.Problem{}
	levels := make([]place.Set, len(domains))
	for i, d := range domains {
		for _, l := range options(d) {
			levels[i] |= 1 << view.Level[i][l]
		}
		var s place.Service
		for _, share := range shares[i] {
			s.Options = append(s.Options, place.Option{Cost: share})
		}
		q.Services = append(q.Services, s)
	}
	for k, cost := range view.Cost {
		one := p.Pairs[k]
		q.Pairs = append(q.Pairs, place.Pair{A: one.A, B: one.B, Cost: eased(cost, q.Width(one.B), levels[one.A], levels[one.B])})
	}
	_, least, _ := enginetest.Best(q, levels)
	return least
}

func TestAFloorIsWhatItsDefinitionSaysWhateverWasAskedBefore(t *testing.T) {
	for seed := range uint64(6000) {
		r := rand.New(rand.NewPCG(seed, 3))
		p := enginetest.Small(r, enginetest.Features(r.IntN(int(everything)+1)))
		relaxation := relax.New(p)
		for round := range 5 {
			prices, domains := drawPrices(r, p, 300), drawDomains(r, p)
			consistent, ok := supplied(p, domains)
			got := relaxation.Solve(prices, domains)
			if got.Feasible != ok {
				t.Fatalf("seed %d, round %d: feasible is %v", seed, round, got.Feasible)
			}
			if !ok {
				continue
			}
			want, q := chained(p, prices, consistent)
			if got.Bound != want {
				t.Fatalf("seed %d, round %d: floor %d, want %d", seed, round, got.Bound, want)
			}
			if cost := q.Cost(got.X) + without(p, prices); cost != want || len(q.Broken(got.X)) > 0 {
				t.Fatalf("seed %d, round %d: its placement %v costs %d, want %d", seed, round, got.X, cost, want)
			}
		}
	}
}

func TestAFloorOfSitesIsWhatItsDefinitionSays(t *testing.T) {
	for seed := range uint64(3000) {
		r := rand.New(rand.NewPCG(seed, 4))
		p := enginetest.Small(r, enginetest.Sites|enginetest.Features(r.IntN(int(everything)+1)))
		// Costs of single views that are not Monge too.
		if r.IntN(2) == 0 {
			twistViews(r, p)
		}
		relaxation := relax.New(p)
		for round := range 5 {
			prices, shares, domains := drawPrices(r, p, 300), drawShares(r, p), drawDomains(r, p)
			consistent, ok := supplied(p, domains)
			got := relaxation.SolveViews(prices, shares, domains)
			if got.Feasible != ok {
				t.Fatalf("seed %d, round %d: feasible is %v", seed, round, got.Feasible)
			}
			if !ok {
				continue
			}
			if want := sited(p, prices, shares, consistent); got.Bound != want {
				t.Fatalf("seed %d, round %d: floor %d, want %d", seed, round, got.Bound, want)
			}
		}
	}
}

// twistViews takes random amounts away from what views charge: they still charge
// nothing above what a pair costs.
func twistViews(r *rand.Rand, p *place.Problem) {
	for v := range p.Views {
		for _, cost := range p.Views[v].Cost {
			for at := range cost {
				cost[at] -= r.Int64N(300)
			}
		}
	}
}

func TestServicesWithSixtyFourOptionsAreCutLikeOthers(t *testing.T) {
	for seed := range uint64(40) {
		r := rand.New(rand.NewPCG(seed, 5))
		p := &place.Problem{Services: make([]place.Service, 2)}
		for i := range p.Services {
			for range place.MaxOptions {
				p.Services[i].Options = append(p.Services[i].Options, place.Option{Cost: r.Int64N(100)})
			}
		}
		q := place.Pair{A: 0, B: 1, Cost: make([]int64, place.MaxOptions*place.MaxOptions)}
		for at := range q.Cost {
			// The distance of two levels is convex in their difference: Monge.
			apart := int64(at/place.MaxOptions - at%place.MaxOptions)
			q.Cost[at] = 3 * max(apart, -apart)
			if seed%2 == 1 {
				q.Cost[at] += r.Int64N(5)
			}
		}
		p.Pairs = []place.Pair{q}
		relaxation := relax.New(p)
		for range 4 {
			domains := drawDomains(r, p)
			want, _ := chained(p, relax.Zero(p), domains)
			if got := relaxation.Solve(relax.Zero(p), domains); got.Bound != want {
				t.Fatalf("seed %d: floor %d, want %d", seed, got.Bound, want)
			}
		}
	}
}
