package fake

import (
	"slices"

	"berth.dev/engine/object"
)

// World is the view of all objects right after a change, before anybody else can see
// it. It is good only until the call that got it returns.
type World struct {
	// Request made the change.
	Request Request
	// Before is the object as it was, nil where there was none.
	Before object.Object
	server *Server
}

// Get returns an object of the caller's own, nil where there is none.
func (w World) Get(ref object.Ref) object.Object {
	if i := w.server.store[ref]; i != nil {
		return i.value()
	}
	return nil
}

// References lists the objects of a kind, in order.
func (w World) References(kind string) []object.Ref { return w.server.references(kind) }

// Objects returns a copy of every object, in the order of their references.
func (s *Server) Objects() []object.Object {
	s.mu.RLock()
	defer s.mu.RUnlock()
	refs := make([]object.Ref, 0, len(s.store))
	for ref := range s.store {
		refs = append(refs, ref)
	}
	slices.SortFunc(refs, object.Ref.Compare)
	out := make([]object.Object, len(refs))
	for i, ref := range refs {
		out[i] = s.store[ref].value()
	}
	return out
}

// Object returns a copy of one object, nil where there is none. It does not count as
// a read.
func (s *Server) Object(ref object.Ref) object.Object {
	if i := s.find(ref); i != nil {
		return i.value()
	}
	return nil
}
