package spec

import (
	"strings"

	"berth.dev/engine/ground"
)

// managed checks what a site says of the management of its cluster.
func (c *checker) managed(s *Site) {
	if s.Lock != nil {
		c.lock(s)
	}
	if s.Admit != nil {
		for _, v := range []Value[[]string]{s.Admit.Groups, s.Admit.Users} {
			c.noSystem(v)
		}
	}
	if s.Window.Set() {
		if _, err := ground.ParseWindow(s.Window.V); err != nil {
			c.errorf(CodeForm, s.Window.Origin, "Not a time of the week", "Site %q: %v.", s.Name, err)
		}
	}
	if s.GKE != nil && s.Provider.Set() && s.Provider.V != "gke" {
		c.errorf(CodeCombination, s.GKE.Origin, "gke block on another provider", "Site %q is driven by %q; a gke block belongs to provider = \"gke\".", s.Name, s.Provider.V)
	}
	if s.Manage.V != "cluster" {
		return
	}
	switch s.Provider.V {
	case "servers":
		c.errorf(CodeCombination, s.Manage.Origin, "Nothing to manage", `Site %q has no cluster: provider is "servers". Remove manage.`, s.Name)
	case "gke":
		c.googles(s)
	case "k0s":
		if s.K0s == nil {
			c.missing(s.Origin, "k0s", "Cluster without machines", `With manage = "cluster" a site says what its cluster is made of, in a k0s block. "berth import k0sctl" writes one of a k0sctl.yaml.`)
			return
		}
		c.together(s.K0s)
	}
}

// lock checks where the lease of changes to a site's cluster lies. Sites that wait for
// one another would never have a cluster.
func (c *checker) lock(s *Site) {
	c.refSite(s.Lock.Site)
	other := c.w.Site(s.Lock.Site.V)
	switch {
	case s.Lock.Site.V == s.Name:
		c.errorf(CodeCombination, s.Lock.Site.Origin, "Lock on itself", "The lock of site %q lies on another site's cluster while its own does not exist. Name one whose cluster is there first.", s.Name)
	case other == nil:
		return
	case other.Provider.V == "servers":
		c.errorf(CodeCombination, s.Lock.Site.Origin, "Lock without a cluster", "Site %q has no cluster that could hold a lock: its provider is \"servers\". Name another site.", other.Name)
	case c.waitFor(s, other):
		c.errorf(CodeCombination, s.Lock.Site.Origin, "Locks in a circle", "The cluster of %q waits for that of %q, which by its own lock waits for that of %q: neither would be made. Remove the lock of the one whose cluster is made first.", s.Name, other.Name, s.Name)
	}
}

// waitFor tells whether a site's lock leads back, over other sites' locks, to the site.
func (c *checker) waitFor(s, other *Site) bool {
	for range c.w.Sites {
		if other == nil || other.Lock == nil || other.Lock.Site.V == other.Name {
			return false
		}
		if other = c.w.Site(other.Lock.Site.V); other == s {
			return true
		}
	}
	return false
}

// googles checks that a cluster which berth makes at Google has a place and a name.
func (c *checker) googles(s *Site) {
	for _, need := range []struct {
		v             Value[string]
		name, example string
	}{{s.Project, "project", "example-prod"}, {s.Location, "location", "asia-northeast1"}, {s.Cluster, "cluster", "services"}} {
		if !need.v.Set() {
			c.missing(s.Origin, need.name, "Missing attribute", "A GKE site with manage = \"cluster\" must set %s, as in %s = %q.", need.name, need.name, need.example)
		}
	}
}

// noSystem refuses subjects that Kubernetes keeps for itself: its API server takes
// system:masters from whoever issues certificates and tokens.
func (c *checker) noSystem(v Value[[]string]) {
	for _, name := range v.V {
		if strings.HasPrefix(name, "system:") {
			c.errorf(CodeCombination, v.Origin, "Not to be admitted", "%q belongs to Kubernetes itself. Name people and programs as the cluster's own authentication does, as in \"oidc:infrastructure\".", shorten(name))
		}
	}
}
