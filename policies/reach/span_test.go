package reach

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"cel.dev/cel-go/common/operators"
)

// drawnSpan draws a span and a number in it.
func drawnSpan(t *rapid.T, label string) (span, float64) {
	some := rapid.SampledFrom([]float64{math.Inf(-1), -3, -2.5, -1, 0, 0.5, 1, 2, 7, 1e300, math.Inf(1)})
	a, x, b := some.Draw(t, label), some.Draw(t, label), some.Draw(t, label)
	s := span{from: min(a, x, b), to: max(a, x, b)}
	x = max(min(a, b), min(max(a, b), x))
	s.fromOpen = s.from < x && rapid.Bool().Draw(t, "open")
	s.toOpen = x < s.to && rapid.Bool().Draw(t, "open")
	return s, x
}

// lies tells whether a number is in a span.
func lies(x float64, s span) bool {
	if math.IsNaN(x) {
		return s.nan
	}
	return !(x < s.from || x > s.to || x == s.from && s.fromOpen || x == s.to && s.toOpen)
}

func TestWhatComesOfTwoNumbersLiesInWhatComesOfTheirSpans(t *testing.T) {
	of := map[string]func(a, b float64) float64{
		operators.Add:      func(a, b float64) float64 { return a + b },
		operators.Subtract: func(a, b float64) float64 { return a - b },
		operators.Multiply: func(a, b float64) float64 { return a * b },
		operators.Divide:   func(a, b float64) float64 { return a / b },
		"min":              math.Min,
		"max":              math.Max,
	}
	rapid.Check(t, func(t *rapid.T) {
		s, x := drawnSpan(t, "a")
		u, y := drawnSpan(t, "b")
		for name, f := range of {
			if got := ofTwo(name, s, u); !lies(f(x, y), got) {
				t.Fatalf("%v %s %v is %v, which is not in %+v", x, name, y, f(x, y), got)
			}
		}
		for name, f := range map[string]func(float64) float64{
			operators.Negate: func(a float64) float64 { return -a },
			"int":            math.Trunc, "math.abs": math.Abs, "math.ceil": math.Ceil, "math.floor": math.Floor, "math.round": math.Round,
		} {
			if got := ofOne(name, s); !lies(f(x), got) {
				t.Fatalf("%s %v is %v, which is not in %+v", name, x, f(x), got)
			}
		}
	})
}

func TestASpanIsNarrowedToWhatCanStandSo(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s, x := drawnSpan(t, "a")
		u, y := drawnSpan(t, "b")
		is := equal
		switch {
		case x < y:
			is = less
		case x > y:
			is = more
		}
		if s.orders(u)&is == 0 {
			t.Fatalf("%v and %v stand so, which %+v and %+v cannot", x, y, s, u)
		}
		for _, o := range []order{is, is | equal, is | less, is | more, anyhow} {
			if got := s.beside(o, u); !lies(x, got) {
				t.Fatalf("%v is beside %v, and not in %+v", x, y, got)
			}
		}
		if both := s.and(u); lies(x, u) && !lies(x, both) {
			t.Fatalf("%v is in both of %+v and %+v, and not in %+v", x, s, u, both)
		}
		if n := math.Round(x); lies(n, s) && !math.IsInf(n, 0) && !lies(n, s.whole()) {
			t.Fatalf("%v is whole and not in %+v", n, s.whole())
		}
	})
}
