package fake

import (
	"bytes"
	"errors"
	"fmt"
	"reflect"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"

	"berth.dev/engine/object"
)

// errMoved says that something was stored between reading and storing; the write is
// computed again.
var errMoved = errors.New("the object has moved on")

// optimistic computes a write until nothing came in between. The function is given
// what is stored and returns the text to answer with.
func (s *Server) optimistic(ref object.Ref, write func(before *item) ([]byte, error)) ([]byte, error) {
	for {
		text, err := write(s.find(ref))
		if !errors.Is(err, errMoved) {
			return text, err
		}
	}
}

// insert stores a new object: its defaults are set and its managers known.
func (s *Server) insert(c *call, o runtime.Object) ([]byte, error) {
	k, m := c.kind, accessor(o)
	if err := s.inNamespace(c); err != nil {
		return nil, err
	}
	clearStatus(o)
	setDefaults(o)
	m.SetCreationTimestamp(metav1.NewTime(s.opts.Now().UTC().Truncate(1e9)))
	m.SetDeletionTimestamp(nil)
	m.SetResourceVersion("")
	m.SetGeneration(0)
	if k.counted {
		m.SetGeneration(1)
	}
	if errs := validate(o); len(errs) > 0 {
		return nil, apierrors.NewInvalid(schema.GroupKind{Group: k.Group, Kind: k.Name}, m.GetName(), errs)
	}
	ref := k.reference(m)
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.store[ref] != nil {
		return nil, apierrors.NewAlreadyExists(k.resource(), ref.Name)
	}
	if ref.Namespace != "" && s.store[object.Ref{Kind: "Namespace", Name: ref.Namespace}] == nil {
		return nil, namespaceAbsent(ref.Namespace)
	}
	m.SetUID(s.uid())
	s.allocate(o)
	if c.dry() {
		return encode(k, o)
	}
	kept, err := s.keep(k, o, s.reads(k))
	if err != nil {
		return nil, err
	}
	s.happened(c, nil, string(m.GetUID()))
	return kept.json, nil
}

// replace stores an object in the place of another.
func (s *Server) replace(c *call, before *item, o runtime.Object) ([]byte, error) {
	k, m, old := c.kind, accessor(o), before.meta()
	if v := m.GetResourceVersion(); v != "" && v != old.GetResourceVersion() {
		return nil, conflict(k, m.GetName())
	}
	keepStatus(o, before.obj)
	setDefaults(o)
	m.SetResourceVersion(old.GetResourceVersion())
	m.SetCreationTimestamp(old.GetCreationTimestamp())
	m.SetDeletionTimestamp(old.GetDeletionTimestamp())
	m.SetGeneration(old.GetGeneration())
	if m.GetUID() == "" {
		m.SetUID(old.GetUID())
	}
	inherit(o, before.obj)
	if errs := append(validate(o), immutable(o, before.obj)...); len(errs) > 0 {
		return nil, apierrors.NewInvalid(schema.GroupKind{Group: k.Group, Kind: k.Name}, m.GetName(), errs)
	}
	reads := before.reads
	if k.counted && !sameSpec(o, before.obj) {
		m.SetGeneration(old.GetGeneration() + 1)
		reads = s.reads(k)
	}
	text, err := encode(k, o)
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case s.store[c.ref] != before:
		return nil, errMoved
	case bytes.Equal(text, before.json), c.dry():
		return text, nil
	case old.GetDeletionTimestamp() != nil && len(m.GetFinalizers()) == 0:
		s.drop(c.ref)
		s.happened(c, before, string(old.GetUID()))
		return text, nil
	}
	kept, err := s.keep(k, o, reads)
	if err != nil {
		return nil, err
	}
	s.happened(c, before, string(old.GetUID()))
	return kept.json, nil
}

// happened tells everybody of a change. The caller holds the lock.
func (s *Server) happened(c *call, before *item, uid string) {
	request := s.effect(c, uid)
	if s.opts.OnWrite == nil || c.entry == nil {
		return
	}
	w := World{Request: request, server: s}
	if before != nil {
		w.Before = before.value()
	}
	s.opts.OnWrite(w)
}

// inNamespace refuses a new object without a namespace to be in.
func (s *Server) inNamespace(c *call) error {
	if c.ref.Namespace == "" || s.find(object.Ref{Kind: "Namespace", Name: c.ref.Namespace}) != nil {
		return nil
	}
	return namespaceAbsent(c.ref.Namespace)
}

func namespaceAbsent(name string) error {
	return apierrors.NewNotFound(schema.GroupResource{Resource: "namespaces"}, name)
}

func conflict(k *kind, name string) error {
	return apierrors.NewConflict(k.resource(), name, errors.New("the object has been modified; please apply your changes to the latest version and try again"))
}

// clearStatus takes out what a client wrote of the status.
func clearStatus(o runtime.Object) {
	if u, ok := o.(*unstructured.Unstructured); ok {
		unstructured.RemoveNestedField(u.Object, "status")
		return
	}
	if f := reflect.ValueOf(o).Elem().FieldByName("Status"); f.IsValid() {
		f.SetZero()
	}
}

// keepStatus takes the status of what was there: only controllers write it.
func keepStatus(o, old runtime.Object) {
	if u, ok := o.(*unstructured.Unstructured); ok {
		was, _ := old.(*unstructured.Unstructured)
		unstructured.RemoveNestedField(u.Object, "status")
		if status, found := was.Object["status"]; found {
			u.Object["status"] = runtime.DeepCopyJSONValue(status)
		}
		return
	}
	if f := reflect.ValueOf(o).Elem().FieldByName("Status"); f.IsValid() {
		f.Set(reflect.ValueOf(old.DeepCopyObject()).Elem().FieldByName("Status"))
	}
}

// sameSpec compares all that a generation counts.
func sameSpec(o, old runtime.Object) bool {
	if u, ok := o.(*unstructured.Unstructured); ok {
		was, _ := old.(*unstructured.Unstructured)
		return reflect.DeepEqual(u.Object["spec"], was.Object["spec"])
	}
	spec := func(o runtime.Object) any { return reflect.ValueOf(o).Elem().FieldByName("Spec").Interface() }
	return sameJSON(spec(o), spec(old))
}

// named checks that a body is of the kind and the name that its path says, and puts
// it into the path's namespace.
func named(c *call, o runtime.Object, name string) error {
	m := accessor(o)
	if gvk := o.GetObjectKind().GroupVersionKind(); gvk != c.kind.gvk() {
		return apierrors.NewBadRequest(fmt.Sprintf("%s in version %q cannot be handled as a %s: no kind is registered", gvk.Kind, gvk.Version, c.kind.Name))
	}
	switch {
	case m.GetNamespace() == "":
		m.SetNamespace(c.ref.Namespace)
	case m.GetNamespace() != c.ref.Namespace:
		return apierrors.NewBadRequest("the namespace of the provided object does not match the namespace sent on the request")
	}
	if name != "" && m.GetName() != name {
		return apierrors.NewBadRequest(fmt.Sprintf("the name of the object (%s) does not match the name on the URL (%s)", m.GetName(), name))
	}
	return nil
}
