package plan_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"berth.dev/engine/plan"
)

func TestAnHourIsNamedWithItsSeason(t *testing.T) {
	for _, c := range []struct {
		slots, slot int
		want        string
	}{
		{168, 0, "Mon 00:00 UTC"},
		{168, 167, "Sun 23:00 UTC"},
		{336, 45, "Tue 21:00 UTC in winter"},
		{336, 168 + 45, "Tue 21:00 UTC in summer"},
		{1, 0, ""},
	} {
		if diff := cmp.Diff(c.want, plan.SlotName(c.slots, c.slot)); diff != "" {
			t.Error(diff)
		}
	}
}

func TestAmountsOfABlockAreToldInUnitsOfPeople(t *testing.T) {
	for scale, want := range map[string]plan.Scale{
		"m": {Unit: "cores", Per: 1000}, "MiB": {Unit: "GiB", Per: 1024}, "µs": {Unit: "ms", Per: 1000}, "": {Per: 1}, "pieces": {Unit: "pieces", Per: 1},
	} {
		if diff := cmp.Diff(want, plan.ScaleOf(scale)); diff != "" {
			t.Errorf("%q (-want +got):\n%s", scale, diff)
		}
	}
}
