package spec

import (
	"fmt"
	"slices"

	"berth.dev/engine/diag"
)

// refs finds what a name may have meant. Lists of names are made when the first
// name leads nowhere: a fleet without mistakes needs none.
type refs struct {
	lists map[string][]string
	told  map[refAt]bool
	// compared counts the names looked at for suggestions. Past mostCompared
	// there are no more suggestions: ten thousand wrong names in a fleet of a
	// hundred thousand would take minutes.
	compared int
}

const mostCompared = 3_000_000

// refAt is one name in one place: a class's wrong name is met again in each of
// its services.
type refAt struct {
	Origin
	kind, name string
}

// ref reports a name that no block of a kind has.
func (c *checker) ref(v Value[string], kind string, known bool) {
	if v.Set() && !known {
		c.refName(v.Origin, v.V, kind)
	}
}

// refName reports a name that leads nowhere.
func (c *checker) refName(at Origin, name, kind string) {
	if c.unread.may(name) {
		return
	}
	where := refAt{at, kind, name}
	if c.refs.told[where] {
		return
	}
	if c.refs.told == nil {
		c.refs.told = map[refAt]bool{}
	}
	if c.full() {
		c.found++
		return
	}
	c.refs.told[where] = true
	c.refOneOf(at, name, kind, c.known(kind))
}

// refOneOf reports a name that is none of the known ones.
func (c *checker) refOneOf(at Origin, name, kind string, known []string) {
	hint := c.meant(name, known)
	if len(known) == 0 {
		hint = fmt.Sprintf("The workspace has no %s block: write %s %q { … }", kind, kind, shorten(name))
	}
	c.errorf(CodeReference, at, "Unknown "+kind, "There is no %s %q. %s", kind, shorten(name), hint)
}

// meant suggests a known name, as long as that costs little.
func (c *checker) meant(name string, known []string) string {
	if c.refs.compared += len(known); c.refs.compared > mostCompared || c.full() {
		return ""
	}
	return diag.Meant(name, known)
}

func (c *checker) refSite(v Value[string]) {
	if v.Set() && c.w.Site(v.V) == nil {
		c.refName(v.Origin, v.V, "site")
	}
}

func (c *checker) refSites(v Value[[]string]) {
	for _, name := range v.V {
		if c.w.Site(name) == nil {
			c.refName(v.Origin, name, "site")
		}
	}
}

// known returns the names of a kind of block.
func (c *checker) known(kind string) []string {
	if list, made := c.refs.lists[kind]; made {
		return list
	}
	if c.refs.lists == nil {
		c.refs.lists = map[string][]string{}
	}
	list := c.names(kind)
	c.refs.lists[kind] = list
	return list
}

func (c *checker) names(kind string) []string {
	w := c.w
	switch kind {
	case "site":
		return names(w.Sites, func(x *Site) string { return x.Name })
	case "team":
		return names(w.Teams, func(x *Team) string { return x.Name })
	case "product":
		return names(w.Products, func(x *Product) string { return x.Name })
	case "class":
		return names(w.Classes, func(x *Class) string { return x.Name })
	case "environment":
		return names(w.Environments, func(x *Environment) string { return x.Name })
	case "price_book":
		return names(w.PriceBooks, func(x *PriceBook) string { return x.Name })
	case "metrics":
		return names(w.Metrics, func(x *Metrics) string { return x.Name })
	case "service":
		return names(w.Services, func(x *Service) string { return x.Name })
	case "service, product or team":
		return slices.Concat(c.known("service"), c.known("product"), c.known("team"))
	case "node_pool":
		var all []string
		for _, s := range w.Sites {
			all = append(all, names(s.Pools, func(x *NodePool) string { return x.Name })...)
		}
		return all
	case "endpoint or service":
		all := names(w.Endpoints, func(x *Endpoint) string { return x.Name })
		return append(append(all, InternetCall), c.known("service")...)
	}
	panic("spec: no names of " + kind) // a bug of ours: the kinds are constants
}

func names[T any](items []T, name func(T) string) []string {
	out := make([]string, len(items))
	for i, item := range items {
		out[i] = name(item)
	}
	return out
}
