package cli

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"berth.dev/engine/step"
)

// wrongClusterError says that contexts lead to other clusters than those a plan was
// made for.
type wrongClusterError struct{ wrong []string }

// Error names every site whose cluster is another, and says what to do.
func (e *wrongClusterError) Error() string {
	return "contexts lead to other clusters than those that the plan was made for, and nothing was written:\n  " + strings.Join(e.wrong, "\n  ") +
		"\n  Check --context and KUBECONFIG. Plan again only where a cluster was made anew"
}

func (e *wrongClusterError) Unwrap() error { return errStale }

// sameClusters refuses clusters that are not those of the plan, all at once: most
// often two contexts have changed places, and that is no reason to plan again.
func (e *execution) sameClusters() error {
	if wrong := e.otherClusters(); len(wrong) > 0 {
		return &wrongClusterError{wrong}
	}
	return nil
}

// otherClusters says of each site whose cluster is not the plan's which one it is.
func (e *execution) otherClusters() (wrong []string) {
	for _, planned := range e.plan.Work.Clusters {
		at := slices.IndexFunc(e.clusters, func(r reached) bool { return r.site == planned.Site })
		if at < 0 || e.clusters[at].uid == planned.UID {
			continue
		}
		r := &e.clusters[at]
		words := fmt.Sprintf("site %s: context %s is another cluster: the plan was made for the one with UID %s, and this one has %s",
			r.site, cmp.Or(r.context, "(the current one)"), planned.UID, r.uid)
		if of := siteOf(e.plan.Work.Clusters, r.uid); of != "" {
			words += ", which is that of site " + of
		}
		wrong = append(wrong, words)
	}
	return wrong
}

// siteOf is the site for which a plan has a cluster, "" for none.
func siteOf(all []step.Cluster, uid string) string {
	for _, c := range all {
		if c.UID == uid {
			return c.Site
		}
	}
	return ""
}
