package enginetest

import (
	"fmt"
	"math/rand/v2"

	"berth.dev/engine/place"
)

// Features are what a small problem has beside services, options and calls; zero is
// a problem that one cut solves.
type Features uint8

// What [Small] can draw.
const (
	// Capacities are blocks with one to three slots, now and then too small.
	Capacities Features = 1 << iota
	// Purchases let blocks be bought: firm units, slots above the capacity, both.
	Purchases
	// Rules are forbidden pairs of options and a budget that pairs use.
	Rules
	// Twists are cost tables that are not Monge.
	Twists
	// Sites are three instead of two, with views.
	Sites
)

const (
	// whole is all of a service in the parts that shares are counted in: integers,
	// so that no rounding breaks a table's order.
	whole = 8
	// smallSlots is how many slots the calls of a small problem are priced in.
	smallSlots = 3
)

// Small draws a problem of one to eight services with one to four options each that
// [Best] can solve by trying everything. Two services that talk do so under
// independent routing or under routing that prefers the own site; both give chains.
// With [Sites] there are at most four services of up to six options.
//
// The problem passes [place.Problem.Check]; it may have no placement that fits.
func Small(r *rand.Rand, features Features) *place.Problem {
	p := &place.Problem{}
	if features&Sites != 0 {
		smallSites(r, p)
	} else {
		smallChain(r, p)
	}
	if features&Twists != 0 {
		for k := range p.Pairs {
			// Views may nowhere charge more than the pair costs: only add.
			for at := range p.Pairs[k].Cost {
				p.Pairs[k].Cost[at] += r.Int64N(200)
			}
		}
	}
	if features&(Capacities|Purchases) != 0 {
		smallBlocks(r, p, features)
	}
	if features&Rules != 0 {
		smallRules(r, p)
	}
	return p
}

// smallChain draws services whose options are ordered by their share on the first
// site, and calls between them.
func smallChain(r *rand.Rand, p *place.Problem) {
	share := make([][][smallSlots]int64, 1+r.IntN(8))
	for i := range share {
		options := make([]place.Option, 1+r.IntN(4))
		share[i] = make([][smallSlots]int64, len(options))
		for l := range options {
			options[l] = place.Option{Name: fmt.Sprintf("split@%d", l), Cost: r.Int64N(4000) - 1000}
			for t := range smallSlots {
				low := int64(0)
				if l > 0 {
					low = share[i][l-1][t]
				}
				share[i][l][t] = low + r.Int64N(whole-low+1)
			}
		}
		p.Services = append(p.Services, place.Service{Name: fmt.Sprintf("service-%d", i), Options: options})
	}
	for a := range share {
		for b := a + 1; b < len(share); b++ {
			if r.IntN(2) == 0 {
				continue
			}
			q := place.Pair{A: int32(a), B: int32(b), Cost: make([]int64, len(share[a])*len(share[b]))}
			route := independent
			if r.IntN(2) == 0 {
				route = locality
			}
			there, back := r.Int64N(12), r.Int64N(12)
			for l := range share[a] {
				for m := range share[b] {
					at := p.At(&q, uint8(l), uint8(m))
					for t := range smallSlots {
						q.Cost[at] += route(share[a][l][t], share[b][m][t], there, back)
					}
				}
			}
			p.Pairs = append(p.Pairs, q)
		}
	}
}

// independent is what calls cost where the shares of caller and callee meet by
// chance; there and back are what a part of traffic costs to and from the first site.
func independent(caller, callee, there, back int64) int64 {
	return there*(whole-caller)*callee + back*caller*(whole-callee)
}

// locality is what calls cost that leave their site only where it has no callee left.
func locality(caller, callee, there, back int64) int64 {
	return whole * (there*max(0, callee-caller) + back*max(0, caller-callee))
}

// smallSites draws services on three sites, each alone or halved between two, and
// calls whose traffic is priced by the site it leaves.
func smallSites(r *rand.Rand, p *place.Problem) {
	const sites = 3
	for s := range sites {
		p.Views = append(p.Views, place.View{Name: fmt.Sprintf("site-%d", s)})
	}
	all := [][sites]uint8{{2, 0, 0}, {0, 2, 0}, {0, 0, 2}, {1, 1, 0}, {1, 0, 1}, {0, 1, 1}}
	for i := range 1 + r.IntN(4) {
		var service place.Service
		service.Name = fmt.Sprintf("service-%d", i)
		levels := make([][]uint8, sites)
		for l, level := range all {
			if r.IntN(3) == 0 && (l+1 < len(all) || len(service.Options) > 0) {
				continue
			}
			service.Options = append(service.Options, place.Option{Name: fmt.Sprintf("sites-%v", level), Cost: r.Int64N(3000)})
			for s := range sites {
				levels[s] = append(levels[s], level[s])
			}
		}
		p.Services = append(p.Services, service)
		for s := range sites {
			p.Views[s].Level = append(p.Views[s].Level, levels[s])
		}
	}
	price := [sites]int64{r.Int64N(9), r.Int64N(9), r.Int64N(9)}
	for a := range p.Services {
		for b := a + 1; b < len(p.Services); b++ {
			if r.IntN(3) > 0 {
				smallTraffic(r, p, &place.Pair{A: int32(a), B: int32(b)}, price[:])
			}
		}
	}
}

// smallTraffic adds a pair and its share of the views: what leaves a site is the part
// that is there of the one service times the part that is not there of the other.
func smallTraffic(r *rand.Rand, p *place.Problem, q *place.Pair, price []int64) {
	ahead, back := r.Int64N(20), r.Int64N(20)
	q.Cost = make([]int64, p.Width(q.A)*p.Width(q.B))
	for s := range p.Views {
		leaving := func(from, to uint8) int64 {
			here, there := int64(from)*whole/2, int64(to)*whole/2
			return price[s] * (ahead*here*(whole-there) + back*there*(whole-here))
		}
		la, lb := p.Views[s].Level[q.A], p.Views[s].Level[q.B]
		var highestA, highestB uint8
		for _, l := range la {
			highestA = max(highestA, l)
		}
		for _, l := range lb {
			highestB = max(highestB, l)
		}
		var table []int64
		for a := range highestA + 1 {
			for b := range highestB + 1 {
				table = append(table, leaving(a, b))
			}
		}
		p.Views[s].Cost = append(p.Views[s].Cost, table)
		for l := range la {
			for m := range lb {
				q.Cost[p.At(q, uint8(l), uint8(m))] += leaving(la[l], lb[m])
			}
		}
	}
	p.Pairs = append(p.Pairs, *q)
}

// smallBlocks draws one or two blocks and what the options take of them.
func smallBlocks(r *rand.Rand, p *place.Problem, features Features) {
	for b := range 1 + r.IntN(2) {
		slots := 1 + r.IntN(3)
		block := place.Block{Name: fmt.Sprintf("block-%d", b), Cap: make([]int64, slots)}
		most := make([]int64, slots)
		for i := range p.Services {
			highest := make([]int64, slots)
			for l := range p.Services[i].Options {
				o := &p.Services[i].Options[l]
				if r.IntN(5) == 0 {
					continue
				}
				use := place.Use{Block: int32(b), Amount: make([]int32, slots)}
				for t := range use.Amount {
					use.Amount[t] = r.Int32N(int32(4 + 4*l))
					highest[t] = max(highest[t], int64(use.Amount[t]))
				}
				o.Use = append(o.Use, use)
			}
			for t := range most {
				most[t] += highest[t]
			}
		}
		for t := range block.Cap {
			block.Cap[t] = most[t] * (1 + r.Int64N(6)) / 8
		}
		if features&Purchases != 0 {
			smallPurchase(r, &block)
		}
		p.Blocks = append(p.Blocks, block)
	}
}

func smallPurchase(r *rand.Rand, block *place.Block) {
	how := r.IntN(4)
	if how == 1 || how == 3 {
		block.Firm, block.FirmMax = r.Int64N(400), r.Int64N(10)
	}
	if how >= 2 {
		for range block.Cap {
			block.Over = append(block.Over, r.Int64N(200))
		}
	}
}

// smallRules forbids some pairs of options and gives a budget that pairs use.
func smallRules(r *rand.Rand, p *place.Problem) {
	budget := int32(len(p.Blocks))
	var sum int64
	for k := range p.Pairs {
		q := &p.Pairs[k]
		size := len(q.Cost)
		rule := &place.Rule{}
		switch r.IntN(4) {
		case 0:
			rule.Forbid = make([]bool, size)
			for at := range rule.Forbid {
				rule.Forbid[at] = r.IntN(4) == 0
			}
		case 1: // together: both on the first site, or both not
			rule.Forbid = make([]bool, size)
			for l := range p.Width(q.A) {
				for m := range p.Width(q.B) {
					rule.Forbid[p.At(q, uint8(l), uint8(m))] = (l == 0) != (m == 0)
				}
			}
		}
		if r.IntN(2) == 0 {
			use := place.Use{Block: budget, Amount: make([]int32, size)}
			for at := range use.Amount {
				use.Amount[at] = r.Int32N(20)
			}
			sum += 20
			rule.Use = append(rule.Use, use)
		}
		if rule.Forbid != nil || rule.Use != nil {
			q.Rule = rule
		}
	}
	p.Blocks = append(p.Blocks, place.Block{Name: "budget", Cap: []int64{sum * (1 + r.Int64N(8)) / 8}})
}
