package audit

import (
	"fmt"
	"slices"

	"berth.dev/engine/object"
	"berth.dev/engine/record"
)

// Check returns all violations, in the order in which they happened; those of the end
// come last.
func Check(c Case) []Violation {
	a := &auditor{sites: map[string]*site{}, singles: c.Singles}
	for _, p := range c.Plans {
		a.plans = append(a.plans, chart(p))
	}
	for _, k := range c.Clusters {
		a.sites[k.Site] = begin(k)
		a.names = append(a.names, k.Site)
	}
	slices.Sort(a.names)
	a.servingAtStart()
	for _, change := range c.History {
		a.see(change)
	}
	if c.Finished != "" {
		a.finish(c)
	}
	return a.found
}

// auditor replays a history.
type auditor struct {
	plans   []*charted
	sites   map[string]*site
	names   []string
	singles []string
	// serving are the workloads that served at the start and must go on.
	serving []object.Ref
	found   []Violation
}

func (a *auditor) blame(law Law, where string, ref object.Ref, format string, args ...any) {
	a.found = append(a.found, Violation{law, where, ref, fmt.Sprintf(format, args...)})
}

// see holds one change to the laws and makes it part of the state.
func (a *auditor) see(c Change) {
	s := a.sites[c.Site]
	if s == nil {
		a.blame(Planned, c.Site, c.Ref, "a change on a cluster that nobody knows")
		return
	}
	switch {
	case c.Ref.Kind == "Lease" && c.Ref.Namespace == object.SystemNamespace:
		a.leased(s, c)
		s.take(c)
		return
	case c.Ref == object.Ref{Kind: "Namespace", Name: object.SystemNamespace}:
		s.take(c)
		return
	}
	a.holds(s, c)
	switch {
	case c.Ref == record.ClusterRef():
		a.recorded(s, c)
	case isSet(c):
		a.listed(s, c)
	default:
		a.touched(s, c)
	}
	s.take(c)
	a.running(c)
}

func isSet(c Change) bool {
	return c.After != nil && record.IsSet(c.After) || c.Before != nil && record.IsSet(c.Before)
}
