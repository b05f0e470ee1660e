package apply

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"berth.dev/engine/object"
	"berth.dev/engine/rollout"
	"berth.dev/engine/step"
)

// task is a step of the stage under way.
type task struct {
	step *step.Step
	site *site
	// live is what was there when the step was judged last, nil for nothing.
	live object.Object
	// left is what is there after the step, nil for nothing.
	left object.Object
	// done says that nothing is left to do; it may have been so from the start.
	done bool
	// unmerged says that its files are written and wait for a person to merge them.
	unmerged bool
	err      error
}

// stage carries one stage out. The order is what keeps the promises: judge all of it
// before its first write; say what will be done, on the disk and in the sets; do it;
// write down what is there now; and only then count the stage as done.
func (r *run) stage(ctx context.Context, st *step.Stage) error {
	r.tell(Event{What: StageBegan, Stage: r.at + 1, Words: st.What})
	tasks, err := r.judgeStage(ctx, st)
	if err != nil {
		return err
	}
	if err := r.intend(tasks); err != nil {
		return err
	}
	failed := r.perform(ctx, tasks)
	if err := errors.Join(failed, r.settle(ctx, tasks)); err != nil {
		return err
	}
	if gate := r.shut(tasks); gate != nil {
		return r.waitAt(ctx, gate, asks(gate, tasks))
	}
	if err := r.markDone(ctx, st); err != nil {
		return err
	}
	r.tell(Event{What: StageDone, Stage: r.at + 1, Words: st.What})
	return nil
}

// perform does what the stage is for: namespaces first, because everything else may
// lie in them, then the names in the sets, then the rest side by side.
func (r *run) perform(ctx context.Context, tasks []*task) error {
	spaces, others := namespacesFirst(tasks)
	if err := r.nameSpaces(ctx, spaces); err != nil {
		return err
	}
	if err := r.work(ctx, spaces); err != nil {
		return err
	}
	if err := r.rehearseLate(ctx, others); err != nil {
		return err
	}
	if err := r.nameMembers(ctx, others); err != nil {
		return err
	}
	return r.work(ctx, others)
}

// judgeStage reads what is there for every step of the stage, and sorts out what is
// done already: by an earlier run that was cut off, or because it is so anyway.
func (r *run) judgeStage(ctx context.Context, st *step.Stage) ([]*task, error) {
	tasks := make([]*task, len(st.Steps))
	bySite := map[string][]*step.Step{}
	for i := range st.Steps {
		s := &st.Steps[i]
		tasks[i] = &task{step: s, site: r.site(s.Site)}
		if s.Kind.Writes() {
			bySite[s.Site] = append(bySite[s.Site], s)
		}
	}
	live := map[string]map[object.Ref]object.Object{}
	for _, s := range r.sites {
		found, err := s.look(ctx, refs(bySite[s.name], s.name))
		if err != nil {
			return nil, err
		}
		live[s.name] = found
	}
	var changed []Change
	for _, t := range tasks {
		if !t.step.Kind.Writes() {
			continue
		}
		t.live = live[t.step.Site][*t.step.Object]
		state, why := r.judge(ctx, t.site, t.step, t.live)
		switch state {
		case rollout.Stale:
			changed = append(changed, Change{Step: t.step.ID, Site: t.step.Site, What: why})
		case rollout.Done:
			t.done, t.left = true, t.live
		}
	}
	if len(changed) > 0 {
		sortChanges(changed)
		return nil, &StaleError{Changed: changed}
	}
	return tasks, nil
}

// intend writes to the journal what the stage is about to do, and returns when that
// is on the disk: one sync a stage, not one a step.
func (r *run) intend(tasks []*task) error {
	if err := r.noteStage(); err != nil {
		return err
	}
	for _, t := range tasks {
		if t.done || !t.step.Kind.Writes() {
			continue
		}
		if err := r.noteIntent(t.step); err != nil {
			return err
		}
	}
	return r.sync()
}

// namespacesFirst parts the making of namespaces from the rest.
func namespacesFirst(tasks []*task) (spaces, others []*task) {
	for _, t := range tasks {
		if t.step.Kind == step.Create && t.step.Object.Kind == "Namespace" {
			spaces = append(spaces, t)
			continue
		}
		others = append(others, t)
	}
	return spaces, others
}

// work carries the tasks out side by side. After a failure no other begins; requests
// under way come to their end, waits are cut short.
func (r *run) work(ctx context.Context, tasks []*task) error {
	ctx, halt := context.WithCancelCause(ctx)
	defer halt(nil)
	for _, s := range r.sites {
		s.lookout = &lookout{}
	}
	quick, waits, slow := sortTasks(tasks)
	jobs := []func(){
		func() {
			_ = each(ctx, r.workers(), len(quick), func(ctx context.Context, i int) error {
				return r.finish(ctx, quick[i], halt)
			})
		},
		func() { r.await(ctx, waits, halt) },
	}
	for _, t := range slow {
		jobs = append(jobs, func() { _ = r.finish(ctx, t, halt) })
	}
	_ = each(context.WithoutCancel(ctx), len(jobs), len(jobs), func(_ context.Context, i int) error {
		jobs[i]()
		return nil
	})
	return failureOf(ctx, tasks)
}

// failureOf is the reason why tasks are not done: the first one in their order that
// failed by itself, or why the run was told to end.
func failureOf(ctx context.Context, tasks []*task) error {
	for _, t := range tasks {
		if t.err != nil && !errors.Is(t.err, ErrHalted) {
			return fmt.Errorf("%s: %w", t.step.ID, t.err)
		}
	}
	for _, t := range tasks {
		if !t.done && !t.unmerged && t.step.Kind != step.Gate {
			return context.Cause(ctx)
		}
	}
	return nil
}

// sortTasks parts what is left to do: requests, which workers share; waits, which
// are looked at together; and what takes its time by itself. Gates come after all.
func sortTasks(tasks []*task) (quick, waits, slow []*task) {
	for _, t := range tasks {
		switch {
		case t.done, t.step.Kind == step.Gate:
		case t.step.Kind == step.Wait:
			waits = append(waits, t)
		case slices.Contains([]step.Kind{step.Drain, step.Switch, step.Deliver}, t.step.Kind):
			slow = append(slow, t)
		default:
			quick = append(quick, t)
		}
	}
	return quick, waits, slow
}

// finish does one task and says how it ended.
func (r *run) finish(ctx context.Context, t *task, halt context.CancelCauseFunc) error {
	r.tellStep(StepBegan, t.step, t.step.Why)
	began := r.job.Clock.Now()
	left, err := r.do(ctx, t)
	if errors.Is(err, errUnmerged) {
		t.unmerged = true
		return nil
	}
	if err == nil {
		t.left, t.done = left, true
		err = r.noteDone(t)
	}
	if errors.Is(err, context.Canceled) {
		err = ErrHalted
	}
	if err != nil {
		t.done, t.err = false, err
		r.noteFailed(t)
		halt(err)
		return err
	}
	r.compare(t)
	e := about(StepDone, t.step, t.step.Why, r.at+1)
	e.Took = r.job.Clock.Now().Sub(began)
	r.tell(e)
	return nil
}

// do is what each kind of step means.
func (r *run) do(ctx context.Context, t *task) (object.Object, error) {
	switch t.step.Kind {
	case step.Create:
		return r.create(ctx, t)
	case step.Update, step.Adopt:
		return r.change(ctx, t)
	case step.Scale:
		return r.scale(ctx, t)
	case step.Delete:
		return nil, r.remove(ctx, t)
	case step.Drain:
		return nil, r.drain(ctx, t)
	case step.Callers:
		return nil, r.callers(ctx, t)
	case step.Switch:
		return nil, r.redirect(ctx, t)
	case step.Deliver:
		return nil, r.deliver(ctx, t)
	}
	return nil, fmt.Errorf("%s: a step of kind %q is not known: this plan is of a later berth", t.step.ID, t.step.Kind)
}
