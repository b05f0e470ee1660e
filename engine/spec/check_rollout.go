package spec

import (
	"slices"
	"strings"
)

// delivery checks what settings say of how a service is carried to its clusters.
func (c *checker) delivery(s *Settings) {
	if s.Namespace.Set() && slices.Contains([]string{"kube-system", "kube-public", "kube-node-lease", "berth-system"}, s.Namespace.V) {
		c.errorf(CodeCombination, s.Namespace.Origin, "Namespace of the cluster", "%q belongs to the cluster itself or to berth's records. Choose another namespace.", s.Namespace.V)
	}
	if s.Rollout != nil {
		c.positive(s.Rollout.Deadline, "deadline", "nothing becomes healthy in no time")
	}
	for _, v := range s.Volumes {
		if v.Mount.Set() && (!strings.HasPrefix(v.Mount.V, "/") || strings.Trim(v.Mount.V, "/") == "" || strings.ContainsAny(v.Mount.V, ":\n")) {
			c.errorf(CodeCombination, v.Mount.Origin, "Not a place for a volume", `mount is an absolute path inside the container, as in mount = "/var/lib/data".`)
		}
	}
	if s.Switch != nil {
		c.switching(s.Switch)
	}
}

// positive checks a time that must not be nothing.
func (c *checker) positive(v Value[float64], name, why string) {
	if v.Set() && v.V <= 0 {
		c.errorf(CodeCombination, v.Origin, "No time at all", "%s must be more than 0: %s.", name, why)
	}
}

// switching checks that callers are sent in one way, and that it is said whole.
func (c *checker) switching(w *Switch) {
	c.refSite(w.Site)
	for _, site := range sortedKeys(w.Backends.V) {
		if c.w.Site(site) == nil {
			c.refName(w.Backends.Origin, site, "site")
		} else if why := badName(w.Backends.V[site]); why != "" {
			c.errorf(CodeForm, w.Backends.Origin, "Not a backend", "backends of %s: %s", site, why)
		}
	}
	unset := func(o Origin, word string) bool { return !o.Set() && !c.wrongly[wordAt{w.file, w.start, word}] }
	switch {
	case w.Route.Set() && w.Command.Set():
		c.errorf(CodeCombination, w.Command.Origin, "Two ways to switch", "Callers are sent by a route or by a command, not both. Remove one of the two.")
	case w.Route.Set():
		c.route(w, unset)
	case w.Command.Set():
		for _, o := range []Origin{w.Site.Origin, w.Backends.Origin} {
			if o.Set() {
				c.errorf(CodeCombination, o, "Route's word beside a command", "site and backends belong to a route; the command is told the sites. Remove this.")
			}
		}
	case unset(w.Route.Origin, "route") && unset(w.Command.Origin, "command"):
		c.missing(w.Origin, "route", "Switch without a way", `Say how callers are sent: route = "namespace/name" of an HTTPRoute, or command = ["…"]. Without a switch block a person is asked.`)
	}
	if w.Hold.Set() && unset(w.Ramp.Origin, "ramp") {
		c.errorf(CodeCombination, w.Hold.Origin, "Hold of nothing", "hold is how long each share of ramp is watched, as in ramp = [10, 50, 100].")
	}
	if w.Probe.Set() && !isWebAddress(w.Probe.V) {
		c.errorf(CodeForm, w.Probe.Origin, "Not a web address", `probe is a URL without a password, as in probe = "https://shop.example/healthz".`)
	}
}

// isWebAddress tells whether text is a URL that a probe can ask. A password in it
// would stand in plans.
func isWebAddress(s string) bool {
	rest, found := strings.CutPrefix(s, "https://")
	if !found {
		rest, found = strings.CutPrefix(s, "http://")
	}
	host, _, _ := strings.Cut(rest, "/")
	return found && host != "" && !strings.ContainsAny(host, "@?#") && !strings.ContainsAny(s, " \t\r\n\\\"<>")
}

// route checks what a switch by weights needs.
func (c *checker) route(w *Switch, unset func(Origin, string) bool) {
	namespace, name, found := strings.Cut(w.Route.V, "/")
	if !found || badName(namespace) != "" || badName(name) != "" {
		c.errorf(CodeForm, w.Route.Origin, "Not a route", `route names an HTTPRoute as "namespace/name", as in route = "shop/web".`)
	}
	if unset(w.Site.Origin, "site") {
		c.missing(w.Origin, "site", "Missing attribute", "A switch by a route must set site: on whose cluster the route stands.")
	}
	if unset(w.Backends.Origin, "backends") {
		c.missing(w.Origin, "backends", "Missing attribute", `A switch by a route must set backends: the names of the route's backends by site, as in backends = { tokyo = "web-tokyo", gke = "web-gke" }.`)
		return
	}
	first := map[string]string{}
	for _, site := range sortedKeys(w.Backends.V) {
		name := w.Backends.V[site]
		if other, there := first[name]; there {
			c.errorf(CodeCombination, w.Backends.Origin, "One backend for two sites", "%s and %s have the same backend %q: weights could not tell them apart.", other, site, shorten(name))
		}
		first[name] = site
	}
}

// backends checks that a route can send callers to every site that the service is
// known to run on.
func (c *checker) backends(s *Service) {
	w := s.Switch
	if w == nil || !w.Route.Set() || !w.Backends.Set() {
		return
	}
	for _, v := range []Value[[]string]{s.RunsOn, s.Pin} {
		for _, site := range v.V {
			if _, there := w.Backends.V[site]; !there && c.w.Site(site) != nil {
				c.errorf(CodeCombination, w.Backends.Origin, "Site without a backend", "Service %q may run on %s, and the route has no backend for it. Add %s = \"…\" to backends.", s.Name, site, site)
			}
		}
	}
}
