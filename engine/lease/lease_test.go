package lease

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

func TestTheFirstHolderMakesTheNamespaceAndTheLease(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := newMemory()
		held := mustAcquire(t, someone(1), map[string]*memory{"tokyo": m})
		defer kill(held)
		if diff := cmp.Diff([]string{"create Namespace berth-system", "create Lease berth-system/berth"}, m.writes); diff != "" {
			t.Error(diff)
		}
		c := m.lease(t)
		got := []any{c.holder, c.epoch, c.duration, c.acquired, held.Epoch("tokyo"), held.Epoch("osaka"), isHeld(held)}
		want := []any{"ci-1 pid 101 (n1)", int64(1), 15 * time.Second, "2000-01-01T00:00:00.000000Z", int64(1), int64(0), true}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
		if by := m.objects[object.Ref{Kind: "Namespace", Name: "berth-system"}].Label("app.kubernetes.io/managed-by"); by != "berth" {
			t.Errorf("the namespace is labelled %q", by)
		}
	})
}

func TestALivingHolderIsNamedAndWhatWasTakenIsGivenBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		osaka, tokyo := newMemory(), newMemory()
		holder := mustAcquire(t, someone(1), map[string]*memory{"tokyo": tokyo})
		defer kill(holder)
		start := time.Now()
		_, err := acquire(t, someone(2), map[string]*memory{"tokyo": tokyo, "osaka": osaka})
		var busy *Busy
		if !errors.As(err, &busy) {
			t.Fatalf("got %v", err)
		}
		if diff := cmp.Diff(&Busy{"tokyo", "ci-1 pid 101 (n1)", "2000-01-01T00:00:00.000000Z"}, busy); diff != "" {
			t.Error(diff)
		}
		if !strings.HasPrefix(err.Error(), "tokyo: ci-1 pid 101 (n1) is at work there since 2000-01-01T00:00:00.000000Z: ") {
			t.Errorf("got %v", err)
		}
		if took := time.Since(start); took > 6*time.Second {
			t.Errorf("a living holder was seen after %s", took)
		}
		if c := osaka.lease(t); c.holder != "" || c.epoch != 1 {
			t.Errorf("osaka is held by %q, epoch %d", c.holder, c.epoch)
		}
		if !isHeld(holder) {
			t.Error("the holder has lost its lease")
		}
	})
}

func TestTheLeasesOfADeadHolderAreTakenAfterOneDurationOfWatching(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		clusters := map[string]*memory{"a": newMemory(), "b": newMemory(), "c": newMemory()}
		// The dead one's wall clock is ten years ahead, then ten years behind.
		for _, order := range [][2]int{{3, 1}, {1, 2}} {
			kill(mustAcquire(t, someone(order[0]), clusters))
			start := time.Now()
			next := mustAcquire(t, someone(order[1]+10), clusters)
			if took := time.Since(start); took < 15*time.Second || took > 17*time.Second {
				t.Errorf("three dead leases were taken after %s", took)
			}
			if err := next.Release(context.Background()); err != nil {
				t.Error(err)
			}
		}
		if e := clusters["b"].lease(t).epoch; e != 4 {
			t.Errorf("epoch %d after four holders", e)
		}
	})
}

func TestAReleasedLeaseIsFreeAtOnceAndEpochsRise(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := newMemory()
		start := time.Now()
		for i := range 3 {
			held := mustAcquire(t, someone(i), map[string]*memory{"tokyo": m})
			if e := held.Epoch("tokyo"); e != int64(i+1) {
				t.Errorf("holder %d has epoch %d", i, e)
			}
			if err := held.Release(context.Background()); err != nil {
				t.Error(err)
			}
			if _, _, err := held.Permit(context.Background()); !errors.Is(err, ErrLost) {
				t.Errorf("a permit after the release: %v", err)
			}
		}
		if took := time.Since(start); took != 0 {
			t.Errorf("it took %s", took)
		}
	})
}

func TestAnEpochIsAboveThoseOfADeletedLease(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := DefaultOptions(newBubble(0, 0))
		held, err := Acquire(context.Background(), []Site{{Name: "tokyo", Cluster: newMemory(), Floor: 41}}, someone(1), o)
		if err != nil {
			t.Fatal(err)
		}
		defer kill(held)
		if held.Epoch("tokyo") != 42 {
			t.Errorf("epoch %d", held.Epoch("tokyo"))
		}
	})
}

func TestAPermitEndsBeforeTheFirstOfTheLeases(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := newMemory()
		held := mustAcquire(t, someone(1), map[string]*memory{"tokyo": m})
		defer kill(held)
		time.Sleep(2 * time.Second)
		ctx, cancel, err := held.Permit(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		defer cancel()
		end, _ := ctx.Deadline()
		if left := time.Until(end); left != 11*time.Second {
			t.Errorf("%s are left, not 15 s - 2 s - 2 s", left)
		}
	})
}

func TestALeaseIsHeldForAsLongAsItIsRenewed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := newMemory()
		held := mustAcquire(t, someone(1), map[string]*memory{"tokyo": m})
		defer kill(held)
		for range 100 {
			time.Sleep(7 * time.Second)
			if !isHeld(held) {
				t.Fatal("it was lost")
			}
		}
	})
}

// TestAHolderThatWasAsleepGetsNoPermit is SIGSTOP, or a laptop's lid: nothing runs, and
// the boot clock goes on.
func TestAHolderThatWasAsleepGetsNoPermit(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := newMemory()
		held := mustAcquire(t, someone(1), map[string]*memory{"tokyo": m})
		kill(held) // asleep: no renewal runs
		time.Sleep(13*time.Second - time.Nanosecond)
		if !isHeld(held) {
			t.Error("lost before its end")
		}
		time.Sleep(time.Nanosecond)
		_, _, err := held.Permit(context.Background())
		if !errors.Is(err, ErrLost) || !strings.HasPrefix(fmt.Sprint(err), "tokyo: the lease is lost: not renewed since 2000-01-01T00:00:00.000000Z; ") {
			t.Errorf("got %v", err)
		}
		m.writes = nil
		if err := held.Release(context.Background()); err != nil || m.writes != nil {
			t.Errorf("a lost lease was written: %v, %v", m.writes, err)
		}
	})
}

func TestRenewalsGoOnThroughFaultsWhileTheLeaseIsGood(t *testing.T) {
	for _, c := range []struct {
		name          string
		before, after func(string) error
	}{
		{"refused twice", nth("replace", fault(target.Busy), 2, 3), nil},
		{"an absurd wish to wait", nth("replace", &target.Fault{Class: target.Busy, What: "replace", Says: "planted", After: time.Minute}, 2, 3), nil},
		{"never arrived", nth("replace", fault(target.Unclear), 1, 2, 3), nil},
		{"arrived, the answer lost", nil, nth("replace", fault(target.Unclear), 1, 2, 4)},
		{"arrived, then not to be read", nil, nth("get", fault(target.Unclear), 2, 3)},
		{"denied for a moment", nth("replace", fault(target.Denied), 2), nil},
		{"an error of no class", nth("replace", errPlanted, 3), nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				m := newMemory()
				held := mustAcquire(t, someone(1), map[string]*memory{"tokyo": m})
				defer kill(held)
				m.fail(c.before, c.after)
				for range 60 {
					time.Sleep(time.Second)
					if _, _, err := held.Permit(context.Background()); err != nil {
						t.Fatal(err)
					}
				}
			})
		})
	}
}

func TestALeaseThatCannotBeRenewedIsLostAtItsEndAndNotBefore(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := newMemory()
		held := mustAcquire(t, someone(1), map[string]*memory{"tokyo": m})
		m.fail(func(string) error { return fault(target.Unclear) }, nil)
		time.Sleep(13*time.Second - time.Nanosecond)
		if !isHeld(held) {
			t.Error("lost before its end")
		}
		time.Sleep(time.Second)
		held.renewing.Wait() // the renewals have ended by themselves
		m.fail(nil, nil)
		time.Sleep(time.Minute)
		if isHeld(held) {
			t.Error("it is held again")
		}
	})
}

func TestALeaseInOtherHandsIsLostAtTheNextRenewal(t *testing.T) {
	for _, c := range []struct {
		name, says string
		change     func(m *memory)
	}{
		{"deleted", "somebody deleted it", (*memory).remove},
		{"taken over", `"ci-9" has taken it over`, func(m *memory) {
			m.edit(func(o object.Object) { o["spec"].(map[string]any)["holderIdentity"] = "ci-9" })
		}},
		{"a later epoch", "has taken it over", func(m *memory) {
			m.edit(func(o object.Object) { o["spec"].(map[string]any)["leaseTransitions"] = 7 })
		}},
		{"no time in it", "is not the lease that was written", func(m *memory) {
			m.edit(func(o object.Object) { delete(o["spec"].(map[string]any), "renewTime") })
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				m := newMemory()
				held := mustAcquire(t, someone(1), map[string]*memory{"tokyo": m})
				ctx, cancel, err := held.Permit(context.Background())
				if err != nil {
					t.Fatal(err)
				}
				defer cancel()
				c.change(m)
				time.Sleep(6 * time.Second)
				if _, _, err := held.Permit(context.Background()); !errors.Is(err, ErrLost) || !strings.Contains(err.Error(), c.says) {
					t.Errorf("got %v", err)
				}
				if ctx.Err() == nil {
					t.Error("what was under way goes on")
				}
			})
		})
	}
}

func TestALabelThatSomebodyWritesIsNeitherALossNorASignOfLife(t *testing.T) {
	label := func(o object.Object) {
		o["metadata"].(map[string]any)["labels"] = map[string]any{"team": "ads"}
	}
	synctest.Test(t, func(t *testing.T) {
		m := newMemory()
		held := mustAcquire(t, someone(1), map[string]*memory{"tokyo": m})
		m.edit(label)
		time.Sleep(time.Minute)
		if !isHeld(held) {
			t.Error("the holder has lost its lease")
		}
		kill(held)
		go func() { time.Sleep(3 * time.Second); m.edit(label) }()
		next := mustAcquire(t, someone(2), map[string]*memory{"tokyo": m})
		kill(next)
		if m.objects[leaseRef()].Label("team") != "ads" {
			t.Error("the label is gone")
		}
	})
}

func TestTakingGoesOnThroughFaults(t *testing.T) {
	for _, c := range []struct {
		name          string
		before, after func(string) error
	}{
		{"refused reads", nth("get", fault(target.Busy), 1, 2), nil},
		{"create never arrived", nth("create", fault(target.Unclear), 1, 3), nil},
		{"create arrived, the answer lost", nil, nth("create", fault(target.Unclear), 1, 2, 3)},
		{"credentials to be renewed", nth("get", fault(target.Unauthorized), 1), nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				m := newMemory()
				m.fail(c.before, c.after)
				held := mustAcquire(t, someone(1), map[string]*memory{"tokyo": m})
				defer kill(held)
				if e := m.lease(t).epoch; e != 1 || !isHeld(held) {
					t.Errorf("epoch %d", e)
				}
			})
		})
	}
}

func TestTakingGivesUpWhereNothingHelps(t *testing.T) {
	for _, c := range []struct {
		name   string
		before func(string) error
		says   string
	}{
		{"denied", func(verb string) error { return denied(verb == "create") }, "tokyo: taking the lease: "},
		{"not to be read", func(verb string) error { return denied(verb == "get") }, "tokyo: reading the lease: "},
		{"busy for ever", func(string) error { return fault(target.Busy) }, "tokyo: reading the lease: "},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				m := newMemory()
				m.fail(c.before, nil)
				if _, err := acquire(t, someone(1), map[string]*memory{"tokyo": m}); err == nil || !strings.HasPrefix(err.Error(), c.says) {
					t.Errorf("got %v", err)
				}
				if m.writes != nil {
					t.Errorf("it wrote %v", m.writes)
				}
			})
		})
	}
}

func denied(is bool) error {
	if is {
		return fault(target.Denied)
	}
	return nil
}

func TestALeaseThatCannotBeUnderstoodIsNotTaken(t *testing.T) {
	for name, spec := range map[string]map[string]any{
		"years":       {"holderIdentity": "ci-9", "leaseDurationSeconds": 1 << 30},
		"no duration": {"holderIdentity": "ci-9"},
		"a fraction":  {"holderIdentity": "ci-9", "leaseDurationSeconds": 1.5},
		"no count":    {"leaseTransitions": "seven"},
		"last count":  {"leaseTransitions": 1<<31 - 1},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				m := newMemory()
				kill(mustAcquire(t, someone(1), map[string]*memory{"tokyo": m}))
				m.edit(func(o object.Object) { o["spec"] = spec })
				m.writes = nil
				_, err := acquire(t, someone(2), map[string]*memory{"tokyo": m})
				if err == nil || !strings.Contains(err.Error(), "look who wrote it, then delete it") || m.writes != nil {
					t.Errorf("got %v, wrote %v", err, m.writes)
				}
			})
		})
	}
}

func TestWaitingForADeadHolderEndsWithTheContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := newMemory()
		kill(mustAcquire(t, someone(1), map[string]*memory{"tokyo": m}))
		ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		defer cancel()
		_, err := Acquire(ctx, []Site{{Name: "tokyo", Cluster: m}}, someone(2), DefaultOptions(newBubble(0, 0)))
		if !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("got %v", err)
		}
	})
}

// TestALeaseIsNotTakenUnderTheNameOfADeadHolder: how long it is good would be counted
// from when the new holder began, not from when the old one renewed it.
func TestALeaseIsNotTakenUnderTheNameOfADeadHolder(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := newMemory()
		kill(mustAcquire(t, someone(1), map[string]*memory{"tokyo": m}))
		time.Sleep(time.Hour)
		m.writes = nil
		if _, err := acquire(t, someone(1), map[string]*memory{"tokyo": m}); err == nil || !strings.Contains(err.Error(), "with a new nonce") || m.writes != nil {
			t.Errorf("got %v, wrote %v", err, m.writes)
		}
	})
}

func TestOneSiteIsNotLeasedTwice(t *testing.T) {
	s := Site{Name: "tokyo", Cluster: newMemory()}
	if _, err := Acquire(context.Background(), []Site{s, s}, someone(1), DefaultOptions(BootClock{})); err == nil {
		t.Error("it was")
	}
}

func TestReleaseGoesOnThroughFaultsAndLeavesWhatIsAnothers(t *testing.T) {
	for _, c := range []struct {
		name          string
		before, after func(string) error
	}{
		{"refused", nth("replace", fault(target.Busy), 1), nil},
		{"arrived, the answer lost", nil, nth("replace", fault(target.Unclear), 1)},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				m := newMemory()
				held := mustAcquire(t, someone(1), map[string]*memory{"tokyo": m})
				m.fail(c.before, c.after)
				if err := held.Release(context.Background()); err != nil || m.lease(t).holder != "" {
					t.Errorf("held by %q, %v", m.lease(t).holder, err)
				}
			})
		})
	}
	synctest.Test(t, func(t *testing.T) {
		m := newMemory()
		held := mustAcquire(t, someone(1), map[string]*memory{"tokyo": m})
		m.fail(func(string) error { return fault(target.Denied) }, nil)
		if err := held.Release(context.Background()); err == nil || !strings.Contains(err.Error(), "it ends by itself after 15s") {
			t.Errorf("got %v", err)
		}
	})
}
