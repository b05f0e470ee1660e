package score

import (
	"slices"

	"berth.dev/policies"
)

// ReadsVolume tells whether a rule may depend on how much a call carries: to visitors,
// or to anybody else. Constraints count, and with scores the policies too.
func (f *Fleet) ReadsVolume(visitors, scores bool) bool {
	fields := []string{"service.visitors_gib"}
	if !visitors {
		fields = summed()
	}
	reads := func(list []policies.Field) bool {
		return slices.ContainsFunc(list, func(r policies.Field) bool { return slices.Contains(fields, r.Name) })
	}
	for _, k := range f.Suite.Constraints {
		if reads(k.Reads()) {
			return true
		}
	}
	for _, a := range f.axes {
		if scores && !a.Priced && slices.ContainsFunc(f.Suite.Policies[a.from:a.to], func(p *policies.Policy) bool { return reads(p.Reads()) }) {
			return true
		}
	}
	return false
}
