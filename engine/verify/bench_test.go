package verify

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"berth.dev/engine/enginetest"
)

// fleet is a sealed plan of n services, everything rented, with a proof of so many
// leaves whose prices are near those of the time of day.
func fleet(t testing.TB, n, leaves int) []byte {
	f := fileOf(enginetest.Problem(n, 1, enginetest.Loose))
	r := rand.New(rand.NewPCG(1, 2))
	for l := range leaves {
		if l+1 < leaves {
			// A split of a service in three options or two: the first against the rest.
			g := r.IntN(n)
			for len(f.Problem.Groups[g].Options) == 1 {
				g = r.IntN(n)
			}
			f.Proof = append(f.Proof, node{Group: g, Prices: []price{}, Shares: [][][]int64{}, Yes: []int{0}})
		}
		leaf := leafOf()
		for b := range f.Problem.Blocks {
			for slot := range 168 {
				if hour := slot % 24; hour >= 10 && hour < 16 && slot < 120 {
					leaf.Prices = append(leaf.Prices, price{int64(b), int64(slot), 100000 + r.Int64N(20000)})
				}
			}
		}
		f.Proof = append(f.Proof, leaf)
	}
	settle(t, f)
	return seal(t, f)
}

func BenchmarkCheck(b *testing.B) {
	for _, one := range []struct{ services, leaves int }{{200, 300}, {1000, 1}, {1000, 300}, {10000, 1}} {
		b.Run(fmt.Sprintf("services=%d/leaves=%d", one.services, one.leaves), func(b *testing.B) {
			raw := fleet(b, one.services, one.leaves)
			b.SetBytes(int64(len(raw)))
			for b.Loop() {
				r, err := Check(raw, Options{})
				if r == nil {
					b.Fatal(err)
				}
			}
		})
	}
}
