package fake

import (
	"net/http"

	jsonpatch "gopkg.in/evanphx/json-patch.v4"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/runtime/schema"
)

// patch answers a JSON Patch.
func (s *Server) patch(c *call) ([]byte, error) {
	operations, err := jsonpatch.DecodePatch(c.body)
	if err != nil {
		return nil, apierrors.NewBadRequest("error decoding patch: " + err.Error())
	}
	return s.optimistic(c.ref, func(before *item) ([]byte, error) {
		if before == nil {
			return nil, apierrors.NewNotFound(c.kind.resource(), c.ref.Name)
		}
		text, err := operations.Apply(before.json)
		if err != nil {
			// A real server does not say which operation failed, and neither does this one.
			return nil, apierrors.NewGenericServerResponse(http.StatusUnprocessableEntity, "", schema.GroupResource{}, "", err.Error(), 0, false)
		}
		o, err := decode(c.kind, text)
		if err != nil {
			return nil, apierrors.NewBadRequest(err.Error())
		}
		if err := named(c, o, c.ref.Name); err != nil {
			return nil, err
		}
		setDefaults(o)
		return s.replace(c, before, c.kind.fields.UpdateNoErrors(before.obj.DeepCopyObject(), o, c.manager))
	})
}
