package reports

import (
	"berth.dev/engine/profile"
	"berth.dev/engine/score"
	"berth.dev/engine/spec"
)

// NewDetailedService turns a decision into the model with all that a page shows:
// bills by line, the load, what is unknown, and where the service runs today.
func NewDetailedService(f *score.Fleet, d *score.Decision) Service {
	s := NewService(f.Workspace, d)
	addLines(&s, d)
	s.Detail = &Detail{}
	for _, in := range d.Inputs {
		if !in.Known() {
			s.Detail.Unknown = append(s.Detail.Unknown, newInput(in))
		}
	}
	own := f.Workspace.Service(d.Service)
	if own != nil {
		s.Detail.RunsOn = own.RunsOn.V
	}
	p, ok := f.Profiles[d.Service]
	if ok {
		s.Detail.Load = newLoad(p)
	} else {
		s.Detail.NoLoad = noLoad(own)
	}
	return s
}

// newLoad takes the hours of winter: summer's are the same, or an hour beside.
func newLoad(p profile.Profile) *Load {
	l := &Load{Unit: p.Unit, Features: newFeatures(p)}
	if p.Shaped() {
		for _, slot := range p.Winter {
			l.Mean, l.P95 = append(l.Mean, slot.Mean), append(l.P95, slot.P95)
		}
	}
	return l
}

// noLoad says why there is no load to draw.
func noLoad(s *spec.Service) string {
	switch {
	case s == nil:
		return "Nobody has measured it."
	case s.Job != nil:
		return "It is a job, which has a schedule and no traffic."
	case s.Traffic != nil && s.Traffic.Source.Set():
		return "Its source has not measured it, or too long ago."
	case s.Traffic != nil:
		return "It is given as a range or as unknown, without hours."
	}
	return "Nobody has measured or declared it."
}
