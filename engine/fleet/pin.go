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
		for _, site := range strings.Split(b.o.Pins[name], "+") {
			if b.w.Site(site) == nil {
				b.diags.Errorf(CodePin, diag.Range{}, "Unknown site", "The pin of %q names the site %q, which does not exist. %s", name, site, diag.Meant(site, b.siteNames()))
				b.failed = true
			}
		}
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
