package audit

import (
	"berth.dev/engine/object"
	"berth.dev/engine/record"
	"berth.dev/engine/step"
)

// place is an object on a site.
type place struct {
	site string
	ref  object.Ref
}

// charted is a plan and how far its effects have come.
type charted struct {
	Plan
	// steps are those that write an object, in order, with their stages.
	steps map[place][]*staged
	// routes are the objects whose weights switches set, with the stages of these.
	routes map[place][]int
	// gates are the gates before each stage.
	gates []gate
	// reached is the latest stage that had an effect.
	reached int
}

type staged struct {
	*step.Step
	stage int
	seen  bool
}

type gate struct {
	id    string
	stage int
}

func chart(p Plan) *charted {
	c := &charted{Plan: p, steps: map[place][]*staged{}, routes: map[place][]int{}}
	for i := range p.Work.Stages {
		for j := range p.Work.Stages[i].Steps {
			st := &p.Work.Stages[i].Steps[j]
			switch {
			case st.Kind.Writes():
				at := place{st.Site, *st.Object}
				c.steps[at] = append(c.steps[at], &staged{Step: st, stage: i})
			case st.Kind == step.Gate:
				c.gates = append(c.gates, gate{st.ID, i})
			case st.Kind == step.Switch && st.Route.HTTPRoute != nil:
				at := place{st.Route.Site, *st.Route.HTTPRoute}
				c.routes[at] = append(c.routes[at], i)
			}
		}
	}
	return c
}

// setID is the identifier of the set that a step's object belongs to.
func (c *charted) setID(st *step.Step) string {
	for _, s := range c.Work.Services {
		if s.Name == st.Service {
			return record.SetID(s.Product, st.Object.Namespace)
		}
	}
	return ""
}

// planOn is the plan that is open on a cluster, nil for none.
func (a *auditor) planOn(s *site) *charted {
	if s.record.Open == nil {
		return nil
	}
	return a.plan(s.record.Open.Plan)
}

func (a *auditor) plan(digest string) *charted {
	for _, p := range a.plans {
		if p.Digest == digest {
			return p
		}
	}
	return nil
}
