package crash

import (
	"fmt"
	"net/http"
	"slices"
	"syscall"
	"testing"

	"berth.dev/providers/providertest/audit"
)

// TestAStoppedRunWritesNothingOnceItsLeaseIsGone stops a run right before it asks for
// the lease's permission, lets another one take over and finish, and lets the first
// one go on: it must see that its lease is gone before it sends anything.
func TestAStoppedRunWritesNothingOnceItsLeaseIsGone(t *testing.T) {
	if testing.Short() {
		t.Skip("waits for leases to end")
	}
	t.Parallel()
	figures := tally(t, "stopped")
	s := prepare(t, "ordinary", 1)
	every := stopStride(s.stops)
	for n := 1; n <= s.stops; n += every {
		t.Run(fmt.Sprintf("point=%d", n), func(t *testing.T) {
			t.Parallel()
			figures.add(s.stopped(t, n))
		})
	}
}

func (s scenario) stopped(t *testing.T, n int) []audit.Violation {
	w := newWorld(t, s.seed)
	w.furnish(t)
	o := s.on(w, t.TempDir())
	o.Stop, o.Speed = n, stopSpeed
	first := start(t, o)
	at, err := first.says()
	if err != nil || at.At == "" {
		t.Fatalf("it did not come to point %d: %v %+v", n, err, at)
	}
	s.takeOver(t, w)
	done := w.changedBy("first")
	if err := first.cmd.Process.Signal(syscall.SIGCONT); err != nil {
		t.Fatal(err)
	}
	e := first.wait(t)
	if e.Code != exitLocked && e.Code != exitPartly {
		t.Errorf("stopped %s, it ended with code %d: %s", at.At, e.Code, e.Error)
	}
	if e.Late > 0 {
		t.Errorf("stopped %s, it was permitted %d writes after its lease was gone", at.At, e.Late)
	}
	if now := w.changedBy("first"); !slices.Equal(done, now) {
		t.Errorf("stopped %s, it changed something after its lease was gone: %v", at.At, now[len(done):])
	}
	return w.blameless(t, s.plan)
}

// takeOver carries the plan out by a second run, with a state folder of its own.
func (s scenario) takeOver(t *testing.T, w *world) {
	t.Helper()
	o := s.on(w, t.TempDir())
	o.Name, o.Speed = "second", stopSpeed
	if e := run(t, o); e.Code != exitDone {
		t.Fatalf("the second run ended with code %d: %s", e.Code, e.Error)
	}
}

// changedBy is what a run has changed, in order.
func (w *world) changedBy(client string) (all []string) {
	for _, c := range w.history.all() {
		if c.Client == client {
			all = append(all, c.Site+" "+c.Verb+" "+c.Ref.String())
		}
	}
	return all
}

// TestARequestUnderWayIsFoundByTheNextRun stops a run whose request has left it and has
// not arrived. It arrives when the next run has finished, or while that sends the
// same.
func TestARequestUnderWayIsFoundByTheNextRun(t *testing.T) {
	if testing.Short() {
		t.Skip("waits for leases to end")
	}
	t.Parallel()
	s := prepare(t, "ordinary", 1)
	for _, path := range []string{
		"POST /api/v1/namespaces/shop/services", "POST /apis/apps/v1/namespaces/shop/deployments",
		"PATCH /apis/apps/v1/namespaces/shop/deployments/api", "DELETE /api/v1/namespaces/shop/configmaps/api-old",
		"PUT /api/v1/namespaces/shop/configmaps/berth-shop", "PUT /api/v1/namespaces/berth-system/configmaps/berth-record",
	} {
		for _, late := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s/late=%t", path, late), func(t *testing.T) {
				t.Parallel()
				s.underWay(t, path, late)
			})
		}
	}
}

func (s scenario) underWay(t *testing.T, path string, late bool) {
	w := newWorld(t, s.seed)
	w.furnish(t)
	held, arrived := newHold(), make(chan struct{}, 100)
	w.guard(func(_ string, r *http.Request) {
		if r.Method+" "+r.URL.Path != path || !changes(r) {
			return
		}
		if r.UserAgent() == "first" {
			arrived <- struct{}{}
			held.wait()
		} else if !late {
			held.release()
		}
	})
	o := s.on(w, t.TempDir())
	o.Speed = stopSpeed
	first := start(t, o)
	<-arrived
	if err := first.cmd.Process.Signal(syscall.SIGSTOP); err != nil {
		t.Fatal(err)
	}
	s.takeOver(t, w)
	held.release()
	if err := first.cmd.Process.Signal(syscall.SIGCONT); err != nil {
		t.Fatal(err)
	}
	if e := first.wait(t); e.Code != exitLocked && e.Code != exitPartly {
		t.Errorf("it ended with code %d: %s", e.Code, e.Error)
	}
	w.blameless(t, s.plan)
}
