package score

import (
	"slices"

	"berth.dev/policies"
)

// mostVaried bounds the quantities a rule is varied over at once; a rule that
// reads more uncertain ones counts as "could be anything".
const mostVaried = 8

// traitNames are what only a series can give.
var traitNames = []string{
	"service.surge_10m", "service.cv", "service.burstiness", "service.daily_season", "service.weekly_season", "service.idle_share",
}

func isTrait(field string) bool { return slices.Contains(traitNames, field) }

// vary calls do for every combination of low and high of the fields that a rule
// reads and that differ within the box. A trait that only a series can give is
// also tried as absent: an unknown `when` both applies and abstains.
func (x *subject) vary(reads []policies.Field, s *span, do func(*policies.Vars) error) error {
	var fields [mostVaried]policies.Field
	var ends [mostVaried]int
	n := 0
	for _, f := range reads {
		if f.Equal(&s.lo, &s.hi) {
			continue
		}
		if n == mostVaried {
			return errTooMany
		}
		fields[n], ends[n] = f, 2
		if isTrait(f.Name) {
			ends[n] = 3
		}
		n++
	}
	if n == 0 {
		return do(&s.lo)
	}
	v := x.scratch.like(&s.lo)
	absent := policies.Vars{Service: &policies.Service{}, Option: v.Option, Workspace: v.Workspace}
	sources := [3]*policies.Vars{&s.lo, &s.hi, &absent}
	var at [mostVaried]int
	for {
		for i := range n {
			fields[i].Copy(v, sources[at[i]])
		}
		if err := do(v); err != nil {
			return err
		}
		i := 0
		for ; i < n; i++ {
			if at[i]++; at[i] < ends[i] {
				break
			}
			at[i] = 0
		}
		if i == n {
			return nil
		}
	}
}

// scratch is vars to write combinations into, made once a subject.
type scratch struct {
	service   policies.Service
	option    policies.Option
	workspace policies.Workspace
	vars      policies.Vars
}

// like returns the scratch vars with the values of v.
func (s *scratch) like(v *policies.Vars) *policies.Vars {
	s.service, s.option, s.workspace = *v.Service, *v.Option, *v.Workspace
	s.vars = policies.Vars{Service: &s.service, Option: &s.option, Workspace: &s.workspace}
	return &s.vars
}
