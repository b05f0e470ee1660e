package score

import (
	"slices"

	"berth.dev/engine/spec"
)

// Environment returns the name of a service's environment: its own, else the default
// one; "" where there is none.
func (f *Fleet) Environment(s *spec.Service) string {
	if s.Environment.Set() {
		return s.Environment.V
	}
	for _, e := range f.Workspace.Environments {
		if e.Default.V {
			return e.Name
		}
	}
	return ""
}

// LoadKnown tells whether the load of a service is measured or declared, ranges
// included: whether a decision on it rests on more than a guess.
func (f *Fleet) LoadKnown(s *spec.Service) bool {
	if s.Job != nil {
		return said(busyShare(s.Job)) && !s.Job.Parallelism.Unknown
	}
	if p, ok := f.Profiles[s.Name]; ok && p.Mean.Known() {
		return true
	}
	if s.Traffic != nil && s.Traffic.MeanRPS.Set() {
		return !s.Traffic.MeanRPS.Unknown
	}
	r := s.Replicas
	return r != nil && r.Max.Set() && r.Min.Or(1) == r.Max.V
}

// CallsComplete tells whether the call blocks of a service are all there is: it says
// so, or says nothing and has some.
func CallsComplete(s *spec.Service) bool { return !partial(s) }

// Unmeasured returns the calls of a service whose volume nobody has measured or
// estimated, by name. Of visitors only what is sent counts: the rest costs nothing.
func Unmeasured(s *spec.Service) (names []string) {
	for _, c := range s.CallBlocks {
		if !said(c.Sent) || !said(c.Received) && c.Name != spec.InternetCall {
			names = append(names, c.Name)
		}
	}
	slices.Sort(names)
	return names
}

// said tells whether a quantity was written as a number or a range.
func said(m spec.Measure) bool { return m.Set() && !m.Unknown }
