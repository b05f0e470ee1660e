package usage

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"berth.dev/engine/bill"
	"berth.dev/engine/snapshot"
	"berth.dev/engine/spec"
)

// Given is what a month's use is worked out of.
type Given struct {
	Workspace *spec.Workspace
	Month     bill.Month
	Zone      *time.Location
	// Snapshot is what was measured, nil for nothing.
	Snapshot *snapshot.Snapshot
	// Tables are the rows of CSV files, by the site whose usage block names them.
	Tables map[string][]Row
	// Exports are answers of allocation exports, by the site whose usage block names
	// them; each was asked for the keys of [Keys].
	Exports map[string]*bill.Answer
	// Split says how much of a service that runs on several sites runs on each, by
	// service and site, as a plan has it. Unknown ones are halved, and a note says so.
	Split map[string]map[string]float64
}

// Make works out a month's use of all sites. A site without a usage block goes by what
// was measured, and where nothing was, by what specs ask for. An error names everything
// that cannot be meant: a site or a pool that is not there, a snapshot that is broken.
func Make(ctx context.Context, g Given) (*Month, error) {
	m := &maker{Given: g, seconds: g.Month.Hours(g.Zone) * 3600, uses: map[Use]Use{}, noted: map[string][]string{}}
	m.out = Month{Requests: map[string]float64{}, Cloud: map[[2]string]float64{}, How: map[string]string{}, Calls: map[[2]string]float64{}}
	if err := m.measure(ctx); err != nil {
		return nil, err
	}
	m.count()
	for _, s := range m.Workspace.Sites {
		m.site(s)
	}
	if len(m.wrong) > 0 {
		return nil, errors.Join(m.wrong...)
	}
	m.finish()
	return &m.out, nil
}

// maker gathers a month.
type maker struct {
	Given
	// seconds has the month.
	seconds float64
	seen    seen
	// uses are by their names, hours 0.
	uses map[Use]Use
	// noted are the services that a note is about, by its words.
	noted map[string][]string
	// told are the services whose requests files count.
	told  map[string]bool
	wrong []error
	out   Month
}

// site works out the use of one site by its block.
func (m *maker) site(s *spec.Site) {
	from := m.from(s)
	switch from {
	case "measured":
		m.measured(s)
		m.others(s)
	case "requests":
		m.requested(s)
		m.others(s)
	case "csv":
		m.table(s)
	case "opencost":
		m.export(s)
	}
}

// from is what a site's use comes from.
func (m *maker) from(s *spec.Site) string {
	for _, u := range m.Workspace.Usages {
		if u.Name == s.Name {
			return u.From.V
		}
	}
	if m.Snapshot != nil && m.seen.measures(m.Workspace, s.Name) {
		return "measured"
	}
	if s.Kind.V == "cloud" {
		// What specs ask for is no volume that a bill could be held against.
		return ""
	}
	return "requests"
}

// use adds use of a site: to the cloud's volume, or to what machines are shared by.
func (m *maker) use(s *spec.Site, pool, service string, cores, gib float64) {
	if s.Kind.V == "cloud" {
		if service != "" && cores > 0 {
			m.out.Cloud[[2]string{s.Name, service}] += cores
		}
		return
	}
	if cores == 0 && gib == 0 {
		return
	}
	name := Use{Site: s.Name, Pool: pool, Service: service}
	u := m.uses[name]
	u.Site, u.Pool, u.Service = s.Name, pool, service
	u.CoreHours += cores
	u.GiBHours += gib
	m.uses[name] = u
}

// finish sorts what was gathered.
func (m *maker) finish() {
	m.out.Uses = slices.Collect(maps.Values(m.uses))
	sortUses(m.out.Uses)
	for words, services := range m.noted {
		m.out.Notes = append(m.out.Notes, fmt.Sprintf(words, few(services)))
	}
	slices.Sort(m.out.Notes)
	m.out.Notes = slices.Compact(m.out.Notes)
}

// note says something of a service; words have one %s for those it is said of.
func (m *maker) note(words, service string) { m.noted[words] = append(m.noted[words], service) }

// mostNamed is how many services a note names.
const mostNamed = 5

// few names some of many.
func few(names []string) string {
	slices.Sort(names)
	names = slices.Compact(names)
	if len(names) <= mostNamed {
		return strings.Join(names, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(names[:mostNamed], ", "), len(names)-mostNamed)
}

// sortUses puts uses in the order of their names.
func sortUses(uses []Use) {
	slices.SortFunc(uses, func(a, b Use) int {
		return cmp.Or(cmp.Compare(a.Site, b.Site), cmp.Compare(a.Pool, b.Pool), cmp.Compare(a.Service, b.Service))
	})
}
