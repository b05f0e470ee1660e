package enginetest

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"berth.dev/engine/spec"
)

func TestAFleetIsAWorkspaceWithoutMistakes(t *testing.T) {
	for _, n := range []int{1, 49, 50, 51, 1000} {
		w, diags := spec.Parse(Fleet(n, 1), spec.Options{})
		if len(diags) > 0 {
			t.Fatalf("%d services: %v", n, diags[0])
		}
		if diff := cmp.Diff(n, len(w.Services)); diff != "" {
			t.Errorf("services (-want +got):\n%s", diff)
		}
	}
}

func TestTheSameSeedGivesTheSameBytes(t *testing.T) {
	if diff := cmp.Diff(Fleet(200, 7), Fleet(200, 7)); diff != "" {
		t.Error(diff)
	}
	if cmp.Equal(Fleet(200, 7), Fleet(200, 8)) {
		t.Error("two seeds gave one fleet")
	}
}

func TestAFleetHoldsEveryKindOfService(t *testing.T) {
	w, _ := spec.Parse(Fleet(2000, 1), spec.Options{})
	var stateful, jobs, calls, unknown, between int
	for _, s := range w.Services {
		if s.Stateful.V {
			stateful++
		}
		if s.Job != nil && s.Job.Schedule.Set() {
			jobs++
		}
		for _, c := range s.CallBlocks {
			calls++
			if c.Sent.Unknown {
				unknown++
			}
			if w.Service(c.Name) != nil {
				between++
			}
		}
	}
	if stateful < 100 || jobs < 100 || between < 1500 {
		t.Errorf("stateful %d, jobs %d, calls between services %d of 2000", stateful, jobs, between)
	}
	if share := float64(unknown) / float64(calls); share < 0.03 || share > 0.07 {
		t.Errorf("%.3f of the calls are unknown, not about 0.05", share)
	}
}
