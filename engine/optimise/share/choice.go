package share

import (
	"cmp"
	"slices"

	"berth.dev/engine/place"
)

// passes bounds how often all services choose again.
const passes = 6

// Choice is a placement that costs little more than the floor: the services choose one
// after the other, those that are surest first, each knowing what those before it chose;
// then again, each knowing all others.
func (s *Splitter) Choice(x place.Placement) {
	order := s.surest()
	chosen := make([]bool, len(x))
	for _, i := range order {
		x[i] = s.choose(i, x, chosen)
		chosen[i] = true
	}
	for range passes {
		again := false
		for _, i := range order {
			if l := s.choose(i, x, chosen); l != x[i] {
				x[i], again = l, true
			}
		}
		if !again {
			break
		}
	}
}

// surest sorts the services by how much their best option is better than the second.
func (s *Splitter) surest() []int32 {
	order, sure := make([]int32, len(s.domains)), make([]int64, len(s.domains))
	for i, d := range s.domains {
		row := s.cost[s.first[i]:]
		low, second := none, none
		for ; d != 0; d &= d - 1 {
			v := row[d.First()]
			low, second = min(low, v), min(second, max(low, v))
		}
		order[i], sure[i] = int32(i), second-low
	}
	slices.SortFunc(order, func(a, b int32) int {
		return cmp.Or(cmp.Compare(sure[b], sure[a]), cmp.Compare(a, b))
	})
	return order
}

// choose is the best option of a service, given what the chosen ones have. Of equally
// good ones it is the one that it has, or the first.
func (s *Splitter) choose(i int32, x place.Placement, chosen []bool) uint8 {
	width := s.first[i+1] - s.first[i]
	row := s.row[:width]
	copy(row, s.cost[s.first[i]:])
	for _, k := range s.of[i] {
		c := &s.corners[k]
		other, own, theirs, part := c.b, c.yes, c.on, s.mix[k]
		if i == c.b {
			other, own, theirs, part = c.a, c.on, c.yes, c.size-part
		}
		if !chosen[other] {
			continue
		}
		if theirs.Has(x[other]) {
			own, part = place.All(int(width))&^own, c.size-part
		}
		for ; own != 0; own &= own - 1 {
			row[own.First()] += part
		}
	}
	d := s.domains[i]
	best := d.First()
	if chosen[i] {
		best = x[i]
	}
	for ; d != 0; d &= d - 1 {
		if l := d.First(); row[l] < row[best] {
			best = l
		}
	}
	return best
}
