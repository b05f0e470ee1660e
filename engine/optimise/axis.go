package optimise

import (
	"math"
	"slices"

	"berth.dev/engine/optimise/bundle"
	"berth.dev/engine/optimise/relax"
	"berth.dev/engine/place"
)

// axis translates between prices, integers by block and slot, and points, numbers by
// coordinate. Only slots that can be too full have a coordinate. A coordinate is the
// price of a slot's whole capacity: so the slope along it is the share by which the
// capacity is exceeded, alike for cores and MiB. For a problem with views the shares
// of its levels from 1 have coordinates after the prices; level 0 has share 0, because
// only differences count.
type axis struct {
	problem *place.Problem
	coords  []coord
	shares  []share
	// unit is by how much a share changes for one along its coordinate: shares are of
	// single services and small beside what a capacity costs.
	unit float64
	box  bundle.Box
	// first is by block where its coordinates begin, with one more at the end.
	first []int
	slots []int // by block
}

type coord struct {
	block, slot int32
	cap         int64
	scale       float64
}

// share is one that a view takes over of a service's cost at a level.
type share struct {
	view, service int32
	level         uint8
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
	a.addShares(p)
	return a
}

func (a *axis) addShares(p *place.Problem) {
	if len(p.Views) == 0 {
		return
	}
	for v := range p.Views {
		for i, levels := range p.Views[v].Level {
			for z := uint8(1); z <= slices.Max(levels); z++ {
				a.shares = append(a.shares, share{int32(v), int32(i), z})
			}
		}
	}
	a.unit = 1 / math.Sqrt(1+float64(len(p.Services)))
	a.box.Low = make([]float64, len(a.coords)+len(a.shares))
	for j := range a.box.Low {
		if j >= len(a.coords) {
			a.box.Low[j] = math.Inf(-1)
			a.box.High = append(a.box.High, math.Inf(1))
		}
	}
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

// split writes a point's shares as integers.
func (a *axis) split(point []float64, out [][][]int64) {
	const most = 1 << 59
	for k, s := range a.shares {
		out[s.view][s.service][s.level] = int64(math.Round(min(most, max(-most, point[len(a.coords)+k]*a.unit))))
	}
}

// point writes prices and shares as a point; nil shares are zero.
func (a *axis) point(prices [][]int64, shares [][][]int64) []float64 {
	out := make([]float64, len(a.coords)+len(a.shares))
	for j, c := range a.coords {
		out[j] = float64(prices[c.block][c.slot]) * c.scale
	}
	if shares != nil {
		for k, s := range a.shares {
			out[len(a.coords)+k] = float64(shares[s.view][s.service][s.level]) / a.unit
		}
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

// leaf writes a point as the proof of a floor.
func (a *axis) leaf(point []float64) *place.Leaf {
	leaf := &place.Leaf{Prices: a.sparse(point)}
	if len(a.shares) > 0 {
		leaf.Shares = relax.NoShares(a.problem)
		a.split(point, leaf.Shares)
	}
	return leaf
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
