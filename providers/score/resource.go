package score

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"k8s.io/apimachinery/pkg/api/resource"

	"berth.dev/providers/manifest"
	"berth.dev/providers/tree"
)

// resources adds to a service what the resources of its workload make of it.
func (b *builder) resources(s *manifest.Service, w *facts) {
	all := w.doc.Get("resources")
	if all == nil {
		return
	}
	for _, r := range all.Members {
		from := []string{"resource " + r.Key}
		switch kind := r.Value.Get("type").Text; kind {
		case "volume", "environment":
		case "dns":
			s.Comments = append(s.Comments, fmt.Sprintf("Resource %s gives it a name for visitors.", r.Key))
		case "route":
			s.Calls = append(s.Calls, manifest.Call{To: "internet", From: from})
		case "service-port", "service":
			b.workloadCall(s, r, from)
		default:
			b.thing(s, w, r, kind, from)
		}
	}
	slices.SortFunc(s.Calls, func(x, y manifest.Call) int { return cmp.Compare(x.To, y.To) })
	s.Calls = merged(s.Calls)
}

// workloadCall is a call to another workload.
func (b *builder) workloadCall(s *manifest.Service, r tree.Member, from []string) {
	to := r.Value.Get("params", "workload").Scalar()
	switch {
	case b.services[to] != "":
		s.Calls = append(s.Calls, manifest.Call{To: b.services[to], From: from})
	case to != "":
		s.Unplaced = append(s.Unplaced, manifest.Call{To: "workload " + to, From: append(from, "not among the files")})
	default:
		s.Comments = append(s.Comments, fmt.Sprintf("Resource %s is a port of another workload, and does not say which.", r.Key))
	}
}

// thing is a resource that stands somewhere and is called, as a database. Resources of
// one type, class and id are one for all workloads.
func (b *builder) thing(s *manifest.Service, w *facts, r tree.Member, kind string, from []string) {
	id := r.Value.Get("id").Scalar()
	name := w.name + "-" + r.Key
	words := fmt.Sprintf("Resource %s of workload %s, of type %s", r.Key, w.name, kind)
	if id != "" {
		name, words = kind+"-"+id, fmt.Sprintf("Resource %s of type %s, which workloads may share", id, kind)
	}
	if class := r.Value.Get("class").Scalar(); class != "" {
		words += " and class " + class
		if id != "" && class != "default" {
			name += "-" + class
		}
	}
	if b.at == "" {
		s.Unplaced = append(s.Unplaced, manifest.Call{To: fmt.Sprintf("%s, a %s", r.Key, kind), From: from})
		words := fmt.Sprintf("Where each site that may run it offers a %s of its own, say needs = [%q] instead of a call.", kind, manifest.Name(kind))
		if !slices.Contains(s.Comments, words) {
			s.Comments = append(s.Comments, words)
		}
		return
	}
	name = manifest.Name(name)
	for b.taken[name] {
		name = manifest.Name(name + "-resource")
	}
	b.endpoints[name] = manifest.Endpoint{Name: name, Host: name, Site: b.at, Comments: []string{words + "."}}
	s.Calls = append(s.Calls, manifest.Call{To: name, From: from})
}

func (b *builder) sorted() []manifest.Endpoint {
	return slices.SortedFunc(maps.Values(b.endpoints), func(x, y manifest.Endpoint) int { return cmp.Compare(x.Name, y.Name) })
}

// merged joins calls to one place.
func merged(calls []manifest.Call) []manifest.Call {
	var out []manifest.Call
	for _, c := range calls {
		if n := len(out); n > 0 && out[n-1].To == c.To {
			out[n-1].From = append(out[n-1].From, c.From...)
			continue
		}
		out = append(out, c)
	}
	return out
}

// volumes are those that containers mount, each source once.
func (b *builder) volumes(s *manifest.Service, w *facts, all []tree.Member) {
	seen := map[string]int{}
	for _, c := range all {
		v := c.Value.Get("volumes")
		if v == nil {
			continue
		}
		for _, m := range mounts(v) {
			source := sourceName(m.Value.Get("source").Text)
			readOnly := m.Value.Get("readOnly").Scalar() == "true"
			if _, ok := seen[source]; !ok {
				seen[source] = len(s.Volumes)
				s.Volumes = append(s.Volumes, volumeOf(source, w.doc.Get("resources", source)))
			}
			s.Stateful = s.Stateful || !readOnly
		}
	}
	if s.Stateful {
		s.Comments = append(s.Comments, "Stateful because it may write to a volume.")
	}
	manifest.NameVolumes(s.Volumes)
}

// sourceName is the resource that ${resources.data} names, or the source as it is.
func sourceName(s string) string {
	if inner, ok := strings.CutPrefix(s, "${resources."); ok {
		inner, _, _ = strings.Cut(strings.TrimSuffix(inner, "}"), ".")
		return inner
	}
	return s
}

// volumeOf is a volume, with the size where its resource says one.
func volumeOf(name string, r *tree.Value) manifest.Volume {
	v := manifest.Volume{Name: name, Size: unknown}
	size := r.Get("params", "size").Scalar()
	q, err := resource.ParseQuantity(size)
	switch {
	case size != "" && err == nil && q.Sign() > 0 && manifest.Bytes(q) != unknown:
		v.Size = manifest.Bytes(q)
		v.Comments = append(v.Comments, "The size that params of its resource ask for.")
	default:
		v.Comments = append(v.Comments, "Score does not say its size: say what it has today.")
	}
	return v
}
