package conflict

import (
	"slices"

	"berth.dev/engine/place"
)

// turning is a placement that is changed one service at a time.
type turning struct {
	q *question
	// touching are by service the pairs that rules or budgets speak of.
	touching [][]int32
	x        place.Placement
	use      place.Usage
}

// rotate marks further rules as needed: x keeps all rules of the set but r. Where
// what r excludes is put right and another rule is broken in its stead, and all fits,
// that rule is needed as well, without a question.
func (c *court) rotate(set []int, r int, x place.Placement, needed map[int]bool) {
	if len(c.rules[r].Bans) == 0 {
		return
	}
	s := &turning{q: c.question(set, none()), touching: c.touching, x: slices.Clone(x)}
	s.use = s.q.p.Usage(x)
	for _, ban := range c.rules[r].Bans {
		domain := s.q.domains[ban.Service]
		if domain == 0 {
			return
		}
		if s.x[ban.Service] == ban.Option {
			s.turn(ban.Service, domain.First())
		}
		if s.breaks(ban.Service) {
			return
		}
	}
	bans := make(map[Ban]int)
	for _, k := range set {
		for _, ban := range c.rules[k].Bans {
			bans[ban]++
		}
	}
	for _, other := range set {
		for _, ban := range c.rules[other].Bans {
			if needed[other] || other == r || bans[ban] > 1 {
				continue
			}
			before := s.x[ban.Service]
			s.turn(ban.Service, ban.Option)
			_, _, lacks := s.q.lack(s.use)
			needed[other] = !lacks && !s.breaks(ban.Service)
			s.turn(ban.Service, before)
		}
	}
}

// turn gives service i option l.
func (s *turning) turn(i int32, l uint8) {
	s.add(i, -1)
	s.x[i] = l
	s.add(i, 1)
}

// add adds times what service i uses, alone and with its pairs.
func (s *turning) add(i int32, times int64) {
	p := s.q.p
	s.use.Add(p.Services[i].Options[s.x[i]].Use, times)
	for _, k := range s.touching[i] {
		q := &p.Pairs[k]
		if q.Rule == nil {
			continue
		}
		for _, use := range q.Rule.Use {
			s.use[use.Block][0] += times * int64(use.Amount[p.At(q, s.x[q.A], s.x[q.B])])
		}
	}
}

// breaks says whether a pair of service i is forbidden.
func (s *turning) breaks(i int32) bool {
	return slices.ContainsFunc(s.touching[i], func(k int32) bool {
		q := &s.q.p.Pairs[k]
		return q.Forbidden(s.q.p, s.x[q.A], s.x[q.B])
	})
}
