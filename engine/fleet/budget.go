package fleet

import (
	"math"

	"berth.dev/engine/place"
)

const (
	micro = 1e6 // microseconds in a second
	// trips is how often a call crosses a link: there and back.
	trips = 2
)

// budget is how much time of a request links may take.
type budget struct {
	m *member
	// calls are how many of each kind of call one request makes, by the other end.
	calls map[string]float64
	block int32
}

// findBudgets lists the services with a budget of latency.
func (b *builder) findBudgets() {
	for _, m := range b.members {
		l := m.svc.LatencyBudget
		if l == nil || !l.Mean.Set() {
			continue
		}
		b.budgets = append(b.budgets, &budget{m: m, calls: b.callsOf(m)})
	}
}

// callsOf is how many calls to each other end one request makes: as measured where
// both requests and calls are, else the stated number shared out evenly, else one.
func (b *builder) callsOf(m *member) map[string]float64 {
	out := make(map[string]float64)
	n := 0
	for _, k := range m.c.Traffic {
		if !k.Inbound && !k.Unseen && b.standsSomewhere(k.Name) {
			n++
		}
	}
	for _, k := range m.c.Traffic {
		if k.Inbound || k.Unseen || !b.standsSomewhere(k.Name) {
			continue
		}
		switch l := m.svc.LatencyBudget; {
		case k.Requests.Known() && m.c.Requests() > 0:
			out[k.Name] = k.Requests.Lo / m.c.Requests()
		case l.Calls.Set():
			out[k.Name] = l.Calls.V / float64(n)
		default:
			out[k.Name] = 1
			b.assume(m.svc.Name, "a request makes one call to "+k.Name+": latency_budget states no calls")
		}
	}
	return out
}

// standsSomewhere tells whether a call's other end is on a site.
func (b *builder) standsSomewhere(name string) bool {
	e := b.w.Endpoint(name)
	return b.w.Service(name) != nil || e != nil && !e.External.V
}

// budgetBlocks makes the blocks of the budgets.
func (a *assembly) budgetBlocks() {
	for _, l := range a.b.budgets {
		l.block = a.block(
			Block{Name: l.m.svc.Name + "/latency", Kind: Latency, Service: l.m.svc.Name, Resource: "latency", Unit: "µs"},
			place.Block{Cap: []int64{int64(math.Floor(l.m.svc.LatencyBudget.Mean.V*micro + 1e-6))}, Either: true})
	}
}

// budgetUse is what calls to endpoints take of a service's budget.
func (a *assembly) budgetUse(v *variant) (use []place.Use) {
	b := a.b
	for _, l := range b.budgets {
		if l.m != v.m {
			continue
		}
		sum := 0.0
		for _, k := range v.m.c.Traffic {
			e := b.w.Endpoint(k.Name)
			if e == nil || e.External.V || k.Inbound {
				continue
			}
			to := b.siteAt[e.Site.V]
			burst := 1 - v.m.load.BurstShare(float64(v.base)*v.m.step)
			for i, site := range v.places() {
				share := burst
				switch {
				case site < 0:
					continue
				case v.second < 0:
					share = 1
				case i == 1:
					share = 1 - burst
				}
				sum += share * l.calls[k.Name] * b.latency(site, to)
			}
		}
		if sum > 0 {
			use = append(use, place.Use{Block: l.block, Amount: []int32{a.small(int64(math.Ceil(sum*micro-1e-6)), v)}})
		}
	}
	return use
}

// latency is the time there and back between two sites, in seconds; nothing where
// the link does not say.
func (b *builder) latency(from, to int) float64 {
	if l := b.links[from][to]; from != to && l != nil {
		return trips * l.Latency.V
	}
	return 0
}

// late is what calls between two groups take of budgets, by their ways.
func (a *assembly) late(t *table) (out []place.Use) {
	b := a.b
	ga, gb := b.groups[t.a], b.groups[t.b]
	for _, l := range b.budgets {
		if l.m.group != t.a && l.m.group != t.b {
			continue
		}
		amounts, some := make([]int32, len(t.cost)), false
		for x, wa := range ga.ways {
			for y, wb := range gb.ways {
				from, others := wa, wb
				if l.m.group == t.b {
					from, others = wb, wa
				}
				sum := a.lateBetween(l, from, others)
				amounts[x*len(gb.ways)+y] = int32(min(math.Ceil(sum*micro-1e-6), math.MaxInt32))
				some = some || sum > 0
			}
		}
		if some {
			out = append(out, place.Use{Block: l.block, Amount: amounts})
		}
	}
	return out
}

// lateInside is what calls between the members of one group take of budgets.
func (a *assembly) lateInside(w *way) (use []place.Use) {
	if len(w.variants) == 1 {
		return nil
	}
	for _, l := range a.b.budgets {
		if sum := a.lateBetween(l, w, w); sum > 0 {
			use = append(use, place.Use{Block: l.block, Amount: []int32{a.small(int64(math.Ceil(sum*micro-1e-6)), w.variants[0])}})
		}
	}
	return use
}

// lateBetween is the time that a request of a service waits for links to the members
// of another group.
func (a *assembly) lateBetween(l *budget, from, others *way) (sum float64) {
	b := a.b
	for _, v := range from.variants {
		if v.m != l.m {
			continue
		}
		for _, o := range others.variants {
			for _, t := range b.ties.between[[2]int{v.m.index, o.m.index}] {
				c := b.cross(t, v, o)
				sites, ends := v.places(), o.places()
				for i := range c {
					for j := range c[i] {
						if c[i][j] > noise && sites[i] != ends[j] {
							sum += c[i][j] * l.calls[o.m.svc.Name] * b.latency(sites[i], ends[j])
						}
					}
				}
			}
		}
	}
	return sum
}
