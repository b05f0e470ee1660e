package usage

import (
	"fmt"
	"slices"

	"berth.dev/engine/spec"
)

// table takes over the rows of a site's CSV files.
func (m *maker) table(s *spec.Site) {
	rows, counted := 0, false
	var cores []string
	seen := map[Row]bool{}
	for _, r := range m.Tables[s.Name] {
		if r.Site == "" {
			r.Site = s.Name
		}
		if w := m.Workspace.Site(r.Site); w == nil {
			m.wrong = append(m.wrong, fmt.Errorf("usage %q: its files name the site %q, which the workspace does not have", s.Name, r.Site))
			continue
		}
		if r.Month != m.Month || r.Site != s.Name {
			continue
		}
		if r.Pool != "" && !slices.ContainsFunc(s.Pools, func(p *spec.NodePool) bool { return p.Name == r.Pool }) {
			m.wrong = append(m.wrong, fmt.Errorf("usage %q: its files name the node pool %q, which %s does not have", s.Name, r.Pool, s.Name))
			continue
		}
		name := Row{Use: Use{Pool: r.Pool, Service: r.Service}}
		if seen[name] {
			m.wrong = append(m.wrong, fmt.Errorf("usage %q: two of its files have service %q in pool %q in %s: leave one out, or add them up", s.Name, r.Service, r.Pool, m.Month))
			continue
		}
		seen[name] = true
		rows++
		m.use(s, r.Pool, r.Service, r.CoreHours, r.GiBHours)
		if r.CoreHours > 0 && r.GiBHours == 0 {
			cores = append(cores, r.Service)
		}
		if r.Counted && r.Service != "" {
			counted = true
			m.requests(r)
		}
	}
	m.out.How[s.Name] = fmt.Sprintf("counted in files, %d rows", rows)
	if counted {
		m.out.How[s.Name] += ", requests too"
	}
	if len(cores) > 0 && s.Kind.V != "cloud" {
		for _, name := range cores {
			m.note("the files of "+s.Name+" do not say how much memory %s used: it is charged by its cores alone", name)
		}
	}
	if rows == 0 {
		m.out.Notes = append(m.out.Notes, fmt.Sprintf("the usage files of %s have no rows of %s: all its machines count as idle", s.Name, m.Month))
	}
}

// requests takes over what a row counts: files know better than what was measured.
func (m *maker) requests(r Row) {
	if m.told == nil {
		m.told = map[string]bool{}
	}
	if !m.told[r.Service] {
		m.told[r.Service], m.out.Requests[r.Service] = true, 0
	}
	m.out.Requests[r.Service] += r.Requests
}
