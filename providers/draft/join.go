package draft

import (
	"cmp"
	"fmt"
	"maps"
	"net/netip"
	"slices"
	"strings"

	"golang.org/x/net/publicsuffix"

	"berth.dev/providers/manifest"
)

// internet is the language's name for visitors.
const internet = "internet"

// Join finds what the units call, and returns them as services with the public hosts
// that they call as endpoints, both by name, and with the endpoints that are known
// already. outside says in a comment what a host of an endpoint is not among, as in
// "the Compose file".
func Join(units []Unit, known []manifest.Endpoint, outside string) ([]manifest.Service, []manifest.Endpoint) {
	j := joiner{byHost: map[string]string{}, endpoints: map[string]string{}, taken: map[string]bool{internet: true}}
	for _, u := range units {
		j.taken[u.Service.Name] = true
		for _, h := range u.Hosts {
			if _, taken := j.byHost[h]; !taken {
				j.byHost[h] = u.Service.Name
			}
		}
	}
	for _, e := range known {
		j.taken[e.Name] = true
	}
	found := make([]finder, len(units))
	hosts := map[string]bool{}
	for i, u := range units {
		found[i] = j.find(u)
		for h := range found[i].public {
			hosts[h] = true
		}
	}
	endpoints := slices.Clone(known)
	for _, h := range slices.Sorted(maps.Keys(hosts)) {
		j.endpoints[h] = j.endpointName(h)
		endpoints = append(endpoints, manifest.Endpoint{
			Name: j.endpoints[h], Host: h, Comments: []string{h + ", outside of " + outside + "."},
		})
	}
	var services []manifest.Service
	for i, u := range units {
		services = append(services, j.service(u, found[i]))
	}
	slices.SortFunc(services, func(a, b manifest.Service) int { return cmp.Compare(a.Name, b.Name) })
	slices.SortFunc(endpoints, func(a, b manifest.Endpoint) int { return cmp.Compare(a.Name, b.Name) })
	return services, endpoints
}

// joiner knows all units by their hosts, and which names are taken.
type joiner struct {
	byHost, endpoints map[string]string
	taken             map[string]bool
}

func (j *joiner) endpointName(host string) string {
	name := manifest.Name(host)
	for j.taken[name] {
		name = manifest.Name(name + "-external")
	}
	j.taken[name] = true
	return name
}

// finder collects what one unit calls; each map has the places where it was read.
type finder struct {
	calls, public, unplaced, hints map[string][]string
}

func (j *joiner) find(u Unit) finder {
	f := finder{map[string][]string{}, map[string][]string{}, map[string][]string{}, map[string][]string{}}
	for _, t := range u.Texts {
		for _, m := range manifest.Hosts(t.Key, t.Value) {
			j.add(&f, u.Service.Name, t, m)
		}
	}
	for host, from := range u.Needs {
		if to := j.byHost[host]; to != "" && to != u.Service.Name {
			note(f.hints, to, from)
		}
	}
	return f
}

// add files one mention of a host under what it is.
func (j *joiner) add(f *finder, self string, t Text, m manifest.Mention) {
	if a, err := netip.ParseAddr(m.Host); err == nil {
		if t.File || !m.Address && m.Port == "" || a.IsUnspecified() || a.IsLoopback() || a.IsLinkLocalUnicast() || a.IsMulticast() {
			return
		}
		if a.IsPrivate() {
			note(f.unplaced, m.Host, t.From)
		} else {
			note(f.public, m.Host, t.From)
		}
		return
	}
	if m.Host == "localhost" || strings.HasSuffix(m.Host, ".localhost") {
		return
	}
	to, known := j.byHost[m.Host]
	switch {
	case known && to == self:
	case known && (m.Address || m.Port != ""):
		note(f.calls, to, t.From)
	case known && m.Alone && !t.File:
		note(f.hints, to, t.From)
	case known || t.File:
	case isPublic(m.Host) && (m.Address || m.Port != ""):
		note(f.public, m.Host, t.From)
	case m.Address && (m.Alone || m.Port != "" || strings.Contains(m.Host, ".")), isLikelyPort(m.Port):
		note(f.unplaced, m.Host, t.From)
	}
}

// isPublic tells whether a name is registered below a public suffix.
func isPublic(host string) bool {
	suffix, listed := publicsuffix.PublicSuffix(host)
	return host != suffix && (listed || strings.Contains(suffix, "."))
}

// isLikelyPort tells a port from the second half of "redis:7" and "10:30".
func isLikelyPort(port string) bool { return len(port) >= 4 || port == "80" || port == "443" }

// service adds to a unit's service what was found.
func (j *joiner) service(u Unit, f finder) manifest.Service {
	s := u.Service
	s.Calls, s.Unplaced = slices.Clone(s.Calls), slices.Clone(s.Unplaced)
	for to, from := range f.calls {
		s.Calls = with(s.Calls, to, from)
	}
	for host, from := range f.public {
		s.Calls = with(s.Calls, j.endpoints[host], from)
	}
	for host, from := range f.unplaced {
		s.Unplaced = with(s.Unplaced, host, from)
	}
	for _, name := range slices.Sorted(maps.Keys(f.hints)) {
		if slices.ContainsFunc(s.Calls, func(c manifest.Call) bool { return c.To == name }) {
			continue
		}
		slices.Sort(f.hints[name])
		s.Comments = append(s.Comments, fmt.Sprintf("Perhaps it calls %s, which stands in %s.", name, strings.Join(f.hints[name], ", ")))
	}
	for _, list := range [][]manifest.Call{s.Calls, s.Unplaced} {
		slices.SortFunc(list, func(a, b manifest.Call) int { return cmp.Compare(a.To, b.To) })
	}
	return s
}

// with adds a call, or the places to one that is there.
func with(calls []manifest.Call, to string, from []string) []manifest.Call {
	slices.Sort(from)
	for i := range calls {
		if calls[i].To == to {
			all := slices.Concat(calls[i].From, from)
			slices.Sort(all)
			calls[i].From = slices.Compact(all)
			return calls
		}
	}
	return append(calls, manifest.Call{To: to, From: from})
}

func note(into map[string][]string, host, from string) {
	if !slices.Contains(into[host], from) {
		into[host] = append(into[host], from)
	}
}
