package fake

import (
	"errors"
	"net/http"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/runtime"
)

// create answers a POST: the object must not exist.
func (s *Server) create(c *call) ([]byte, error) {
	o, err := s.body(c, "")
	if err != nil {
		return nil, err
	}
	if accessor(o).GetResourceVersion() != "" {
		return nil, errors.New("resourceVersion should not be set on objects to be created")
	}
	o = c.kind.fields.UpdateNoErrors(c.kind.empty(), o, c.manager)
	return s.insert(c, o)
}

// update answers a PUT: the object is written whole. A Lease that is not there is
// made, as a real server does.
func (s *Server) update(c *call) (int, []byte, error) {
	code := http.StatusOK
	text, err := s.optimistic(c.ref, func(before *item) ([]byte, error) {
		o, err := s.body(c, c.ref.Name)
		switch {
		case err != nil:
			return nil, err
		case before == nil && c.kind.Name == "Lease":
			// At whatever version: only a UID keeps a PUT from making a Lease again.
			if err := sameUID(c, "", o); err != nil {
				return nil, err
			}
			code = http.StatusCreated
			return s.insert(c, c.kind.fields.UpdateNoErrors(c.kind.empty(), o, c.manager))
		case before == nil:
			return nil, apierrors.NewNotFound(c.kind.resource(), c.ref.Name)
		}
		if err := samePrecondition(c, before, o); err != nil {
			return nil, err
		}
		return s.replace(c, before, c.kind.fields.UpdateNoErrors(before.obj.DeepCopyObject(), o, c.manager))
	})
	return code, text, err
}

// body decodes and defaults what a client sent.
func (s *Server) body(c *call, name string) (runtime.Object, error) {
	o, err := decode(c.kind, c.body)
	if err != nil {
		return nil, apierrors.NewBadRequest(c.kind.Name + " in version \"" + c.kind.Version + "\" cannot be handled as a " + c.kind.Name + ": " + err.Error())
	}
	if err := named(c, o, name); err != nil {
		return nil, err
	}
	setDefaults(o)
	return o, nil
}
