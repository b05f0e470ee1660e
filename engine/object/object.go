package object

import "strings"

// Object is one object as JSON: maps, slices, strings, bools, int64 and float64.
type Object map[string]any

// Ref names an object within one cluster.
type Ref struct {
	// Kind is the object's kind, as in "Deployment"; [Kinds] knows its group.
	Kind string `json:"kind"`
	Name string `json:"name"`
	// Namespace is "" for objects that have none.
	Namespace string `json:"namespace"`
}

// String writes the reference as people do: Deployment ads/frontend.
func (r Ref) String() string {
	if r.Namespace == "" {
		return r.Kind + " " + r.Name
	}
	return r.Kind + " " + r.Namespace + "/" + r.Name
}

// Compare orders references by kind, namespace and name.
func (r Ref) Compare(s Ref) int {
	if c := strings.Compare(r.Kind, s.Kind); c != 0 {
		return c
	}
	if c := strings.Compare(r.Namespace, s.Namespace); c != 0 {
		return c
	}
	return strings.Compare(r.Name, s.Name)
}

// Ref returns the object's own reference.
func (o Object) Ref() Ref {
	return Ref{Kind: o.text("kind"), Name: o.text("metadata", "name"), Namespace: o.text("metadata", "namespace")}
}

// UID is what the cluster calls this very object; another object of the same name
// has another.
func (o Object) UID() string { return o.text("metadata", "uid") }

// Version is the resource version at which it was read.
func (o Object) Version() string { return o.text("metadata", "resourceVersion") }

// Label returns the value of a label, "" where there is none.
func (o Object) Label(key string) string { return o.text("metadata", "labels", key) }

// Annotation returns the value of an annotation, "" where there is none.
func (o Object) Annotation(key string) string { return o.text("metadata", "annotations", key) }

// At returns what stands at a path of member names, nil where nothing does.
func (o Object) At(path ...string) any {
	var v any = map[string]any(o)
	for _, name := range path {
		m, ok := v.(map[string]any)
		if !ok {
			return nil
		}
		v = m[name]
	}
	return v
}

func (o Object) text(path ...string) string {
	s, _ := o.At(path...).(string)
	return s
}

// Manager is the field manager under which berth writes.
const Manager = "berth"

// The labels that say whose an object is. A thing is berth's when it has both and
// its UID is in the record of the set (package record).
const (
	// LabelService is the service that an object belongs to.
	LabelService = "berth.dev/service"
	// LabelPartOf is the identifier of the ApplySet that an object belongs to.
	LabelPartOf = "applyset.kubernetes.io/part-of"
	// LabelSet marks the parent of an ApplySet with the set's identifier.
	LabelSet = "applyset.kubernetes.io/id"
	// LabelManagedBy says in everybody's words which tool keeps an object.
	LabelManagedBy = "app.kubernetes.io/managed-by"
)

// SystemNamespace is where berth keeps its lease and its record on each cluster.
const SystemNamespace = "berth-system"
