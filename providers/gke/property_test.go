package gke_test

import (
	"encoding/json"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"berth.dev/engine/ground"
	"berth.dev/providers/gke"
)

// drawOrders makes orders of a cluster that grows older.
func drawOrders(t *rapid.T, from int) (o *gke.Orders, minor int) {
	o = orders()
	o.Pools = nil
	minor = rapid.IntRange(from, 36).Draw(t, "minor")
	o.Version = "1." + string(rune('0'+minor/10)) + string(rune('0'+minor%10))
	for _, name := range []string{"a", "b", "c"} {
		if name != "a" && !rapid.Bool().Draw(t, "has "+name) {
			continue
		}
		p := gke.Pool{Name: name, Machine: rapid.SampledFrom([]string{"e2-standard-4", "e2-standard-8"}).Draw(t, "machine"), Spot: rapid.Bool().Draw(t, "spot")}
		switch rapid.IntRange(0, 2).Draw(t, "size") {
		case 0:
			p.Nodes = count(rapid.IntRange(1, 12).Draw(t, "nodes"))
		case 1:
			low := rapid.IntRange(1, 6).Draw(t, "min")
			p.Scale = &gke.Bounds{Min: low, Max: low + rapid.IntRange(0, 6).Draw(t, "more")}
		}
		if rapid.Bool().Draw(t, "dressed") {
			p.Labels = map[string]string{"tier": rapid.SampledFrom([]string{"web", "batch"}).Draw(t, "tier")}
			p.Taints = []string{rapid.SampledFrom([]string{"x=y:NoSchedule", "x=y:NoExecute"}).Draw(t, "taint")}
		}
		o.Pools = append(o.Pools, p)
	}
	return o, minor
}

func TestWhateverIsOrderedNextIsThereAfterItsStepsAndNothingIsLeft(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		w := newWorld(t)
		minor := 34
		for range 3 {
			var o *gke.Orders
			o, minor = drawOrders(r, minor)
			site, steps := w.plan(o)
			checkOrder(r, steps)
			if err := w.do(site, steps); err != nil {
				r.Fatalf("%v\n%s", err, lines(steps))
			}
			if _, left := w.plan(o); len(left) > 0 {
				r.Fatalf("after %q there is still %q", lines(steps), lines(left))
			}
		}
	})
}

// checkOrder checks what holds for steps in any plan: a pool is emptied right before it
// is removed, and the same orders make the same steps.
func checkOrder(t *rapid.T, steps []ground.Step) {
	for i, s := range steps {
		if s.Kind == ground.RemovePool && (i == 0 || steps[i-1].Kind != ground.DrainPool || steps[i-1].Part != s.Part) {
			t.Fatalf("pool %s is removed without being emptied: %q", s.Part, lines(steps))
		}
		if s.Why == "" || s.Seconds <= 0 || !slices.Contains(ground.Kinds(), s.Kind) {
			t.Fatalf("%+v", s)
		}
	}
}

func TestTheSameSightMakesTheSameSteps(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		w := newWorld(t)
		first, minor := drawOrders(r, 34)
		w.apply(first)
		next, _ := drawOrders(r, minor)
		seen := w.observe()
		a, errA := gke.Steps(next, seen)
		b, errB := gke.Steps(next, seen)
		one, _ := json.Marshal(a)
		two, _ := json.Marshal(b)
		if diff := cmp.Diff(string(one), string(two)); diff != "" || errA != nil || errB != nil {
			r.Fatalf("%v %v %s", errA, errB, diff)
		}
	})
}
