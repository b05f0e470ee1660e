package pack_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"berth.dev/engine/optimise/pack"
	"berth.dev/engine/place"
)

// split is 3 services of 3 cores each, owned or rented, on two nodes of 5 cores.
func split() *place.Problem {
	p := &place.Problem{
		Pools:     []place.Pool{{Name: "web", Nodes: 2, Room: []int64{5}}},
		Resources: []string{"cpu"},
		Blocks:    []place.Block{{Name: "cpu", Cap: []int64{10, 10}}},
	}
	for _, name := range []string{"a", "b", "c"} {
		p.Services = append(p.Services, place.Service{Name: name, Options: []place.Option{
			{Name: "rented", Cost: 10},
			{
				Name: "owned",
				Use:  []place.Use{{Block: 0, Amount: []int32{3, 0}}},
				Pods: []place.Pods{{Pools: []int32{0}, Request: []int64{3}, Count: []int32{1, 0}}},
			},
		}})
	}
	return p
}

func TestLimitsAreLoweredByWhatFoundNoNode(t *testing.T) {
	// 9 of 10 cores are used, but a third pod of 3 goes on no node with 2 left. In
	// slot 1 nothing runs and nothing changes.
	p, x := split(), place.Placement{1, 1, 1}
	got := pack.Tighten(p, x, pack.Check(p, x), nil)
	if d := cmp.Diff([][]int64{{6, 10}}, got); d != "" {
		t.Error(d)
	}
	x = place.Placement{1, 1, 0}
	if again := pack.Tighten(p, x, pack.Check(p, x), got); !cmp.Equal(got, again) {
		t.Error("a placement that packs lowered limits")
	}
}

func TestLimitsAreHalvedUpFromWhatPacks(t *testing.T) {
	// Three owned pods of 3 on two nodes of 5 use 9 and leave 3 without a node: 6 is
	// next. Two use 6 and pack: half way to the 9 that failed, rounded up to what may
	// still fail, is 6 + (8 − 6)/2 = 7. Nothing better there: 8 − (8 − 7)/2 = 8.
	p, all, two := split(), place.Placement{1, 1, 1}, place.Placement{1, 1, 0}
	l := pack.NewLimits(p)
	steps := []struct {
		name  string
		learn func()
		want  int64
	}{
		{"nothing known", func() {}, 10},
		{"nine fail", func() { k := pack.Check(p, all); l.Failed(all, &k) }, 6},
		{"six pack", func() { l.Packed(two) }, 7},
		{"nothing better", func() { l.Raise() }, 8},
		{"nine fail again", func() { k := pack.Check(p, all); l.Failed(all, &k) }, 8},
	}
	for _, s := range steps {
		s.learn()
		// In slot 1 nothing runs and nothing is learned but that.
		if d := cmp.Diff([][]int64{{s.want, 10}}, l.Limits()); d != "" {
			t.Errorf("%s: %s", s.name, d)
		}
	}
}

func TestWhatIsNotFullIsNotLowered(t *testing.T) {
	// Memory is a third used: pods lack cores.
	p := split()
	p.Resources = append(p.Resources, "memory")
	p.Pools[0].Room = append(p.Pools[0].Room, 30)
	p.Blocks = append(p.Blocks, place.Block{Name: "memory", Cap: []int64{60, 60}})
	for i := range p.Services {
		owned := &p.Services[i].Options[1]
		owned.Use = append(owned.Use, place.Use{Block: 1, Amount: []int32{6, 0}})
		owned.Pods[0].Request = append(owned.Pods[0].Request, 6)
	}
	x := place.Placement{1, 1, 1}
	if d := cmp.Diff([][]int64{{6, 10}, {60, 60}}, pack.Tighten(p, x, pack.Check(p, x), nil)); d != "" {
		t.Error(d)
	}
}
