package optimise

import (
	"math"
	"slices"

	"berth.dev/engine/optimise/bundle"
	"berth.dev/engine/place"
)

const (
	// tried is how many splits are tried before one is chosen, in fleets of up to
	// triedUpTo services; in larger ones fewer, because each try costs more there.
	tried, triedUpTo = 16, 10000
	triedLeast       = 2
)

// candidates are the splits on which the planes of the node disagree, the most
// promising first.
func (s *search) candidates(n *node, domains []place.Set) []split {
	var cuts []*bundle.Cut
	var weights []float64
	for k, w := range n.model.Weights {
		if w > 1e-9 {
			cuts, weights = append(cuts, n.model.Cuts[k]), append(weights, w)
		}
	}
	var list []split
	if len(cuts) < 2 {
		return nil
	}
	prices := s.axis.sparse(n.model.Centre.At)
	first := cuts[0].X
	for i := range s.problem.Services {
		if domains[i].Len() < 2 || !differs(cuts[1:], int32(i), first[i]) {
			continue
		}
		list = s.splits(list, int32(i), domains[i], cuts, weights, prices)
	}
	slices.SortFunc(list, func(a, b split) int {
		switch {
		case a.weight > b.weight:
			return -1
		case a.weight < b.weight:
			return 1
		case a.service != b.service:
			return int(a.service - b.service)
		}
		return int(a.first) - int(b.first)
	})
	return thin(list, max(triedLeast, min(tried, tried*triedUpTo/max(1, len(domains)))))
}

func differs(cuts []*bundle.Cut, i int32, option uint8) bool {
	for _, c := range cuts {
		if c.X[i] != option {
			return true
		}
	}
	return false
}

// thin keeps the first few of the splits, and of those with the same planes on their
// yes side one: these are services that move together, and one split does for all.
func thin(list []split, most int) []split {
	seen := make(map[[2]uint64]bool)
	out := list[:0]
	for _, one := range list {
		if seen[one.sign] {
			continue
		}
		seen[one.sign] = true
		if out = append(out, one); len(out) == most {
			break
		}
	}
	return out
}

// splits adds the ways to split one service between options that the planes take.
func (s *search) splits(list []split, i int32, domain place.Set, cuts []*bundle.Cut, weights []float64, prices []place.Price) []split {
	options := s.problem.Services[i].Options
	var worth [place.MaxOptions]float64
	for l := range options {
		if domain.Has(uint8(l)) {
			worth[l] = value(options[l].Use, prices)
		}
	}
	last := [2]uint64{}
	for l := domain.First() + 1; l <= domain.Last(); l++ {
		if !domain.Has(l) {
			continue
		}
		one := split{service: i, first: l, yes: s.side(domain, l)}
		one.measure(cuts, weights, worth[:])
		if least := min(one.share, 1-one.share); least < 1e-6 || one.sign == last {
			continue
		}
		last = one.sign
		list = append(list, one)
	}
	return list
}

// side is the yes side that option l begins: on a chain all from there on, else the
// option alone.
func (s *search) side(domain place.Set, l uint8) place.Set {
	if len(s.problem.Views) > 0 {
		return place.Set(1) << l
	}
	return domain &^ place.All(int(l))
}

// measure sees which planes are on the yes side, and how much use at the prices lies
// between the two sides.
func (s *split) measure(cuts []*bundle.Cut, weights, worth []float64) {
	var yes, no, sum float64
	for k, c := range cuts {
		w, l := weights[k], c.X[s.service]
		sum += w
		if s.yes.Has(l) {
			s.share += w
			yes += w * worth[l]
			s.sign[k/64%2] |= 1 << (k % 64)
		} else {
			no += w * worth[l]
		}
	}
	s.share /= sum
	if s.share > 0 && s.share < 1 {
		yes, no = yes/s.share, no/(1-s.share)
	}
	// Even a service that uses nothing of worth can be split, after all others.
	s.weight = min(s.share, 1-s.share) * (1 + math.Abs(yes-no)/sum)
}

// value is what a use is worth at prices, which are sorted as uses are.
func value(use []place.Use, prices []place.Price) float64 {
	var sum float64
	k := 0
	for _, one := range use {
		for k < len(prices) && prices[k].Block < one.Block {
			k++
		}
		for ; k < len(prices) && prices[k].Block == one.Block; k++ {
			sum += float64(prices[k].Value) * float64(one.Amount[prices[k].Slot])
		}
	}
	return sum
}

// anything is the split of the service that uses most, for a node whose planes agree.
func (s *search) anything(n *node, domains []place.Set) []split {
	prices := s.axis.sparse(n.model.Centre.At)
	top, best := -1.0, split{}
	for i, domain := range domains {
		if domain.Len() < 2 {
			continue
		}
		options := s.problem.Services[i].Options
		low, high := value(options[domain.First()].Use, prices), value(options[domain.Last()].Use, prices)
		if size := math.Abs(high - low); size > top {
			top = size
			l := (domain &^ (place.Set(1) << domain.First())).First()
			best = split{service: int32(i), first: l, yes: s.side(domain, l), share: 0.5}
		}
	}
	if top < 0 {
		return nil
	}
	return []split{best}
}
