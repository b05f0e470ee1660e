package drift_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"berth.dev/engine/drift"
	"berth.dev/engine/object"
	"berth.dev/engine/step"
)

// wrote adds to an object's managed fields that somebody wrote to something.
func wrote(o object.Object, manager, at string, fields map[string]any) object.Object {
	meta := o["metadata"].(map[string]any)
	entries := meta["managedFields"].([]any)
	entries[0].(map[string]any)["time"] = "2026-11-01T08:00:00Z"
	meta["managedFields"] = append(entries, map[string]any{"manager": manager, "operation": "Update", "time": at, "fieldsV1": fields})
	return o
}

func TestAnObjectOutsideOfThePlanIsCountedAndItsLaterWritersAreNamed(t *testing.T) {
	data := map[string]any{"f:data": map[string]any{"f:level": map[string]any{}}}
	for name, one := range map[string]struct {
		manager, at string
		fields      map[string]any
		want        int
	}{
		"a person later":        {"kubectl-set", "2026-11-01T08:00:01Z", data, 1},
		"a person before":       {"kubectl-set", "2026-11-01T07:59:59Z", data, 0},
		"the cluster itself":    {"kube-controller-manager", "2026-11-01T09:00:00Z", data, 0},
		"a label":               {"kubectl-label", "2026-11-01T09:00:00Z", map[string]any{"f:metadata": map[string]any{}}, 0},
		"the number of copies":  {"scaler", "2026-11-01T09:00:00Z", map[string]any{"f:spec": map[string]any{"f:replicas": map[string]any{}}}, 0},
		"copies and an image":   {"person", "2026-11-01T09:00:00Z", map[string]any{"f:spec": map[string]any{"f:replicas": map[string]any{}, "f:template": map[string]any{}}}, 1},
		"status without a mark": {"controller", "2026-11-01T09:00:00Z", map[string]any{"f:status": map[string]any{}}, 0},
	} {
		t.Run(name, func(t *testing.T) {
			live := wrote(config(t, first, "debug"), one.manager, one.at, one.fields)
			count, found := drift.Untold(drift.Left{}, tokyo(first, live))
			if count != 1 || len(found) != one.want {
				t.Errorf("%d objects, found %v", count, found)
			}
			count, found = drift.Untold(left(t, step.Create), tokyo(first, live))
			if diff := cmp.Diff([]drift.Drift(nil), found); count != 0 || diff != "" {
				t.Errorf("%d objects are told twice: %s", count, diff)
			}
		})
	}
}
