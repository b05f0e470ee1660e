package fake

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"

	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/types"
	kjson "sigs.k8s.io/json"

	"berth.dev/engine/object"
)

// item is a stored object. It is never changed: a write puts another one in its
// place.
type item struct {
	kind *kind
	obj  runtime.Object
	json []byte
	// reads is how many reads are left until its status is brought up to date; -1
	// where it is.
	reads int
}

// value decodes the object into maps of its own.
func (i *item) value() object.Object {
	out := object.Object{}
	if err := kjson.UnmarshalCaseSensitivePreserveInts(i.json, (*map[string]any)(&out)); err != nil {
		panic("fake: an object that was encoded here cannot be decoded: " + err.Error())
	}
	return out
}

func (i *item) meta() metav1.Object { return accessor(i.obj) }

func accessor(o runtime.Object) metav1.Object {
	m, err := meta.Accessor(o)
	if err != nil {
		panic(fmt.Sprintf("fake: %T has no metadata", o)) // no kind that is served is without
	}
	return m
}

// reference names an object of the kind.
func (k *kind) reference(o metav1.Object) object.Ref {
	return object.Ref{Kind: k.Name, Namespace: o.GetNamespace(), Name: o.GetName()}
}

// find returns what is stored, nil where nothing is.
func (s *Server) find(ref object.Ref) *item {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.store[ref]
}

// references lists the objects of a kind in order. The caller holds the lock.
func (s *Server) references(kind string) []object.Ref {
	if refs, ok := s.sorted[kind]; ok {
		return refs
	}
	var refs []object.Ref
	for ref := range s.store {
		if ref.Kind == kind {
			refs = append(refs, ref)
		}
	}
	slices.SortFunc(refs, object.Ref.Compare)
	s.sorted[kind] = refs
	return refs
}

// keep stores an object in the place of what was there: it gives the version,
// encodes it and tells that it happened. The caller holds the lock.
func (s *Server) keep(k *kind, o runtime.Object, reads int) (*item, error) {
	s.version++
	accessor(o).SetResourceVersion(strconv.FormatInt(s.version, 10))
	text, err := encode(k, o)
	if err != nil {
		return nil, err
	}
	ref := k.reference(accessor(o))
	if s.store[ref] == nil {
		delete(s.sorted, ref.Kind)
	}
	kept := &item{kind: k, obj: o, json: text, reads: reads}
	s.store[ref] = kept
	return kept, nil
}

// drop removes an object and, where it is a namespace, everything in it. The caller
// holds the lock.
func (s *Server) drop(ref object.Ref) {
	s.version++
	delete(s.store, ref)
	delete(s.sorted, ref.Kind)
	if ref.Kind != "Namespace" {
		return
	}
	for inside := range s.store {
		if inside.Namespace == ref.Name {
			delete(s.store, inside)
			delete(s.sorted, inside.Kind)
		}
	}
}

// uid makes the next UID. The caller holds the lock.
func (s *Server) uid() types.UID {
	s.made++
	var seed [16]byte
	binary.BigEndian.PutUint64(seed[:8], s.opts.Seed)
	binary.BigEndian.PutUint64(seed[8:], s.made)
	h := sha256.Sum256(seed[:])
	h[6], h[8] = h[6]&0x0f|0x40, h[8]&0x3f|0x80 // version 4, as a real one looks
	return types.UID(fmt.Sprintf("%x-%x-%x-%x-%x", h[:4], h[4:6], h[6:8], h[8:10], h[10:16]))
}

// encode writes an object as JSON, with its type.
func encode(k *kind, o runtime.Object) ([]byte, error) {
	o.GetObjectKind().SetGroupVersionKind(k.gvk())
	return json.Marshal(o)
}

// decode reads an object of a kind, dropping the fields that it does not know.
func decode(k *kind, text []byte) (runtime.Object, error) {
	o := k.empty()
	into := any(o)
	if u, ok := o.(interface{ UnstructuredContent() map[string]any }); ok {
		content := u.UnstructuredContent()
		into = &content
	}
	if err := kjson.UnmarshalCaseSensitivePreserveInts(text, into); err != nil {
		return nil, err
	}
	return o, nil
}
