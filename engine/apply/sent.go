package apply

import (
	"berth.dev/engine/step"
)

// sent is where the plan has sent callers when its first stages are done, by service
// and site. Services that are nowhere after the plan have no callers any more.
func (r *run) sent(stages int) map[string]map[string]int64 {
	out := map[string]map[string]int64{}
	for i := range r.job.Work.Stages[:stages] {
		for _, route := range sends(&r.job.Work.Stages[i]) {
			shares := map[string]int64{}
			for _, w := range route.Weights {
				if w.After > 0 {
					shares[w.Site] = w.After
				}
			}
			out[route.Service] = shares
		}
	}
	if stages < len(r.job.Work.Stages) {
		return out
	}
	for name, s := range r.services {
		if len(s.To) == 0 {
			out[name] = nil
		}
	}
	return out
}

// sends are the routes on which a stage sends callers: by switches, or at a gate by a
// person.
func sends(stage *step.Stage) (routes []step.Route) {
	for i := range stage.Steps {
		s := &stage.Steps[i]
		if s.Kind == step.Switch {
			one := *s.Route
			one.Service = s.Service
			routes = append(routes, one)
		}
		routes = append(routes, s.Sends...)
	}
	return routes
}
