package drain

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	jsonpatch "gopkg.in/evanphx/json-patch.v4"

	"berth.dev/engine/object"
	"berth.dev/engine/target"
)

// world is a cluster in memory. What it knows of budgets is what a test says in refuse.
type world struct {
	t testing.TB
	// mu is held by each request, and by what happens of itself.
	mu      sync.Mutex
	objects map[object.Ref]object.Object
	// ends is how long pods take to end; a negative time is for ever.
	ends time.Duration
	// refuse answers an eviction, nil lets it through.
	refuse func(pod object.Object) error
	// fail answers any request before the world sees it.
	fail func(what string) error
	// evicted is called after an eviction.
	evicted func(pod object.Object)
	// wrote are the requests that changed something.
	wrote   []string
	version int
}

func newWorld(t testing.TB, objects ...string) *world {
	w := &world{t: t, objects: map[object.Ref]object.Object{}}
	for _, text := range objects {
		w.put(text)
	}
	return w
}

// put adds an object that a test writes as JSON.
func (w *world) put(text string) object.Object {
	w.t.Helper()
	o := object.Object{}
	if err := json.Unmarshal([]byte(text), &o); err != nil {
		w.t.Fatalf("%s: %v", text, err)
	}
	w.keep(o)
	return o
}

func (w *world) keep(o object.Object) {
	w.version++
	o["metadata"].(map[string]any)["resourceVersion"] = strconv.Itoa(w.version)
	w.objects[o.Ref()] = o
}

// later is what happens of itself.
func (w *world) later(d time.Duration, what func()) {
	time.AfterFunc(d, func() {
		w.mu.Lock()
		defer w.mu.Unlock()
		what()
	})
}

// node is an open node.
func node(name string) string {
	return fmt.Sprintf(`{"kind":"Node","apiVersion":"v1","metadata":{"name":%q,"uid":"%s","labels":{"kubernetes.io/hostname":"host-%s"}},"spec":{}}`, name, name, name)
}

// closed is a node that bears a mark, or none.
func closed(name, mark string) string {
	return fmt.Sprintf(`{"kind":"Node","apiVersion":"v1","metadata":{"name":%q,"uid":%q,"annotations":{"berth.dev/cordoned-for":%q}},"spec":{"unschedulable":true}}`, name, name, mark)
}

// owned is a pod of a ReplicaSet on a node; more is added to its metadata and spec.
func owned(name, on, metadata, spec string) string {
	return fmt.Sprintf(`{"kind":"Pod","apiVersion":"v1","metadata":{"name":%q,"namespace":"shop","uid":"uid-%s","labels":{"app":"web"},"ownerReferences":[{"apiVersion":"apps/v1","kind":"ReplicaSet","name":"web","uid":"web","controller":true}]%s},
"spec":{"nodeName":%q%s},"status":{"phase":"Running","conditions":[{"type":"Ready","status":"True"}]}}`, name, name, metadata, on, spec)
}

func web(name, on string) string { return owned(name, on, "", "") }

func (w *world) fails(what string) error {
	if w.fail == nil {
		return nil
	}
	return w.fail(what)
}

func (w *world) Get(_ context.Context, ref object.Ref) (object.Object, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if err := w.fails("get " + ref.String()); err != nil {
		return nil, err
	}
	return w.objects[ref], nil
}

func (w *world) List(_ context.Context, q target.Query) (list []object.Object, _ error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if err := w.fails("list " + q.Kind); err != nil {
		return nil, err
	}
	// Like a server that does not know the field, it answers with the pods of all nodes.
	for _, ref := range slices.SortedFunc(maps.Keys(w.objects), object.Ref.Compare) {
		if ref.Kind == q.Kind && (q.Namespace == "" || ref.Namespace == q.Namespace) {
			list = append(list, w.objects[ref])
		}
	}
	return list, nil
}

func (w *world) Patch(ctx context.Context, ref object.Ref, ops []target.Op, _ target.Write) (object.Object, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return nil, &target.Fault{Class: target.Busy, What: "patch", Says: err.Error(), Cause: err}
	}
	if err := w.fails("patch " + ref.String()); err != nil {
		return nil, err
	}
	before, _ := json.Marshal(w.objects[ref])
	text, _ := json.Marshal(ops)
	patch, err := jsonpatch.DecodePatch(text)
	if err != nil {
		w.t.Fatal(err)
	}
	after, err := patch.Apply(before)
	if err != nil {
		return nil, &target.Fault{Class: target.Conflict, What: "patch " + ref.String(), Says: err.Error()}
	}
	var o object.Object
	if err := json.Unmarshal(after, &o); err != nil {
		w.t.Fatal(err)
	}
	w.keep(o)
	verb := "open"
	if o.At("spec", "unschedulable") == true {
		verb = "close"
	}
	w.wrote = append(w.wrote, verb+" "+ref.Name)
	return o, nil
}

func (w *world) Evict(_ context.Context, ref object.Ref, uid string, grace time.Duration) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	what := "evict " + ref.String()
	if err := w.fails(what); err != nil {
		return err
	}
	pod := w.objects[ref]
	switch {
	case pod == nil:
		return &target.Fault{Class: target.Absent, What: what, Says: "not found"}
	case pod.UID() != uid:
		return &target.Fault{Class: target.Conflict, What: what, Says: "another UID"}
	}
	if w.refuse != nil {
		if err := w.refuse(pod); err != nil {
			return err
		}
	}
	words := "evict " + ref.Name
	if grace > 0 {
		words += " within " + grace.String()
	}
	w.wrote = append(w.wrote, words)
	meta := pod["metadata"].(map[string]any)
	meta["deletionTimestamp"] = "2026-01-01T00:00:00Z"
	switch {
	case w.ends == 0:
		delete(w.objects, ref)
	case w.ends > 0:
		w.later(w.ends, func() { delete(w.objects, ref) })
	}
	if w.evicted != nil {
		w.evicted(pod)
	}
	return nil
}

// standing is how a node stands, and by which mark.
func (w *world) standing(name string) string {
	n := w.objects[nodeRef(name)]
	return strings.TrimSpace(string(standing(n)) + " " + n.Annotation(Annotation))
}

// busy is the answer of a budget.
func busy(says string) error {
	return &target.Fault{Class: target.Busy, What: "evict", Says: says}
}

// on are the pods of a node.
func (w *world) on(name string) []pod {
	all, err := begin(w, nil, Options{}).pods(context.Background(), name)
	if err != nil {
		w.t.Fatal(err)
	}
	return all
}

// leaps is a clock whose sleeps take no time.
type leaps struct{ now time.Duration }

func (l *leaps) Now() time.Time { return time.Unix(0, 0).Add(l.now) }

func (l *leaps) Sleep(ctx context.Context, d time.Duration) error {
	l.now += d
	return ctx.Err()
}
