package audit

import (
	"berth.dev/engine/object"
	"berth.dev/engine/record"
)

// leased follows who holds the lease of a cluster.
func (a *auditor) leased(s *site, c Change) {
	identity, _ := c.After.At("spec", "holderIdentity").(string)
	if identity == s.identity {
		return
	}
	if c.After == nil || identity == "" {
		s.holder, s.identity = "", ""
		return
	}
	if was, is := transitions(c.Before), transitions(c.After); is <= was {
		a.blame(Epochs, c.Site, c.Ref, "a new holder took it at epoch %d after %d", is, was)
	}
	s.holder, s.identity, s.since = c.Client, identity, c.Order
}

func transitions(o object.Object) int64 {
	n, _ := o.At("spec", "leaseTransitions").(int64)
	return n
}

// holds checks that whoever changed something holds the lease. A request that arrived
// before the holder changed was under way then: the next holder finds it.
func (a *auditor) holds(s *site, c Change) {
	switch {
	case c.Client == s.holder:
	case s.holder == "":
		a.blame(Leased, c.Site, c.Ref, "%s by %s, and nobody held the lease", c.Verb, c.Client)
	case c.Order > s.since:
		a.blame(Leased, c.Site, c.Ref, "%s by %s, while %s held the lease", c.Verb, c.Client, s.holder)
	}
}

// recorded checks that a cluster's record only goes forward.
func (a *auditor) recorded(s *site, c Change) {
	if c.After == nil {
		a.blame(Planned, c.Site, c.Ref, "the record was removed")
		return
	}
	next, err := record.ReadCluster(c.After)
	if err != nil {
		a.blame(Planned, c.Site, c.Ref, "%v", err)
		return
	}
	was := s.record
	if next.Epoch < was.Epoch {
		a.blame(Epochs, c.Site, c.Ref, "epoch %d after %d", next.Epoch, was.Epoch)
	}
	if lease := s.objects[leaseRef()]; lease != nil && s.holder == c.Client && next.Epoch != transitions(lease) {
		a.blame(Epochs, c.Site, c.Ref, "epoch %d is not that of the lease, %d", next.Epoch, transitions(lease))
	}
	if next.Generation < was.Generation || next.Generation > was.Generation+1 {
		a.blame(Epochs, c.Site, c.Ref, "generation %d after %d", next.Generation, was.Generation)
	}
	switch {
	case was.Open != nil && next.Open != nil && was.Open.Plan != next.Open.Plan:
		a.blame(Leased, c.Site, c.Ref, "plan %.12s was opened while %.12s was open", next.Open.Plan, was.Open.Plan)
	case was.Open != nil && next.Open != nil && next.Open.Done < was.Open.Done:
		a.blame(Epochs, c.Site, c.Ref, "%d stages done after %d", next.Open.Done, was.Open.Done)
	}
}

func leaseRef() object.Ref {
	return object.Ref{Kind: "Lease", Name: "berth", Namespace: object.SystemNamespace}
}

// listed checks that a set forgets nothing that is there and is berth's.
func (a *auditor) listed(s *site, c Change) {
	if c.After == nil {
		a.blame(Sets, c.Site, c.Ref, "a set was removed")
		return
	}
	next, err := record.ReadSet(c.After)
	if err != nil {
		a.blame(Planned, c.Site, c.Ref, "%v", err)
		return
	}
	old := s.sets[c.Ref]
	if old == nil {
		return
	}
	for _, m := range old.Members {
		live := s.objects[m.Ref]
		if live == nil || !old.Owns(live) {
			continue
		}
		if _, has := next.Member(m.Ref); !has {
			a.blame(Sets, c.Site, m.Ref, "its set has forgotten it, and it is there")
		}
	}
}
