package apply

import (
	"errors"
	"fmt"
	"slices"

	"berth.dev/engine/step"
)

// handy refuses a plan for which this run lacks a hand, before the first write: a move
// that stops half way because nobody may start its program is half made. Programs are
// looked at one by one. A plan's file comes from anywhere, and what it names would run
// on the machine of whoever carries it out.
func (r *run) handy() error {
	var errs []error
	for i := r.progress.done; i < len(r.job.Work.Stages); i++ {
		stage := &r.job.Work.Stages[i]
		if r.job.Wave > 0 && stage.Wave > r.job.Wave {
			break
		}
		merged := i == r.progress.done && slices.ContainsFunc(stage.Steps, func(st step.Step) bool {
			return st.Kind == step.Deliver && (slices.Contains(r.progress.passed, st.ID) || st.ID == r.job.Pass)
		})
		for j := range stage.Steps {
			if err := r.lacks(&stage.Steps[j], merged); err != nil {
				errs = append(errs, fmt.Errorf("%s: %w; nothing was written", stage.Steps[j].ID, err))
			}
		}
	}
	return errors.Join(errs...)
}

// lacks says which hand a step needs and does not have, or may not use; merged, that
// the stage's folders are written.
func (r *run) lacks(st *step.Step, merged bool) error {
	hands := r.job.Hands
	switch {
	case st.Kind == step.Deliver && hands.Deliver == nil && !merged:
		return fmt.Errorf("manifests of %s go to folder %s, and this run may write no files: give the workspace", st.Service, st.Folder)
	case st.Kind != step.Switch:
		return nil
	case st.Route.Probe != "" && hands.Probe == nil:
		return fmt.Errorf("%s: this run may ask no URL", st.Route.Probe)
	case len(st.Route.Command) == 0:
		return nil
	case hands.Command == nil:
		return fmt.Errorf("the callers of %s are switched by a program, and this run may start none: give the workspace", st.Service)
	case hands.Allow != nil:
		return hands.Allow(st.Service, st.Route.Command)
	}
	return nil
}
