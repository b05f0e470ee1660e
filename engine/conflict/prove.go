package conflict

import (
	"math"

	"berth.dev/engine/optimise/bundle"
	"berth.dev/engine/optimise/improve"
	"berth.dev/engine/optimise/relax"
	"berth.dev/engine/place"
)

// largest is what a price times its slot's limit is at most: so large that rounding
// to integers loses nothing that matters.
const largest = 1 << 36

// climber looks for prices that prove a conflict, and for placements that disprove
// it on the way.
type climber struct {
	q     *question
	relax *relax.Relaxation
	// slots are those that can be too small, scale what a price of 1 is there.
	slots []place.Price
	// prices are those of the last evaluation, found a placement that fits.
	prices relax.Prices
	found  place.Placement
	board  *improve.State
	steps  int
}

func (c *court) climber(q *question) *climber {
	k := &climber{q: q, relax: relax.New(q.p), prices: relax.Zero(q.p)}
	for b, limit := range q.limit {
		for t, v := range limit {
			// What has room for everything proves nothing.
			if v < c.most[b][t] {
				k.slots = append(k.slots, place.Price{Block: int32(b), Slot: int32(t), Value: max(1, largest/max(1, v))})
			}
		}
	}
	return k
}

// set makes prices of a point: by slot the share of its largest price.
func (k *climber) set(at []float64) {
	for j, slot := range k.slots {
		k.prices[slot.Block][slot.Slot] = int64(at[j] * float64(slot.Value))
	}
	k.relax.Clamp(k.prices)
}

// evaluate is the floor at a point, in shares of the largest price, with its slope.
func (k *climber) evaluate(at []float64) (bundle.Point, *bundle.Cut) {
	k.set(at)
	point := make([]float64, len(at))
	answer := k.relax.Solve(k.prices, k.q.domains)
	use := k.relax.Usage()
	slope := make([]float64, len(at))
	for j, slot := range k.slots {
		point[j] = float64(k.prices[slot.Block][slot.Slot]) / float64(slot.Value)
		limit := k.q.limit[slot.Block][slot.Slot]
		slope[j] = float64(use[slot.Block][slot.Slot]-limit) * (float64(slot.Value) / largest)
	}
	value := float64(answer.Bound) / largest
	if k.steps++; k.found == nil {
		k.offer(answer.X)
	}
	return bundle.Point{At: point, Value: value}, bundle.NewCut(value, point, slope, answer.X)
}

// offer takes a placement if it fits, perhaps after repair.
func (k *climber) offer(x place.Placement) {
	if k.q.fits(x) {
		k.found = x
		return
	}
	if k.steps > 4 && k.steps%4 != 0 {
		return
	}
	if k.board == nil {
		k.board = improve.New(k.q.p).State(x)
		k.board.Restrict(k.q.domains)
	}
	k.board.Set(x)
	k.board.Price(k.prices)
	if k.board.Repair() && k.q.fits(k.board.Placement()) {
		k.found = append(place.Placement(nil), k.board.Placement()...)
	}
}

// climb raises the floor until it is above zero, which no placement that fits allows,
// or a placement is found, or nothing more is gained.
func (k *climber) climb(steps int) (proof []place.Price) {
	if len(k.slots) == 0 {
		k.evaluate(nil)
		return nil
	}
	box := bundle.Box{Low: make([]float64, len(k.slots)), High: make([]float64, len(k.slots))}
	for j := range box.High {
		box.High[j] = 1
	}
	at, cut := k.evaluate(make([]float64, len(k.slots)))
	square := 0.0
	for _, g := range cut.Slope {
		if g > 0 {
			square += g * g
		}
	}
	if k.found != nil || square == 0 {
		return nil
	}
	// The first step goes to where the steepest prices are about a half.
	model := &bundle.Model{Box: box, Centre: at, Step: 0.5 / math.Sqrt(square)}
	model.Add(cut)
	o := bundle.DefaultOptions()
	o.Steps = steps
	o.Enough = func(value float64) bool { return value > 0 || k.found != nil }
	o.Tolerance = 1e-9
	var solver bundle.Solver
	solver.Climb(model, k.evaluate, o)
	if k.found != nil {
		return nil
	}
	k.set(model.Centre.At)
	if k.relax.Solve(k.prices, k.q.domains).Bound > 0 {
		return k.prices.Listed()
	}
	return nil
}
