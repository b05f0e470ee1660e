package score

import "math"

// extremes returns the least and the most of the weighted mean when each open
// criterion may or may not count.
func extremes(lo, hi mean, open []interval) (least, most float64) {
	least, most = math.Inf(1), math.Inf(-1)
	for subset := range 1 << len(open) {
		l, h := lo, hi
		for i, k := range open {
			if subset>>i&1 == 1 {
				l.add(k.lo, k.weight)
				h.add(k.hi, k.weight)
			}
		}
		lv, _ := l.value()
		hv, _ := h.value()
		least, most = min(least, lv), max(most, hv)
	}
	return least, most
}

type applying uint8

const (
	never applying = iota
	sometimes
	always
)

// interval is what a policy or criterion can score over a box.
type interval struct {
	lo, hi, weight float64
	applies        applying
}

func meanBounds(parts []interval, applies applying) interval {
	var lo, hi mean
	var open []interval
	for _, p := range parts {
		p.weight = 1
		if p.applies == always {
			lo.add(p.lo, 1)
			hi.add(p.hi, 1)
		} else {
			open = append(open, p)
		}
	}
	out := interval{applies: applies}
	out.lo, out.hi = extremes(lo, hi, open)
	if applies != always {
		// Where none applies the criterion is left out, which is no score of 0.
		out.lo, out.hi = 1, 0
		for _, p := range parts {
			out.lo, out.hi = min(out.lo, p.lo), max(out.hi, p.hi)
		}
	}
	return out
}
