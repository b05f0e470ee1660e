package apply

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"berth.dev/engine/object"
	"berth.dev/engine/rollout"
	"berth.dev/engine/target"
)

// attempt sends a write until it is known what became of it. A request that was
// refused may be sent again as it is. One of which nobody knows whether it happened,
// or that met something else than it expected, is never repeated blindly: what is
// there is read back and judged as at the beginning.
func (r *run) attempt(ctx context.Context, t *task, send func(context.Context) (object.Object, error)) (object.Object, error) {
	for n := t.site.tries(t.step.ID); ; {
		left, err := send(ctx)
		if err == nil {
			return left, nil
		}
		switch class := target.ClassOf(err); {
		case n.refused(err):
		case class == target.Unclear, class == target.Conflict, class == target.Exists, class == target.Absent:
			done, stale := r.readBack(ctx, t)
			if stale != nil {
				return nil, errors.Join(stale, fmt.Errorf("%s: %w", t.site.name, err))
			}
			if done {
				return t.live, nil
			}
			if owned := othersFields(err); owned != nil && !onlyCopies(t, err) {
				return nil, fmt.Errorf("%s: %w", t.site.name, owned)
			}
		default:
			return nil, fmt.Errorf("%s: %w", t.site.name, err)
		}
		if err := n.again(ctx, err); err != nil {
			return nil, err
		}
	}
}

// readBack reads what is there now and tells whether the step is done by it.
func (r *run) readBack(ctx context.Context, t *task) (done bool, err error) {
	live, err := t.site.get(ctx, *t.step.Object)
	if err != nil {
		return false, err
	}
	t.live = live
	state, why := r.judge(ctx, t.site, t.step, live)
	if state == rollout.Stale {
		return false, &StaleError{Changed: []Change{{Step: t.step.ID, Site: t.site.name, What: why}}}
	}
	return state == rollout.Done, nil
}

// onlyCopies tells whether all that a write was in conflict about is a number of copies
// that an autoscaler has set since it was read. What was read back shows that, and the
// next write leaves the number out.
func onlyCopies(t *task, err error) bool {
	var f *target.Fault
	return t.step.Scaled && errors.As(err, &f) && !slices.ContainsFunc(f.Fields, func(f target.Field) bool {
		return strings.TrimPrefix(f.Path, ".") != "spec.replicas"
	})
}

// othersFields is the error of a write to fields that somebody else owns, nil where
// it was not that. They are never taken by force.
func othersFields(err error) error {
	var f *target.Fault
	if !errors.As(err, &f) || len(f.Fields) == 0 {
		return nil
	}
	words := make([]string, len(f.Fields))
	for i, field := range f.Fields {
		words[i] = field.Path + " (owned by " + field.Manager + ")"
	}
	return fmt.Errorf("%s: other managers own what the plan writes: %s: let them go, or leave the fields out of the service's objects", f.What, strings.Join(words, ", "))
}

// asked is how long the cluster asks to wait before the next try, 0 where it does
// not say.
func asked(err error) (after time.Duration) {
	var f *target.Fault
	if errors.As(err, &f) {
		return f.After
	}
	return 0
}
