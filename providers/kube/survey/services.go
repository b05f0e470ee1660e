package survey

import (
	"iter"
	"slices"

	"berth.dev/engine/diag"
	"berth.dev/engine/object"
	"berth.dev/providers/manifest"
)

// Services makes specs of the workloads. Those of the cluster's own machinery are left
// out and counted, unless their namespaces were asked for.
func (s *Seen) Services(o manifest.Options, namespaces []string) (*manifest.Result, diag.List) {
	return manifest.ImportObjects(s.each(namespaces), o)
}

// each hands out the objects in the order of their references.
func (s *Seen) each(namespaces []string) iter.Seq[[]byte] {
	refs := make([]object.Ref, 0, len(s.objects))
	clear(s.LeftOut)
	for r := range s.objects {
		if len(namespaces) == 0 && System(r.Namespace) {
			if slices.Contains(placed(), r.Kind) {
				s.LeftOut[r.Namespace]++
			}
			continue
		}
		refs = append(refs, r)
	}
	slices.SortFunc(refs, object.Ref.Compare)
	return func(yield func([]byte) bool) {
		for _, r := range refs {
			if !yield(s.objects[r]) {
				return
			}
		}
	}
}
