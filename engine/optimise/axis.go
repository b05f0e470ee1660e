package optimise

import (
	"math"

	"berth.dev/engine/optimise/bundle"
	"berth.dev/engine/place"
)

// axis translates between prices, integers by block and slot, and points, numbers by
// coordinate. Only slots that can be too full have a coordinate. A coordinate is the
// price of a slot's whole capacity: so the slope along it is the share by which the
// capacity is exceeded, alike for cores and MiB.
type axis struct {
	problem *place.Problem
	coords  []coord
	box     bundle.Box
	// first is by block where its coordinates begin, with one more at the end.
	first []int
	slots []int // by block
}

type coord struct {
	block, slot int32
	cap         int64
	scale       float64
}

// newAxis finds the slots of a problem whose capacity can be exceeded.
func newAxis(p *place.Problem) *axis {
	a := &axis{problem: p, first: make([]int, len(p.Blocks)+1), slots: make([]int, len(p.Blocks))}
	most := mostUse(p)
	for b := range p.Blocks {
		block := &p.Blocks[b]
		a.slots[b] = len(block.Cap)
		for t, capacity := range block.Cap {
			if most[b][t] <= capacity {
				continue
			}
			a.coords = append(a.coords, coord{
				block: int32(b), slot: int32(t), cap: capacity,
				scale: float64(max(capacity, most[b][t]/16, 1)),
			})
			high := math.Inf(1)
			if !block.Hard() {
				// Above the price of a rented unit the floor only falls.
				high = float64(block.Over[t]) * a.coords[len(a.coords)-1].scale
			}
			a.box.High = append(a.box.High, high)
		}
		a.first[b+1] = len(a.coords)
	}
	return a
}

// mostUse is by block and slot what could be used at most.
func mostUse(p *place.Problem) place.Usage {
	most := make(place.Usage, len(p.Blocks))
	for b := range most {
		most[b] = make([]int64, len(p.Blocks[b].Cap))
	}
	row := make(place.Usage, len(p.Blocks))
	for b := range row {
		row[b] = make([]int64, len(p.Blocks[b].Cap))
	}
	for i := range p.Services {
		options := p.Services[i].Options
		touched := map[int32]bool{}
		for l := range options {
			for _, one := range options[l].Use {
				touched[one.Block] = true
				for t, v := range one.Amount {
					row[one.Block][t] = max(row[one.Block][t], int64(v))
				}
			}
		}
		for b := range touched {
			for t, v := range row[b] {
				most[b][t] += v
			}
			clear(row[b])
		}
	}
	for k := range p.Pairs {
		if p.Pairs[k].Rule == nil {
			continue
		}
		for _, one := range p.Pairs[k].Rule.Use {
			var top int32
			for _, v := range one.Amount {
				top = max(top, v)
			}
			most[one.Block][0] += int64(top)
		}
	}
	return most
}

// zero are prices of nothing, by block and slot.
func (a *axis) zero() [][]int64 {
	out := make([][]int64, len(a.slots))
	for b, n := range a.slots {
		out[b] = make([]int64, n)
	}
	return out
}

// prices writes a point as integers.
func (a *axis) prices(point []float64, out [][]int64) {
	const most = 1 << 59
	for j, c := range a.coords {
		out[c.block][c.slot] = int64(min(most, max(0, point[j]/c.scale)))
	}
}

// point writes prices as a point.
func (a *axis) point(prices [][]int64) []float64 {
	out := make([]float64, len(a.coords))
	for j, c := range a.coords {
		out[j] = float64(prices[c.block][c.slot]) * c.scale
	}
	return out
}

// fit cuts prices down to those that a point can be: none where a slot cannot be too
// full, none above what a unit costs to rent.
func (a *axis) fit(prices [][]int64) [][]int64 {
	out := a.zero()
	for j, c := range a.coords {
		if int(c.block) < len(prices) && int(c.slot) < len(prices[c.block]) {
			v := max(0, prices[c.block][c.slot])
			if high := a.box.High[j] / c.scale; float64(v) > high {
				v = int64(high)
			}
			out[c.block][c.slot] = v
		}
	}
	return out
}

// sparse lists the prices of a point, without zeros.
func (a *axis) sparse(point []float64) []place.Price {
	var out []place.Price
	for j, c := range a.coords {
		if v := int64(math.Round(point[j] / c.scale)); v > 0 {
			out = append(out, place.Price{Block: c.block, Slot: c.slot, Value: v})
		}
	}
	return out
}
