package apply

import (
	"context"
	"errors"
	"fmt"

	"berth.dev/engine/object"
	"berth.dev/engine/rollout"
	"berth.dev/engine/step"
	"berth.dev/engine/target"
)

// rehearse asks the clusters to go through every write whose object, namespace and
// kind are as the step needs them, and to change nothing. A write that comes after
// another one about the same object, or into a namespace that is still to be made,
// cannot be tried yet: it is said, and tried when its stage begins.
func (r *run) rehearse(ctx context.Context) error {
	var tasks []*task
	for _, s := range r.sites {
		next := r.next(s.name)
		live, err := s.look(ctx, refs(next, s.name))
		if err != nil {
			return err
		}
		spaces, err := s.spaces(ctx, next)
		if err != nil {
			return err
		}
		for _, st := range next {
			t := &task{step: st, site: s, live: live[*st.Object]}
			state, _ := r.judge(ctx, s, st, t.live)
			switch {
			case state == rollout.Done:
			case st.Object.Namespace != "" && !spaces[st.Object.Namespace]:
				r.tellStep(Unproven, st, "its namespace is still to be made")
			default:
				tasks = append(tasks, t)
			}
		}
	}
	return r.tryAll(ctx, tasks)
}

// rehearseLate tries what could not be tried when the run began.
func (r *run) rehearseLate(ctx context.Context, tasks []*task) error {
	var late []*task
	for _, t := range tasks {
		if t.step.Kind.Writes() && !t.done && !r.hasTried(t.step.ID) {
			late = append(late, t)
		}
	}
	return r.tryAll(ctx, late)
}

// tryAll dry-runs tasks side by side and names all that the clusters refuse.
func (r *run) tryAll(ctx context.Context, tasks []*task) error {
	errs := make([]error, len(tasks))
	stopped := each(ctx, r.workers(), len(tasks), func(ctx context.Context, i int) error {
		if why := untriable(tasks[i]); why != "" {
			r.tellStep(Unproven, tasks[i].step, why)
			r.setTried(tasks[i].step.ID)
			return nil
		}
		if errs[i] = r.try(ctx, tasks[i]); errs[i] == nil {
			r.tellStep(Rehearsed, tasks[i].step, "the cluster takes it")
		}
		return nil
	})
	return errors.Join(append(errs, stopped)...)
}

// untriable says why a write cannot be tried at all, "" where it can.
func untriable(t *task) string {
	switch {
	case len(t.step.Managers) > 0:
		return "its fields are still others', and a dry run cannot take them over"
	case t.step.Kind == step.Delete && t.step.Object.Kind == claim:
		return "a claim is never deleted"
	}
	return ""
}

// try sends one write as a dry run.
func (r *run) try(ctx context.Context, t *task) error {
	_, err := ask(ctx, t.site, "dry run of "+t.step.ID, func(ctx context.Context) (object.Object, error) {
		return nil, r.dry(ctx, t)
	})
	if err != nil {
		return fmt.Errorf("%s: dry run: %w", t.step.ID, err)
	}
	r.setTried(t.step.ID)
	return nil
}

// dry is the request of a step, with dry run set.
func (r *run) dry(ctx context.Context, t *task) error {
	dry := target.Write{Dry: true}
	switch t.step.Kind {
	case step.Create, step.Update, step.Adopt:
		return r.dryContent(ctx, t, dry)
	case step.Scale:
		_, err := t.site.t.Patch(ctx, *t.step.Object, scaleOps(t), dry)
		return err
	case step.Delete:
		return t.site.t.Delete(ctx, *t.step.Object, target.Only{UID: t.live.UID(), Dry: true})
	}
	return nil
}

func (r *run) dryContent(ctx context.Context, t *task, dry target.Write) error {
	o, err := r.content(t)
	if err != nil {
		return err
	}
	if t.step.Kind == step.Create {
		_, err := t.site.t.Create(ctx, o, dry)
		return err
	}
	if o, err = handed(t, o); err != nil {
		return err
	}
	_, err = t.site.t.Apply(ctx, withUID(o, t.live.UID()), dry)
	return err
}

// spaces are the namespaces of steps that are there.
func (s *site) spaces(ctx context.Context, steps []*step.Step) (map[string]bool, error) {
	all := map[object.Ref]bool{}
	var asked []object.Ref
	for _, st := range steps {
		ref := object.Ref{Kind: "Namespace", Name: st.Object.Namespace}
		if ref.Name != "" && !all[ref] {
			all[ref] = true
			asked = append(asked, ref)
		}
	}
	live, err := s.look(ctx, asked)
	there := map[string]bool{}
	for ref := range live {
		there[ref.Name] = true
	}
	return there, err
}

func (r *run) hasTried(id string) bool {
	r.telling.Lock()
	defer r.telling.Unlock()
	return r.tried[id]
}

func (r *run) setTried(id string) {
	r.telling.Lock()
	defer r.telling.Unlock()
	r.tried[id] = true
}
