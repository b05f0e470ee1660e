package fake

import (
	"fmt"
	"net/http"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/util/validation/field"
	"sigs.k8s.io/yaml"
)

// apply answers a server-side apply. It makes the object where there is none: that
// is what a client must guard against, with a UID.
func (s *Server) apply(c *call) (int, []byte, error) {
	code := http.StatusOK
	if c.query.Get("fieldManager") == "" {
		missing := field.Required(field.NewPath("fieldManager"), "is required for apply patch")
		return code, nil, apierrors.NewInvalid(schema.GroupKind{Group: "meta.k8s.io", Kind: "PatchOptions"}, "", field.ErrorList{missing})
	}
	text, err := s.optimistic(c.ref, func(before *item) ([]byte, error) {
		patch, err := applied(c)
		if err != nil {
			return nil, err
		}
		if before == nil {
			code = http.StatusCreated
			return s.applyNew(c, patch)
		}
		code = http.StatusOK
		o, err := s.merged(c, before.obj.DeepCopyObject(), patch)
		if err != nil {
			return nil, err
		}
		return s.replace(c, before, o)
	})
	return code, text, err
}

func (s *Server) applyNew(c *call, patch *unstructured.Unstructured) ([]byte, error) {
	if uid := patch.GetUID(); uid != "" {
		return nil, apierrors.NewConflict(c.kind.resource(), c.ref.Name, fmt.Errorf("uid mismatch: the provided object specified uid %s, and no existing object was found", uid))
	}
	o, err := s.merged(c, c.kind.empty(), patch)
	if err != nil {
		return nil, err
	}
	text, err := s.insert(c, o)
	if apierrors.IsAlreadyExists(err) {
		return nil, errMoved
	}
	return text, err
}

// merged applies the patch, with conflicts as a real server finds them.
func (s *Server) merged(c *call, live runtime.Object, patch *unstructured.Unstructured) (runtime.Object, error) {
	return c.kind.fields.Apply(live, patch, c.manager, c.query.Get("force") == "true")
}

func applied(c *call) (*unstructured.Unstructured, error) {
	text, err := yaml.YAMLToJSONStrict(c.body)
	if err != nil {
		return nil, apierrors.NewBadRequest(fmt.Sprintf("error decoding YAML: %v", err))
	}
	u := &unstructured.Unstructured{}
	if err := u.UnmarshalJSON(text); err != nil {
		return nil, apierrors.NewBadRequest(err.Error())
	}
	if u.GetName() == "" {
		u.SetName(c.ref.Name)
	}
	return u, named(c, u, c.ref.Name)
}
