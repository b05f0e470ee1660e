package crash

import (
	"sync"
	"testing"
	"time"

	"berth.dev/providers/providertest/audit"
)

// figures count what a test's cases have shown.
type figures struct {
	mu                             sync.Mutex
	runs, lost, doubled, untracked int
}

// tally counts cases until the test and all below it have ended, and then says so.
func tally(t *testing.T, what string) *figures {
	f, began := &figures{}, time.Now()
	t.Cleanup(func() {
		t.Logf("%s: %d cases in %s: %d lost, %d doubled, %d untracked", what, f.runs, time.Since(began).Round(time.Second), f.lost, f.doubled, f.untracked)
	})
	return f
}

func (f *figures) add(found []audit.Violation) {
	lost, doubled, untracked := audit.Count(found)
	f.mu.Lock()
	defer f.mu.Unlock()
	f.runs++
	f.lost, f.doubled, f.untracked = f.lost+lost, f.doubled+doubled, f.untracked+untracked
}
