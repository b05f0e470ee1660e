package object

// mark is a label or an annotation by which a tool knows its objects.
type mark struct {
	tool, where, key string
}

// marks are those of the tools that put back or delete what they track, whatever a
// field's owner is.
func marks() []mark {
	return []mark{
		{"Argo CD", "annotations", argoTracking},
		{"Argo CD", "labels", argoInstance},
		{"Flux", "labels", fluxName},
		{"Flux", "labels", "helm.toolkit.fluxcd.io/name"},
		{"Helm", "annotations", "meta.helm.sh/release-name"},
		{"ApplySet", "labels", LabelPartOf},
	}
}

// TrackedBy says who else keeps a live object, in words: `Argo CD (shop)`; "" where
// nobody does. set is the identifier of the set that it is or would be in. What
// somebody tracks is never written or deleted, even where the cluster would allow it:
// a field conflict does not protect it.
func TrackedBy(o Object, set string) string {
	for _, m := range marks() {
		value := o.text("metadata", m.where, m.key)
		if value != "" && (m.key != LabelPartOf || value != set) {
			return m.tool + " (" + value + ")"
		}
	}
	owners, _ := o.At("metadata", "ownerReferences").([]any)
	for _, e := range owners {
		ref, _ := e.(map[string]any)
		if ref["controller"] != true {
			continue
		}
		owner := Object(ref)
		return "controller (" + owner.text("kind") + " " + owner.text("name") + ")"
	}
	return ""
}
