package change

import (
	"slices"

	"berth.dev/engine/place"
)

// mostTraded is up to how many differences the fewest moves are looked for: the work
// grows with their square, and an edit that moves more is one of the whole fleet.
const mostTraded = 60

// fewest goes back to the other side's placement for every service that is not edited,
// and then makes the moves again one by one, the one that helps most first, until the
// placement is near enough and may be carried out. If that takes fewer of them, it
// stands.
func (s *standing) fewest(from *standing, edited func(string) bool) error {
	var free []int
	for _, i := range s.differing(from) {
		if !slices.ContainsFunc(s.fleet.Services[i].Members, edited) {
			free = append(free, i)
		}
	}
	if len(free) == 0 || len(free) > mostTraded {
		return nil
	}
	x := slices.Clone(s.x)
	for _, i := range free {
		x[i] = uint8(s.like(from, i))
	}
	for len(free) > 0 {
		if cost := s.problem.Cost(x); cost <= s.near && len(s.problem.Broken(x)) == 0 {
			ok, err := s.allowed(x)
			if err != nil {
				return err
			}
			if ok {
				s.x, s.cost = x, cost
				return nil
			}
		}
		best := s.mostHelpful(x, free)
		x[free[best]] = s.x[free[best]]
		free = slices.Delete(free, best, best+1)
	}
	return nil
}

// mostHelpful is the place of the service whose move leaves the least short, and of those
// the one that leaves the least cost.
func (s *standing) mostHelpful(x place.Placement, free []int) int {
	best, least, cheapest := 0, int64(-1), int64(0)
	for k, i := range free {
		was := x[i]
		x[i] = s.x[i]
		lacks, cost := int64(0), s.problem.Cost(x)
		for _, b := range s.problem.Broken(x) {
			lacks += max(b.By, 1)
		}
		x[i] = was
		if least < 0 || lacks < least || lacks == least && cost < cheapest {
			best, least, cheapest = k, lacks, cost
		}
	}
	return best
}
