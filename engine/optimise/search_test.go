package optimise

import (
	"context"
	"testing"

	"berth.dev/engine/enginetest"
)

// The floor that is told on the way is kept up by adding what closes; the tree has it
// from all its leaves.
func TestTheFloorOnTheWayIsThatOfTheTree(t *testing.T) {
	for seed := range int64(4) {
		o := DefaultOptions()
		o.Effort = 10
		last := int64(0)
		var s *search
		o.Progress = func(p Progress) {
			if want := min(s.root.least(), s.keep.cost); p.Floor != want {
				t.Errorf("seed %d: floor %d is told, and the tree proves %d", seed, p.Floor, want)
			}
			if p.Floor < last {
				t.Errorf("seed %d: the floor fell from %d to %d", seed, last, p.Floor)
			}
			last = p.Floor
		}
		s = newSearch(context.Background(), enginetest.Problem(100+60*int(seed), seed, enginetest.Loose), o)
		s.run()
		if s.nodes < 10 {
			t.Errorf("seed %d: only %d nodes", seed, s.nodes)
		}
	}
}
