package gkefake

import (
	"fmt"
	"regexp"
	"strings"

	"google.golang.org/grpc/codes"
)

// address is what a resource's name says.
type address struct{ project, location, cluster, pool, operation string }

var (
	// Regions are like "asia-northeast1"; a zone has a letter after that.
	regionForm = regexp.MustCompile(`^[a-z]+-[a-z]+[0-9]+$`)
	zoneForm   = regexp.MustCompile(`^([a-z]+-[a-z]+[0-9]+)-[a-z]$`)
	nameForm   = regexp.MustCompile(`^[a-z]([-a-z0-9]{0,38}[a-z0-9])?$`)
)

// parse reads a name. The older way, by project_id and zone, is refused: it works with
// Google and is deprecated.
func (s *Server) parse(name string) (address, error) {
	parts := strings.Split(name, "/")
	var a address
	for i := 0; i+1 < len(parts); i += 2 {
		switch parts[i] {
		case "projects":
			a.project = parts[i+1]
		case "locations":
			a.location = parts[i+1]
		case "clusters":
			a.cluster = parts[i+1]
		case "nodePools":
			a.pool = parts[i+1]
		case "operations":
			a.operation = parts[i+1]
		default:
			return address{}, refuse(codes.InvalidArgument, "Invalid resource name %q.", name)
		}
	}
	switch {
	case len(parts)%2 != 0 || a.project == "" || a.location == "":
		return address{}, refuse(codes.InvalidArgument, "Invalid resource name %q.", name)
	case a.project != s.opts.Project && a.project != s.opts.Number:
		return address{}, refuse(codes.PermissionDenied, "Required \"container.clusters.get\" permission(s) for \"projects/%s\".", a.project)
	case a.location != "-" && !regionForm.MatchString(a.location) && !zoneForm.MatchString(a.location):
		return address{}, refuse(codes.InvalidArgument, "Location %q does not exist.", a.location)
	}
	a.project = s.opts.Project
	return a, nil
}

func (a address) parent() string { return "projects/" + a.project + "/locations/" + a.location }

func (a address) String() string {
	out := a.parent()
	if a.cluster != "" {
		out += "/clusters/" + a.cluster
	}
	if a.pool != "" {
		out += "/nodePools/" + a.pool
	}
	return out
}

// link is the address as links have it: by the project's number, and zones are called so.
func (s *Server) link(a address) string {
	out := fmt.Sprintf("https://container.googleapis.com/v1/projects/%s/%s/%s", s.opts.Number, placeWord(a.location), a.location)
	for _, part := range [][2]string{{"clusters", a.cluster}, {"nodePools", a.pool}, {"operations", a.operation}} {
		if part[1] != "" {
			out += "/" + part[0] + "/" + part[1]
		}
	}
	return out
}

func placeWord(location string) string {
	if zoneForm.MatchString(location) {
		return "zones"
	}
	return "locations"
}

// isRegion tells a region from a zone.
func isRegion(location string) bool { return regionForm.MatchString(location) }

// region is that in which a location is.
func region(location string) string {
	if found := zoneForm.FindStringSubmatch(location); found != nil {
		return found[1]
	}
	return location
}

// zonesOf are the zones of a cluster's nodes where it names none.
func zonesOf(location string) []string {
	if !isRegion(location) {
		return []string{location}
	}
	return []string{location + "-a", location + "-b", location + "-c"}
}

// within checks that zones are in a cluster's region.
func within(zones []string, location string) error {
	for _, z := range zones {
		if !zoneForm.MatchString(z) || region(z) != region(location) {
			return refuse(codes.InvalidArgument, "Location %q is not a zone of region %q.", z, region(location))
		}
	}
	return nil
}

// named checks a name that is to be.
func named(field, name string) error {
	if nameForm.MatchString(name) {
		return nil
	}
	return refuse(codes.InvalidArgument, "Invalid value for field %q: %q. Must be a match of regex '(?:[a-z](?:[-a-z0-9]{0,38}[a-z0-9])?)'", field, name)
}
