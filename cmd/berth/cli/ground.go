package cli

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"berth.dev/engine/ground"
	"berth.dev/engine/plan"
	"berth.dev/engine/spec"
	"berth.dev/reports"
)

// standing is what was found of the cluster of a site that berth manages.
type standing interface {
	// exists tells whether there is a cluster; one that does not answer is an error of
	// whoever looked.
	exists() bool
	// toward is what is to be done so that the cluster is as the specs and the plan want
	// it.
	toward(courses []plan.Course) (*change, error)
	// status is how it is, in words.
	status(*reports.StatusGround)
	// removal is what removes the cluster; it has no steps where none is there.
	removal() (*change, error)
}

// change is what is to be done to the cluster of one site.
type change struct {
	site          ground.Site
	before, after []ground.Step
	notes         []string
}

// managed is a site whose cluster berth makes and changes.
type managed struct {
	site *spec.Site
	standing
}

// lookAtManaged looks at the clusters of sites with manage = "cluster", by the sites'
// names. Nothing is written.
func (s *stepper) lookAtManaged(ctx context.Context) (out []managed, err error) {
	p := s.app.progress()
	defer p.stop()
	for _, site := range s.w.Sites {
		if site.Manage.V != "cluster" {
			continue
		}
		p.show("looking at the cluster of %s", site.Name)
		found, err := s.lookAt(ctx, site)
		if err != nil {
			return nil, err
		}
		out = append(out, managed{site, found})
	}
	slices.SortFunc(out, func(a, b managed) int { return cmp.Compare(a.site.Name, b.site.Name) })
	return out, nil
}

// lookAt looks at the cluster of one site.
func (s *stepper) lookAt(ctx context.Context, site *spec.Site) (standing, error) {
	switch site.Provider.V {
	case "gke":
		return s.lookAtGoogle(ctx, site)
	case "k0s":
		return s.lookAtMachines(ctx, site)
	}
	return nil, fmt.Errorf(`site %s: manage = "cluster" needs a provider that berth drives, "k0s" or "gke"; this one is %q`, site.Name, site.Provider.V)
}

// missing tells whether a site's cluster is still to be made.
func (s *stepper) missing(site string) bool {
	return slices.ContainsFunc(s.managed, func(m managed) bool { return m.site.Name == site && !m.exists() })
}

// ground is what the plan says of clusters, nil where berth manages none.
func (s *stepper) ground(courses []plan.Course) (*ground.Work, error) {
	if len(s.managed) == 0 {
		return nil, nil
	}
	out := &ground.Work{Before: []ground.Step{}, After: []ground.Step{}}
	for _, m := range s.managed {
		if s.waitsFor(&m) != "" {
			continue
		}
		c, err := m.toward(courses)
		if err != nil {
			return nil, &refusal{err}
		}
		if m.site.Lock != nil {
			c.site.Lock = m.site.Lock.Site.V
		}
		c.site.Window = m.site.Window.V
		out.Sites = append(out.Sites, c.site)
		out.Before, out.After = append(out.Before, c.before...), append(out.After, c.after...)
		for _, note := range c.notes {
			s.app.say("note", m.site.Name+": "+note)
		}
	}
	for i := range out.Before {
		out.Before[i].ID = fmt.Sprintf("g%d", i+1)
	}
	for i := range out.After {
		out.After[i].ID = fmt.Sprintf("g%d", len(out.Before)+i+1)
	}
	if err := ground.Check(out); err != nil {
		return nil, err
	}
	s.sayMissing()
	return out, nil
}

// waitsFor is the site whose cluster must be made before another's can be changed, for it
// holds the lease of those changes; "" for none.
func (s *stepper) waitsFor(m *managed) string {
	if m.site.Lock == nil || !s.missing(m.site.Lock.Site.V) {
		return ""
	}
	return m.site.Lock.Site.V
}

// sayMissing tells of sites whose services, or whose clusters, wait for a cluster.
func (s *stepper) sayMissing() {
	var names []string
	for _, m := range s.managed {
		switch lock := s.waitsFor(&m); {
		case lock != "":
			s.app.say("note", fmt.Sprintf("%s: its lease lies on %s, whose cluster is still to be made. What is to be done to the cluster of %s comes with the plan after that.", m.site.Name, lock, m.site.Name))
		case !m.exists():
			names = append(names, m.site.Name)
		}
	}
	if len(names) > 0 {
		s.app.say("note", fmt.Sprintf("%s: there is no cluster yet. This plan makes it; what runs there comes with the next plan, once it is.", strings.Join(names, ", ")))
	}
}
