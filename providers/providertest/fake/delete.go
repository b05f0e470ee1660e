package fake

import (
	"encoding/json"
	"fmt"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
)

// delete removes an object that is the one meant. What it owns is gone with it;
// there is no collector to wait for. An object with finalizers stays until they are
// taken off.
func (s *Server) delete(c *call) ([]byte, error) {
	var o metav1.DeleteOptions
	if len(c.body) > 0 {
		if err := json.Unmarshal(c.body, &o); err != nil {
			return nil, apierrors.NewBadRequest(err.Error())
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	before := s.store[c.ref]
	if before == nil {
		return nil, apierrors.NewNotFound(c.kind.resource(), c.ref.Name)
	}
	if err := meant(c.kind, before.meta(), o.Preconditions); err != nil {
		return nil, err
	}
	uid := before.meta().GetUID()
	done := metav1.Status{
		TypeMeta: metav1.TypeMeta{Kind: "Status", APIVersion: "v1"}, Status: metav1.StatusSuccess,
		Details: &metav1.StatusDetails{Name: c.ref.Name, Group: c.kind.Group, Kind: c.kind.Kind.Resource, UID: uid},
	}
	if c.dry() {
		return json.Marshal(done)
	}
	if len(before.meta().GetFinalizers()) > 0 {
		return s.mark(c, before)
	}
	s.drop(c.ref)
	s.happened(c, before, string(uid))
	return json.Marshal(done)
}

// mark notes that an object is to go when its finalizers are off. The caller holds
// the lock.
func (s *Server) mark(c *call, before *item) ([]byte, error) {
	if before.meta().GetDeletionTimestamp() != nil {
		return before.json, nil
	}
	o := before.obj.DeepCopyObject()
	now := metav1.NewTime(s.opts.Now().UTC().Truncate(1e9))
	accessor(o).SetDeletionTimestamp(&now)
	accessor(o).SetDeletionGracePeriodSeconds(new(int64))
	kept, err := s.keep(c.kind, o, before.reads)
	if err != nil {
		return nil, err
	}
	s.happened(c, before, string(accessor(o).GetUID()))
	return kept.json, nil
}

// meant compares an object with the preconditions of its deletion.
func meant(k *kind, m metav1.Object, p *metav1.Preconditions) error {
	if p == nil {
		return nil
	}
	why := ""
	switch {
	case p.UID != nil && *p.UID != m.GetUID():
		why = fmt.Sprintf("the UID in the precondition (%s) does not match the UID in record (%s). The object might have been deleted and then recreated", *p.UID, m.GetUID())
	case p.ResourceVersion != nil && *p.ResourceVersion != m.GetResourceVersion():
		why = fmt.Sprintf("the ResourceVersion in the precondition (%s) does not match the ResourceVersion in record (%s). The object might have been modified", *p.ResourceVersion, m.GetResourceVersion())
	default:
		return nil
	}
	return apierrors.NewConflict(schema.GroupResource{Group: k.Group, Resource: k.Name}, m.GetName(), fmt.Errorf("%s", why))
}
