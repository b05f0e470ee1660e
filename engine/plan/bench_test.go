package plan

import (
	"fmt"
	"testing"

	"berth.dev/engine/enginetest"
	"berth.dev/engine/place"
)

// BenchmarkReasons says why every service of a generated fleet is where it is.
func BenchmarkReasons(b *testing.B) {
	for _, n := range []int{1000, 10000} {
		p := enginetest.Problem(n, 1, enginetest.Loose)
		f := bare(p, make(place.Placement, n), &place.Tree{Leaf: &place.Leaf{}}, 0, GapParts{})
		for i := range f.Problem.Groups {
			g := &f.Problem.Groups[i]
			g.Today = len(g.Options) - 1
			for l := range g.Options {
				g.Options[l].Sites = []string{fmt.Sprint(l)}
			}
		}
		for block := range p.Blocks {
			for slot := range min(40, len(p.Blocks[block].Cap)) {
				f.Prices = append(f.Prices, [3]int64{int64(block), int64(slot), 9})
			}
		}
		b.Run(fmt.Sprintf("services=%d", n), func(b *testing.B) {
			for b.Loop() {
				e, err := newExplainer(f)
				if err != nil {
					b.Fatal(err)
				}
				for i := range f.Services {
					e.why(&f.Services[i])
				}
			}
		})
	}
}
