package score

import (
	"math"
	"slices"
)

const (
	// settleEffort bounds each proof within settle, in boxes.
	settleEffort = 24
	// mixed is how many samples lie between the ends.
	mixed = 2
	// exactUpTo is how many measurements settle tries all subsets of.
	exactUpTo = 8
)

func geometric(a, b float64) float64 { return math.Sqrt(a * b) }

// settle returns the smallest set of measurements after which the decision is
// firm whatever they show. exact is false where there are too many measurements
// to try all sets; the set is then irreducible: none of it can be left out.
//
// "Whatever they show" is tried at sampled values: both ends of each range, its
// typical value, and a fixed sequence between. A measurement whose change alone
// changes the winner at one of them belongs to every such set, so most searches
// end with the first set tried.
func (x *subject) settle() (missing []Measurement, exact bool, err error) {
	names := x.measurements()
	samples := x.samples()
	need, err := x.necessary(names, samples)
	if err != nil {
		return nil, false, err
	}
	exact = len(names) <= exactUpTo
	if len(need) == len(names) {
		// Each is necessary, and knowing all there is to know decides.
	} else if exact {
		need, err = x.smallest(names, need, samples)
	} else {
		need, err = x.irreducible(names, need, samples)
	}
	if err != nil {
		return nil, false, err
	}
	for _, name := range need {
		m := Measurement{Name: name}
		for _, i := range x.list {
			if i.Measurement == name && !i.Known() {
				m.Inputs = append(m.Inputs, i)
			}
		}
		missing = append(missing, m)
	}
	return missing, exact, nil
}

// measurements lists what could be measured, sorted.
func (x *subject) measurements() (names []string) {
	for _, i := range x.list {
		if !i.Known() && i.Measurement != "" {
			names = append(names, i.Measurement)
		}
	}
	for i := range x.calls {
		if x.calls[i].unsure {
			names = append(names, placeName(x.calls[i].name))
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

func placeName(service string) string { return "place of " + service }

// samples are points all over the box: its ends, the typical point, and points
// of an additive recurrence (Roberts, 2018) so that no two inputs move alike.
func (x *subject) samples() []point {
	out := []point{x.typical, x.whole.lo, x.whole.hi}
	for n := range mixed {
		p := make(point, len(x.typical))
		for i := range p {
			share := math.Mod(0.5+float64(n+1)*(0.6180339887+0.0413*float64(i)), 1)
			lo, hi := x.whole.lo[i], x.whole.hi[i]
			p[i] = lo + (hi-lo)*share*share // more points at small values
		}
		out = append(out, p)
	}
	return out
}

// necessary returns the measurements whose change alone changes the winner.
func (x *subject) necessary(names []string, samples []point) (need []string, err error) {
	before := make([]string, len(samples))
	for i, p := range samples {
		w, err := x.winnerAt(p)
		if err != nil {
			return nil, err
		}
		before[i] = w[0]
	}
	for _, name := range names {
		for i, base := range samples {
			changed, err := x.changes(name, base, before[i])
			if err != nil {
				return nil, err
			}
			if changed {
				need = append(need, name)
				break
			}
		}
	}
	return need, nil
}

// changes tells whether the inputs of one measurement, moved together to an end
// of their ranges, change the winner at a point.
func (x *subject) changes(name string, base point, before string) (bool, error) {
	for _, end := range []point{x.whole.lo, x.whole.hi} {
		p := slices.Clone(base)
		moved := false
		for i := range p {
			if x.list[i].Measurement == name && p[i] != end[i] {
				p[i], moved = end[i], true
			}
		}
		if !moved {
			continue
		}
		after, err := x.winnerAt(p)
		if err != nil || after[0] != before {
			return true, err
		}
	}
	return false, nil
}

// settles tells whether knowing the named measurements decides, at every sample
// of them.
func (x *subject) settles(names []string, samples []point) (bool, error) {
	for n, s := range samples {
		b := x.whole.clone()
		for i := range s {
			if slices.Contains(names, x.list[i].Measurement) {
				b.lo[i], b.hi[i] = s[i], s[i]
			}
		}
		known := x.withPlaces(names, n)
		possible, err := known.possible(b, settleEffort)
		if err != nil || len(possible) > 1 {
			return false, err
		}
	}
	return true, nil
}

// withPlaces returns the subject with the places that names settle taken as
// known: each sample puts the neighbours somewhere else.
func (x *subject) withPlaces(names []string, sample int) *subject {
	y := *x
	y.calls = slices.Clone(x.calls)
	for i := range y.calls {
		if y.calls[i].unsure && slices.Contains(names, placeName(y.calls[i].name)) {
			y.calls[i].unsure = false
			at := (sample + i) % len(y.calls[i].places)
			y.calls[i].places = y.calls[i].places[at : at+1]
		}
	}
	return &y
}

// smallest tries all sets that hold the necessary ones, by size and name.
func (x *subject) smallest(names, need []string, samples []point) ([]string, error) {
	var rest []string
	for _, n := range names {
		if !slices.Contains(need, n) {
			rest = append(rest, n)
		}
	}
	for size := range len(rest) + 1 {
		for subset := range 1 << len(rest) {
			if popcount(subset) != size {
				continue
			}
			try := slices.Clone(need)
			for i, n := range rest {
				if subset>>i&1 == 1 {
					try = append(try, n)
				}
			}
			slices.Sort(try)
			ok, err := x.settles(try, samples)
			if err != nil || ok {
				return try, err
			}
		}
	}
	return names, nil
}

// irreducible drops measurements one by one while the rest still settles.
func (x *subject) irreducible(names, need []string, samples []point) ([]string, error) {
	set := slices.Clone(names)
	for _, n := range names {
		if slices.Contains(need, n) {
			continue
		}
		without := slices.DeleteFunc(slices.Clone(set), func(s string) bool { return s == n })
		ok, err := x.settles(without, samples)
		if err != nil {
			return nil, err
		}
		if ok {
			set = without
		}
	}
	return set, nil
}

func popcount(n int) (c int) {
	for ; n > 0; n &= n - 1 {
		c++
	}
	return c
}
