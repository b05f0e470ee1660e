package optimise

import (
	"cmp"
	"slices"

	"berth.dev/engine/place"
)

// settle ends with a part that holds one placement. Its prices can be written down:
// where it fits they prove what it costs, where not a price on what it breaks most
// lifts the floor as high as needed. The node stays a leaf.
func (w *worker) settle(r *round, n *node, out *splitting) {
	s := r.search
	n.restrict(s.all, w.domains)
	x := make(place.Placement, len(w.domains))
	for i, d := range w.domains {
		x[i] = d.First()
	}
	if found, cost := w.polish(x, w.probe.prices, false); found != nil && cost < r.cost {
		out.found = append(out.found, found)
	}
	use := s.problem.Usage(x)
	floor := w.prove(s, n, s.afford(use))
	if prices := s.refuse(use, r.cutoff-floor); n.floor < r.cutoff && prices != nil {
		w.prove(s, n, prices)
	}
	out.shut(n)
}

// prove evaluates a node's floor at prices and keeps the proof if it is the
// best; it returns the floor there.
func (w *worker) prove(s *search, n *node, prices [][]int64) int64 {
	w.probe.begin(n.mix)
	at, floor, _, ok := w.probe.at(s.axis.point(prices), w.domains)
	switch {
	case !ok:
		n.close(&place.Leaf{Empty: true})
	case floor > n.floor:
		n.floor, n.leaf = floor, w.probe.leaf(at)
	}
	return floor
}

// afford are the prices at which a use is worth as much more than the capacities as
// the cheapest purchase costs ([place.Block.Buy]): the dual of buying. The slots that
// lack most get their price first, all together that of a firm unit; beyond, only
// slots that lack more than all firm units.
func (s *search) afford(use place.Usage) [][]int64 {
	out := s.axis.zero()
	for b := range s.problem.Blocks {
		block := &s.problem.Blocks[b]
		order := make([]int, 0, len(block.Cap))
		for t, capacity := range block.Cap {
			if use[b][t] > capacity {
				order = append(order, t)
			}
		}
		slices.SortFunc(order, func(t, o int) int {
			return cmp.Or(cmp.Compare(use[b][o]-block.Cap[o], use[b][t]-block.Cap[t]), cmp.Compare(t, o))
		})
		left := block.Firm
		for _, t := range order {
			price := left
			if !block.Hard() {
				price = min(left, block.Over[t])
				if use[b][t]-block.Cap[t] > block.FirmMax {
					price = block.Over[t]
				}
			}
			out[b][t] = price
			left = max(0, left-price)
		}
	}
	return out
}

// refuse are prices on the hard slot that is exceeded most, so high that the floor
// rises by rise; nil where none is exceeded.
func (s *search) refuse(use place.Usage, rise int64) [][]int64 {
	worst, most := -1, 0.0
	var lack int64
	for j, c := range s.axis.coords {
		block := &s.problem.Blocks[c.block]
		by := use[c.block][c.slot] - c.cap - block.FirmMax
		if share := float64(by) / c.scale; block.Hard() && share > most {
			worst, most, lack = j, share, by
		}
	}
	if worst < 0 {
		return nil
	}
	c := s.axis.coords[worst]
	out := s.afford(use)
	out[c.block][c.slot] += rise/lack + s.problem.Blocks[c.block].Firm + 1
	return out
}
