package check

import (
	"berth.dev/engine/score"
	"berth.dev/engine/spec"
	"berth.dev/policies"
)

// Declared is what checks may read of a service as far as specs alone tell: nothing of
// where it would run, and no money.
func Declared(f *score.Fleet, s *spec.Service) policies.ServiceFacts {
	r := run{Input: Input{Fleet: f}, w: f.Workspace}
	return r.serviceFacts(s, &look{})
}
