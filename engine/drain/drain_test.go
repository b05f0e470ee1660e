package drain

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"berth.dev/engine/object"
	"berth.dev/engine/target"
)

func replaced(text, fill string) string { return strings.Replace(text, "%", fill, 1) }

// bubble runs a test in a time of its own.
func bubble(t *testing.T, name string, test func(t *testing.T)) {
	t.Helper()
	t.Run(name, func(t *testing.T) { synctest.Test(t, test) })
}

// reasons are those of an error, nil where it is no Blocked.
func reasons(err error) (all []Reason) {
	var blocked *Blocked
	if errors.As(err, &blocked) {
		for _, p := range blocked.Pods {
			all = append(all, p.Reason)
		}
	}
	return all
}

func TestANodeIsClosedThenEmptiedAndStaysClosed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, node("a"), node("b"), web("web-1", "a"), web("web-2", "a"), web("web-3", "b"),
			owned("logs", "a", `,"annotations":{"kubernetes.io/config.mirror":"x"}`, ""))
		w.ends = 40 * time.Second
		got, err := Node(t.Context(), w, "a", Options{Mark: "plan-7 g3"})
		if err != nil {
			t.Fatal(err)
		}
		pod := func(name string) object.Ref { return object.Ref{Kind: "Pod", Namespace: "shop", Name: name} }
		want := &Result{Nodes: []State{{"a", Closed}}, Evicted: []object.Ref{pod("web-1"), pod("web-2")}, Stayed: []object.Ref{pod("logs")}}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
		if diff := cmp.Diff([]string{"close a", "evict web-1", "evict web-2"}, w.wrote); diff != "" {
			t.Error(diff)
		}
		if w.standing("a") != "closed plan-7 g3" || w.standing("b") != "open" {
			t.Errorf("a is %s, b is %s", w.standing("a"), w.standing("b"))
		}
		if err := Uncordon(t.Context(), w, "a"); err != nil || w.standing("a") != "open" {
			t.Errorf("after Uncordon: %s, %v", w.standing("a"), err)
		}
	})
}

func TestADrainThatFailsGivesTheNodeBackAsItWas(t *testing.T) {
	tests := []struct {
		name, node string
		// before and after are how the node stands.
		before, after string
	}{
		{"open", node("a"), "open", "open"},
		{"closed by an earlier run of berth", closed("a", "g1"), "closed g1", "open"},
		{"closed by somebody else", `{"kind":"Node","metadata":{"name":"a","uid":"a"},"spec":{"unschedulable":true}}`, "closed by somebody else", "closed by somebody else"},
		{"open with an old mark", `{"kind":"Node","metadata":{"name":"a","uid":"a","annotations":{"berth.dev/cordoned-for":"g1","x":"y"}},"spec":{}}`, "open g1", "open"},
	}
	for _, tt := range tests {
		bubble(t, tt.name, func(t *testing.T) {
			w := newWorld(t, tt.node, web("web-1", "a"), web("web-2", "a"))
			w.refuse = func(pod object.Object) error {
				if pod.Ref().Name == "web-2" {
					return busy("Cannot evict pod as it would violate the pod's disruption budget.")
				}
				return nil
			}
			if diff := cmp.Diff(tt.before, w.standing("a")); diff != "" {
				t.Fatal(diff)
			}
			began := time.Now()
			r, err := Node(t.Context(), w, "a", Options{Limit: time.Minute})
			var blocked *Blocked
			if !errors.As(err, &blocked) || len(blocked.Pods) != 1 || blocked.Pods[0].Pod.Name != "web-2" {
				t.Fatalf("got %v", err)
			}
			if diff := cmp.Diff(tt.after, w.standing("a")); diff != "" {
				t.Error(diff)
			}
			if took := time.Since(began); took != time.Minute {
				t.Errorf("it took %s", took)
			}
			if len(r.Evicted) != 1 || len(r.Nodes) != 1 || string(r.Nodes[0].Standing) != tt.after {
				t.Errorf("the result says %v", r)
			}
		})
	}
}

func TestUncordonLeavesAloneWhatBerthHasNotClosed(t *testing.T) {
	w := newWorld(t, `{"kind":"Node","metadata":{"name":"a","uid":"a"},"spec":{"unschedulable":true}}`, node("b"))
	for _, name := range []string{"a", "b", "gone"} {
		if err := Uncordon(t.Context(), w, name); err != nil {
			t.Error(err)
		}
	}
	if len(w.wrote) > 0 || w.standing("a") != string(Foreign) {
		t.Errorf("wrote %v", w.wrote)
	}
}

func TestABudgetIsWaitedForAndNamedWhenTheTimeIsUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, node("a"), web("web-1", "a"), web("web-2", "a"),
			`{"kind":"PodDisruptionBudget","metadata":{"name":"web","namespace":"shop"},"spec":{"selector":{"matchLabels":{"app":"web"}}},"status":{"expectedPods":3,"desiredHealthy":2,"currentHealthy":2}}`,
			`{"kind":"Pod","metadata":{"name":"web-3","namespace":"shop","uid":"3","labels":{"app":"web"}},"spec":{},"status":{"phase":"Pending","conditions":[{"type":"PodScheduled","status":"False","reason":"Unschedulable","message":"0/2 nodes are available"}]}}`)
		began := time.Now()
		w.refuse = func(pod object.Object) error {
			if pod.Ref().Name == "web-1" && time.Since(began) > 20*time.Second {
				return nil
			}
			return busy("the disruption budget web needs 2 healthy pods and has 2 currently")
		}
		var said []string
		r, err := Node(t.Context(), w, "a", Options{Limit: time.Minute, Say: func(words string) { said = append(said, words) }})
		const want = `node a cannot be emptied (waited 1m0s): Pod shop/web-2: the budget web allows no pod to go: 2 of 3 are healthy and it wants 2; Pod shop/web-3 is not healthy (Unschedulable: 0/2 nodes are available)`
		if err == nil || err.Error() != want {
			t.Errorf("got  %v\nwant %s", err, want)
		}
		if diff := cmp.Diff([]Reason{Budget}, reasons(err)); diff != "" || len(r.Evicted) != 1 {
			t.Error(diff, r.Evicted)
		}
		words := []string{
			"node a, 2 to go: Pod shop/web-1: the disruption budget web needs 2 healthy pods and has 2 currently; Pod shop/web-2: the disruption budget web needs 2 healthy pods and has 2 currently",
			"node a, 2 to go: Pod shop/web-1 ends; Pod shop/web-2: the disruption budget web needs 2 healthy pods and has 2 currently",
			"node a, 1 to go: Pod shop/web-2: the disruption budget web needs 2 healthy pods and has 2 currently",
		}
		if diff := cmp.Diff(words, said); diff != "" {
			t.Error(diff)
		}
	})
}

func TestAPodThatDoesNotEndIsNamedWithWhatHoldsIt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, node("a"), owned("web-1", "a", `,"finalizers":["example.com/backup"]`, ""),
			owned("web-2", "a", `,"deletionTimestamp":"2026-01-01T00:00:00Z","deletionGracePeriodSeconds":3600`, ""))
		w.ends = -1
		_, err := Node(t.Context(), w, "a", Options{Limit: time.Minute})
		for _, words := range []string{"Pod shop/web-1: it was told to end and is there still: it waits for the finalizer example.com/backup", "Pod shop/web-2: it was told to end and is there still: it has 1h0m0s to end by itself"} {
			if err == nil || !strings.Contains(err.Error(), words) {
				t.Errorf("%v does not say %q", err, words)
			}
		}
		if diff := cmp.Diff([]string{"close a", "evict web-1", "open a"}, w.wrote); diff != "" {
			t.Error("a pod that ends was asked again: ", diff)
		}
	})
}

func TestANodeThatDoesNotAnswerIsNamedAsWhatHoldsItsPods(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, `{"kind":"Node","metadata":{"name":"a","uid":"a"},"spec":{},"status":{"conditions":[{"type":"Ready","status":"Unknown"}]}}`, web("web-1", "a"))
		w.ends = -1
		_, err := Node(t.Context(), w, "a", Options{Limit: time.Minute})
		if err == nil || !strings.Contains(err.Error(), "its node does not answer, so nobody ends it") {
			t.Errorf("got %v", err)
		}
	})
}

func TestAPodGetsItsOwnGraceUnlessThatIsTooLong(t *testing.T) {
	w := newWorld(t, node("a"), owned("own", "a", "", `,"terminationGracePeriodSeconds":30`), owned("slow", "a", "", `,"terminationGracePeriodSeconds":3600`))
	if _, err := Node(t.Context(), w, "a", Options{Grace: 2 * time.Minute, Clock: &leaps{}}); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"close a", "evict own", "evict slow within 2m0s"}, w.wrote); diff != "" {
		t.Error(diff)
	}
}

// Who tolerates everything starts on a closed node too; who names the node does not ask.
func TestAPodThatComesBackIsNotEvictedForEver(t *testing.T) {
	const tolerant = `,"tolerations":[{"operator":"Exists"}]`
	tests := []struct {
		name, spec string
		want       []Reason
		stayed     int
		evictions  int
	}{
		{"it tolerates closed nodes", tolerant, nil, 1, 1},
		{"it names the node", "", []Reason{Returning}, 0, 4},
	}
	for _, tt := range tests {
		bubble(t, tt.name, func(t *testing.T) {
			w, n, evictions := newWorld(t, node("a"), owned("web-0", "a", "", tt.spec)), 0, 0
			w.evicted = func(object.Object) {
				n, evictions = n+1, evictions+1
				w.put(owned(fmt.Sprintf("web-%d", n), "a", "", tt.spec))
			}
			r, err := Node(t.Context(), w, "a", Options{})
			if diff := cmp.Diff(tt.want, reasons(err)); diff != "" {
				t.Fatal(diff, err)
			}
			if len(r.Stayed) != tt.stayed || evictions != tt.evictions {
				t.Errorf("stayed: %v, after %d evictions", r.Stayed, evictions)
			}
		})
	}
}

func TestAllNodesAreClosedBeforeAnyPodGoesAndOpenedTogether(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, node("a"), node("b"), web("web-1", "a"), web("web-2", "b"))
		w.refuse = func(pod object.Object) error {
			if pod.Ref().Name == "web-2" {
				return busy("not now")
			}
			return nil
		}
		_, err := Nodes(t.Context(), w, []string{"a", "b", "a"}, Options{Limit: 10 * time.Second})
		if diff := cmp.Diff([]Reason{Refused}, reasons(err)); diff != "" {
			t.Error(diff)
		}
		if diff := cmp.Diff([]string{"close a", "close b", "evict web-1", "open a", "open b"}, w.wrote); diff != "" {
			t.Error(diff)
		}
	})
}

func TestWhatBecomesOfANodeMeanwhileIsSeen(t *testing.T) {
	ref := nodeRef("a")
	tests := []struct {
		name   string
		change func(w *world)
		want   []Reason
		left   Standing
	}{
		{"it is opened", func(w *world) { w.put(node("a")) }, []Reason{Reopened}, Open},
		{"it is removed", func(w *world) { delete(w.objects, ref) }, nil, Gone},
	}
	for _, tt := range tests {
		bubble(t, tt.name, func(t *testing.T) {
			w := newWorld(t, node("a"), web("web-1", "a"))
			w.ends = -1
			w.later(5*time.Second, func() { tt.change(w) })
			r, err := Node(t.Context(), w, "a", Options{})
			if diff := cmp.Diff(tt.want, reasons(err)); diff != "" || err != nil && tt.want == nil {
				t.Error(diff, err)
			}
			if r.Nodes[0].Standing != tt.left {
				t.Errorf("the result says %s", r.Nodes[0].Standing)
			}
		})
	}
	t.Run("it was never there", func(t *testing.T) {
		if _, err := Node(t.Context(), newWorld(t), "a", Options{}); target.ClassOf(err) != target.Absent {
			t.Errorf("got %v", err)
		}
	})
}

func TestADrainThatIsStoppedOpensTheNode(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, node("a"), web("web-1", "a"))
		w.ends = -1
		ctx, cancel := context.WithTimeout(t.Context(), 3*time.Second)
		defer cancel()
		_, err := Node(ctx, w, "a", Options{})
		if !errors.Is(err, context.DeadlineExceeded) || w.standing("a") != "open" {
			t.Errorf("node %s, error %v", w.standing("a"), err)
		}
	})
}
