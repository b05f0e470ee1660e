package cli

import (
	"fmt"
	"strings"
)

// lost are the sites where the open plan's record is gone: somebody deleted it, or the
// cluster was made anew. A run writes the records of all clusters before its first
// stage and takes none away, so a site without one while another is further has lost
// it.
func (e *execution) lost() (sites []string) {
	further := false
	for i := range e.records {
		open := e.records[i].Open
		further = further || open != nil && open.Plan == e.plan.Digest && (open.Done > 0 || open.Gate != "")
	}
	for i := range e.records {
		c := &e.records[i]
		if c.Open != nil && c.Open.Plan == e.plan.Digest || c.Last == e.plan.Digest {
			continue
		}
		if c.Generation < e.generation(e.clusters[i].site) || further && !c.Stored() {
			sites = append(sites, e.clusters[i].site)
		}
	}
	return sites
}

// remembered refuses to go on with an open plan that a cluster has forgotten.
func (e *execution) remembered() error {
	lost := e.lost()
	if !e.begun() || len(lost) == 0 {
		return nil
	}
	open, _ := e.openOn(e.plan.Digest)
	return &endedError{fmt.Sprintf("plan %s is open on %s, and berth's record on %s is gone (ConfigMap berth-system/berth-record): it cannot go on. Give it up with: %s; then plan again",
		shortDigest(e.plan.Digest), strings.Join(open, " and "), strings.Join(lost, " and "), e.command("abandon", e.called())), errPartly}
}
