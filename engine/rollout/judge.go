package rollout

import (
	"fmt"
	"slices"
	"strings"

	"berth.dev/engine/object"
	"berth.dev/engine/step"
)

// State is how a step stands to what is there.
type State string

const (
	// Ready: what the step expects is there, or it only reads.
	Ready State = "ready"
	// Done: what the step leaves is there.
	Done State = "done"
	// Stale: neither; the step is no longer about what is there.
	Stale State = "stale"
)

// Judge compares a step with the live object that it is about (nil for none; a Secret
// sealed by the plan's key). For a stale step it says what has changed. It is the one
// place where this is decided: when a plan is checked, before each write, and when a
// run that was cut off is taken up.
//
// It answers for the step alone: where earlier steps of the work are about the same
// object and are not done, see [Changes].
func Judge(s step.Step, live object.Object, bag *object.Bag) (State, string) {
	if isLeaving(live) && s.Kind.Writes() && s.Kind != step.Delete {
		return Stale, fmt.Sprintf("%s: is being deleted: what is written to it goes with it; wait until it is gone, then plan again", s.Object)
	}
	var state State
	var why string
	var err error
	switch s.Kind {
	case step.Create:
		state, why, err = judgeCreate(s, live, bag)
	case step.Update, step.Adopt:
		state, why, err = judgeChange(s, live, bag)
	case step.Scale:
		state, why, err = judgeScale(s, live)
	case step.Delete:
		state, why, err = judgeDelete(s, live, bag)
	default:
		return Ready, ""
	}
	if err != nil {
		return Stale, err.Error()
	}
	return state, why
}

func (s State) because(format string, args ...any) (State, string, error) {
	return s, fmt.Sprintf(format, args...), nil
}

// isLeaving tells whether somebody has deleted an object and something still holds it.
func isLeaving(live object.Object) bool { return live.At("metadata", "deletionTimestamp") != nil }

// viewOf says what of a step's object is not compared.
func viewOf(s step.Step) object.View {
	return object.View{Scaled: s.Scaled || s.CopiesOf != ""}
}

func judgeCreate(s step.Step, live object.Object, bag *object.Bag) (State, string, error) {
	if live == nil {
		return Ready, "", nil
	}
	if s.Object.Kind == namespaceKind {
		return Done, "", nil // whoever made it: nothing of it is written
	}
	want, err := bag.Get(s.After)
	if err != nil {
		return "", "", err
	}
	if !marked(live, want) {
		return Stale.because("%s: exists by now, and it is not berth's%s", s.Object, keptBy(live, want))
	}
	diffs, err := object.Differences(live, want, viewOf(s))
	if err != nil || len(diffs) == 0 {
		return Done, "", err
	}
	return Stale.because("%s: exists by now, with other content: %s", s.Object, fields(diffs))
}

func judgeChange(s step.Step, live object.Object, bag *object.Bag) (State, string, error) {
	if state, why := sameObject(s, live); state != Ready {
		return state, why, nil
	}
	want, err := bag.Get(s.After)
	if err != nil {
		return "", "", err
	}
	taken := object.TakenOver(live, s.Managers)
	seen, err := object.Seen(taken, want, viewOf(s))
	if err != nil {
		return "", "", err
	}
	digest, err := seen.Digest()
	if err != nil || digest == s.Before {
		return Ready, "", err
	}
	diffs, err := object.Differences(taken, want, viewOf(s))
	if err != nil {
		return "", "", err
	}
	if marked(live, want) && len(diffs) == 0 {
		return Done, "", nil
	}
	before, err := bag.Get(s.Before)
	if err != nil {
		return "", "", err
	}
	return Stale.because("%s: has changed since the plan was made: %s", s.Object, strings.Join(unlike(before, seen, owners(diffs)), "; "))
}

func judgeScale(s step.Step, live object.Object) (State, string, error) {
	if state, why := sameObject(s, live); state != Ready {
		return state, why, nil
	}
	if live.Label(object.LabelService) != s.Service {
		return Stale.because("%s: is not berth's any more: its label %s is %q", s.Object, object.LabelService, live.Label(object.LabelService))
	}
	if n, _ := live.Copies(); n == s.Copies {
		return Done, "", nil
	}
	return Ready, "", nil
}

func judgeDelete(s step.Step, live object.Object, bag *object.Bag) (State, string, error) {
	if live == nil {
		return Done, "", nil
	}
	if state, why := sameObject(s, live); state != Ready {
		return state, why, nil
	}
	if live.Label(object.LabelService) != s.Service {
		return Stale.because("%s: is not berth's any more: its label %s is %q", s.Object, object.LabelService, live.Label(object.LabelService))
	}
	before, err := bag.Get(s.Before)
	if err != nil {
		return "", "", err
	}
	diffs, err := object.Differences(live, before, object.View{Scaled: true})
	if err != nil {
		return "", "", err
	}
	diffs = slices.DeleteFunc(diffs, func(x object.Difference) bool { return isOthersMatter(x.Path) })
	if len(diffs) > 0 {
		return Stale.because("%s: has changed since the plan was made, and would be removed with the change: %s", s.Object, formerly(diffs))
	}
	added, err := object.Added(live, before)
	if err != nil {
		return "", "", err
	}
	added = slices.DeleteFunc(added, func(path string) bool { return path == "spec.replicas" || isOthersMatter(path) })
	if len(added) > 0 {
		return Stale.because("%s: has changed since the plan was made, and would be removed with what was added: %s", s.Object, strings.Join(added, ", "))
	}
	return Ready, "", nil
}

// isOthersMatter tells whether a change of a field of what is to be removed is no
// reason to stop: labels and notes, and what stopping it has changed.
func isOthersMatter(path string) bool {
	return strings.HasPrefix(path, "metadata.") || path == "spec.suspend"
}

// formerly says how fields have changed, where a difference tells how they would be
// set back.
func formerly(diffs []object.Difference) string {
	var out []string
	for _, x := range diffs[:min(len(diffs), told)] {
		out = append(out, fmt.Sprintf("%s was %s, is %s", x.Path, word(x.Want), word(x.Live)))
	}
	return strings.Join(out, "; ")
}

// sameObject is Ready where the live object is the very one that a step is about.
func sameObject(s step.Step, live object.Object) (State, string) {
	switch {
	case live == nil:
		return Stale, fmt.Sprintf("%s: is gone", s.Object)
	case s.UID != "" && live.UID() != s.UID:
		return Stale, fmt.Sprintf("%s: another object has its name: its UID is %s, and the plan was made for %s", s.Object, live.UID(), s.UID)
	}
	return Ready, ""
}

// marked tells whether a live object carries the marks of berth's that a wanted one
// has.
func marked(live, want object.Object) bool {
	return live.Label(object.LabelService) == want.Label(object.LabelService) && live.Label(object.LabelPartOf) == want.Label(object.LabelPartOf)
}

func keptBy(live, want object.Object) string {
	if by := object.TrackedBy(live, want.Label(object.LabelPartOf)); by != "" {
		return ": " + by + " keeps it"
	}
	return ""
}
