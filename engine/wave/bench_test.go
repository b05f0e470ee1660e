package wave

import (
	"fmt"
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

func BenchmarkOrder(b *testing.B) {
	for _, n := range []int{200, 1000, 10000} {
		m := crowded(n)
		b.Run(fmt.Sprint(n), func(b *testing.B) {
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
}
