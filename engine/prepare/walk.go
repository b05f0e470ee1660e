package prepare

import (
	"context"
	"errors"
	"fmt"
	"time"

	"berth.dev/engine/ground"
	"berth.dev/engine/record"
)

// leaveTime is how long a run that ends may take to leave things in order.
const leaveTime = time.Minute

// walk does the steps in their order.
func (r *run) walk(ctx context.Context) error {
	for r.at = range r.steps {
		s := &r.steps[r.at]
		r.out.Step = s.ID
		if err := ctx.Err(); err != nil {
			return fmt.Errorf("site %s, step %s: not begun: %w", s.Site, s.ID, err)
		}
		if err := r.step(ctx, s); err != nil {
			return err
		}
		r.out.Done++
	}
	r.out.Step = ""
	return nil
}

// step does one step, where it is still to be done.
func (r *run) step(ctx context.Context, s *ground.Step) error {
	if r.past[s.ID].done {
		r.tell(about(StepPassed, s, "an earlier run has done it"))
		return nil
	}
	due, err := r.isDue(ctx, s)
	if err != nil || !due {
		return err
	}
	fresh, err := r.ensure(ctx)
	if err != nil {
		return err
	}
	if fresh {
		// Whoever had the lease until now may have done it.
		if due, err = r.isDue(ctx, s); err != nil || !due {
			return err
		}
	}
	hand, err := r.intend(ctx, s)
	if err != nil {
		return err
	}
	return r.do(ctx, s, hand)
}

// isDue tells whether a step is still to be done, and may begin now.
func (r *run) isDue(ctx context.Context, s *ground.Step) (bool, error) {
	due, err := r.stands(ctx, s)
	if err != nil || !due {
		return false, err
	}
	return true, r.mayBegin(s)
}

// stands asks the driver whether a step is still to be done, and tells where it is not.
func (r *run) stands(ctx context.Context, s *ground.Step) (due bool, err error) {
	r.point("before judging " + s.ID)
	standing, err := r.job.Drivers[s.Site].Judge(ctx, s)
	var stale *Stale
	if errors.As(err, &stale) {
		over, failed := r.isOvertaken(ctx, s)
		if failed != nil || !over {
			return false, errors.Join(err, failed)
		}
		r.tell(about(StepPassed, s, "a later step has gone on from it"))
		return false, nil
	}
	if err != nil {
		return false, err
	}
	switch standing {
	case Due:
		return true, nil
	case Done:
		r.tell(about(StepPassed, s, "it is done already"))
		return false, nil
	}
	return false, fmt.Errorf("site %s, step %s: its driver says %q of it: this is a mistake in berth, nothing was done", s.Site, s.ID, standing)
}

// mayBegin is a *Shut where a step disturbs and its site's window is shut.
func (r *run) mayBegin(s *ground.Step) error {
	if !s.Disturbs() {
		return nil
	}
	site, now := r.job.Work.Site(s.Site), r.job.Clock.Now()
	opens, err := site.Opens(now)
	if err != nil || !opens.After(now) {
		return err
	}
	shut := &Shut{Site: s.Site, Step: s.ID, Window: site.Window, Opens: opens}
	r.tell(about(WindowShut, s, shut.Error()))
	return shut
}

// do lets the driver do a step, and leaves things in order whatever came of it.
func (r *run) do(ctx context.Context, s *ground.Step, hand Hand) error {
	r.out.Began++
	began := r.job.Clock.Now()
	r.tell(about(StepBegan, s, s.Why))
	r.point("before " + s.ID)
	err := r.job.Drivers[s.Site].Do(ctx, s, hand)
	r.point("after " + s.ID)
	e := about(StepDone, s, "done")
	if err != nil {
		e = about(StepFailed, s, err.Error())
	}
	e.Took = r.job.Clock.Now().Sub(began)
	r.tell(e)
	if err != nil {
		r.noteFailed(s, err)
		r.settle(ctx, s, r.rest)
		return err
	}
	noted := r.noteDone(s)
	if s.Kind == ground.RemoveCluster {
		r.gone[s.Site] = true
	}
	r.settle(ctx, s, r.unhold)
	return noted
}

// settle changes the hold of a step of which nothing runs any more. Where that does not
// succeed the hold ends by its time, and the next run of this state folder need not wait
// for that; so it is told and no failure of the step.
func (r *run) settle(ctx context.Context, s *ground.Step, change func(*record.Cluster)) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), leaveTime)
	defer cancel()
	if err := r.changeHold(ctx, change); err != nil {
		r.tell(about(HoldLeft, s, "it stays written down that the step is under way: "+err.Error()))
	}
	if r.gone[s.Site] {
		r.release(ctx) // what is left of the leases is taken anew, without this one's
	}
}
