package apply

import (
	"context"
	"fmt"
	"time"

	"berth.dev/engine/object"
)

// tick is how often something that is waited for is looked at.
const tick = time.Second

// defaultWait is how long something may take where its step does not say.
const defaultWait = 600 * time.Second

// remove deletes an object of berth's and waits until it is gone: one that a
// finalizer holds is still there, and stays in its set. A claim is never deleted:
// the data in it outlive the service, and its set goes on naming it.
func (r *run) remove(ctx context.Context, t *task) error {
	if t.step.Object.Kind == claim {
		return nil
	}
	_, err := r.attempt(ctx, t, func(ctx context.Context) (object.Object, error) {
		if t.live == nil || leaving(t.live) {
			return nil, nil
		}
		return nil, t.site.remove(ctx, t.live)
	})
	if err != nil {
		return err
	}
	return r.untilGone(ctx, t)
}

// untilGone waits until the very object that was deleted is not there any longer.
func (r *run) untilGone(ctx context.Context, t *task) error {
	if t.live == nil {
		return nil
	}
	uid, end := t.live.UID(), r.deadline(t.step.Seconds)
	for {
		live, err := t.site.get(ctx, *t.step.Object)
		if err != nil {
			return err
		}
		if live == nil || live.UID() != uid {
			t.live = nil
			return nil
		}
		if !r.job.Clock.Now().Before(end) {
			return fmt.Errorf("%s: %s is deleted and not gone: something holds it (finalizers: %v)", t.site.name, live.Ref(), live.At("metadata", "finalizers"))
		}
		r.tellStep(StepWaits, t.step, "until it is gone")
		if err := r.job.Clock.Sleep(ctx, tick); err != nil {
			return err
		}
	}
}

// deadline is when a step that begins now has taken too long, or the run has.
func (r *run) deadline(most int64) time.Time {
	end := r.job.Clock.Now().Add(seconds(most))
	if all := r.began.Add(r.job.Limit); r.job.Limit > 0 && all.Before(end) {
		return all
	}
	return end
}

// seconds is how long a step may take.
func seconds(most int64) time.Duration {
	if most <= 0 {
		return defaultWait
	}
	return time.Duration(most) * time.Second
}

// leaving tells whether an object is deleted and something still holds it.
func leaving(o object.Object) bool { return o.At("metadata", "deletionTimestamp") != nil }
