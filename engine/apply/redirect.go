package apply

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"berth.dev/engine/object"
	"berth.dev/engine/step"
)

// redirect sends the callers of a service to where it runs now, by a program or by
// the weights of a route.
func (r *run) redirect(ctx context.Context, t *task) error {
	route := t.step.Route
	if route.HTTPRoute == nil {
		return r.command(ctx, t)
	}
	ramp := rampOf(route)
	at, err := r.rampAt(ctx, t, ramp)
	if err != nil {
		return err
	}
	for ; at < len(ramp); at++ {
		if err := r.weigh(ctx, t, before(ramp, at), ramp[at]); err != nil {
			return err
		}
		if err := r.hold(ctx, t); err != nil {
			return r.turnBack(ctx, t, at, err)
		}
	}
	return nil
}

// command runs the program that sends callers on. A run that was cut off runs it
// again, so it must bear to be told the same thing twice.
func (r *run) command(ctx context.Context, t *task) error {
	if err := r.lacks(t.step, false); err != nil {
		return fmt.Errorf("%s: %w", t.step.ID, err)
	}
	input, err := json.Marshal(t.step.Route)
	if err != nil {
		return err
	}
	bound, cancel := context.WithTimeout(ctx, seconds(t.step.Seconds))
	defer cancel()
	if err := r.job.Hands.Command(bound, t.step.Route.Command, append(input, '\n')); err != nil {
		return fmt.Errorf("the program that switches the callers of %s failed: %w", t.step.Service, err)
	}
	return r.hold(ctx, t)
}

// rampAt finds how far an earlier run has come: the first part of the ramp that the
// route does not show yet. Weights that are on no part of it are somebody else's, and
// are not written over.
func (r *run) rampAt(ctx context.Context, t *task, ramp []int64) (int, error) {
	live, err := r.readRoute(ctx, t)
	if err != nil {
		return 0, err
	}
	if why := unserved(live, t.step.Route); why != "" {
		return 0, otherRoute(t, why)
	}
	for i := len(ramp) - 1; i >= 0; i-- {
		if shows(live, t.step.Route, ramp[i]) {
			return i + 1, nil
		}
	}
	if shows(live, t.step.Route, 0) {
		return 0, nil
	}
	return 0, otherWeights(t, live)
}

// otherRoute says that a route is not as the plan has it.
func otherRoute(t *task, why string) error {
	return &StaleError{Changed: []Change{{Step: t.step.ID, Site: t.step.Route.Site, What: t.step.Route.HTTPRoute.String() + " " + why}}}
}

func otherWeights(t *task, live object.Object) error {
	return otherRoute(t, "has other weights than the plan expects: "+weightsOf(live))
}

// routesChanged lists the routes whose weights are not those that the next switch of
// them expects.
func (r *run) routesChanged(ctx context.Context) (changed []Change, err error) {
	seen := map[object.Ref]bool{}
	for _, stage := range r.job.Work.Stages[r.progress.done:] {
		for i := range stage.Steps {
			st := &stage.Steps[i]
			if st.Route == nil || st.Route.HTTPRoute == nil || seen[*st.Route.HTTPRoute] {
				continue
			}
			seen[*st.Route.HTTPRoute] = true
			_, err := r.rampAt(ctx, &task{step: st, site: r.site(st.Site)}, rampOf(st.Route))
			var stale *StaleError
			if errors.As(err, &stale) {
				changed = append(changed, stale.Changed...)
			} else if err != nil {
				return nil, err
			}
		}
	}
	return changed, nil
}

// rampOf are the parts of a switch, at least the whole.
func rampOf(route *step.Route) []int64 {
	if len(route.Ramp) == 0 {
		return []int64{100}
	}
	return route.Ramp
}

// hold watches for as long as the route says. A probe must fail three times in a row
// to count: one lost answer is no reason to turn callers back.
func (r *run) hold(ctx context.Context, t *task) error {
	route := t.step.Route
	end := r.job.Clock.Now().Add(time.Duration(route.Hold) * time.Second)
	for bad := 0; ; {
		if err := r.probe(ctx, route); err == nil {
			bad = 0
		} else if bad++; bad >= 3 || ctx.Err() != nil {
			return fmt.Errorf("the probe of %s fails: %w", t.step.Service, err)
		}
		if bad == 0 && !r.job.Clock.Now().Before(end) {
			return nil
		}
		if err := r.job.Clock.Sleep(ctx, tick); err != nil {
			return err
		}
	}
}

func (r *run) probe(ctx context.Context, route *step.Route) error {
	if route.Probe == "" {
		return nil
	}
	if r.job.Hands.Probe == nil {
		return fmt.Errorf("%s: this run may ask no URL", route.Probe)
	}
	return r.job.Hands.Probe(ctx, route.Probe)
}

// turnBack gives the route the last weights that were good, after a probe failed.
func (r *run) turnBack(ctx context.Context, t *task, at int, failed error) error {
	if ctx.Err() != nil {
		return failed // told to end, not found to be bad: the weights stay
	}
	ramp := rampOf(t.step.Route)
	good := before(ramp, at)
	if err := r.weigh(ctx, t, ramp[at], good); err != nil {
		return fmt.Errorf("%w; and its last weights could not be set again: %w", failed, err)
	}
	return fmt.Errorf("%w; its callers go where they went before (%d %% of the way)", failed, good)
}

// before is the part of a ramp that comes before another, 0 for the first.
func before(ramp []int64, at int) int64 {
	if at == 0 {
		return 0
	}
	return ramp[at-1]
}

// readRoute reads the HTTPRoute of a switch.
func (r *run) readRoute(ctx context.Context, t *task) (object.Object, error) {
	s := r.site(t.step.Route.Site)
	if s == nil {
		return nil, fmt.Errorf("%s: %s is on site %q, and the plan has no cluster for it", t.step.ID, t.step.Route.HTTPRoute, t.step.Route.Site)
	}
	live, err := s.get(ctx, *t.step.Route.HTTPRoute)
	if err == nil && live == nil {
		err = otherRoute(t, "is not there")
	}
	return live, err
}
