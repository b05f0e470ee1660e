package prepare

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"berth.dev/engine/ground"
	"berth.dev/engine/lease"
	"berth.dev/engine/target"
)

// How often, and after what pause, a lease that was lost is asked for again: an API
// server that was restarted has two minutes to come back.
const (
	againTries = 12
	againPause = 10 * time.Second
)

// leased are the sites that must be leased for the steps that are left.
func (r *run) leased() (out []string) {
	for i := range r.steps[r.at:] {
		s := &r.steps[r.at+i]
		if r.past[s.ID].done {
			continue
		}
		for _, name := range r.job.Work.Site(s.Site).Leases() {
			if !r.gone[name] {
				out = append(out, name)
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// ensure makes sure that the run has its leases. It tells whether they had to be taken:
// then all that was seen before may have changed.
func (r *run) ensure(ctx context.Context) (fresh bool, err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.ensured(ctx)
}

// ensured is ensure for whoever holds mu.
func (r *run) ensured(ctx context.Context) (fresh bool, err error) {
	if r.lease != nil {
		_, cancel, err := r.lease.Permit(ctx)
		if err == nil {
			cancel()
			return false, nil
		}
		r.tell(Event{What: LeaseLost, Words: err.Error()})
		r.lease = nil
		if s := &r.steps[r.at]; s.Kind == ground.RemoveCluster && r.hold != nil {
			r.gone[s.Site] = true // its API went with it
		}
	}
	for n := 1; ; n++ {
		names := r.leased()
		if len(names) == 0 {
			return false, nil
		}
		err := r.take(ctx, names)
		switch {
		case err == nil:
			return true, nil
		case ctx.Err() != nil, errors.Is(err, lease.ErrLost), n >= againTries:
			return false, err
		case r.isBeingRemoved(names, err):
			r.gone[r.steps[r.at].Site] = true
			continue
		case !r.held:
			return false, err
		}
		r.tell(Event{What: Retried, Words: err.Error(), Took: againPause})
		if err := r.job.Clock.Sleep(ctx, againPause); err != nil {
			return false, err
		}
	}
}

// isBeingRemoved tells whether the lease could not be taken because an earlier run has
// begun to remove the very cluster that holds it, and it answers no more.
func (r *run) isBeingRemoved(names []string, err error) bool {
	var busy *lease.Busy
	s := &r.steps[r.at]
	if s.Kind != ground.RemoveCluster || !r.past[s.ID].begun || !slices.Contains(names, s.Site) || errors.As(err, &busy) {
		return false
	}
	class := target.ClassOf(err)
	return class == target.Busy || class == target.Unclear || class == target.Broken
}

// take takes all leases, and reads what their clusters remember. The caller holds mu.
func (r *run) take(ctx context.Context, names []string) error {
	sites := make([]lease.Site, len(names))
	for i, name := range names {
		p := r.places[name]
		if err := r.recall(ctx, p); err != nil {
			return err
		}
		sites[i] = lease.Site{Name: name, Cluster: p.cluster, Floor: p.record.Epoch}
	}
	held, err := r.job.Locks.Acquire(ctx, sites)
	if err != nil {
		return err
	}
	again := r.held
	r.lease, r.held = held, true
	for _, name := range names {
		r.tell(Event{What: LeaseTaken, Site: name, Words: fmt.Sprintf("epoch %d", held.Epoch(name))})
		if err := r.recall(ctx, r.places[name]); err != nil {
			return r.giveUp(ctx, err)
		}
	}
	if again && !r.isStillOurs() {
		r.hold = nil
		return r.giveUp(ctx, &lease.Lost{Site: r.steps[r.at].Site, Why: "another run has gone on with the step"})
	}
	return r.noteBegun(names)
}

// giveUp releases leases that must not be used. The caller holds mu.
func (r *run) giveUp(ctx context.Context, err error) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), leaveTime)
	defer cancel()
	_ = r.lease.Release(ctx) // it expires by itself
	r.lease = nil
	return err
}

// permit is what drivers ask right before they change something.
func (r *run) permit(ctx context.Context) (context.Context, context.CancelFunc, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if _, err := r.ensured(ctx); err != nil {
		return nil, nil, err
	}
	if r.lease == nil {
		ctx, cancel := context.WithCancel(ctx)
		return ctx, cancel, nil
	}
	if err := r.prolong(ctx); err != nil {
		return nil, nil, err
	}
	return r.lease.Permit(ctx)
}

// release gives the leases back.
func (r *run) release(ctx context.Context) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.lease != nil {
		_ = r.giveUp(ctx, nil) // there is nothing to do about it
	}
}
