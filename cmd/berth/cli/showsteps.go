package cli

import (
	"cmp"
	"fmt"

	"github.com/spf13/cobra"

	"berth.dev/engine/object"
	"berth.dev/engine/plan"
	"berth.dev/engine/step"
	"berth.dev/reports"
)

// listable refuses steps as a page, and beside something else.
func (o *showOptions) listable(c *cobra.Command) error {
	if !o.steps && !o.diff {
		return nil
	}
	flag := "--steps"
	if o.diff {
		flag = "--diff"
	}
	switch {
	case o.explain != "":
		return misused(c.CommandPath(), "--explain is about one service's costs, and %s about what is done. Give one of the two.", flag)
	case o.format == reports.HTML:
		return misused(c.CommandPath(), "%s has no page. Write it as %s, %s or %s.", flag, reports.Text, reports.JSON, reports.Markdown)
	}
	return nil
}

// showSteps lists every step of a plan.
func (o *showOptions) showSteps() error {
	if o.diff {
		return o.showChanges()
	}
	f, err := o.app.readPlan(o.file)
	if err != nil {
		return err
	}
	if f.Work == nil {
		return planError(o.file, plan.ErrNoWork)
	}
	return reports.WriteWork(o.app.out, o.app.style(o.format), reports.NewWork(f.Digest, f.Work).WithGround(f.Ground))
}

// showChanges lists every step with the fields that it changes. That takes the
// objects beside the plan.
func (o *showOptions) showChanges() error {
	p, err := o.app.readCarried(o.file)
	if err != nil {
		return err
	}
	changes, err := changesOf(p.Work, p.bag)
	if err != nil {
		return fmt.Errorf("%s: %w", o.file, err)
	}
	work := reports.NewWork(p.Digest, p.Work).WithChanges(changes).WithGround(p.Ground)
	return reports.WriteWork(o.app.out, o.app.style(o.format), work)
}

// changesOf are the fields that steps change, by the steps' IDs.
func changesOf(w *step.Work, bag *object.Bag) (map[string][]reports.WorkChange, error) {
	out := map[string][]reports.WorkChange{}
	for i := range w.Stages {
		for j := range w.Stages[i].Steps {
			s := &w.Stages[i].Steps[j]
			if s.Kind != step.Update && s.Kind != step.Adopt {
				continue
			}
			before, err := bag.Get(s.Before)
			after, err2 := bag.Get(s.After)
			if err := cmp.Or(err, err2); err != nil {
				return nil, err
			}
			fields, err := object.Recorded(before, after, object.View{Scaled: s.Scaled})
			if err != nil {
				return nil, err
			}
			for _, f := range fields {
				was, becomes := f.Words()
				out[s.ID] = append(out[s.ID], reports.WorkChange{Field: f.Path, Was: was, Becomes: becomes})
			}
		}
	}
	return out, nil
}
