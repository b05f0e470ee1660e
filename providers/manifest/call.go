package manifest

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"golang.org/x/net/publicsuffix"
	corev1 "k8s.io/api/core/v1"
)

// internet is the language's name for visitors.
const internet = "internet"

// callFinder collects what one workload calls.
type callFinder struct {
	index *index
	from  *workload
	// to are the calls to services of the import, by name; outside those to
	// public hosts, and unplaced those whose place no manifest tells. Each has
	// the places where it was read.
	to, outside, unplaced map[string][]string
	// hints are services whose name stands in a value that may be something else.
	hints map[string][]string
}

// callsOf finds the calls of a workload in all its text.
func (x *index) callsOf(w *workload, texts []text) *callFinder {
	f := &callFinder{
		index: x, from: w, to: map[string][]string{}, outside: map[string][]string{},
		unplaced: map[string][]string{}, hints: map[string][]string{},
	}
	for _, t := range texts {
		for _, m := range hostsIn(t.name, t.value) {
			f.add(t, m)
		}
	}
	return f
}

func (f *callFinder) add(t text, m mention) {
	if a, err := netip.ParseAddr(m.host); err == nil {
		if !t.file && (m.address || m.port != "") {
			f.addAddress(t, m, a)
		}
		return
	}
	if m.host == "localhost" || strings.HasSuffix(m.host, ".localhost") || isClusterAPI(m.host) {
		return
	}
	if s := f.index.resolve(f.from, m.host); s != nil {
		if m.address || m.port != "" {
			f.addService(t, s)
		} else if m.alone && !t.file {
			f.hint(t, s)
		}
		return
	}
	// Files hold addresses of examples and schemas besides; env holds what is used.
	if !t.file {
		f.addHost(t, m)
	}
}

// addService notes a call to the workloads behind a Service of the import.
func (f *callFinder) addService(t text, s *object[corev1.Service]) {
	s.used = true
	behind := f.index.behind[s]
	for _, w := range behind {
		if w != f.from {
			note(f.to, w.service, t.from)
		}
	}
	if len(behind) > 0 {
		return
	}
	if s.is.Spec.Type == corev1.ServiceTypeExternalName {
		if m, ok := parseHost(s.is.Spec.ExternalName); ok {
			m.address = true
			t.from += " through Service " + s.name
			f.addHost(t, m)
			return
		}
	}
	note(f.unplaced, s.name, t.from+", a Service that leads to nothing in the manifests")
}

// hint notes that a value is the name of a Service, and may be something else,
// as a database of the same name.
func (f *callFinder) hint(t text, s *object[corev1.Service]) {
	for _, w := range f.index.behind[s] {
		if w != f.from {
			note(f.hints, w.service, t.from)
		}
	}
}

// addHost notes a host that is no Service of the import.
func (f *callFinder) addHost(t text, m mention) {
	name, ingress := f.index.hosts[m.host]
	switch {
	case ingress:
		note(f.unplaced, m.host, fmt.Sprintf("%s, the public name of Ingress %s", t.from, name))
	case m.host == "metadata.google.internal":
		note(f.outside, m.host, t.from)
	case f.isPublic(m.host) && (m.address || m.port != ""):
		note(f.outside, m.host, t.from)
	case m.address && (m.alone || m.port != "" || strings.Contains(m.host, ".")), isLikelyPort(m.port):
		note(f.unplaced, m.host, t.from)
	}
}

func (f *callFinder) addAddress(t text, m mention, a netip.Addr) {
	switch {
	case m.host == "169.254.169.254":
		note(f.outside, "metadata.google.internal", t.from)
	case a.IsUnspecified() || a.IsLoopback() || a.IsLinkLocalUnicast() || a.IsMulticast():
	case a.IsPrivate():
		note(f.unplaced, m.host, t.from)
	default:
		note(f.outside, m.host, t.from)
	}
}

// isPublic tells whether a name is registered below a public suffix. The names
// of the import's namespaces come first: "redis.prod" is a Service although
// "prod" is a top level domain.
func (f *callFinder) isPublic(host string) bool {
	labels := strings.Split(host, ".")
	if len(labels) < 2 || len(labels) == 2 && f.index.namespaces[labels[1]] || slices.Contains(labels, "svc") {
		return false
	}
	suffix, listed := publicsuffix.PublicSuffix(host)
	return host != suffix && (listed || strings.Contains(suffix, "."))
}

// isLikelyPort tells a port from the second half of "redis:7" and "10:30".
func isLikelyPort(port string) bool {
	return len(port) >= 4 || port == "80" || port == "443"
}

// isClusterAPI tells whether a host is the API of the cluster the pod runs in.
func isClusterAPI(host string) bool {
	return host == "kubernetes.default" || strings.HasPrefix(host, "kubernetes.default.svc")
}

// resolve finds the Service that a host names from inside of a workload's
// namespace: service, service.namespace, service.namespace.svc and what follows,
// and the same with the name of a pod before it.
func (x *index) resolve(w *workload, host string) *object[corev1.Service] {
	l := strings.Split(host, ".")
	switch {
	case len(l) == 1:
		return x.find(w.namespace, l[0])
	case len(l) > 2 && l[2] == "svc":
		return x.find(l[1], l[0])
	case len(l) > 3 && l[3] == "svc":
		return x.find(l[2], l[1])
	case len(l) == 2:
		if s := x.find(l[1], l[0]); s != nil && !isCommonDomain(l[1]) {
			return s
		}
		return headless(x.find(w.namespace, l[1]))
	case len(l) == 3:
		return headless(x.find(l[2], l[1]))
	}
	return nil
}

// isCommonDomain tells apart what a name of two parts most often is: where the
// manifests do not say their namespaces, "redis.prod" is the Service redis and
// "stripe.com" is not the Service stripe.
func isCommonDomain(s string) bool {
	return s == "com" || s == "net" || s == "org" || s == "io"
}

// headless passes on a Service whose pods have names of their own.
func headless(s *object[corev1.Service]) *object[corev1.Service] {
	if s != nil && s.is.Spec.ClusterIP == corev1.ClusterIPNone {
		return s
	}
	return nil
}

func note(into map[string][]string, host, from string) {
	if !slices.Contains(into[host], from) {
		into[host] = append(into[host], from)
	}
}
