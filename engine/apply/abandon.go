package apply

import (
	"context"
	"errors"
	"fmt"

	"berth.dev/engine/record"
	"berth.dev/engine/step"
)

// Abandon closes a plan that is open without finishing it, on every cluster where it
// is. What it has done stays, and stays in the sets. The generation rises, so that
// the plan can never be carried out again: what it was made for is no more. The job
// needs the plan's digest and all targets, not the plan itself: its file may be lost.
func Abandon(ctx context.Context, job Job) (*Outcome, error) {
	if job.Work == nil {
		job.Work = &step.Work{}
	}
	r := onTargets(job)
	r.tell(Event{What: RunBegan, Words: fmt.Sprintf("plan %s: giving it up", short(job.Plan))})
	return r.end(r.abandon(ctx))
}

func (r *run) abandon(ctx context.Context) error {
	if err := r.remember(ctx); err != nil {
		return err
	}
	if !r.openAnywhere() {
		return ErrNothingOpen
	}
	release, err := r.lock(ctx)
	if err != nil {
		return err
	}
	defer release()
	if err := r.remember(ctx); err != nil {
		return err
	}
	for _, s := range r.sites {
		if s.cluster.Open == nil || s.cluster.Open.Plan != r.job.Plan {
			continue
		}
		r.progress.done = max(r.progress.done, s.cluster.Open.Done)
		err := s.writeCluster(ctx, func(c *record.Cluster) {
			c.Generation++
			c.Open = nil
		})
		if err != nil {
			return err
		}
	}
	r.tell(Event{What: PlanClosed, Words: fmt.Sprintf("plan %s is given up after %d of its stages; what it did stays", short(r.job.Plan), r.progress.done)})
	return errors.Join(r.noteClosed(), r.sync())
}

// openAnywhere tells whether the plan is under way on a cluster.
func (r *run) openAnywhere() bool {
	for _, s := range r.sites {
		if s.cluster.Open != nil && s.cluster.Open.Plan == r.job.Plan {
			return true
		}
	}
	return false
}
