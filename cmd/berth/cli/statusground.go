package cli

import (
	"fmt"
	"slices"
	"strings"

	"berth.dev/engine/ground"
	"berth.dev/engine/step"
	"berth.dev/providers/k0s"
	"berth.dev/reports"
)

// told is an error about a site where the site is named beside it.
func told(site string, err error) string {
	return strings.ReplaceAll(err.Error(), "site "+site+": ", "")
}

// vanished tells whether the plan is about a cluster that berth manages and that is not
// there: it was removed since.
func (e *execution) vanished() bool {
	return e.plan != nil && slices.ContainsFunc(e.plan.Work.Clusters, func(c step.Cluster) bool { return e.unmade(c.Site) })
}

// unmade tells whether a site's cluster is one that berth manages and that is certainly
// not there. One that cannot be looked at is left to whoever reaches it.
func (e *execution) unmade(site string) bool {
	if e.workspace == nil {
		return false
	}
	if s := e.workspace.Site(site); s == nil || s.Manage.V != "cluster" {
		return false
	}
	m, err := e.managedSite(site)
	return err == nil && !m.exists()
}

// groundStatus looks at the clusters themselves of the sites that berth manages. What
// cannot be looked at is said, and is no error: who asks for the status may have no
// rights there.
func (e *execution) groundStatus() (out []reports.StatusGround) {
	if e.workspace == nil {
		return nil
	}
	for _, site := range e.workspace.Sites {
		if site.Manage.V != "cluster" {
			continue
		}
		one := reports.StatusGround{Site: site.Name, Provider: site.Provider.V, Cluster: site.Cluster.V, Parts: []reports.StatusPart{}, Wants: []string{}}
		m, err := e.managedSite(site.Name)
		if err != nil {
			one.Unknown = told(site.Name, err)
			out = append(out, one)
			continue
		}
		one.Exists = m.exists()
		m.status(&one)
		c, err := m.toward(nil)
		if err != nil {
			one.Wants = append(one.Wants, "nothing, for it would be refused: "+strings.ReplaceAll(told(site.Name, err), "\n", "; "))
		} else {
			for i := range c.before {
				one.Wants = append(one.Wants, wish(&c.before[i]))
			}
			for i := range c.after {
				one.Wants = append(one.Wants, wish(&c.after[i]))
			}
		}
		out = append(out, one)
	}
	return out
}

// wish is a step in a few words.
func wish(s *ground.Step) string {
	words := string(s.Kind)
	if s.Part != "" {
		words += " " + s.Part
	}
	if s.To != "" {
		words += " to " + s.To
	}
	return words
}

func (g *googleCluster) status(out *reports.StatusGround) {
	out.Cluster = g.seen.Name.String()
	if !g.seen.Exists {
		return
	}
	out.Version = g.seen.Version
	for i := range g.seen.Pools {
		p := &g.seen.Pools[i]
		is := fmt.Sprintf("%s of %s", plural(p.Nodes, "node"), p.Machine)
		if p.Scale != nil {
			is += ", scales itself: " + p.Scale.String()
		}
		if !slices.Contains([]string{"", "RUNNING", "STATUS_UNSPECIFIED"}, p.Status) {
			is += ", " + strings.ToLower(p.Status)
		}
		out.Parts = append(out.Parts, reports.StatusPart{Name: p.Name, Is: is, Version: p.Version})
	}
	for _, o := range g.seen.Running {
		out.Running = append(out.Running, strings.TrimSpace(o.Type+" "+o.Pool)+" ("+o.Name+")")
	}
}

func (m *machineCluster) status(out *reports.StatusGround) {
	out.Cluster = m.orders.Cluster
	for i := range m.seen.Machines {
		h := &m.seen.Machines[i]
		is := "nothing of k0s"
		switch {
		case h.Running:
			is = string(h.Role) + ", runs"
		case h.Installed:
			is = string(h.Role) + ", stands still"
		}
		version := ""
		if h.Version != (k0s.Version{}) {
			version = h.Version.String()
		}
		if h.Running && h.Role.Controls() {
			out.Version = version
		}
		out.Parts = append(out.Parts, reports.StatusPart{Name: h.Name, Is: is, Version: version})
	}
}
