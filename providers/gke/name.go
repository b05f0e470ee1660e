package gke

import (
	"fmt"
	"regexp"
	"strings"
)

// Name is a cluster's place and name.
type Name struct {
	// Project is the project's ID; Location a region or a zone.
	Project, Location, Cluster string
}

// The grammars of Google's names, as far as a name must not be a path.
var (
	projectGrammar  = regexp.MustCompile(`^[a-z][a-z0-9.:-]{0,62}$`)
	locationGrammar = regexp.MustCompile(`^[a-z]+-[a-z]+[0-9]+(-[a-z])?$`)
	clusterGrammar  = regexp.MustCompile(`^[a-z]([a-z0-9-]{0,38}[a-z0-9])?$`)
)

// ParseName reads "projects/P/locations/L/clusters/C".
func ParseName(s string) (Name, error) {
	p := strings.Split(s, "/")
	if len(p) != 6 || p[0] != "projects" || p[2] != "locations" || p[4] != "clusters" {
		return Name{}, fmt.Errorf("%q is no cluster of GKE: write projects/PROJECT/locations/LOCATION/clusters/NAME", s)
	}
	n := Name{Project: p[1], Location: p[3], Cluster: p[5]}
	return n, n.check()
}

// check tells which part of the name Google would not have.
func (n Name) check() error {
	switch {
	case !projectGrammar.MatchString(n.Project):
		return fmt.Errorf("project %q: no ID of a Google Cloud project; set project of the site, as in \"example-prod\"", n.Project)
	case !locationGrammar.MatchString(n.Location):
		return fmt.Errorf("location %q: neither a region nor a zone; set location of the site, as in \"asia-northeast1\"", n.Location)
	case !clusterGrammar.MatchString(n.Cluster):
		return fmt.Errorf("cluster %q: no name that GKE takes; set cluster of the site to at most 40 of a-z, 0-9 and -, beginning with a letter", n.Cluster)
	}
	return nil
}

// String is the name as the API has it.
func (n Name) String() string { return n.parent() + "/clusters/" + n.Cluster }

// Regional tells whether the cluster has nodes in several zones, and several control
// planes.
func (n Name) Regional() bool { return strings.Count(n.Location, "-") == 1 }

func (n Name) parent() string { return "projects/" + n.Project + "/locations/" + n.Location }

func (n Name) pool(pool string) string { return n.String() + "/nodePools/" + pool }

func (n Name) operation(op string) string { return n.parent() + "/operations/" + op }

// target tells what an operation's link is about: mine is false for another cluster's,
// pool is "" for the cluster itself. Links name the project by its number, and a zone as
// "zones" in the place of "locations": only what follows is compared.
func (n Name) target(link string) (pool string, mine bool) {
	_, rest, ok := strings.Cut(link, "/projects/")
	if !ok {
		rest = strings.TrimPrefix(link, "projects/")
	}
	p := strings.Split(rest, "/")
	if len(p) < 5 || p[1] != "locations" && p[1] != "zones" || p[2] != n.Location || p[3] != "clusters" || p[4] != n.Cluster {
		return "", false
	}
	if len(p) >= 7 && p[5] == "nodePools" {
		return p[6], true
	}
	return "", true
}
