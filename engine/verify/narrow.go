package verify

// rule is what a pair's forbidden options leave: by option of each side, the set of
// options of the other side that go with it.
type rule struct {
	a, b int
	ofA  []uint64
	ofB  []uint64
}

// all is the set of the first n options.
func all(n int) uint64 { return ^uint64(0) >> (maxOptions - n) }

// rules reads the pairs that forbid something; the result is by pair, nil for most.
func (s *subject) rules() []*rule {
	out := make([]*rule, len(s.f.Problem.Pairs))
	for k := range s.f.Problem.Pairs {
		q := &s.f.Problem.Pairs[k]
		if len(q.Forbid) == 0 {
			continue
		}
		wa, wb := len(s.f.Problem.Groups[q.A].Options), len(s.f.Problem.Groups[q.B].Options)
		r := &rule{a: q.A, b: q.B, ofA: make([]uint64, wa), ofB: make([]uint64, wb)}
		for l := range r.ofA {
			r.ofA[l] = all(wb)
		}
		for l := range r.ofB {
			r.ofB[l] = all(wa)
		}
		for _, at := range q.Forbid {
			r.ofA[at/wb] &^= 1 << (at % wb)
			r.ofB[at%wb] &^= 1 << (at / wb)
		}
		out[k] = r
	}
	return out
}

// narrow takes out of the domains what no allowed placement can use: an option all
// of whose partners in some pair are out. It repeats until nothing changes, and says
// false when a group has no option left: then the part of the space is empty.
//
// An option goes only when every placement with it is forbidden, so no allowed
// placement is lost.
func narrow(rules []*rule, domain []uint64, m *meter) bool {
	for changed := true; changed; {
		changed = false
		for _, r := range rules {
			if r == nil {
				continue
			}
			if !m.spend(len(r.ofA) + len(r.ofB)) {
				return true
			}
			a, b := partnered(r.ofA, domain[r.a], domain[r.b]), partnered(r.ofB, domain[r.b], domain[r.a])
			if a != domain[r.a] || b != domain[r.b] {
				domain[r.a], domain[r.b], changed = a, b, true
			}
		}
	}
	for _, d := range domain {
		if d == 0 {
			return false
		}
	}
	return true
}

// partnered are the options of own that go with some option of other.
func partnered(with []uint64, own, other uint64) uint64 {
	for l, partners := range with {
		if partners&other == 0 {
			own &^= 1 << l
		}
	}
	return own
}
