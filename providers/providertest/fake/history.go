package fake

import (
	"context"
	"net/http"
	"strings"

	"berth.dev/engine/object"
)

// Class sorts requests: what a plan's steps do, and what berth does for itself.
type Class string

// The classes. A dry run is of its object's class, with Dry set.
const (
	Read   Class = "read"
	Object Class = "object"
	Set    Class = "set"
	Record Class = "record"
	Lease  Class = "lease"
)

// Request is one request that reached the server.
type Request struct {
	// Order numbers requests from 1, as they arrived.
	Order int
	// Client is what the client calls itself: its User-Agent.
	Client string
	// Verb is get, list, create, update, patch, apply, delete or review; "" where a
	// fault came before anybody looked.
	Verb string
	// Ref is what it was about; a list has no name.
	Ref object.Ref
	// Manager is the field manager of a write.
	Manager string
	Dry     bool
	Class   Class
	// Status is the code answered, 0 where the client got none.
	Status int
	// Effect numbers the change that it made, 0 where it changed nothing. Later
	// changes have higher numbers. A status of failure beside an effect is a fault
	// that came after.
	Effect int64
	// UID is that of the object changed.
	UID string
}

type entryKey struct{}

func entryOf(r *http.Request) *Request {
	if e, ok := r.Context().Value(entryKey{}).(*Request); ok {
		return e
	}
	return &Request{}
}

// record keeps a request before anything happens to it, and its answer after.
func (s *Server) record(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		e := &Request{Client: r.UserAgent()}
		s.log.Lock()
		s.history = append(s.history, e)
		e.Order = len(s.history)
		s.log.Unlock()
		next.ServeHTTP(&statusKeeper{ResponseWriter: w, server: s, entry: e}, r.WithContext(context.WithValue(r.Context(), entryKey{}, e)))
	})
}

// statusKeeper writes down the code that is answered.
type statusKeeper struct {
	http.ResponseWriter
	server *Server
	entry  *Request
}

// WriteHeader keeps the code.
func (k *statusKeeper) WriteHeader(code int) {
	k.server.log.Lock()
	k.entry.Status = code
	k.server.log.Unlock()
	k.ResponseWriter.WriteHeader(code)
}

// Unwrap lets a fault reach the connection.
func (k *statusKeeper) Unwrap() http.ResponseWriter { return k.ResponseWriter }

// note writes down what a request is about.
func (s *Server) note(c *call) {
	name := c.ref.Name
	if c.verb == verbCreate {
		if o, err := decode(c.kind, c.body); err == nil {
			name = accessor(o).GetName()
		}
	}
	s.log.Lock()
	defer s.log.Unlock()
	c.entry.Verb, c.entry.Ref, c.entry.Dry = c.verb, c.ref, c.dry()
	c.entry.Ref.Name = name
	c.entry.Class = classOf(c.verb, c.entry.Ref)
	if c.entry.Class != Read {
		c.entry.Manager = c.manager
	}
}

// classOf tells a write to berth's own records by their names: the record and the
// lease stand in berth's namespace, a set's parent is named for its product.
func classOf(verb string, ref object.Ref) Class {
	own := ref.Name == "berth" || strings.HasPrefix(ref.Name, "berth-")
	switch {
	case verb == verbGet || verb == verbList || verb == verbReview:
		return Read
	case ref.Kind == "Lease":
		return Lease
	case ref.Namespace == object.SystemNamespace, ref.Kind == "Namespace" && ref.Name == object.SystemNamespace:
		return Record
	case ref.Kind == "ConfigMap" && own:
		return Set
	}
	return Object
}

// effect writes down that a change happened. The caller holds the lock on objects.
func (s *Server) effect(c *call, uid string) Request {
	s.log.Lock()
	defer s.log.Unlock()
	if c.entry == nil {
		return Request{Manager: c.manager, Verb: c.verb, Ref: c.ref, Effect: s.version, UID: uid}
	}
	c.entry.Effect, c.entry.UID = s.version, uid
	return *c.entry
}

// History returns all requests so far, in the order in which they arrived.
func (s *Server) History() []Request {
	s.log.Lock()
	defer s.log.Unlock()
	out := make([]Request, len(s.history))
	for i, e := range s.history {
		out[i] = *e
	}
	return out
}

// Forget empties the history; the numbers begin at 1 again.
func (s *Server) Forget() {
	s.log.Lock()
	defer s.log.Unlock()
	s.history = nil
}
