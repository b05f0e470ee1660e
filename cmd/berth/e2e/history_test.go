package e2e_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"

	"berth.dev/providers/providertest/cluster"
)

// history is every write that a cluster has seen.
func (s *scene) history(c *cluster.Cluster) []cluster.Request {
	s.Helper()
	all, err := c.History(s.soon())
	s.good(err)
	return all
}

// mark is a place in the histories of both clusters.
type mark map[*cluster.Cluster]int

func (s *scene) mark() mark {
	s.Helper()
	m := mark{}
	for _, c := range s.clusters() {
		m[c] = len(s.history(c))
	}
	return m
}

// writes are the requests of berth's user since a mark that were to change objects of
// services: dry runs, the lease and berth's own records are of other classes.
func (s *scene) writes(since mark) (out []string) {
	s.Helper()
	return s.requests(since, func(r cluster.Request) bool { return !r.DryRun && !isRecord(r) })
}

// records are the requests since a mark that were to change berth's own records.
func (s *scene) records(since mark) []string {
	s.Helper()
	return s.requests(since, func(r cluster.Request) bool { return !r.DryRun && isRecord(r) })
}

// requests are those of berth's user since a mark that are wanted, as words.
func (s *scene) requests(since mark, wanted func(cluster.Request) bool) (out []string) {
	s.Helper()
	for _, c := range s.clusters() {
		for _, r := range s.history(c)[since[c]:] {
			if r.User == s.user && wanted(r) {
				out = append(out, words(c, r))
			}
		}
	}
	return out
}

func words(c *cluster.Cluster, r cluster.Request) string {
	return strings.TrimSuffix(fmt.Sprintf("%s %s %s/%s/%s %d", c.Name, r.Verb, r.Resource, r.Namespace, r.Name, r.Code), " 200")
}

// isRecord tells whether a request is about what berth remembers on a cluster.
func isRecord(r cluster.Request) bool {
	switch r.Resource {
	case "leases":
		return true
	case "namespaces":
		return r.Name == "berth-system"
	case "configmaps":
		return r.Namespace == "berth-system" || r.Name == "berth" || strings.HasPrefix(r.Name, "berth-")
	}
	return false
}

// none wants no requests.
func (s *scene) none(what string, requests []string) {
	s.Helper()
	if len(requests) > 0 {
		s.Errorf("%s: want no request, got %d:\n%s", what, len(requests), strings.Join(requests, "\n"))
	}
}

// refusals are requests of berth's user since a mark that its role does not allow: what
// berth asks for and has no right to.
func (s *scene) refusals(since mark) []string {
	s.Helper()
	return s.requests(since, func(r cluster.Request) bool { return r.Code == http.StatusForbidden })
}

// order wants some requests to be among others in this order.
func (s *scene) order(all []string, want ...string) {
	s.Helper()
	rest := all
	for _, w := range want {
		i := slices.Index(rest, w)
		if i < 0 {
			s.Errorf("%q does not come after the ones before it:\n%s", w, strings.Join(all, "\n"))
			return
		}
		rest = rest[i+1:]
	}
}
