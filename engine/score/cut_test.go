package score

import (
	"testing"

	"pgregory.net/rapid"
)

func TestACutBoxIsCoveredByItsHalves(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		n := rapid.IntRange(1, 6).Draw(r, "inputs")
		b := box{make(point, n), make(point, n)}
		for i := range n {
			b.lo[i] = rapid.Float64Range(0, 100).Draw(r, "lo")
			b.hi[i] = b.lo[i] + rapid.SampledFrom([]float64{0, 1, 10240}).Draw(r, "width")
		}
		x := &subject{whole: b}
		lower, upper, ok := x.cut(b)
		if !ok {
			if !b.decided() {
				r.Fatalf("%v could be cut", b)
			}
			return
		}
		p := make(point, n)
		for i := range n {
			p[i] = b.lo[i] + rapid.Float64Range(0, 1).Draw(r, "at")*(b.hi[i]-b.lo[i])
		}
		if !holds(lower, p) && !holds(upper, p) {
			r.Fatalf("%v is in %v and in neither half", p, b)
		}
		for i := range n {
			if lower.hi[i] != b.hi[i] && (lower.hi[i] <= b.lo[i] || lower.hi[i] >= b.hi[i]) {
				r.Fatalf("input %d was cut at %v of %v to %v", i, lower.hi[i], b.lo[i], b.hi[i])
			}
		}
	})
}

func holds(b box, p point) bool {
	for i := range p {
		if p[i] < b.lo[i] || p[i] > b.hi[i] {
			return false
		}
	}
	return true
}
