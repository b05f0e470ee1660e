package prepare

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"berth.dev/engine/lease"
	"berth.dev/engine/object"
	"berth.dev/engine/record"
	"berth.dev/engine/target"
)

// The bounds within which a request is asked again.
const (
	maxTries   = 5
	firstPause = 100 * time.Millisecond
	longPause  = 10 * time.Second
	// askTime is how long one answer may take.
	askTime = 30 * time.Second
)

// place is a cluster that holds a lease, and what it remembers.
type place struct {
	name    string
	cluster lease.Cluster
	record  record.Cluster
}

// recall reads what a cluster remembers. Under the lease, a record of a later writer says
// that the lease is lost.
func (r *run) recall(ctx context.Context, p *place) error {
	for n := 1; ; n++ {
		o, err := get(ctx, p)
		if err == nil {
			return r.believe(p, o)
		}
		if err := r.again(ctx, p, n, err); err != nil {
			return err
		}
	}
}

func get(ctx context.Context, p *place) (object.Object, error) {
	ctx, cancel := context.WithTimeout(ctx, askTime)
	defer cancel()
	return p.cluster.Get(ctx, record.ClusterRef())
}

// believe takes over what a cluster remembers; where there is no record, nothing was ever
// done there.
func (r *run) believe(p *place, o object.Object) error {
	read := &record.Cluster{}
	if o != nil {
		var err error
		if read, err = record.ReadCluster(o); err != nil {
			return fmt.Errorf("site %s: %w", p.name, err)
		}
	}
	if r.lease != nil && read.Epoch > r.lease.Epoch(p.name) {
		return &lease.Lost{Site: p.name, Why: "a later run has written there"}
	}
	p.record = *read
	return nil
}

// write changes what a cluster remembers. A write of which nobody knows whether it
// happened, or that met another's, is followed by a look, and the change is made anew of
// what is there. The caller holds mu, and has the lease.
func (r *run) write(ctx context.Context, p *place, change func(*record.Cluster) error) error {
	for n := 1; ; n++ {
		next := p.record
		if err := change(&next); err != nil {
			return err
		}
		if slices.Equal(next.Holds, p.record.Holds) {
			return nil
		}
		next.Epoch = r.lease.Epoch(p.name)
		left, err := r.send(ctx, p, &next)
		if err == nil {
			return r.believe(p, left)
		}
		if err := r.again(ctx, p, n, err); err != nil {
			return err
		}
		if target.ClassOf(err) != target.Busy {
			if err := r.recall(ctx, p); err != nil {
				return err
			}
		}
	}
}

// send sends one record, right after the lease has permitted it. A request that has
// begun comes to its end, also when the run is told to end.
func (r *run) send(ctx context.Context, p *place, next *record.Cluster) (object.Object, error) {
	o, err := next.Object()
	if err != nil {
		return nil, fmt.Errorf("site %s: %w", p.name, err)
	}
	r.point("before the record of " + p.name)
	bound, cancel, err := r.lease.Permit(context.WithoutCancel(ctx))
	if err != nil {
		return nil, err
	}
	defer cancel()
	if next.Stored() {
		o, err = p.cluster.Replace(bound, o)
	} else {
		o, err = p.cluster.Create(bound, o, target.Write{})
	}
	r.point("after the record of " + p.name)
	return o, err
}

// again waits before the next try, or returns an error where there is none.
func (r *run) again(ctx context.Context, p *place, n int, last error) error {
	failed := fmt.Errorf("site %s: %w", p.name, last)
	switch target.ClassOf(last) {
	case target.Busy, target.Unclear, target.Conflict, target.Exists, target.Absent, target.Unauthorized:
	default:
		return failed
	}
	if n >= maxTries || ctx.Err() != nil {
		return failed
	}
	pause := firstPause << n
	var f *target.Fault
	if errors.As(last, &f) {
		pause = max(pause, f.After)
	}
	return r.job.Clock.Sleep(ctx, min(pause, longPause))
}
