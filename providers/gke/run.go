package gke

import (
	"context"
	"fmt"
	"time"

	"berth.dev/engine/ground"
	"berth.dev/engine/prepare"
	"berth.dev/engine/target"
)

// run is one step while it is done.
type run struct {
	*driver
	step  *ground.Step
	task  *Task
	hand  prepare.Hand
	until time.Time

	// asked is the request of the last try, asks how many there were, and late how often
	// its effect was looked for in vain since it was done.
	asked string
	asks  int
	late  int
	// any says that every running operation is waited for, since Google has refused the
	// step because of one.
	any bool
}

const (
	// mostAsks is how often a step asks for its change before it gives up.
	mostAsks = 5
	// mostLate is how often the effect of a change that is done is looked for.
	mostLate = 20
)

// settle brings the step to its end: it looks, waits for what runs, asks for the change,
// and looks again, until the change is there.
func (r *run) settle(ctx context.Context) error {
	for {
		seen, err := r.look(ctx, r.step)
		if err != nil {
			return err
		}
		if op := r.running(seen); op != nil {
			if err := r.wait(ctx, *op, r.isMine(op)); err != nil {
				return err
			}
			continue
		}
		standing, err := r.judge(ctx, r.step, r.task, seen)
		if err != nil || standing == prepare.Done {
			return err
		}
		if err := r.try(ctx, r.request(seen)); err != nil {
			return err
		}
	}
}

// try asks for a change, unless the one that was asked for last is only late to show.
func (r *run) try(ctx context.Context, q *request) error {
	if q == nil {
		return fmt.Errorf("site %s, step %s: GKE has no request for %q", r.site.Name, r.step.ID, r.step.Kind)
	}
	if err := r.inTime("its change to show"); err != nil {
		return err
	}
	if q.name == r.asked && r.late > 0 && r.late < mostLate {
		r.late++
		return r.client.pause(ctx, r.late, time.Second)
	}
	if r.asks == mostAsks {
		return fmt.Errorf("site %s, step %s: %s was asked for %d times and is not there yet. Run `berth resume` to go on", r.site.Name, r.step.ID, q.name, r.asks)
	}
	r.asks, r.asked, r.late = r.asks+1, q.name, 0
	op, err := r.ask(ctx, q)
	if err != nil {
		return r.failed(ctx, q, err)
	}
	if err := r.wait(ctx, op, true); err != nil {
		return err
	}
	r.late = 1
	return nil
}

// ask sends a request once, with the permit to write.
func (r *run) ask(ctx context.Context, q *request) (Operation, error) {
	inner, done, err := r.permit(ctx)
	if err != nil {
		return Operation{}, err
	}
	defer done()
	inner, cancel := context.WithTimeout(inner, callLimit)
	defer cancel()
	r.point("before " + q.method)
	o, err := q.send(inner)
	r.point("after " + q.method)
	if err != nil {
		return Operation{}, faultOf(q.name, err)
	}
	return Operation{Name: o.GetName(), Type: o.GetOperationType().String(), Pool: r.step.Part}, nil
}

// failed decides what a request that failed means: nil is to look again.
func (r *run) failed(ctx context.Context, q *request, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	f := faultOf(q.name, err)
	switch f.Class {
	case target.Busy, target.Unclear:
		r.say(fmt.Sprintf("%s: %s; looking again", q.name, f.Says))
	case blocked:
		r.any = true
		r.say(fmt.Sprintf("%s: Google refuses for now: %s", q.name, f.Says))
	case target.Conflict, target.Exists, target.Absent:
		// What is there has changed: the next look says what it means.
	case target.Broken:
		if f.Cause == nil || f.Says == "" {
			return err
		}
		return r.giveUp(f)
	default:
		return r.giveUp(f)
	}
	if r.asks == mostAsks {
		return r.giveUp(f)
	}
	return r.client.pause(ctx, r.asks, least(f, r.asks))
}

// giveUp says that Google refuses the step.
func (r *run) giveUp(f *target.Fault) error {
	why := advice(f)
	if known := explain(f.Says); known != "" {
		why = f.What + ": " + known + ". Google says: " + f.Says
	}
	return r.refused(r.step, f, "%s", why)
}

// inTime is an error when the step has taken as long as it may.
func (r *run) inTime(what string) error {
	if r.client.clock.Now().Before(r.until) {
		return nil
	}
	return fmt.Errorf("site %s, step %s: waited %s for %s. Look at it, then run `berth resume` to go on", r.site.Name, r.step.ID, time.Duration(r.step.Seconds)*time.Second, what)
}

func (r *run) permit(ctx context.Context) (context.Context, context.CancelFunc, error) {
	if r.hand.Permit == nil {
		return ctx, func() {}, nil
	}
	return r.hand.Permit(ctx)
}

func (r *run) say(words string) {
	if r.hand.Say != nil {
		r.hand.Say(words)
	}
}

func (r *run) point(name string) {
	if r.hand.Point != nil {
		r.hand.Point(name)
	}
}
