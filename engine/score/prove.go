package score

import (
	"math/bits"
	"slices"
)

// effort bounds the proof that a decision is firm, in boxes.
const effort = 96

// firmness fills Possible, Firm and the score intervals.
func (x *subject) firmness(d *Decision) error {
	won := ""
	if d.Winner != nil {
		won = d.Winner.ID
	}
	if x.whole.decided() && !x.unsure() {
		d.Firm, d.Possible = true, []string{won}
		return nil
	}
	root, err := x.spans(x.whole)
	if err != nil {
		return err
	}
	if err := x.rule(root); err != nil {
		return err
	}
	all, err := x.boundAll(root)
	if err != nil {
		return err
	}
	for i, b := range all {
		if o := d.Option(x.options[i].id); o != nil {
			o.Low, o.High = b.lo, b.hi
		}
	}
	if d.Possible = x.unbeaten(all); len(d.Possible) > 1 {
		differ, err := x.disagree()
		if err != nil {
			return err
		}
		if !differ {
			// No point speaks against a proof, so one is looked for.
			if d.Possible, err = x.possible(x.whole, effort); err != nil {
				return err
			}
		}
	}
	d.Firm = len(d.Possible) == 1
	return nil
}

// disagree tells whether two points have different winners, which refutes
// firmness for less than a proof takes.
func (x *subject) disagree() (bool, error) {
	first := ""
	for i, p := range append([]point{x.typical}, x.probes()...) {
		w, err := x.winnerAt(p)
		if err != nil {
			return false, err
		}
		if i == 0 {
			first = w[0]
		}
		if w[0] != first {
			return true, nil
		}
	}
	return false, nil
}

// allCorners is up to how many open inputs all corners of the box are probed.
const allCorners = 4

// probes are corners of the whole box: all of them where few inputs are open,
// else both ends and a fixed choice that mixes low and high.
func (x *subject) probes() (out []point) {
	var open []int
	for i := range x.whole.lo {
		if x.whole.lo[i] != x.whole.hi[i] {
			open = append(open, i)
		}
	}
	corners := 1 << min(len(open), allCorners)
	for c := range corners {
		p := slices.Clone(x.whole.lo)
		for k, i := range open {
			// The first inputs follow a bit of c each, the others the parity of their
			// own choice of bits.
			mask := 1 << k
			if k >= allCorners {
				mask = 1 + k%(corners-1)
			}
			if bits.OnesCount(uint(c&mask))%2 == 1 {
				p[i] = x.whole.hi[i]
			}
		}
		out = append(out, p)
	}
	return append(out, x.whole.hi)
}

// possible returns the options that may win somewhere in a box, sorted; "" for
// none allowed. It never leaves one out.
func (x *subject) possible(b box, effort int) ([]string, error) {
	var found []string
	queue := []box{b}
	for len(queue) > 0 {
		at := queue[0]
		queue = queue[1:]
		candidates, err := x.candidates(at)
		if err != nil {
			return nil, err
		}
		if len(candidates) == 1 || effort <= 0 || subset(candidates, found) {
			found = union(found, candidates)
			continue
		}
		lower, upper, ok := x.cut(at)
		if !ok {
			found = union(found, candidates)
			continue
		}
		effort -= 2
		queue = append(queue, lower, upper)
	}
	return found, nil
}

// candidates returns the options that no other surely beats in a box.
func (x *subject) candidates(b box) ([]string, error) {
	if b.decided() && !x.unsure() {
		return x.winnerAt(b.lo)
	}
	spans, err := x.spans(b)
	if err != nil {
		return nil, err
	}
	all, err := x.boundAll(spans)
	if err != nil {
		return nil, err
	}
	return x.unbeaten(all), nil
}

func (x *subject) boundAll(spans []span) ([]bounds, error) {
	out := make([]bounds, len(spans))
	for n := range spans {
		var err error
		if out[n], err = x.bound(n, &spans[n]); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// unbeaten returns the options that no other surely beats, sorted; "" where
// perhaps none is allowed.
func (x *subject) unbeaten(all []bounds) (out []string) {
	best, sure := -1.0, false // the least the winner surely has
	for _, b := range all {
		if b.always {
			best, sure = max(best, b.lo), true
		}
	}
	for n, b := range all {
		if !b.never && (!sure || b.hi >= best) {
			out = append(out, x.options[n].id)
		}
	}
	if !sure {
		out = append(out, "")
	}
	slices.Sort(out)
	return out
}

// cut halves a box where it is widest, measured against the whole range. Wide
// ranges are cut at their geometric middle: volumes matter by orders of
// magnitude.
func (x *subject) cut(b box) (lower, upper box, ok bool) {
	at, widest := -1, 0.0
	for i := range b.lo {
		whole := x.whole.hi[i] - x.whole.lo[i]
		if whole <= 0 {
			continue
		}
		if w := (b.hi[i] - b.lo[i]) / whole; w > widest && b.lo[i] < b.hi[i] {
			at, widest = i, w
		}
	}
	if at < 0 {
		return b, b, false
	}
	middle := (b.lo[at] + b.hi[at]) / 2
	if floor := b.hi[at] / 1000; b.hi[at] > 8*max(b.lo[at], floor) && b.lo[at] >= 0 {
		middle = geometric(max(b.lo[at], floor), b.hi[at])
	}
	lower, upper = b.clone(), b.clone()
	lower.hi[at], upper.lo[at] = middle, middle
	return lower, upper, true
}

func subset(a, b []string) bool {
	for _, s := range a {
		if !slices.Contains(b, s) {
			return false
		}
	}
	return true
}

func union(a, b []string) []string {
	out := append(slices.Clone(a), b...)
	slices.Sort(out)
	return slices.Compact(out)
}
