package verify

import (
	"fmt"
	"slices"
	"time"
)

// told proves that what is listed for people alone refers to what exists and that
// its fixed words are known ones. It says nothing about free text.
func (s *subject) told(c *findings) string {
	f := s.f
	if _, err := time.Parse(time.DateOnly, f.AsOf); err != nil {
		c.add("as_of %q is no day", f.AsOf)
	}
	if !slices.Contains([]string{"cost", "score", "both"}, f.Objective) {
		c.add("the objective %q is not cost, score or both", f.Objective)
	}
	if !slices.Contains([]string{"optimal", "gap", "effort", "time", "interrupted", "ended"}, f.Search.Stop) {
		c.add("the search's stop %q is not a known one", f.Search.Stop)
	}
	if f.Search.Cuts < 0 || f.Search.Effort < 0 || f.Search.Nodes < 0 {
		c.add("the search's counts are negative")
	}
	if f.Unit.Currency == "" || f.Unit.Exponent < -most10 || f.Unit.Exponent > most10 {
		c.add("the unit 10^%d %q is none", f.Unit.Exponent, f.Unit.Currency)
	}
	known := s.toldSites(c)
	for g := range f.Problem.Groups {
		one := &f.Problem.Groups[g]
		for _, o := range slices.Concat(one.Options, one.Was) {
			for _, name := range o.Sites {
				if !known[name] {
					c.add("option %q of %q runs on %q, which is no site", o.Name, one.Name, name)
				}
			}
		}
		s.toldOptions(c, one)
	}
	s.toldObjective(c)
	s.toldToday(c)
	for k := 1; k < len(f.Services); k++ {
		if f.Services[k-1].Name >= f.Services[k].Name {
			c.add("services %q and %q are out of order, or the same", f.Services[k-1].Name, f.Services[k].Name)
		}
	}
	return fmt.Sprintf("%s on %s, seen from %s", count(len(f.Services), "service", "services"), count(len(f.Sites), "site", "sites"), f.AsOf)
}

// toldSites are the names of the sites.
func (s *subject) toldSites(c *findings) map[string]bool {
	known := make(map[string]bool, len(s.f.Sites))
	for _, one := range s.f.Sites {
		if known[one.Name] {
			c.add("site %q is there twice", one.Name)
		}
		known[one.Name] = true
	}
	for _, one := range s.f.Problem.Pools {
		if !known[one.Site] {
			c.add("pool %q is on %q, which is no site", one.Name, one.Site)
		}
	}
	return known
}

// toldOptions makes sure that a name says which option of a group is meant, and where
// that is.
func (s *subject) toldOptions(c *findings, g *group) {
	seen := make(map[string]bool, len(g.Options))
	for l := range g.Options {
		if seen[g.Options[l].Name] {
			c.add("group %q has two options %q", g.Name, g.Options[l].Name)
		}
		seen[g.Options[l].Name] = true
		if !g.Options[l].named() {
			c.add("option %q of %q is not called what its sites are", g.Options[l].Name, g.Name)
		}
	}
}
