package cli

import (
	"fmt"
	"strings"

	"berth.dev/engine/ground"
	"berth.dev/providers/k0s"
	"berth.dev/reports"
)

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
			one.Unknown = err.Error()
			out = append(out, one)
			continue
		}
		one.Exists = m.exists()
		m.status(&one)
		c, err := m.toward(nil)
		if err != nil {
			one.Wants = append(one.Wants, err.Error())
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
		if p.Status != "" && p.Status != "RUNNING" {
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
