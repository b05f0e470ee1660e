package wave

import (
	"fmt"
	"slices"
	"testing"

	"berth.dev/engine/enginetest"
	"berth.dev/engine/place"
)

// crowded are moves of a generated fleet between two placements that both nearly fill
// the owned room: services are owned by turns, first from the one end of the list and
// then from the other.
func crowded(n int) Moves {
	p := enginetest.Problem(n, 1, enginetest.Loose)
	m := Moves{Problem: p, To: pack(p, true)}
	for _, l := range pack(p, false) {
		m.From = append(m.From, Start{Option: int(l)})
	}
	return m
}

// pack takes the last option of services in order, or in the reverse order, while it
// fits, and the first one of all others.
func pack(p *place.Problem, reverse bool) place.Placement {
	x := make(place.Placement, len(p.Services))
	u := p.Usage(x)
	for k := range x {
		i := k
		if reverse {
			i = len(x) - 1 - k
		}
		options := p.Services[i].Options
		last := len(options) - 1
		u.Add(options[0].Use, -1)
		u.Add(options[last].Use, 1)
		x[i] = uint8(last)
		for b := range u {
			if !p.Blocks[b].Fits(u[b]) {
				u.Add(options[last].Use, -1)
				u.Add(options[0].Use, 1)
				x[i] = 0
				break
			}
		}
	}
	return x
}

// facing are moves between two owned sites that are both nearly full, without a cloud
// to park in: what is owned in crowded stands on the one, all else on the other.
func facing(n int) Moves {
	m := crowded(n)
	p := *m.Problem
	p.Pairs = nil
	p.Services = slices.Clone(p.Services)
	for b := range 2 {
		other := p.Blocks[b]
		other.Name, other.Cap = "other/"+other.Name, slices.Clone(other.Cap)
		p.Blocks = append(p.Blocks, other)
	}
	for i := range p.Services {
		owned := p.Services[i].Options[p.Width(int32(i))-1].Use
		var other []place.Use
		for _, use := range owned {
			other = append(other, place.Use{Block: use.Block + 2, Amount: use.Amount})
		}
		if m.From[i].Option > 0 {
			m.From[i].Option = 1
		}
		m.To[i] = min(m.To[i], 1)
		p.Services[i].Options = []place.Option{{Name: "other", Use: other}, {Name: "owned", Use: owned}}
	}
	// The other site has room for what stands there at first and in the end, and a
	// fiftieth more.
	first := make(place.Placement, len(m.To))
	for i := range first {
		first[i] = uint8(m.From[i].Option)
	}
	before, after := p.Usage(first), p.Usage(m.To)
	for b := range p.Blocks {
		for t := range p.Blocks[b].Cap {
			p.Blocks[b].Cap[t] = max(before[b][t], after[b][t]) * 51 / 50
		}
	}
	m.Problem = &p
	return m
}

func BenchmarkOrder(b *testing.B) {
	for _, n := range []int{200, 1000, 10000} {
		benchmark(b, fmt.Sprint(n), crowded(n))
		benchmark(b, fmt.Sprintf("facing/%d", n), facing(n))
	}
}

func benchmark(b *testing.B, name string, m Moves) {
	b.Run(name, func(b *testing.B) {
		var r *Result
		for b.Loop() {
			r, _ = Order(m, DefaultOptions())
		}
		moves, parks := 0, 0
		for _, wave := range r.Waves {
			moves += len(wave.Moves)
			for _, move := range wave.Moves {
				if move.Park {
					parks++
				}
			}
		}
		b.ReportMetric(float64(len(r.Waves)), "waves")
		b.ReportMetric(float64(moves), "moves")
		b.ReportMetric(float64(parks), "parked")
		b.ReportMetric(float64(len(r.Stuck)), "stuck")
	})
}
