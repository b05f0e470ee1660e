package fleet_test

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"berth.dev/engine/fleet"
	"berth.dev/engine/place"
	"berth.dev/engine/profile"
)

// full is a service of 30 replicas by day and 2 by night, beside one that keeps 2 of
// the 18 cores there are.
func full(t testing.TB) *fleet.Fleet {
	t.Helper()
	byDay := func(at time.Time) float64 {
		if at.Hour() >= 8 && at.Hour() < 20 {
			return 300
		}
		return 5
	}
	small := `memory = "1Gi"`
	a := replacedIn(busy("a"), `memory = "8Gi"`, small)
	b := replacedIn(svc("b", `pin = "tokyo"`), `memory = "8Gi"`, small)
	return loadBusy(t, map[string]profile.Profile{"a": week(t, time.UTC, byDay)}, a, b).build(t, func(o *fleet.Options) { o.Splits = 1 })
}

// splitOf is the option of a service that is split.
func splitOf(t testing.TB, f *fleet.Fleet, i int) uint8 {
	t.Helper()
	l := slices.IndexFunc(f.Services[i].Options, func(o fleet.Option) bool { return o.Base != nil })
	if l < 0 {
		t.Fatal("no split")
	}
	return uint8(l)
}

func TestASplitFillsTheRoomThatIsThere(t *testing.T) {
	f := full(t)
	finer, added := f.Refine(nil, place.Placement{splitOf(t, f, 0), 0})
	// Two replicas run at gke whatever is kept. So without a price of capacity 28 of 30
	// are kept; with the room there is, 16.
	if diff := cmp.Diff(2, added); diff != "" {
		t.Fatal(diff)
	}
	for _, name := range []string{"tokyo+gke@16", "tokyo+gke@28"} {
		if finer.Find(0, name) < 0 {
			t.Errorf("no %s among %v", name, names(finer, 0))
		}
	}
	if !slices.IsSortedFunc(finer.Services[0].Options, func(x, y fleet.Option) int { return slices.Compare(x.Base, y.Base) * len(x.Base) * len(y.Base) }) {
		t.Errorf("splits do not rise: %v", names(finer, 0))
	}
	x := place.Placement{uint8(finer.Find(0, "tokyo+gke@16")), 0}
	if broken := finer.Problem.Broken(x); len(broken) > 0 {
		t.Errorf("it does not fit: %+v", broken)
	}
}

func TestCapacityAtAPriceIsKeptForWhoNeedsItLonger(t *testing.T) {
	f := full(t)
	x := place.Placement{splitOf(t, f, 0), 0}
	// A core by day for more than it saves: kept is what runs by night, 2.
	var dear []place.Price
	for b, block := range f.Blocks {
		if block.Kind == fleet.Capacity && block.Resource == "cpu" {
			for slot := range int32(168) {
				if slot%24 >= 8 && slot%24 < 20 {
					dear = append(dear, place.Price{Block: int32(b), Slot: slot, Value: 1e12})
				}
			}
		}
	}
	finer, _ := f.Refine(dear, x)
	if finer.Find(0, "tokyo+gke@2") < 0 {
		t.Errorf("no split keeps 2: %v", names(finer, 0))
	}
}

func TestAFleetThatHasTheBestSplitsStaysAsItIs(t *testing.T) {
	f := full(t)
	x := place.Placement{splitOf(t, f, 0), 0}
	finer, _ := f.Refine(nil, x)
	y, kept := finer.Carry(f, x)
	if !kept {
		t.Fatal("the placement was not carried over")
	}
	if again, added := finer.Refine(nil, y); added != 0 || again != finer {
		t.Errorf("%d more splits: %v", added, names(again, 0))
	}
}

func TestAServiceThatIsHeldGetsNoSplits(t *testing.T) {
	f := of(t, svc("a", `runs_on = "gke"`, call("db", "unknown", "1Gi")))
	if _, added := f.Refine(nil, place.Placement{0}); added != 0 {
		t.Errorf("%d splits", added)
	}
}

func TestSplitsAreGivenUpWhenToldTo(t *testing.T) {
	f := full(t)
	x := place.Placement{splitOf(t, f, 0), 0}
	// It is asked before each of the two groups, again before each is put together,
	// and once more at the end.
	for asked := range 6 {
		left := asked
		finer, added := f.RefineUntil(func() bool { left--; return left < 0 }, nil, x)
		if done := asked == 5; done != (added > 0) || done == (finer == f) {
			t.Errorf("told to stop when asked the %dth time: %d splits added", asked+1, added)
		}
	}
}
