package fleet

import (
	"math"
	"slices"
)

// splitsAt are the prices of owned capacity, in times of what it costs fully
// loaded, at which the first splits of a hybrid are the cheapest. One of them is
// what an evaluation keeps; dearer and cheaper capacity lie around it, since its
// price is what the plan is to find out.
func splitsAt() []float64 { return []float64{1, 2, 0.5, 4, 0.25, 8, 0.125} }

// splits returns with how many replicas kept a hybrid of the member begins, rising:
// at most n, at least one.
func (m *member) splits(option, n int) []int {
	var out []int
	for _, times := range splitsAt() {
		if len(out) == n {
			break
		}
		base, err := m.c.Base(option, times)
		if err != nil {
			break
		}
		if q := m.clampBase(base); !slices.Contains(out, q) {
			out = append(out, q)
		}
	}
	if len(out) == 0 {
		out = append(out, m.clampBase(0))
	}
	slices.Sort(out)
	return out
}

// clampBase turns cores into whole replicas that a hybrid can keep: not below what
// must run anyway, and at least one below the top, where nothing would be left to
// the cloud.
func (m *member) clampBase(cores float64) int {
	least := max(1, int(m.least))
	return max(least, min(int(m.top)-1, int(math.Round(cores/m.step))))
}
