package crash

import (
	"fmt"
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

// row is what a test has shown in the end.
type row struct {
	what                            string
	cases, lost, doubled, untracked int
	took                            time.Duration
}

// String says it in one line.
func (r row) String() string {
	return fmt.Sprintf("%s: %d cases in %s: %d lost, %d doubled, %d untracked", r.what, r.cases, r.took, r.lost, r.doubled, r.untracked)
}

// tally counts cases until the test and all below it have ended, and then says so.
func tally(t *testing.T, what string) *figures {
	f, began := &figures{}, time.Now()
	t.Cleanup(func() {
		r := row{what, f.runs, f.lost, f.doubled, f.untracked, time.Since(began).Round(time.Second)}
		t.Log(r)
		keep(t, r)
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
