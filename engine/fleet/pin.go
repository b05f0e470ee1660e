package fleet

import (
	"maps"
	"slices"
	"strings"

	"berth.dev/engine/diag"
)

// checkPins reports pins that name no service or no place.
func (b *builder) checkPins() {
	for _, name := range slices.Sorted(maps.Keys(b.o.Pins)) {
		if b.w.Service(name) == nil {
			b.diags.Errorf(CodePin, diag.Range{}, "Unknown service", "A pin names the service %q, which does not exist. %s", name, diag.Meant(name, b.serviceNames()))
			b.failed = true
		}
		sites := strings.Split(b.o.Pins[name], "+")
		for _, site := range sites {
			if b.w.Site(site) == nil {
				b.diags.Errorf(CodePin, diag.Range{}, "Unknown site", "The pin of %q names the site %q, which does not exist. %s", name, site, diag.Meant(site, b.siteNames()))
				b.failed = true
			}
		}
		b.checkSplit(name, sites)
	}
}

// checkSplit reports a pin to two sites of a service that cannot be split, and one to
// more than two.
func (b *builder) checkSplit(name string, sites []string) {
	s := b.w.Service(name)
	if s == nil || len(sites) < 2 {
		return
	}
	why := "a place is one site, or an on-prem site and a cloud site"
	if len(sites) == 2 {
		why = b.w.WhyNotSplit(s, sites)
	}
	if why != "" {
		b.diags.Errorf(CodePin, diag.Range{}, "Cannot be split", "The pin of %q names %s, but %s.", name, strings.Join(sites, " and "), why)
		b.failed = true
	}
}

func (b *builder) serviceNames() (names []string) {
	for _, s := range b.w.Services {
		names = append(names, s.Name)
	}
	return names
}

func (b *builder) siteNames() (names []string) {
	for _, s := range b.w.Sites {
		names = append(names, s.Name)
	}
	return names
}
