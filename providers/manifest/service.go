package manifest

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// builder turns objects into services.
type builder struct {
	index *index
	// endpoints are the public hosts seen so far, by host.
	endpoints map[string]*Endpoint
	// names are those of services and endpoints.
	names map[string]bool
}

// build makes all services and the endpoints they call, each by name.
func build(o *objects) ([]Service, []Endpoint) {
	o.sortAll()
	nameServices(o.workloads)
	b := &builder{index: o.index(), endpoints: map[string]*Endpoint{}, names: map[string]bool{internet: true}}
	for _, w := range o.workloads {
		b.names[w.service] = true
	}
	finders := make([]*callFinder, len(o.workloads))
	texts := make([]readable, len(o.workloads))
	hosts := map[string]bool{}
	for i, w := range o.workloads {
		texts[i] = b.index.readText(w)
		finders[i] = b.index.callsOf(w, texts[i].texts)
		for h := range finders[i].outside {
			hosts[h] = true
		}
	}
	var endpoints []Endpoint
	for _, h := range sortedKeys(hosts) {
		b.endpoints[h] = b.endpoint(h)
		endpoints = append(endpoints, *b.endpoints[h])
	}
	var services []Service
	for i, w := range o.workloads {
		services = append(services, b.service(w, finders[i], &texts[i]))
	}
	slices.SortFunc(services, func(x, y Service) int { return cmp.Compare(x.Name, y.Name) })
	slices.SortFunc(endpoints, func(x, y Endpoint) int { return cmp.Compare(x.Name, y.Name) })
	return services, endpoints
}

func (b *builder) endpoint(host string) *Endpoint {
	name := slug(host)
	if b.names[name] {
		name = slug(host + "-external")
	}
	if b.names[name] {
		name = withDigest(name, host)
	}
	b.names[name] = true
	e := &Endpoint{Name: name, Host: host, Comments: []string{host + ", outside of the manifests."}}
	switch {
	case host == "metadata.google.internal":
		e.Comments = append(e.Comments, "The cloud's own metadata: a service that asks it needs an answer at every site it may run at.")
	case strings.HasSuffix(host, ".googleapis.com"):
		e.Comments = append(e.Comments, "An API of Google Cloud: give it your site there instead, if it must stay in one region.")
	}
	return e
}

func (b *builder) service(w *workload, f *callFinder, r *readable) Service {
	s := Service{Name: w.service, Object: w.meta.String(), File: w.file, Replica: replicaOf(&w.pod)}
	if w.owner != "" {
		s.Comments = append(s.Comments, "Kept by "+w.owner+": change it there.")
	}
	if w.service != w.name {
		s.Comments = append(s.Comments, fmt.Sprintf("Called %s in Kubernetes; others have that name, or it is none of the language.", w.name))
	}
	s.Container = b.container(w)
	if w.job != nil {
		s.Job = jobOf(w.job)
		s.One, _ = b.index.onlyOne(w, nil)
	} else {
		s.Replicas = b.index.replicasOf(w)
		s.One, _ = b.index.onlyOne(w, s.Replicas)
	}
	d := b.index.disksOf(w, s.Replicas)
	s.Volumes, s.Stateful = d.volumes, d.stateful
	s.Comments = append(s.Comments, d.comments...)
	s.Comments = append(s.Comments, b.index.budgetComments(w)...)
	s.Comments = append(s.Comments, placeComments(&w.pod)...)
	b.calls(&s, w, f)
	if text := r.unseenText(); text != "" {
		s.Comments = append(s.Comments, text)
	}
	return s
}

// calls fills in the calls, those that have no place, and what may be one.
func (b *builder) calls(s *Service, w *workload, f *callFinder) {
	for to, from := range f.to {
		s.Calls = append(s.Calls, Call{to, from})
	}
	for host, from := range f.outside {
		s.Calls = append(s.Calls, Call{b.endpoints[host].Name, from})
	}
	for host, from := range f.unplaced {
		s.Unplaced = append(s.Unplaced, Call{host, from})
	}
	visitors, private := b.index.visitorsOf(w)
	if len(visitors) > 0 {
		s.Calls = append(s.Calls, Call{internet, visitors})
	}
	for _, door := range private {
		s.Comments = append(s.Comments, door+" lets in a private network, whose traffic is in no manifest.")
	}
	for _, name := range sortedKeys(f.hints) {
		if slices.ContainsFunc(s.Calls, func(c Call) bool { return c.To == name }) {
			continue
		}
		s.Comments = append(s.Comments, fmt.Sprintf("Perhaps it calls %s, whose name stands in %s.", name, strings.Join(f.hints[name], ", ")))
	}
	for _, list := range [][]Call{s.Calls, s.Unplaced} {
		slices.SortFunc(list, func(x, y Call) int { return cmp.Compare(x.To, y.To) })
	}
}
