package apply

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"berth.dev/engine/object"
	"berth.dev/engine/rollout"
	"berth.dev/engine/step"
)

// check reads everything that tells whether the plan may be carried out. It changes
// nothing, and runs twice: once so that a run that cannot go on never takes a lease,
// and once under the leases, because only then nobody else changes what was read.
func (r *run) check(ctx context.Context) error {
	if err := each(ctx, len(r.sites), len(r.sites), r.meet); err != nil {
		return err
	}
	if err := r.advance(); err != nil {
		return err
	}
	if r.progress.closed {
		return nil
	}
	if err := r.mayPass(); err != nil {
		return err
	}
	if err := r.young(); err != nil {
		return err
	}
	if err := r.rights(ctx); err != nil {
		return err
	}
	if err := r.current(ctx); err != nil {
		return err
	}
	if err := r.secrets(); err != nil {
		return err
	}
	r.tell(Event{What: Checked, Words: r.words()})
	return nil
}

// words say what the checks found.
func (r *run) words() string {
	left := len(r.job.Work.Stages) - r.progress.done
	if r.progress.open {
		return fmt.Sprintf("the plan is open, %d of its stages are left", left)
	}
	return fmt.Sprintf("the clusters are as the plan has them, %d stages", left)
}

// meet reads who a cluster is and what its records say.
func (r *run) meet(ctx context.Context, i int) error {
	s := r.sites[i]
	uid, err := ask(ctx, s, "who the cluster is", s.t.Identity)
	if err != nil {
		return err
	}
	if planned := r.planned(s).UID; uid != planned {
		return &StaleError{Changed: []Change{{Site: s.name, What: fmt.Sprintf("it is another cluster: the plan was made for the one with UID %s, and this one has %s", planned, uid)}}}
	}
	return s.recall(ctx)
}

// planned is the cluster of a site as it was when the plan was made.
func (r *run) planned(s *site) step.Cluster {
	for _, c := range r.job.Work.Clusters {
		if c.Site == s.name {
			return c
		}
	}
	return step.Cluster{}
}

// mayPass refuses to open a gate at which the plan does not wait. One that is open
// already is no mistake: a person repeats the command of a run that was cut off.
func (r *run) mayPass() error {
	switch id := r.job.Pass; {
	case id == "" || id == r.progress.gate:
		return nil
	case slices.Contains(r.progress.passed, id):
		r.job.Pass = ""
		return nil
	case r.progress.gate == "":
		return &WrongGateError{Gate: id}
	default:
		return &WrongGateError{Gate: id, Waits: r.progress.gate}
	}
}

// young refuses to begin a plan that is too old. One that is open goes on: half a
// move is worse than an old one.
func (r *run) young() error {
	w := r.job.Work
	if r.progress.open || w.MaxAge == 0 {
		return nil
	}
	made, err := time.Parse(time.RFC3339, w.Made)
	if err != nil {
		return fmt.Errorf("the plan says that it was made at %q, which is no time", w.Made)
	}
	age := r.job.Clock.Now().Sub(made)
	if most := time.Duration(w.MaxAge) * time.Second; age > most {
		return &StaleError{Changed: []Change{{What: fmt.Sprintf("the plan was made %s ago and may be carried out for %s", age.Round(time.Second), most)}}}
	}
	return nil
}

// current compares what is there with what the steps that are not done expect, and
// lists everything that differs. Of several steps about one object only the next is
// asked: the others expect what it leaves.
func (r *run) current(ctx context.Context) error {
	var changed []Change
	for _, s := range r.sites {
		steps := r.next(s.name)
		live, err := s.look(ctx, refs(steps, s.name))
		if err != nil {
			return err
		}
		for _, st := range steps {
			state, why := r.judge(ctx, s, st, live[*st.Object])
			if state == rollout.Stale {
				changed = append(changed, Change{Step: st.ID, Site: s.name, What: why})
			}
		}
	}
	routes, err := r.routesChanged(ctx)
	if err != nil {
		return err
	}
	if changed = append(changed, routes...); len(changed) == 0 {
		return nil
	}
	sortChanges(changed)
	return &StaleError{Changed: changed}
}

// next are the steps on a site that are the next ones about their objects.
func (r *run) next(site string) (steps []*step.Step) {
	seen := map[object.Ref]bool{}
	for i := r.progress.done; i < len(r.job.Work.Stages); i++ {
		stage := &r.job.Work.Stages[i]
		for j := range stage.Steps {
			st := &stage.Steps[j]
			if st.Site != site || st.Object == nil || !st.Kind.Writes() || seen[*st.Object] {
				continue
			}
			seen[*st.Object] = true
			steps = append(steps, st)
		}
	}
	return steps
}

// secrets gives all Secrets that the plan is still to write their values once, so
// that one whose values have changed stops the plan before it begins.
func (r *run) secrets() error {
	var errs []error
	for _, stage := range r.job.Work.Stages[r.progress.done:] {
		for i := range stage.Steps {
			st := &stage.Steps[i]
			if st.After == "" || st.Object == nil || st.Object.Kind != "Secret" {
				continue
			}
			if _, err := r.content(&task{step: st, site: r.site(st.Site)}); err != nil {
				errs = append(errs, fmt.Errorf("%s: %w", st.ID, err))
			}
		}
	}
	return errors.Join(errs...)
}
