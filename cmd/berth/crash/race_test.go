package crash

import (
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"berth.dev/providers/providertest/audit"
)

// raceSpeed and stopSpeed are how fast leases end in races and in stops. A race needs a
// lease that even a starved machine renews in time; a stop waits for its end.
const (
	raceSpeed = 1
	stopSpeed = 4
)

// TestOfManyRunsExactlyOneProceeds starts two or eight runs at once, of one plan or of
// plans that touch the same services, with one state folder or one for each. The one
// that comes to its first change is held there until all others have given up.
func TestOfManyRunsExactlyOneProceeds(t *testing.T) {
	t.Parallel()
	figures := tally(t, "races")
	for n := range races(t) {
		t.Run(fmt.Sprintf("race=%d", n), func(t *testing.T) {
			t.Parallel()
			figures.add(race(t, uint64(n)))
		})
	}
}

// race is one of them: the number says which.
func race(t *testing.T, number uint64) []audit.Violation {
	many := 2
	if number%4 >= 2 {
		many = 8
	}
	apart, onePlan := number%2 == 0, number%8 < 4
	w := newWorld(t, number+1)
	w.furnish(t)
	var plans []audit.Plan
	var all []orders
	folder, together := t.TempDir(), t.TempDir()
	for i := range many {
		if i == 0 || !onePlan {
			plans = append(plans, plan(t, w.targets(t, "planner"), fmt.Sprint(i), ordinary(t)))
		}
		o := write(t, folder, plans[len(plans)-1])
		o.Name, o.Config, o.State, o.Speed, o.Seed = fmt.Sprintf("racer-%d", i), w.config, together, raceSpeed, number
		if apart {
			o.State = t.TempDir()
		}
		all = append(all, o)
	}
	winner := compete(t, w, all)
	if winner < 0 {
		return nil
	}
	finished := plans[0]
	if !onePlan {
		finished = plans[winner]
	}
	found := w.judge(finished.Digest, plans...)
	for _, v := range found {
		t.Error(v)
	}
	return found
}

// compete starts all runs and returns the one that carried its plan out; -1 after a
// failure.
func compete(t *testing.T, w *world, all []orders) (winner int) {
	t.Helper()
	held := newHold()
	w.guard(func(_ string, r *http.Request) {
		if r.Method == http.MethodPatch && changes(r) {
			held.wait()
		}
	})
	ends := make([]ended, len(all))
	var group sync.WaitGroup
	var mu sync.Mutex
	left := len(all)
	for i, o := range all {
		p := start(t, o)
		group.Go(func() {
			ends[i] = p.wait(t)
			mu.Lock()
			defer mu.Unlock()
			if left--; left == 1 {
				held.release()
			}
		})
	}
	group.Wait()
	winner = -1
	for i, e := range ends {
		switch {
		case e.Code == exitDone && winner < 0:
			winner = i
		case e.Code == exitDone:
			t.Errorf("%s and %s both carried it out", all[winner].Name, all[i].Name)
			return -1
		case e.Code != exitLocked:
			t.Errorf("%s ended with code %d: %s", all[i].Name, e.Code, e.Error)
		case !saysWhoAndSince(e.Error):
			t.Errorf("%s does not say who is at work and since when: %s", all[i].Name, e.Error)
		}
	}
	if winner < 0 {
		t.Error("nobody proceeded")
	}
	return winner
}

// saysWhoAndSince tells whether a refusal names the holder and its beginning. In the
// instant between locking a folder and signing it, its holder is not yet known.
func saysWhoAndSince(words string) bool {
	return strings.Contains(words, "since") && (strings.Contains(words, "racer-") || strings.Contains(words, "sha256:") || strings.Contains(words, "plan ")) ||
		strings.Contains(words, "another process is at work")
}

// hold keeps requests waiting until it is released.
type hold struct {
	once sync.Once
	open chan struct{}
}

func newHold() *hold { return &hold{open: make(chan struct{})} }

func (h *hold) release() { h.once.Do(func() { close(h.open) }) }

// patience is how long a request is held at most: whoever waits longer waits for
// something that will not come.
const patience = 30 * time.Second

func (h *hold) wait() {
	timer := time.NewTimer(patience)
	defer timer.Stop()
	select {
	case <-h.open:
	case <-timer.C:
	}
}
