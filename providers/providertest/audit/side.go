package audit

import (
	"slices"

	"berth.dev/engine/object"
	"berth.dev/engine/step"
)

// runs tells whether objects of a kind run pods for as long as they are there.
func runs(kind string) bool {
	return kind == "Deployment" || kind == "StatefulSet"
}

// servingAtStart notes what must go on serving: workloads of ordinary services that
// serve on a side now, and that the plans do not take away from everywhere.
func (a *auditor) servingAtStart() {
	for _, plan := range a.plans {
		for at, steps := range plan.steps {
			if !runs(at.ref.Kind) || slices.Contains(a.serving, at.ref) || a.interrupted(plan, at.ref) || !a.stays(plan, steps[0].Service) {
				continue
			}
			if a.serves(at.ref) {
				a.serving = append(a.serving, at.ref)
			}
		}
	}
	slices.SortFunc(a.serving, object.Ref.Compare)
}

// interrupted tells whether the plan says that a workload is down for a while, or
// whether it is one of which only one side may run.
func (a *auditor) interrupted(plan *charted, ref object.Ref) bool {
	for _, name := range a.names {
		for _, st := range plan.steps[place{name, ref}] {
			if st.Kind == step.Scale && st.Copies == 0 || slices.Contains(a.singles, st.Service) {
				return true
			}
		}
	}
	return false
}

func (a *auditor) stays(plan *charted, service string) bool {
	return slices.ContainsFunc(plan.Work.Services, func(s step.Service) bool { return s.Name == service && len(s.To) > 0 })
}

// serves tells whether a side of a workload serves.
func (a *auditor) serves(ref object.Ref) bool {
	for _, s := range a.sites {
		o := s.status[ref]
		if s.objects[ref] == nil || o == nil {
			continue
		}
		n, _ := o.Copies()
		ready, _ := o.At("status", "readyReplicas").(int64)
		if n > 0 && ready > 0 {
			return true
		}
	}
	return false
}

// running holds the instant after a change to the laws about sides.
func (a *auditor) running(c Change) {
	for _, ref := range a.serving {
		if c.Ref == ref && !a.serves(ref) {
			a.blame(Serving, c.Site, ref, "after this %s no side of it serves", c.Verb)
		}
	}
	if !runs(c.Ref.Kind) || !a.single(c.Ref) {
		return
	}
	var sides []string
	for _, name := range a.names {
		if a.sites[name].runs(c.Ref) {
			sides = append(sides, name)
		}
	}
	if len(sides) > 1 {
		a.blame(Single, c.Site, c.Ref, "it runs on %v", sides)
	}
}

func (a *auditor) single(ref object.Ref) bool {
	for _, plan := range a.plans {
		for _, name := range a.names {
			for _, st := range plan.steps[place{name, ref}] {
				if slices.Contains(a.singles, st.Service) {
					return true
				}
			}
		}
	}
	return false
}

// runs tells whether a workload asks for copies, or still has some.
func (s *site) runs(ref object.Ref) bool {
	if s.objects[ref] == nil {
		return false
	}
	n, _ := s.objects[ref].Copies()
	left, _ := s.status[ref].At("status", "replicas").(int64)
	return n > 0 || left > 0
}
