package apply

import (
	"context"
	"errors"
	"fmt"

	"berth.dev/engine/record"
)

// Abandon closes a plan that is open without finishing it, on every cluster where it
// is. What it has done stays, and stays in the sets. The generation rises, so that
// the plan can never be carried out again: what it was made for is no more.
func Abandon(ctx context.Context, job Job) (*Outcome, error) {
	r, err := begin(job)
	if err != nil {
		return &Outcome{Plan: job.Plan, Stopped: StoppedBefore}, err
	}
	r.tell(Event{What: RunBegan, Words: fmt.Sprintf("plan %s: giving it up", short(job.Plan))})
	return r.end(r.abandon(ctx))
}

func (r *run) abandon(ctx context.Context) error {
	if err := each(ctx, len(r.sites), len(r.sites), r.meet); err != nil {
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
	if err := each(ctx, len(r.sites), len(r.sites), r.meet); err != nil {
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
