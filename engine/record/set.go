package record

import (
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"slices"
	"strings"

	"berth.dev/engine/object"
)

// What kubectl calls the annotations of an ApplySet's parent (KEP-3659).
const (
	annotationTooling = "applyset.kubernetes.io/tooling"
	annotationKinds   = "applyset.kubernetes.io/contains-group-kinds"
	tooling           = "berth/v1"
	keyMembers        = "members"
)

// MaxSet is the most bytes that a set's members may take: a ConfigMap holds 1 MiB,
// and the labels around them need little.
const MaxSet = 1<<20 - 4096

// SetName is the name of the ConfigMap that is the parent of a product's set.
func SetName(product string) string {
	if product == "" {
		return "berth"
	}
	return "berth-" + product
}

// SetID is the identifier that all members of a product's set in a namespace carry
// as a label. kubectl computes it in the same way from the parent's name.
func SetID(product, namespace string) string {
	h := sha256.Sum256([]byte(SetName(product) + "." + namespace + ".ConfigMap."))
	return "applyset-" + base64.RawURLEncoding.EncodeToString(h[:]) + "-v1"
}

// SetRef is where the set of a product in a namespace is kept.
func SetRef(product, namespace string) object.Ref {
	return object.Ref{Kind: "ConfigMap", Name: SetName(product), Namespace: namespace}
}

// ID is the set's identifier.
func (s *Set) ID() string { return SetID(s.Product, s.Namespace) }

// Ref is where the set is kept.
func (s *Set) Ref() object.Ref { return SetRef(s.Product, s.Namespace) }

// Object is the set as an object of a cluster, at the resource version at which it
// was read.
func (s *Set) Object() (object.Object, error) {
	if s.Namespace == "" || s.Namespace == object.SystemNamespace {
		return nil, fmt.Errorf("%s: a set cannot be in namespace %q", s.Ref(), s.Namespace)
	}
	text, err := writeMembers(s.Members, s.Namespace)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", s.Ref(), err)
	}
	if len(text) > MaxSet {
		return nil, fmt.Errorf("%s: %d members need %d bytes, the most is %d: split the product", s.Ref(), len(s.Members), len(text), MaxSet)
	}
	o := s.configMap(s.Ref(), keyMembers, text)
	meta, ok := o["metadata"].(map[string]any)
	if !ok {
		return nil, errors.New("a record's object has metadata")
	}
	labels := copyOf(meta["labels"])
	labels[object.LabelSet] = s.ID()
	notes := copyOf(meta["annotations"])
	notes[annotationTooling] = tooling
	notes[annotationKinds] = groupKinds(s.Members)
	meta["labels"], meta["annotations"] = labels, notes
	return o, nil
}

// groupKinds lists the kinds of the members as kubectl does: Deployment.apps.
func groupKinds(members []Member) string {
	seen := map[string]bool{}
	var out []string
	for i := range members {
		name := members[i].Ref.Kind
		if seen[name] {
			continue
		}
		seen[name] = true
		if k, ok := object.KindOf(name); ok && k.Group != "" {
			name += "." + k.Group
		}
		out = append(out, name)
	}
	slices.Sort(out)
	return strings.Join(out, ",")
}

// IsSet tells whether an object is the parent of a set of berth's.
func IsSet(o object.Object) bool {
	name := o.Ref().Name
	return o.Ref().Kind == "ConfigMap" && o.Label(object.LabelSet) != "" &&
		o.Label(object.LabelManagedBy) == object.Manager &&
		(name == "berth" || strings.HasPrefix(name, "berth-"))
}

// ReadSet reads a set from its object. It takes only what [Set.Object] writes;
// labels and annotations that others added are kept.
func ReadSet(o object.Object) (*Set, error) {
	ref := o.Ref()
	product, ok := strings.CutPrefix(ref.Name, "berth-")
	if !ok && ref.Name != "berth" || ok && product == "" {
		return nil, fmt.Errorf("%s: is no set of berth's", ref)
	}
	s := &Set{Namespace: ref.Namespace}
	if ok {
		s.Product = product
	}
	text, k, err := open(o, s.Ref(), keyMembers)
	if err != nil {
		return nil, err
	}
	if got := o.Label(object.LabelSet); got != s.ID() {
		return nil, edited(ref, "its label "+object.LabelSet+" is not its identifier")
	}
	if got := o.Annotation(annotationTooling); got != tooling {
		return nil, fmt.Errorf("%s: is kept by %q, not by %q: berth leaves it alone", ref, got, tooling)
	}
	if s.Members, err = readMembers(text, s.Namespace); err != nil {
		return nil, edited(ref, err.Error())
	}
	if o.Annotation(annotationKinds) != groupKinds(s.Members) {
		return nil, edited(ref, "its annotation "+annotationKinds+" does not name the kinds of its members")
	}
	s.kept = k
	return s, nil
}

// Member looks a member up.
func (s *Set) Member(ref object.Ref) (Member, bool) {
	i, ok := slices.BinarySearchFunc(s.Members, ref, func(m Member, r object.Ref) int { return m.Ref.Compare(r) })
	if !ok {
		return Member{}, false
	}
	return s.Members[i], true
}

// Union is the set with more members: the superset that is written before a stage.
// A member that is there already becomes the one of more, but keeps its UID where
// that one has none.
func (s *Set) Union(more []Member) *Set {
	byRef := map[object.Ref]Member{}
	for _, m := range s.Members {
		byRef[m.Ref] = m
	}
	for _, m := range more {
		if m.UID == "" {
			m.UID = byRef[m.Ref].UID
		}
		byRef[m.Ref] = m
	}
	return s.with(byRef)
}

// Without is the set less the members that are gone.
func (s *Set) Without(gone []object.Ref) *Set {
	byRef := map[object.Ref]Member{}
	for _, m := range s.Members {
		byRef[m.Ref] = m
	}
	for _, ref := range gone {
		delete(byRef, ref)
	}
	return s.with(byRef)
}

func (s *Set) with(byRef map[object.Ref]Member) *Set {
	out := &Set{Product: s.Product, Namespace: s.Namespace, kept: s.kept}
	for _, m := range byRef {
		out.Members = append(out.Members, m)
	}
	slices.SortFunc(out.Members, func(a, b Member) int { return a.Ref.Compare(b.Ref) })
	return out
}

// Owns tells whether a live object is berth's, as a member of the set: it carries
// both labels, and it is the very object that the set names, or one that the set
// names as being made.
func (s *Set) Owns(live object.Object) bool {
	if live.Label(object.LabelService) == "" || live.Label(object.LabelPartOf) != s.ID() {
		return false
	}
	m, ok := s.Member(live.Ref())
	return ok && live.UID() != "" && (m.UID == "" || m.UID == live.UID())
}
