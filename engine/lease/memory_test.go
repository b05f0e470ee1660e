package lease

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"sync"
	"testing"
	"time"

	"berth.dev/engine/object"
	"berth.dev/engine/target"
)

// memory is a cluster in memory: what it serves is what a cluster of its kind would,
// for namespaces and leases.
type memory struct {
	mu      sync.Mutex
	objects map[object.Ref]object.Object
	version int
	// writes are the requests that changed something, in order.
	writes []string
	// before and after are asked around each request, and may fail it; nil is no.
	before, after func(verb string) error
	// wrote sees each Lease as it is written.
	wrote func(object.Object)
}

func newMemory() *memory { return &memory{objects: map[object.Ref]object.Object{}} }

func copied(o object.Object) object.Object {
	raw, err := json.Marshal(o)
	if err != nil {
		panic(err)
	}
	var out object.Object
	if err := json.Unmarshal(raw, &out); err != nil {
		panic(err)
	}
	return out
}

// request runs one request: a fault before it leaves no effect, one after it leaves
// its effect and loses its answer.
func (m *memory) request(ctx context.Context, verb string, ref object.Ref, do func() (object.Object, target.Class)) (object.Object, error) {
	what := verb + " " + ref.String()
	m.mu.Lock()
	before, after := m.before, m.after
	m.mu.Unlock()
	if before != nil {
		if err := before(verb); err != nil {
			return nil, err
		}
	}
	if err := ctx.Err(); err != nil {
		return nil, &target.Fault{Class: target.Unclear, What: what, Says: err.Error(), Cause: err}
	}
	m.mu.Lock()
	o, class := do()
	m.mu.Unlock()
	if after != nil {
		if err := after(verb); err != nil {
			return nil, err
		}
	}
	if class != "" {
		return nil, &target.Fault{Class: class, What: what, Says: string(class)}
	}
	return o, nil
}

// store keeps an object under a new version. The caller holds mu.
func (m *memory) store(verb string, o object.Object) object.Object {
	o = copied(o)
	m.version++
	meta := o["metadata"].(map[string]any)
	meta["resourceVersion"] = strconv.Itoa(m.version)
	if meta["uid"] == nil {
		meta["uid"] = "u" + strconv.Itoa(m.version)
	}
	m.objects[o.Ref()] = o
	m.writes = append(m.writes, verb+" "+o.Ref().String())
	if m.wrote != nil && o.Ref().Kind == "Lease" {
		m.wrote(o)
	}
	return copied(o)
}

func (m *memory) Get(ctx context.Context, ref object.Ref) (object.Object, error) {
	return m.request(ctx, "get", ref, func() (object.Object, target.Class) {
		if o, ok := m.objects[ref]; ok {
			return copied(o), ""
		}
		return nil, ""
	})
}

func (m *memory) Create(ctx context.Context, o object.Object, _ target.Write) (object.Object, error) {
	return m.request(ctx, "create", o.Ref(), func() (object.Object, target.Class) {
		_, taken := m.objects[o.Ref()]
		_, housed := m.objects[object.Ref{Kind: "Namespace", Name: o.Ref().Namespace}]
		switch {
		case o.Ref().Namespace != "" && !housed:
			return nil, target.Absent
		case taken:
			return nil, target.Exists
		}
		return m.store("create", o), ""
	})
}

func (m *memory) Replace(ctx context.Context, o object.Object) (object.Object, error) {
	return m.request(ctx, "replace", o.Ref(), func() (object.Object, target.Class) {
		was, ok := m.objects[o.Ref()]
		switch {
		case !ok && o.UID() != "":
			return nil, target.Conflict // a server compares UIDs, and there is none
		case !ok:
			return m.store("replace", o), "" // and makes a Lease that has gone again
		case was.Version() != o.Version():
			return nil, target.Conflict
		}
		return m.store("replace", o), ""
	})
}

// fail sets what is asked around each request from now on.
func (m *memory) fail(before, after func(verb string) error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.before, m.after = before, after
}

// remove deletes the Lease behind everybody's back.
func (m *memory) remove() {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.objects, leaseRef())
}

// lease is the Lease as it stands.
func (m *memory) lease(t testing.TB) claim {
	t.Helper()
	m.mu.Lock()
	defer m.mu.Unlock()
	c, err := readClaim(m.objects[leaseRef()])
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// edit changes the Lease behind everybody's back.
func (m *memory) edit(change func(o object.Object)) {
	m.mu.Lock()
	defer m.mu.Unlock()
	o := copied(m.objects[leaseRef()])
	change(o)
	m.store("edit", o)
}

// bubble is the clock of one machine inside a bubble of testing/synctest: it began
// at its own time and runs a little fast or slow.
type bubble struct {
	start  time.Time
	offset time.Duration
	drift  float64
}

func newBubble(offset time.Duration, drift float64) bubble {
	return bubble{time.Now(), offset, drift}
}

func (b bubble) Boot() time.Duration {
	return b.offset + time.Duration(float64(time.Since(b.start))*(1+b.drift))
}

func (b bubble) Sleep(ctx context.Context, d time.Duration) error {
	return BootClock{}.Sleep(ctx, time.Duration(float64(d)/(1+b.drift)))
}

// someone is a holder whose wall clock is wrong by years.
func someone(n int) Holder {
	return Holder{Host: "ci-" + strconv.Itoa(n), PID: 100 + n, Nonce: fmt.Sprintf("n%d", n), Since: time.Date(1990+10*n, 1, 1, 0, 0, 0, 0, time.UTC)}
}

func fault(class target.Class) error {
	return &target.Fault{Class: class, What: "a request", Says: "planted"}
}

// nth fails with an error at those calls of a verb whose numbers, from 1, are listed.
func nth(verb string, err error, numbers ...int) func(string) error {
	calls := 0
	var mu sync.Mutex
	return func(v string) error {
		mu.Lock()
		defer mu.Unlock()
		if v != verb {
			return nil
		}
		calls++
		for _, n := range numbers {
			if calls == n {
				return err
			}
		}
		return nil
	}
}

func acquire(t testing.TB, h Holder, clusters map[string]*memory) (*Held, error) {
	t.Helper()
	var sites []Site
	for name, m := range clusters {
		sites = append(sites, Site{Name: name, Cluster: m})
	}
	return Acquire(context.Background(), sites, h, DefaultOptions(newBubble(time.Duration(h.PID)*time.Hour, 0)))
}

func mustAcquire(t testing.TB, h Holder, clusters map[string]*memory) *Held {
	t.Helper()
	held, err := acquire(t, h, clusters)
	if err != nil {
		t.Fatal(err)
	}
	return held
}

// isHeld asks for a permit as a writer does.
func isHeld(h *Held) bool {
	_, cancel, err := h.Permit(context.Background())
	if err == nil {
		cancel()
	}
	return err == nil
}

// kill ends a holder as SIGKILL does: it renews no more and gives nothing back.
func kill(h *Held) {
	h.stop()
	h.renewing.Wait()
}

var errPlanted = errors.New("planted")
