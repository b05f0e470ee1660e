package drain

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"berth.dev/engine/object"
	"berth.dev/engine/target"
)

func fault(c target.Class) error { return &target.Fault{Class: c, What: "asked", Says: "no"} }

func TestFaultsAreRepeatedWithinBoundsOrEndTheDrain(t *testing.T) {
	calls := []string{"get Node a", "list Pod", "list PodDisruptionBudget", "patch Node a", "evict Pod shop/web-1"}
	tests := []struct {
		class target.Class
		// times is how often the call fails, and then no more.
		times int
		ends  bool
	}{
		{target.Busy, 3, false}, {target.Unclear, 3, false}, {target.Expired, 3, false}, {target.Unauthorized, 1, false},
		{target.Unauthorized, 2, true}, {target.Denied, 1, true}, {target.Broken, 1, true}, {target.UnknownKind, 1, true},
	}
	for _, tt := range tests {
		for _, call := range calls {
			if tt.class == target.Expired && !strings.HasPrefix(call, "list") {
				continue
			}
			bubble(t, fmt.Sprintf("%s %d times at %s", tt.class, tt.times, call), func(t *testing.T) {
				w, n := newWorld(t, node("a"), web("web-1", "a")), 0
				w.fail = func(what string) error {
					if n++; what != call || n > 1000 {
						n--
						return nil
					}
					if n <= tt.times {
						return fault(tt.class)
					}
					return nil
				}
				_, err := Node(t.Context(), w, "a", Options{})
				if (err != nil) != tt.ends || tt.ends && target.ClassOf(err) != tt.class {
					t.Fatalf("got %v", err)
				}
				want := "closed berth"
				if tt.ends {
					want = "open"
				}
				if diff := cmp.Diff(want, w.standing("a")); diff != "" {
					t.Error(diff)
				}
			})
		}
	}
}

func TestANodeThatCannotBeOpenedIsNamed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		for _, evict := range []error{fault(target.Denied), busy("not now")} {
			w, closed := newWorld(t, node("a"), web("web-1", "a")), false
			w.refuse = func(object.Object) error { return evict }
			w.fail = func(what string) error {
				if what != "patch Node a" {
					return nil
				}
				if closed {
					return fault(target.Denied)
				}
				closed = true
				return nil
			}
			r, err := Node(t.Context(), w, "a", Options{})
			if err == nil || !strings.Contains(err.Error(), "; still closed: a (node a: asked: no)") || r.Nodes[0].Standing != Closed {
				t.Errorf("%s, %v", r.Nodes[0].Standing, err)
			}
		}
	})
}

// A patch that arrives although its answer is lost must not be taken for the work of
// somebody else.
func TestACordonWhoseAnswerIsLostIsBerths(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, lost := newWorld(t, node("a"), web("web-1", "a")), false
		w.fail = func(what string) error {
			if what != "patch Node a" || lost {
				return nil
			}
			lost = true
			w.put(closed("a", "berth"))
			return fault(target.Unclear)
		}
		r, err := Node(t.Context(), w, "a", Options{})
		if err != nil || r.Nodes[0].Standing != Closed {
			t.Errorf("%v, %v", r.Nodes, err)
		}
	})
}

// errKilled is the end of a run at a point.
var errKilled = errors.New("killed")

// killed runs a drain until its n-th point; over is true where it has none so many.
func killed(t *testing.T, w *world, n int) (over bool) {
	defer func() {
		if v := recover(); v != nil && v != errKilled {
			panic(v)
		}
	}()
	_, err := Nodes(t.Context(), w, []string{"a", "b"}, Options{Clock: &leaps{}, Point: func(string) {
		if n--; n == 0 {
			panic(errKilled)
		}
	}})
	if err != nil {
		t.Error(err)
	}
	return true
}

func TestADrainThatIsKilledAnywhereIsGoneOnWith(t *testing.T) {
	scene := func() *world {
		return newWorld(t, node("a"), `{"kind":"Node","metadata":{"name":"b","uid":"b"},"spec":{"unschedulable":true}}`, web("web-1", "a"), web("web-2", "a"), web("web-3", "b"))
	}
	for n := 1; ; n++ {
		w := scene()
		if killed(t, w, n) {
			if n < 9 {
				t.Errorf("there are only %d points", n-1)
			}
			return
		}
		r, err := Nodes(t.Context(), w, []string{"a", "b"}, Options{Clock: &leaps{}})
		if err != nil {
			t.Fatal(err)
		}
		want := []string{"close a", "evict web-1", "evict web-2", "evict web-3"}
		if diff := cmp.Diff(want, w.wrote); diff != "" {
			t.Errorf("killed at point %d: %s", n, diff)
		}
		if diff := cmp.Diff([]State{{"a", Closed}, {"b", Foreign}}, r.Nodes); diff != "" {
			t.Error(diff)
		}
	}
}

// Whatever a cluster has and does: nodes that cannot be emptied are as they were before,
// nodes that are empty are closed, and nobody but the pods that had to go was asked to.
func TestANodeIsEitherEmptyAndClosedOrAsItWas(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		w := newWorld(t)
		names := []string{"a", "b", "c"}
		before, may := map[string]Standing{}, map[string]bool{}
		for _, name := range names {
			w.put(rapid.SampledFrom([]string{node(name), `{"kind":"Node","metadata":{"name":"` + name + `","uid":"x"},"spec":{"unschedulable":true}}`}).Draw(r, "node"))
			before[name] = standing(w.objects[nodeRef(name)])
		}
		stubborn := map[string]bool{}
		for i := range rapid.IntRange(0, 8).Draw(r, "pods") {
			name, on := fmt.Sprintf("web-%d", i), rapid.SampledFrom(names).Draw(r, "on")
			kind := rapid.SampledFrom([]string{"plain", "plain", "stubborn", "mirror", "scratch"}).Draw(r, "kind")
			metadata := map[string]string{"mirror": `,"annotations":{"kubernetes.io/config.mirror":"x"}`}[kind]
			spec := map[string]string{"scratch": `,"volumes":[{"name":"tmp","emptyDir":{}}]`}[kind]
			w.put(owned(name, on, metadata, spec))
			stubborn[name], may["evict "+name] = kind == "stubborn", kind == "plain" && on != "c"
		}
		w.refuse = func(pod object.Object) error {
			if stubborn[pod.Ref().Name] {
				return busy("not now")
			}
			return nil
		}
		// The clock of a world leaps.
		_, err := Nodes(t.Context(), w, []string{"a", "b"}, Options{Clock: &leaps{}, Limit: 20 * time.Second})
		for _, wrote := range w.wrote {
			if strings.HasPrefix(wrote, "evict") && !may[wrote] {
				r.Errorf("%s was not to be asked", wrote)
			}
		}
		if s := standing(w.objects[nodeRef("c")]); s != before["c"] {
			r.Errorf("node c is %s", s)
		}
		for _, name := range names[:2] {
			want := before[name]
			if err == nil && want == Open {
				want = Closed
			}
			if s := standing(w.objects[nodeRef(name)]); s != want {
				r.Errorf("node %s is %s, not %s, after %v", name, s, want, err)
			}
			if err == nil && slices.ContainsFunc(w.on(name), func(p pod) bool { return !p.bound() }) {
				r.Errorf("node %s is not empty", name)
			}
		}
	})
}
