package fleet

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"berth.dev/engine/spec"
)

// linked is a builder of sites with these prices from one to the other; below 0 there is
// no link.
func linked(prices [][]float64) *builder {
	b := &builder{egress: prices}
	for _, row := range prices {
		b.sites = append(b.sites, &site{})
		links := make([]*spec.Link, len(row))
		for to, price := range row {
			if price >= 0 {
				links[to] = &spec.Link{}
			}
		}
		b.links = append(b.links, links)
	}
	return b
}

func TestTollsArePricesTakenApartBySite(t *testing.T) {
	const no = -1
	for _, c := range []struct {
		name   string
		prices [][]float64
		want   tolls
	}{
		{"every site has its price", [][]float64{{no, 3, 3}, {1, no, 1}, {7, 7, no}},
			tolls{[]float64{3, 1, 7}, []float64{0, 0, 0}}},
		// Nothing is free to leave the third for, but the first two are free to leave for
		// it: 2 must be for entering them, and 18 − 2 is left for leaving the third.
		{"two owned sites and a cloud that is free to reach", [][]float64{{no, 2, 0}, {2, no, 0}, {18, 18, no}},
			tolls{[]float64{0, 0, 16}, []float64{2, 2, 0}}},
		{"a link is missing", [][]float64{{no, no, 4}, {no, no, 5}, {6, 6, no}},
			tolls{[]float64{4, 5, 6}, []float64{0, 0, 0}}},
		{"nothing costs anything", [][]float64{{no, 0, 0}, {0, no, 0}, {0, 0, no}},
			tolls{[]float64{0, 0, 0}, []float64{0, 0, 0}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if d := cmp.Diff(c.want, linked(c.prices).findTolls(), cmp.AllowUnexported(tolls{})); d != "" {
				t.Error(d)
			}
		})
	}
}

func TestTollsAreNeverAboveThePriceOfALink(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(3, 6).Draw(t, "sites")
		prices := make([][]float64, n)
		for from := range prices {
			for to := range n {
				price := rapid.IntRange(-1, 9).Draw(t, "price")
				if from == to {
					price = -1
				}
				prices[from] = append(prices[from], float64(price))
			}
		}
		got := linked(prices).findTolls()
		for from, row := range prices {
			for to, price := range row {
				if sum := got.leave[from] + got.enter[to]; price >= 0 && sum > price || sum < 0 {
					t.Fatalf("%d to %d pays %g of %g", from, to, sum, price)
				}
			}
		}
	})
}
