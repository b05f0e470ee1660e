package check

import (
	"berth.dev/engine/spec"
	"berth.dev/policies"
)

// words finds where the specs write a fact of a subject, the most exact place first. It is
// nil for a fact that is computed, and empty for one that no single attribute writes.
type words func(fact string) []spec.Origin

// mend is where a person would mend what a check finds: the attribute that writes the one
// fact which its require reads, where the subject says it; else the subject's own place.
func mend(k *policies.Check, written words, subject spec.Origin) spec.Origin {
	var places []spec.Origin
	for _, fact := range k.Requires() {
		at := written(fact)
		if at != nil && places != nil {
			return subject // any of the two may be wrong
		}
		if at != nil {
			places = at
		}
	}
	for _, at := range places {
		if at.Set() {
			return at
		}
	}
	return subject
}

// serviceWords is where a service itself writes a fact: what it inherits may be right for
// the others that inherit it. Its owner is its team's.
func serviceWords(w *spec.Workspace, s *spec.Service, fact string) []spec.Origin {
	switch fact {
	case "service.team":
		if p := w.Product(s.Product.V); p != nil {
			return []spec.Origin{p.Team.Origin, p.Origin}
		}
		return own(s.Product.Origin)
	case "service.owner":
		return ownerWords(w, w.Product(s.Product.V))
	case "service.product":
		return own(s.Product.Origin)
	case "service.class":
		return own(s.Class.Origin)
	case "service.environment":
		return own(s.Environment.Origin)
	case "service.stateful":
		return own(s.Stateful.Origin)
	case "service.singleton":
		return own(s.Concurrency.Origin)
	case "service.calls_complete":
		return own(s.Calls.Origin)
	case "service.runs_on", "service.countries_today":
		return own(s.RunsOn.Origin)
	case "service.job", "service.manifests", "service.volumes", "service.volumes_move", "service.calls", "service.unmeasured_calls", "service.load_known":
		return []spec.Origin{}
	}
	return blockWords(s, fact)
}

// blockWords is where the blocks of a service write a fact.
func blockWords(s *spec.Service, fact string) []spec.Origin {
	switch fact {
	case "service.data":
		k := block(s.Security)
		return own(k.Data.Origin, k.Origin)
	case "service.residency":
		k := block(s.Security)
		return own(k.Residency.Origin, k.Origin)
	case "service.internet_transit":
		k := block(s.Security)
		return own(k.InternetTransit.Origin, k.Origin)
	case "service.images":
		k := block(s.Container)
		return own(k.Image.Origin, k.Origin)
	case "service.probed":
		k := block(s.Container)
		return own(k.Probe.Origin, k.Origin)
	case "service.replicas_min":
		k := block(s.Replicas)
		return own(k.Min.Origin, k.Origin)
	case "service.replicas_max":
		k := block(s.Replicas)
		return own(k.Max.Origin, k.Origin)
	case "service.replica_cores":
		k := block(s.Replica)
		return own(k.CPU.Origin, k.Origin)
	case "service.replica_memory_gib":
		k := block(s.Replica)
		return own(k.Memory.Origin, k.Origin)
	}
	return nil
}

// productWords is where a product writes a fact, or its team the owner.
func productWords(w *spec.Workspace, p *spec.Product, fact string) []spec.Origin {
	switch fact {
	case "product.team":
		return []spec.Origin{p.Team.Origin}
	case "product.owner":
		return ownerWords(w, p)
	case "product.budget":
		k := block(p.Budget)
		return []spec.Origin{k.Monthly.Origin, k.Origin}
	case "product.services":
		return []spec.Origin{}
	}
	return nil
}

// teamWords is where a team writes a fact.
func teamWords(t *spec.Team, fact string) []spec.Origin {
	switch fact {
	case "team.group":
		return []spec.Origin{t.Group.Origin}
	case "team.cost_center":
		return []spec.Origin{t.CostCenter.Origin}
	case "team.owner":
		return []spec.Origin{t.Owner.Origin}
	case "team.products", "team.services":
		return []spec.Origin{}
	}
	return nil
}

// siteWords is where a site writes a fact; of its pools, where it has one alone.
func siteWords(s *spec.Site, fact string) []spec.Origin {
	var pool spec.NodePool
	if len(s.Pools) == 1 {
		pool = *s.Pools[0]
	}
	switch fact {
	case "site.kind":
		return []spec.Origin{s.Kind.Origin}
	case "site.provider":
		return []spec.Origin{s.Provider.Origin}
	case "site.country":
		return []spec.Origin{s.Country.Origin}
	case "site.nodes":
		return []spec.Origin{pool.Nodes.Origin, pool.Origin}
	case "site.spare":
		return []spec.Origin{pool.Spare.Origin, pool.Origin}
	case "site.services_today":
		return []spec.Origin{}
	}
	return nil
}

// ownerWords is where the owner of a product's team is written, or would be.
func ownerWords(w *spec.Workspace, p *spec.Product) []spec.Origin {
	if p == nil {
		return []spec.Origin{}
	}
	if t := w.Team(p.Team.V); t != nil {
		return []spec.Origin{t.Owner.Origin, t.Origin}
	}
	return []spec.Origin{p.Origin}
}

// own are the places that are in the service's own block.
func own(places ...spec.Origin) []spec.Origin {
	out := []spec.Origin{}
	for _, at := range places {
		if at.Level() == spec.InService {
			out = append(out, at)
		}
	}
	return out
}

// block is a block, or an empty one where none was written.
func block[T any](written *T) (b T) {
	if written != nil {
		b = *written
	}
	return b
}
