package audit

import (
	"slices"

	"berth.dev/engine/object"
	"berth.dev/engine/step"
)

// touched holds a change of an object that is not berth's own to the plan.
func (a *auditor) touched(s *site, c Change) {
	plan := a.planOn(s)
	if plan == nil {
		a.blame(Planned, c.Site, c.Ref, "%s while no plan is open", c.Verb)
		return
	}
	if c.Ref.Kind == claim && c.After == nil {
		a.blame(Claims, c.Site, c.Ref, "removed")
	}
	at := place{c.Site, c.Ref}
	if stages, is := plan.routes[at]; is {
		a.arrive(s, c, plan, nextStage(stages, plan.reached))
		return
	}
	steps := plan.steps[at]
	if len(steps) == 0 {
		a.blame(Planned, c.Site, c.Ref, "%s, and no step is about it", c.Verb)
		return
	}
	if who := object.TrackedBy(c.Before, plan.setID(steps[0].Step)); c.Before != nil && who != "" {
		a.blame(Tracked, c.Site, c.Ref, "%s, and %s keeps it", c.Verb, who)
	}
	a.owned(s, c)
	if onlyManagers(c) && slices.ContainsFunc(steps, func(st *staged) bool { return st.Kind == step.Adopt || st.Kind == step.Update }) {
		return // whose the fields are is made ready for the step
	}
	a.explain(s, c, plan, steps)
}

// claim is the kind that is never removed.
const claim = "PersistentVolumeClaim"

// nextStage is the switch that a change of weights belongs to: they come one after
// another, each in several changes.
func nextStage(stages []int, reached int) int {
	for _, stage := range stages {
		if stage >= reached {
			return stage
		}
	}
	return stages[len(stages)-1]
}

// explain finds the step whose effect a change is.
func (a *auditor) explain(s *site, c Change, plan *charted, steps []*staged) {
	for _, st := range steps {
		switch {
		case st.seen, !slices.Contains(effects(c), st.Kind):
			continue
		}
		st.seen = true
		a.arrive(s, c, plan, st.stage)
		if why := unlike(st.Step, c.After, plan.Bag); why != "" {
			a.blame(Content, c.Site, c.Ref, "after step %s: %s", st.ID, why)
		}
		return
	}
	again := slices.ContainsFunc(steps, func(st *staged) bool { return slices.Contains(effects(c), st.Kind) })
	if again {
		a.blame(Once, c.Site, c.Ref, "%s has its effect again", c.Verb)
		return
	}
	a.blame(Planned, c.Site, c.Ref, "%s, and no step does that to it", c.Verb)
}

// effects are the kinds of steps that a change may be the effect of.
func effects(c Change) []step.Kind {
	switch {
	case c.Before == nil:
		return []step.Kind{step.Create}
	case c.After == nil, c.Before.At("metadata", "deletionTimestamp") == nil && c.After.At("metadata", "deletionTimestamp") != nil:
		return []step.Kind{step.Delete}
	case c.Verb == "apply":
		return []step.Kind{step.Update, step.Adopt}
	}
	return []step.Kind{step.Scale}
}

// arrive checks that a stage may have effects now.
func (a *auditor) arrive(s *site, c Change, plan *charted, stage int) {
	if stage < plan.reached {
		a.blame(Ordered, c.Site, c.Ref, "%s is of stage %d, and stage %d has begun", c.Verb, stage+1, plan.reached+1)
	}
	plan.reached = max(plan.reached, stage)
	for _, g := range plan.gates {
		if g.stage < stage && !a.passed(plan.Digest, g.id) {
			a.blame(Gated, c.Site, c.Ref, "%s is of stage %d, and nobody has opened gate %s", c.Verb, stage+1, g.id)
		}
	}
}

// passed tells whether a record says that a person opened a gate.
func (a *auditor) passed(plan, id string) bool {
	for _, s := range a.sites {
		if s.record.Open != nil && s.record.Open.Plan == plan && slices.Contains(s.record.Open.Passed, id) {
			return true
		}
	}
	return false
}

// owned checks whose the object was at the instant of the change.
func (a *auditor) owned(s *site, c Change) {
	switch {
	case c.Before == nil:
		if !s.names(c.Ref) {
			a.blame(Named, c.Site, c.Ref, "made, and nothing on the cluster names it")
		}
	case c.After == nil || c.Verb != "apply" && !onlyManagers(c):
		if !s.owns(c.Before) {
			a.blame(Owned, c.Site, c.Ref, "%s, and it is not berth's", c.Verb)
		}
	case !s.names(c.Ref):
		a.blame(Named, c.Site, c.Ref, "taken over or changed, and no set names it")
	}
}

// onlyManagers tells whether a change is one of who owns which fields.
func onlyManagers(c Change) bool {
	return c.Before != nil && c.After != nil && sameContent(c.Before, c.After)
}

// sameContent compares what people wrote.
func sameContent(a, b object.Object) bool {
	x, err := object.Clean(a)
	if err != nil {
		return false
	}
	y, err := object.Clean(b)
	if err != nil {
		return false
	}
	one, err := x.Digest()
	if err != nil {
		return false
	}
	other, err := y.Digest()
	return err == nil && one == other
}
