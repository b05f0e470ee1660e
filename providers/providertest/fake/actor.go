package fake

import (
	"encoding/json"
	"fmt"
	"net/url"

	"berth.dev/engine/object"
)

// actor is a call that somebody on the cluster's own side makes: no client, no
// history, no faults.
func (s *Server) actor(manager string, ref object.Ref, o object.Object) (*call, error) {
	k := s.kindOf(ref.Kind)
	if k == nil {
		return nil, fmt.Errorf("%s: the server does not serve this kind", ref)
	}
	text, err := json.Marshal(o)
	if err != nil {
		return nil, err
	}
	return &call{verb: verbUpdate, kind: k, ref: ref, query: url.Values{}, body: text, manager: manager}, nil
}

// Put makes objects as somebody else would: kubectl, Argo CD, a person.
func (s *Server) Put(manager string, objects ...object.Object) error {
	for _, o := range objects {
		c, err := s.actor(manager, o.Ref(), o)
		if err != nil {
			return err
		}
		if _, err := s.create(c); err != nil {
			return fmt.Errorf("%s: %w", o.Ref(), err)
		}
	}
	return nil
}

// Edit changes an object as somebody else would: the function changes the copy that
// it is given. Fields that it changed are the manager's afterwards.
func (s *Server) Edit(manager string, ref object.Ref, change func(object.Object)) error {
	o := s.Object(ref)
	if o == nil {
		return fmt.Errorf("%s: not there", ref)
	}
	change(o)
	c, err := s.actor(manager, ref, o)
	if err != nil {
		return err
	}
	_, _, err = s.update(c)
	return err
}

// SetStatus writes an object's status as its controller would; controllers of the
// server's own do not touch it again until its spec changes.
func (s *Server) SetStatus(ref object.Ref, status map[string]any) error {
	o := s.Object(ref)
	if o == nil {
		return fmt.Errorf("%s: not there", ref)
	}
	o["status"] = status
	text, err := json.Marshal(o)
	if err != nil {
		return err
	}
	k := s.kindOf(ref.Kind)
	changed, err := decode(k, text)
	if err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	_, err = s.keep(k, changed, -1)
	return err
}

// Remove deletes an object as somebody else would.
func (s *Server) Remove(ref object.Ref) error {
	c, err := s.actor("", ref, nil)
	if err != nil {
		return err
	}
	c.body, c.verb = nil, verbDelete
	_, err = s.delete(c)
	return err
}
