package workload

import (
	"maps"
	"slices"

	"berth.dev/engine/spec"
)

// Neighbours knows the services of a workspace by who calls them and where they run.
// It is made once for all services of a plan.
type Neighbours struct {
	callers map[string][]*spec.Service
	sites   map[string][]string
	// declared is true where every service says that its calls are complete.
	declared bool
}

// Meet looks at the calls of a workspace. Sites are, by service, all that it runs on
// before, during and after the plan; a service without an entry may run anywhere.
func Meet(w *spec.Workspace, sites map[string][]string) *Neighbours {
	n := &Neighbours{callers: map[string][]*spec.Service{}, sites: sites, declared: true}
	for _, s := range w.Services {
		n.declared = n.declared && isDeclared(s)
		for _, call := range s.CallBlocks {
			n.callers[call.Name] = append(n.callers[call.Name], s)
		}
	}
	return n
}

// isDeclared tells whether a person wrote that the service's calls are complete.
// That it has call blocks is not enough to cut what they do not name.
func isDeclared(s *spec.Service) bool { return s.Calls.Set() && s.Calls.V == "complete" }

// staysOn tells whether a service runs on a site and nowhere else.
func (n *Neighbours) staysOn(s *spec.Service, site *spec.Site) bool {
	return slices.Equal(n.sites[s.Name], []string{site.Name})
}

// set is a set of namespaces.
type set map[string]bool

// peers are the pods of the namespaces, in the order of their names.
func (s set) peers() []any {
	out := []any{}
	for _, name := range slices.Sorted(maps.Keys(s)) {
		out = append(out, ofNamespace(name))
	}
	return out
}
