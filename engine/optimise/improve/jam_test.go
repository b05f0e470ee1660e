package improve_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"berth.dev/engine/optimise/improve"
	"berth.dev/engine/place"
)

func TestAJamIsResolvedByAMoveThatMakesItWorseFirst(t *testing.T) {
	// Two sites of 5 cores. 0 and 1 on the first use 4 + 3, 2 too many. 0 would need 3
	// on the second, which 2 fills; 2 would need 2 on the first. Either move alone
	// leaves 3 or 4 too many, both together use 3 + 2 and 3.
	use := func(block, cores int32) []place.Use { return []place.Use{{Block: block, Amount: []int32{cores}}} }
	p := &place.Problem{
		Blocks: []place.Block{{Name: "first", Cap: []int64{5}}, {Name: "second", Cap: []int64{5}}},
		Services: []place.Service{
			{Name: "0", Options: []place.Option{{Name: "first", Use: use(0, 4)}, {Name: "second", Use: use(1, 3)}}},
			{Name: "1", Options: []place.Option{{Name: "first", Use: use(0, 3)}}},
			{Name: "2", Options: []place.Option{{Name: "second", Use: use(1, 5)}, {Name: "first", Use: use(0, 2)}}},
		},
	}
	s := improve.New(p).State(place.Placement{0, 0, 0})
	if !s.Repair() {
		t.Fatal("not repaired")
	}
	if d := cmp.Diff(place.Placement{1, 0, 1}, s.Placement()); d != "" {
		t.Error(d)
	}
}
