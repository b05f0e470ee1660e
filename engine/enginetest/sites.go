package enginetest

import (
	"fmt"
	"math/rand"
	"slices"

	"berth.dev/engine/place"
)

// Spread is a seeded fleet as that of [Problem], on so many sites, at least two: all but
// the last are owned, each with its own cpu and memory and a little dearer than the one
// before, the last is rented. A service is on one site, or split between an owned one and
// the rented one. Traffic is paid for at the site that it leaves, most at the rented one.
//
// The same sites, n, seed and coupling give the same problem on every machine.
func Spread(sites, n int, seed int64, coupling Coupling) *place.Problem {
	g := &problemMaker{rand: rand.New(rand.NewSource(seed)), n: n}
	g.share, g.load = make([][]float32, n), make([][]float32, n)
	p := &place.Problem{Services: make([]place.Service, n)}
	for s := range sites {
		p.Views = append(p.Views, place.View{Name: fmt.Sprintf("site-%d", s), Level: make([][]uint8, n)})
	}
	for i := range n {
		one := g.service(i)
		p.Services[i].Name = one.Name
		for _, o := range one.Options {
			everywhere(p, i, &o)
		}
	}
	for s := range sites - 1 {
		for b, resource := range []string{"cpu", "memory"} {
			room := int64(float64(g.peak(b)) * ownedShare / float64(sites-1))
			p.Blocks = append(p.Blocks, place.Block{
				Name: fmt.Sprintf("site-%d/%s", s, resource), Cap: slices.Repeat([]int64{room}, problemSlots),
			})
		}
	}
	g.traffic(p, coupling)
	return p
}

// everywhere adds an option of two sites wherever it can be with more.
func everywhere(p *place.Problem, i int, o *place.Option) {
	rented := len(p.Views) - 1
	add := func(name string, cost int64, site int, here, there uint8) {
		one := place.Option{Name: name, Cost: cost}
		for _, use := range o.Use {
			one.Use = append(one.Use, place.Use{Block: int32(2*site) + use.Block, Amount: use.Amount})
		}
		p.Services[i].Options = append(p.Services[i].Options, one)
		for s := range p.Views {
			var level uint8
			switch s {
			case rented:
				level = there
			case site:
				level = here
			}
			p.Views[s].Level[i] = append(p.Views[s].Level[i], level)
		}
	}
	if o.Name == "rented" {
		add(o.Name, o.Cost, -1, 0, 2)
		return
	}
	for s := range rented {
		cost := o.Cost + o.Cost*int64(s)/20
		if o.Name == "split" {
			add(fmt.Sprintf("split-%d", s), cost, s, 1, 1)
		} else {
			add(fmt.Sprintf("owned-%d", s), cost, s, 2, 0)
		}
	}
}

// traffic prices the calls by the site that they leave.
func (g *problemMaker) traffic(p *place.Problem, c Coupling) {
	tables := make(map[[2]int32][]table)
	g.calls(c, func(i, j int, gib float64) {
		key := between(i, j)
		if tables[key] == nil {
			tables[key] = make([]table, len(p.Views))
		}
		for s := range p.Views {
			tables[key][s].add(i, j, g.departs(i, j, gib, s == len(p.Views)-1))
		}
	})
	keys := make([][2]int32, 0, len(tables))
	for key := range tables {
		keys = append(keys, key)
	}
	slices.SortFunc(keys, func(a, b [2]int32) int { return slices.Compare(a[:], b[:]) })
	for _, key := range keys {
		q := place.Pair{A: key[0], B: key[1], Cost: make([]int64, p.Width(key[0])*p.Width(key[1]))}
		for s := range p.Views {
			v := &p.Views[s]
			la, lb := v.Level[q.A], v.Level[q.B]
			rows, columns := int(slices.Max(la))+1, int(slices.Max(lb))+1
			var cost []int64
			for a := range rows {
				cost = append(cost, tables[key][s][3*a:3*a+columns]...)
			}
			v.Cost = append(v.Cost, cost)
			for l := range la {
				for m := range lb {
					q.Cost[p.At(&q, uint8(l), uint8(m))] += cost[int(la[l])*columns+int(lb[m])]
				}
			}
		}
		p.Pairs = append(p.Pairs, q)
	}
}

// departs is what i calling j with so many GiB a month costs where it leaves a site, by
// what is there of each: nothing, its part of a split, all.
func (g *problemMaker) departs(i, j int, gib float64, rented bool) table {
	price := 0.3 * egressPrice
	if rented {
		price = egressPrice
	}
	var v [3][3]float64
	for t := range problemSlots {
		w := price * float64(g.load[i][t]) / problemSlots
		a, b := float64(g.share[i][t]), float64(g.share[j][t])
		if rented {
			a, b = 1-a, 1-b
		}
		from, to := [3]float64{0, a, 1}, [3]float64{0, b, 1}
		for l := range 3 {
			for m := range 3 {
				v[l][m] += w * gib * (0.3*from[l]*(1-to[m]) + 0.7*to[m]*(1-from[l]))
			}
		}
	}
	return rounded(v)
}
