package baseline

import (
	"math"

	"berth.dev/engine/place"
)

// burden is by service and option how much it uses: of every block that can be full
// the largest share of a slot, added up over the blocks. Greedy methods divide what
// they save by it.
func burden(p *place.Problem) [][]float64 {
	out := make([][]float64, len(p.Services))
	for i := range p.Services {
		out[i] = make([]float64, len(p.Services[i].Options))
		for l := range p.Services[i].Options {
			out[i][l] = share(p, p.Services[i].Options[l].Use)
		}
	}
	return out
}

func share(p *place.Problem, use []place.Use) float64 {
	sum := 0.0
	for _, one := range use {
		block := &p.Blocks[one.Block]
		if !block.Hard() {
			continue
		}
		most := 0.0
		for t, v := range one.Amount {
			most = max(most, float64(v)/float64(1+block.Cap[t]+block.FirmMax))
		}
		sum += most
	}
	return sum
}

// lightest gives every service the option that uses least, the cheapest of equals.
func lightest(p *place.Problem, burdens [][]float64) place.Placement {
	x := make(place.Placement, len(p.Services))
	for i := range x {
		least, cost := math.Inf(1), int64(math.MaxInt64)
		for l, b := range burdens[i] {
			if c := p.Services[i].Options[l].Cost; b < least || b == least && c < cost {
				x[i], least, cost = uint8(l), b, c
			}
		}
	}
	return x
}
