package spec

import (
	"maps"
	"slices"
	"strings"
)

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

// fleet checks teams, products, classes, environments and exceptions.
func (c *checker) fleet() {
	teams := names(c.w.Teams, func(t *Team) string { return t.Name })
	for _, p := range c.w.Products {
		c.ref(p.Team, "team", c.w.Team(p.Team.V) != nil, teams)
		if p.Delivery.V == "gitops" && !p.Folder.Set() {
			c.errorf(CodeMissing, p.Delivery.Origin, "GitOps without a folder", "Delivery by gitops writes files: set folder.")
		}
	}
	var first Origin
	for _, e := range c.w.Environments {
		if !e.Default.V {
			continue
		}
		if first.Set() {
			c.errorf(CodeCombination, e.Default.Origin, "Two default environments", "The default is set at %s already.", c.w.Range(first))
		}
		first = e.Default.Origin
	}
	services := names(c.w.Services, func(s *Service) string { return s.Name })
	for _, e := range c.w.Exceptions {
		c.ref(e.Service, "service", c.w.Service(e.Service.V) != nil, services)
	}
	c.books()
}

// books checks that tiers of a price book climb.
func (c *checker) books() {
	for _, b := range c.w.PriceBooks {
		for _, e := range b.Egress {
			if len(e.Tiers) == 0 {
				c.errorf(CodeMissing, e.Origin, "No tiers", "An egress block needs a tier { price = … }.")
			}
			for i, t := range e.Tiers {
				switch {
				case i == 0 && t.From.V > 0:
					c.errorf(CodeCombination, t.Origin, "First tier begins late", "The first tier begins at 0: leave its from out.")
				case i > 0 && t.From.V <= e.Tiers[i-1].From.V:
					c.errorf(CodeCombination, t.Origin, "Tiers out of order", "Each tier must begin above the one before.")
				case i > 0 && t.Price.V.Amount.Float() > e.Tiers[i-1].Price.V.Amount.Float():
					c.warnf(CodeCombination, t.Origin, "Dearer tier", "This tier costs more than the one before. It is used as it stands; check it against the source.")
				}
			}
		}
	}
}

// likeCycles reports services whose load is defined in a circle, each circle
// once, at its first service by name.
func (c *checker) likeCycles() {
	const open, done = 1, 2
	state := map[string]int{}
	for _, s := range c.w.Services {
		var path []string
		for at := s; at != nil && state[at.Name] != done; {
			if state[at.Name] == open {
				circle := append(path[slices.Index(path, at.Name):], at.Name)
				c.errorf(CodeCycle, at.Traffic.Like.Origin, "Load defined in a circle",
					"%s. One of them needs a series or numbers of its own.", strings.Join(circle, " is like "))
				break
			}
			state[at.Name] = open
			path = append(path, at.Name)
			if at.Traffic == nil || !at.Traffic.Like.Set() {
				break
			}
			at = c.w.Service(at.Traffic.Like.V)
		}
		for _, name := range path {
			state[name] = done
		}
	}
}
