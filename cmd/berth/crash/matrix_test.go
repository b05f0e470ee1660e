package crash

import (
	"fmt"
	"io"
	"testing"
	"time"

	"berth.dev/providers/providertest/audit"
	"berth.dev/providers/providertest/fault"
)

// verbs are all that a run asks for.
func verbs() []string {
	return []string{"review", "get", "list", "create", "update", "patch", "apply", "delete"}
}

// TestOneFaultOfEachKindAtEachVerbLosesNothing fails one request of each verb, the n-th,
// in each way there is. What a run survives it finishes; after all else the next run
// does, and nothing is lost in between.
func TestOneFaultOfEachKindAtEachVerbLosesNothing(t *testing.T) {
	figures := tally(t, "one fault")
	s := prepare(t, "ordinary", 1)
	for _, kind := range fault.Kinds() {
		for _, verb := range verbs() {
			for _, n := range nths(t) {
				t.Run(fmt.Sprintf("%s/%s/nth=%d", kind, verb, n), func(t *testing.T) {
					t.Parallel()
					figures.add(s.failing(t, kind, verb, n))
				})
			}
		}
	}
}

func (s scenario) failing(t *testing.T, kind fault.Kind, verb string, n int) []audit.Violation {
	w := newWorld(t, s.seed)
	w.furnish(t)
	plan := fault.Once(kind, verb, n)
	w.mu.Lock()
	for _, site := range sites() {
		w.faults[site] = plan
	}
	w.mu.Unlock()
	o := s.on(w, t.TempDir())
	o.Limit = 2 * time.Second
	// It may end in any way but one: with something lost.
	_, _ = carryOut(o, &points{out: io.Discard})
	w.spoil(0, 0)
	again(t, o, level{})
	return w.blameless(t, s.plan)
}
