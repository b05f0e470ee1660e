package verify

// services proves that the groups are made of services: every group has one, and
// for every option the parts of its services' costs add up to the group's cost.
// Which group a service is in was read from the service, so none is in two.
func (s *subject) services(c *findings) string {
	p := &s.f.Problem
	sums := make([][]wide, len(p.Groups))
	members := make([]int, len(p.Groups))
	for g := range p.Groups {
		sums[g] = make([]wide, len(p.Groups[g].Options))
	}
	for k := range s.f.Services {
		one := &s.f.Services[k]
		members[one.Group]++
		for l := range one.Options {
			sums[one.Group][l] = sums[one.Group][l].plus(one.Options[l].sum())
		}
	}
	for g := range p.Groups {
		if members[g] == 0 {
			c.add("group %q has no service", p.Groups[g].Name)
			continue
		}
		for l := range p.Groups[g].Options {
			if o := &p.Groups[g].Options[l]; sums[g][l] != widen(o.Cost) {
				c.add("option %q of %q costs %s, and its services' parts add up to %s", o.Name, p.Groups[g].Name, widen(o.Cost), sums[g][l])
			}
		}
	}
	return count(len(s.f.Services), "service", "services") + " in " + count(len(p.Groups), "group", "groups")
}

func (p parts) sum() wide {
	return widen(p.Hours).plus(widen(p.Money)).plus(widen(p.Moving)).plus(widen(p.Score))
}
