package apply

import (
	"context"
	"slices"

	"berth.dev/engine/object"
	"berth.dev/engine/step"
)

// lookAgain repeats what earlier runs of the plan have only seen: that the new side is
// healthy, that the old one has stopped, that nobody calls it. Between two runs lies a
// crash or a gate, which may stand for days, and what comes next removes the side that
// still serves, or starts what may run only once. It is about the wave under way and
// about services that have steps left in it.
func (r *run) lookAgain(ctx context.Context) error {
	var tasks []*task
	under, removed := r.underWay(), r.removed()
	for i := range r.job.Work.Stages[:r.progress.done] {
		for j := range r.job.Work.Stages[i].Steps {
			st := &r.job.Work.Stages[i].Steps[j]
			if r.job.Work.Stages[i].Wave != r.wave() || !under[st.Service] {
				continue
			}
			t, err := r.seenAgain(ctx, st, removed)
			if err != nil {
				return err
			}
			if t != nil {
				tasks = append(tasks, t)
			}
		}
	}
	return r.work(ctx, tasks)
}

// wave is the wave of the next stage.
func (r *run) wave() int { return r.job.Work.Stages[r.progress.done].Wave }

// underWay are the services that have steps left in the wave under way.
func (r *run) underWay() map[string]bool {
	all := map[string]bool{}
	for _, stage := range r.job.Work.Stages[r.progress.done:] {
		if stage.Wave != r.wave() {
			break
		}
		for _, st := range stage.Steps {
			all[st.Service] = true
		}
	}
	return all
}

// seenAgain is a step that only reads, to be done once more; nil where there is nothing
// to see any longer. A job may be tidied away once it is through. What steps of the
// plan have removed since is not looked for, and nobody can call what is gone.
func (r *run) seenAgain(ctx context.Context, st *step.Step, removed map[spot]bool) (*task, error) {
	if st.Kind != step.Wait && st.Kind != step.Callers {
		return nil, nil
	}
	s := r.site(st.Site)
	again := *st
	again.Objects = slices.DeleteFunc(slices.Clone(st.Objects), func(ref object.Ref) bool {
		return ref.Kind == "Job" || !st.Gone && removed[spot{st.Site, ref}]
	})
	if st.Kind == step.Callers {
		live, err := s.look(ctx, again.Objects)
		if err != nil {
			return nil, err
		}
		again.Objects = slices.DeleteFunc(again.Objects, func(ref object.Ref) bool { return live[ref] == nil })
	}
	if len(again.Objects) == 0 {
		return nil, nil
	}
	return &task{step: &again, site: s}, nil
}

// spot is an object on a site.
type spot struct {
	site string
	ref  object.Ref
}

// removed are the objects that steps that are done have removed.
func (r *run) removed() map[spot]bool {
	all := map[spot]bool{}
	for _, stage := range r.job.Work.Stages[:r.progress.done] {
		for _, st := range stage.Steps {
			if st.Kind == step.Delete {
				all[spot{st.Site, *st.Object}] = true
			}
		}
	}
	return all
}
