package cli

import (
	"fmt"
	"maps"
	"slices"
)

// plannedContexts are the contexts of the plan's sites. One for a site that the plan
// is not about is refused: it would be believed and do nothing.
func (e *execution) plannedContexts() (map[string]string, error) {
	out := map[string]string{}
	for _, c := range e.plan.Work.Clusters {
		out[c.Site] = e.runOptions.clusters.context(c.Site, c.Context)
	}
	return out, e.runOptions.clusters.among(e.cmd, slices.Collect(maps.Keys(out)))
}

// siteContexts are the contexts of all sites that the workspace or the command line
// give one, but for clusters that berth is still to make: those of a command that is about
// no plan.
func (e *execution) siteContexts() (map[string]string, error) {
	out := map[string]string{}
	if e.workspace != nil {
		if err := e.runOptions.clusters.known(e.cmd, e.workspace.Workspace); err != nil {
			return nil, err
		}
		for _, s := range e.workspace.Sites {
			if name := contextOf(s); name != "" {
				out[s.Name] = name
			}
		}
	}
	maps.Copy(out, e.runOptions.clusters.of)
	unmade := 0
	for _, name := range slices.Sorted(maps.Keys(out)) {
		if e.unmade(name) {
			delete(out, name)
			unmade++
		}
	}
	if len(out)+unmade == 0 {
		return nil, fmt.Errorf("no cluster is named: give the workspace with -C DIR, whose sites have contexts, or each cluster with --context SITE=CONTEXT")
	}
	return out, nil
}
