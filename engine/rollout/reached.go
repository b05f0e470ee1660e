package rollout

import (
	"maps"
	"slices"

	"berth.dev/engine/object"
	"berth.dev/engine/step"
)

// reached is how far a plan has come, by what is there now: a plan that was given up is
// closed in the records, and they say no more of it than where callers were sent.
type reached struct {
	work  *step.Work
	world *world
	// stages is how many of its stages have begun for certain.
	stages int
	// whole says that a record has the plan as carried out to its end.
	whole bool
	// done are the steps that have been carried out, by ID.
	done map[string]bool
}

// reach finds how far a plan has come.
func reach(of Undoing, w *world) *reached {
	r := &reached{work: of.Work, world: w, done: map[string]bool{}}
	for _, site := range w.sites {
		record := &w.sides[site].Record
		r.whole = r.whole || record.Last == of.Plan
		if record.Open != nil && record.Open.Plan == of.Plan {
			r.stages = max(r.stages, record.Open.Done)
		}
	}
	stage, steps := map[string]int{}, map[place][]step.Step{}
	for i := range of.Work.Stages {
		for _, s := range of.Work.Stages[i].Steps {
			if s.Kind.Writes() && s.Object != nil {
				p := place{s.Site, *s.Object}
				stage[s.ID], steps[p] = i+1, append(steps[p], s)
			}
		}
	}
	for p, all := range steps {
		var live object.Object
		if side := w.sides[p.site]; side != nil {
			live = side.live[p.ref]
		}
		for _, s := range carriedOut(all, live, of.Bag) {
			r.done[s.ID] = true
			r.stages = max(r.stages, stage[s.ID])
		}
	}
	return r
}

// carriedOut are those of the steps about one object, in order, that have been done. A
// number of copies that the step before left as well says nothing.
func carriedOut(steps []step.Step, live object.Object, bag *object.Bag) []step.Step {
	states := make([]State, len(steps))
	for i, s := range steps {
		states[i], _ = Judge(s, live, bag)
	}
	if states[0] == Ready {
		return nil
	}
	for i := len(steps) - 1; i >= 0; i-- {
		chance := i > 0 && steps[i].Kind == step.Scale && states[i-1] == Done
		if states[i] == Done && !chance {
			return steps[:i+1]
		}
	}
	return nil
}

// did tells whether a step has been carried out.
func (r *reached) did(s *step.Step) bool { return r.whole || r.done[s.ID] }

// sent tells whether callers have been sent on by a stage (counted from 0): what comes
// after it has begun, or a record remembers it.
func (r *reached) sent(stage int, route *step.Route) bool {
	if r.whole || r.stages > stage {
		return true
	}
	want := map[string]int64{}
	for _, w := range route.Weights {
		if w.After > 0 {
			want[w.Site] = w.After
		}
	}
	return slices.ContainsFunc(r.world.sites, func(site string) bool {
		return maps.Equal(r.world.sides[site].Record.Callers[route.Service], want)
	})
}

// asked tells whether a person may have been asked to do what a stage is for, or a switch
// may have begun: nothing is missing that is written before it.
func (r *reached) asked(stage int) bool {
	for i := stage - 1; i >= 0; i-- {
		for k := range r.work.Stages[i].Steps {
			if s := &r.work.Stages[i].Steps[k]; s.Kind.Writes() {
				return r.stages > i
			}
		}
	}
	return true
}

// unstarted are the sites that a service with data was to move to and on which it has not
// been started: by the plan, or by somebody.
func (r *reached) unstarted(was step.Service) (sites []string) {
	if !was.Data || r.whole {
		return nil
	}
	for _, site := range minus(was.To, was.From) {
		if !r.started(was.Name, site) {
			sites = append(sites, site)
		}
	}
	return sites
}

// started tells whether copies of a service have run on a site to which it was to move.
func (r *reached) started(service, site string) bool {
	side := r.world.sides[site]
	if side == nil {
		return true // nobody can see
	}
	for i := range r.work.Stages {
		for k := range r.work.Stages[i].Steps {
			s := &r.work.Stages[i].Steps[k]
			if s.Service == service && s.Site == site && s.Kind == step.Scale && s.Copies > 0 && r.did(s) {
				return true
			}
		}
	}
	return slices.ContainsFunc(side.owned[service], func(ref object.Ref) bool {
		n, counts := side.live[ref].Copies()
		return isWorkload(ref.Kind) && (!counts || n > 0)
	})
}
