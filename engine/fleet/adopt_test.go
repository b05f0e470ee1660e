package fleet_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"berth.dev/engine/place"
)

func TestSplitsOfAnotherBuildAreTakenOverWhereTheyAreUsed(t *testing.T) {
	refined, _ := full(t).Refine(nil, place.Placement{splitOf(t, full(t), 0), 0})
	used := uint8(refined.Find(0, "tokyo+gke@16"))
	fresh := full(t)
	if fresh.Find(0, "tokyo+gke@16") >= 0 {
		t.Fatal("the split is there from the beginning")
	}
	got, added := fresh.Adopt(refined, place.Placement{used, 0})
	if diff := cmp.Diff(1, added); diff != "" {
		t.Error(diff)
	}
	if got.Find(0, "tokyo+gke@16") < 0 || got.Find(0, "tokyo+gke@28") >= 0 {
		t.Errorf("%v", names(got, 0))
	}
	if _, kept := got.Carry(refined, place.Placement{used, 0}); !kept {
		t.Error("the placement cannot be carried over")
	}
	if again, added := got.Adopt(refined, place.Placement{used, 0}); added != 0 || again != got {
		t.Errorf("%d splits more", added)
	}
}

func TestWhatIsNoSplitIsNotTakenOver(t *testing.T) {
	f := full(t)
	if got, added := f.Adopt(full(t), place.Placement{0, 0}); added != 0 || got != f {
		t.Errorf("%d splits", added)
	}
}
