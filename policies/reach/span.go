package reach

import "math"

// span is the numbers from one to another, both included unless they are open. With nan
// it may be no number as well.
type span struct {
	from, to         float64
	fromOpen, toOpen bool
	nan              bool
}

// exact is how large whole numbers may be to be told apart as float64.
const exact = 1 << 53

func anyNumber() span { return span{from: math.Inf(-1), to: math.Inf(1)} }

// unknownNumber may be anything, NaN too.
func unknownNumber() span {
	s := anyNumber()
	s.nan = true
	return s
}

// point is the span of one number; of a large one with its neighbours, since a whole
// number may not be exact.
func point(x float64) span {
	if math.Abs(x) >= exact {
		return span{from: math.Nextafter(x, math.Inf(-1)), to: math.Nextafter(x, math.Inf(1))}
	}
	return span{from: x, to: x}
}

func (s span) empty() bool {
	if s.nan {
		return false
	}
	return s.from > s.to || s.from == s.to && (s.fromOpen || s.toOpen)
}

// has tells whether a number lies in the span or at its open end.
func (s span) has(x float64) bool { return s.from <= x && x <= s.to }

// and is what lies in both.
func (s span) and(t span) span {
	switch {
	case t.from > s.from:
		s.from, s.fromOpen = t.from, t.fromOpen
	case t.from == s.from:
		s.fromOpen = s.fromOpen || t.fromOpen
	}
	switch {
	case t.to < s.to:
		s.to, s.toOpen = t.to, t.toOpen
	case t.to == s.to:
		s.toOpen = s.toOpen || t.toOpen
	}
	s.nan = s.nan && t.nan
	return s
}

// or is the smallest span that holds both.
func (s span) or(t span) span {
	if s.empty() {
		return t
	}
	if t.empty() {
		return s
	}
	return span{from: min(s.from, t.from), to: max(s.to, t.to), nan: s.nan || t.nan}
}

// whole leaves the whole numbers of a span.
func (s span) whole() span {
	if math.Abs(s.from) < exact {
		if up := math.Ceil(s.from); up > s.from || !s.fromOpen {
			s.from = up
		} else {
			s.from++
		}
	}
	if math.Abs(s.to) < exact {
		if down := math.Floor(s.to); down < s.to || !s.toOpen {
			s.to = down
		} else {
			s.to--
		}
	}
	s.fromOpen, s.toOpen, s.nan = false, false, false
	return s
}

// orders are the ways in which a number of s can stand to one of t.
func (s span) orders(t span) (o order) {
	if s.from < t.to {
		o |= less
	}
	if s.to > t.from {
		o |= more
	}
	both := s.and(t)
	both.nan = false
	if !both.empty() {
		o |= equal
	}
	return o
}

// beside narrows s to what can stand so to a number of t.
func (s span) beside(o order, t span) span {
	if o&more == 0 {
		s = s.and(span{from: math.Inf(-1), to: t.to, toOpen: t.toOpen || o == less})
	}
	if o&less == 0 {
		s = s.and(span{from: t.from, fromOpen: t.fromOpen || o == more, to: math.Inf(1)})
	}
	s.nan = false
	return s
}

// corners applies an operation that is monotone in each operand to the ends of two
// spans. Where an end has no result, nothing is known.
func corners(s, t span, f func(a, b float64) float64) span {
	out := span{from: math.Inf(1), to: math.Inf(-1), nan: s.nan || t.nan}
	for _, a := range []float64{s.from, s.to} {
		for _, b := range []float64{t.from, t.to} {
			x := f(a, b)
			if math.IsNaN(x) {
				return unknownNumber()
			}
			out.from, out.to = min(out.from, x), max(out.to, x)
		}
	}
	return out
}

// bounded tells whether a span has no infinite end.
func (s span) bounded() bool { return !math.IsInf(s.from, 0) && !math.IsInf(s.to, 0) }

// times multiplies. Nothing times infinity is no number.
func (s span) times(t span) span {
	if s.has(0) && !t.bounded() || t.has(0) && !s.bounded() {
		return unknownNumber()
	}
	return corners(s, t, func(a, b float64) float64 { return a * b })
}

// over divides. By a span with 0 in it anything can come out.
func (s span) over(t span) span {
	if t.has(0) {
		return unknownNumber()
	}
	return corners(s, t, func(a, b float64) float64 { return a / b })
}

// each applies a function that never falls to both ends.
func (s span) each(f func(float64) float64) span {
	return span{from: f(s.from), to: f(s.to), nan: s.nan}
}
