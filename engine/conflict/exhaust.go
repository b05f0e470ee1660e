package conflict

import (
	"cmp"
	"slices"

	"berth.dev/engine/place"
)

// looker looks at everything that the domains hold, part by part.
type looker struct {
	q *question
	k *climber
	// work is how many amounts may still be added up.
	work  int
	nodes int
	found place.Placement
}

// exhaust says whether the domains were looked at wholly: then found, if any, is a
// placement that fits.
func (q *question) exhaust(k *climber, work int) (found place.Placement, nodes int, done bool) {
	s := &looker{q: q, k: k, work: work}
	done = s.look(q.domains)
	return s.found, s.nodes, done || s.found != nil
}

// look says whether this part of the space was looked at wholly, without or until a
// find.
func (s *looker) look(domains []place.Set) bool {
	if s.work <= 0 {
		return false
	}
	s.nodes++
	s.work -= s.size()
	domains = slices.Clone(domains)
	if !s.k.relax.Propagate(domains) {
		return true
	}
	if _, _, lacks := s.q.lack(s.q.least(domains)); lacks {
		return true
	}
	answer := s.k.relax.Solve(s.k.prices, domains)
	if !answer.Feasible || answer.Bound > 0 {
		return true
	}
	if s.q.fits(answer.X) {
		s.found = answer.X
		return true
	}
	i, order := s.branch(answer.X, domains)
	for _, l := range order {
		before := domains[i]
		domains[i] = 1 << l
		if !s.look(domains) {
			return false
		}
		if s.found != nil {
			return true
		}
		domains[i] = before
	}
	return true
}

// size is the work of one node, roughly: the amounts that it adds up.
func (s *looker) size() int {
	sum := len(s.q.p.Pairs)
	for b := range s.q.p.Blocks {
		sum += len(s.q.p.Blocks[b].Cap)
	}
	return sum * (1 + len(s.q.p.Services)/4)
}

// branch picks the service to divide where x breaks something: the one that can give
// back most of the worst slot, or an end of the first forbidden pair. Its options come
// in the order of what they use there.
func (s *looker) branch(x place.Placement, domains []place.Set) (service int32, order []uint8) {
	p := s.q.p
	service = -1
	block, slot, lacks := s.q.lack(p.Usage(x))
	amount := func(i int32, l uint8) int64 {
		if row := of(p.Services[i].Options[l].Use, block); lacks && row != nil {
			return int64(row[slot])
		}
		return 0
	}
	most := int64(0)
	for i := range domains {
		i := int32(i)
		for l := range options(domains[i]) {
			if gain := amount(i, x[i]) - amount(i, l); gain > most {
				service, most = i, gain
			}
		}
	}
	if service < 0 {
		service = s.end(x, domains, lacks)
	}
	for l := range options(domains[service]) {
		order = append(order, l)
	}
	slices.SortStableFunc(order, func(a, b uint8) int { return cmp.Compare(amount(service, a), amount(service, b)) })
	return service, order
}

// end is an end with several options: of a pair with a use where room lacks, of a
// forbidden pair else.
func (s *looker) end(x place.Placement, domains []place.Set, lacks bool) int32 {
	p := s.q.p
	for k := range p.Pairs {
		q := &p.Pairs[k]
		if q.Rule == nil || !lacks && !q.Forbidden(p, x[q.A], x[q.B]) || lacks && len(q.Rule.Use) == 0 {
			continue
		}
		if domains[q.A].Len() > 1 {
			return q.A
		}
		if domains[q.B].Len() > 1 {
			return q.B
		}
	}
	// With one option each, propagation or the least use would have ended this node.
	return int32(slices.IndexFunc(domains, func(d place.Set) bool { return d.Len() > 1 }))
}

// options are the options in a set, in order.
func options(s place.Set) func(yield func(uint8) bool) {
	return func(yield func(uint8) bool) {
		for l := uint8(0); l < place.MaxOptions; l++ {
			if s.Has(l) && !yield(l) {
				return
			}
		}
	}
}
