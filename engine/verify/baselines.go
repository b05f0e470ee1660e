package verify

// baselines proves what is said of the other plans: their cost with the cheapest
// purchases, and whether they fit. A group at -1 is where it runs today; such a
// place has a cost and uses, and takes no part in pairs.
func (s *subject) baselines(c *findings) string {
	for k := range s.f.Baselines {
		one := &s.f.Baselines[k]
		used := s.usage(one.Placement)
		if s.meter.empty() {
			return ""
		}
		if cost := s.alone(one.Placement).plus(s.traffic(one.Placement)).plus(s.bought(used)); cost != widen(one.Cost) {
			c.add("%q: %s is claimed and %s follows", one.Name, widen(one.Cost), cost)
		}
		if faults := s.broken(one.Placement); one.Fits != (len(faults.list) == 0) {
			if one.Fits {
				c.add("%q: it is said to fit, and %s", one.Name, faults.list[0])
			} else {
				c.add("%q: it is said not to fit, and it breaks nothing", one.Name)
			}
		}
	}
	return count(len(s.f.Baselines), "plan", "plans")
}
