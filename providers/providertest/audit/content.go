package audit

import (
	"fmt"

	"berth.dev/engine/object"
	"berth.dev/engine/step"
)

// unlike says in what an object is not what a step leaves, "" where it is.
func unlike(st *step.Step, live object.Object, bag *object.Bag) string {
	switch {
	case st.Kind == step.Delete && st.Object.Kind == claim:
		return ""
	case st.Kind == step.Delete:
		if live != nil && live.At("metadata", "deletionTimestamp") == nil {
			return "it is still there"
		}
		return ""
	case live == nil:
		return "it is not there"
	case st.Kind == step.Scale:
		if n, _ := live.Copies(); n != st.Copies {
			return fmt.Sprintf("it asks for %d copies, not %d", n, st.Copies)
		}
		return ""
	case st.Object.Kind == "Namespace" || live.IsSecret():
		return ""
	}
	want, err := bag.Get(st.After)
	if err != nil {
		return err.Error()
	}
	diffs, err := object.Differences(live, want, object.View{Scaled: st.Scaled || st.CopiesOf != ""})
	if err != nil {
		return err.Error()
	}
	if len(diffs) > 0 {
		return diffs[0].String()
	}
	return ""
}
