package spec

import (
	"maps"
	"slices"
	"strings"
)

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

// fleet checks teams, products, environments and exceptions.
func (c *checker) fleet() {
	for _, p := range c.w.Products {
		c.ref(p.Team, "team", c.w.Team(p.Team.V) != nil)
		if p.Delivery.V == "gitops" && !p.Folder.Set() {
			c.errorf(CodeMissing, p.Delivery.Origin, "GitOps without a folder", `Delivery by gitops writes files: set the folder to write to, as in folder = "deploy/ads".`)
		}
	}
	var first Origin
	for _, e := range c.w.Environments {
		if !e.Default.V {
			continue
		}
		if first.Set() {
			c.errorf(CodeCombination, e.Default.Origin, "Two default environments", "The default is set at %s already. Only one environment can be it.", c.w.Range(first))
			continue
		}
		first = e.Default.Origin
	}
	for _, e := range c.w.Exceptions {
		c.exception(e)
	}
	c.books()
}

// exception checks that an exception is for one subject that exists.
func (c *checker) exception(e *Exception) {
	c.ref(e.Service, "service", c.w.Service(e.Service.V) != nil)
	c.ref(e.Product, "product", c.w.Product(e.Product.V) != nil)
	c.ref(e.Team, "team", c.w.Team(e.Team.V) != nil)
	c.refSite(e.Site)
	subjects := 0
	for _, s := range []Value[string]{e.Service, e.Product, e.Team, e.Site} {
		if s.Set() {
			subjects++
		}
	}
	if subjects != 1 {
		c.errorf(CodeCombination, e.Origin, "Exception for whom", "An exception is for one subject: set one of service, product, team and site.")
	}
}

// books checks that tiers of a price book climb, and that its ratio divides.
func (c *checker) books() {
	for _, b := range c.w.PriceBooks {
		if b.CPUToMemory.Set() && b.CPUToMemory.V == 0 {
			c.errorf(CodeCombination, b.CPUToMemory.Origin, "Ratio of nothing", "cpu_to_memory says how many GiB cost as much as one core; it must be more than 0.")
		}
		for _, e := range b.Egress {
			if len(e.Tiers) == 0 {
				c.missing(e.Origin, "tier", "No tiers", `An egress block needs a tier block, as in tier { price = "0.12 USD/GiB" }`)
			}
			c.tiers(e.Tiers)
		}
	}
}

func (c *checker) tiers(tiers []*Tier) {
	for i, t := range tiers {
		if i == 0 {
			if t.From.V > 0 {
				c.errorf(CodeCombination, t.From.Origin, "First tier begins late", "The first tier begins at 0: leave its from out.")
			}
			continue
		}
		if t.From.V <= tiers[i-1].From.V {
			c.errorf(CodeCombination, t.Origin, "Tiers out of order", "Each tier must begin above the one before: set from to more.")
		}
		now, before := t.Price.V.Amount, tiers[i-1].Price.V.Amount
		if now.Currency() == before.Currency() && now.Cmp(before) > 0 {
			c.warnf(CodeCombination, t.Price.Origin, "Dearer tier", "This tier costs more than the one before. It is used as it stands; check it against the source.")
		}
	}
}

// mostInCircle is how many services of a circle a message names.
const mostInCircle = 8

// likeCycles reports services whose load is defined in a circle, each circle
// once, at its first service by name.
func (c *checker) likeCycles() {
	const open, done = 1, 2
	state := make(map[*Service]int)
	for _, s := range c.w.Services {
		var path []*Service
		for at := s; at != nil && state[at] != done; at = c.like(at) {
			if state[at] == open {
				c.circle(path[slices.Index(path, at):])
				break
			}
			state[at] = open
			path = append(path, at)
		}
		for _, p := range path {
			state[p] = done
		}
	}
}

// like returns the service whose load has the same shape, or nil.
func (c *checker) like(s *Service) *Service {
	if s.Traffic == nil || !s.Traffic.Like.Set() {
		return nil
	}
	return c.w.Service(s.Traffic.Like.V)
}

func (c *checker) circle(services []*Service) {
	at := 0
	for i, s := range services {
		if s.Name < services[at].Name {
			at = i
		}
	}
	ring := append(slices.Clone(services[at:]), services[:at]...)
	words := names(append(ring, ring[0]), func(s *Service) string { return s.Name })
	if len(words) > mostInCircle {
		words = append(words[:mostInCircle-1:mostInCircle-1], "… and so on back to "+ring[0].Name)
	}
	c.errorf(CodeCycle, ring[0].Traffic.Like.Origin, "Load defined in a circle",
		"%s. One of them needs a series or numbers of its own.", strings.Join(words, " is like "))
}
