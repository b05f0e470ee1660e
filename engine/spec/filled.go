package spec

import (
	"fmt"
	"slices"
	"time"
)

// Evidence is whence a number was measured.
type Evidence struct {
	// Source is the metrics block that had it.
	Source string
	// From and To bound the time that was measured.
	From, To time.Time
	// How says how the number follows from what was measured, as in "mean × 730 h".
	How string
}

// String is the evidence as people read it: "prod, 2026-10-01 to 2026-10-31: mean × 730 h".
func (e Evidence) String() string {
	const day = time.DateOnly
	out := fmt.Sprintf("%s, %s to %s", e.Source, e.From.UTC().Format(day), e.To.UTC().Format(day))
	if e.How != "" {
		out += ": " + e.How
	}
	return out
}

// Filled returns the workspace with services in the place of those of their names, and
// with the evidence that their measured numbers count in; w stays as it is, and what
// does not change is shared. Services that w does not have are left out.
func (w *Workspace) Filled(services []*Service, evidence []Evidence) *Workspace {
	out := *w
	out.Services, out.Evidence, out.index.written = slices.Clone(w.Services), evidence, w.Written()
	put := byName(services, func(s *Service) string { return s.Name })
	for i, s := range out.Services {
		if now := put[s.Name]; now != nil {
			out.Services[i] = now
		}
	}
	out.index.services = byName(out.Services, func(s *Service) string { return s.Name })
	return &out
}

// Written returns the workspace as people wrote it, without what was measured.
func (w *Workspace) Written() *Workspace {
	if w.index.written != nil {
		return w.index.written
	}
	return w
}

// By returns what a quantity was measured by, and the zero Evidence for one that a
// person wrote.
func (w *Workspace) By(m Measure) Evidence {
	if !m.Measured() || int(m.Evidence) > len(w.Evidence) {
		return Evidence{}
	}
	return w.Evidence[m.Evidence-1]
}
