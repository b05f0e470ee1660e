package fake

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"

	authorizationv1 "k8s.io/api/authorization/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
)

// Access is a right: "" in a field stands for all.
type Access struct {
	// Verb is as in a role; an apply is a "patch".
	Verb      string
	Kind      string
	Namespace string
}

// Take takes a right away from every client: such a request is refused, and an access
// review says so.
func (s *Server) Take(a Access) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.taken = append(s.taken, a)
}

// Refuse sets an admission webhook: what it answers is the reason to refuse a write,
// "" to let it pass. The request is of the client's, its Status and Effect not yet
// known.
func (s *Server) Refuse(webhook func(Request) string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.refuse = webhook
}

func (s *Server) refused(verb, kind, namespace string) bool {
	s.mu.RLock()
	defer s.mu.RUnlock()
	for _, a := range s.taken {
		if (a.Verb == "" || a.Verb == verb) && (a.Kind == "" || a.Kind == kind) && (a.Namespace == "" || a.Namespace == namespace) {
			return true
		}
	}
	return false
}

// permit refuses what the identity may not do, and what the webhook refuses.
func (s *Server) permit(c *call) error {
	verb := c.verb
	if verb == verbApply {
		verb = verbPatch
	}
	if s.refused(verb, c.kind.Name, c.ref.Namespace) {
		return apierrors.NewForbidden(c.kind.resource(), c.ref.Name, errors.New(s.sentence(c, verb)))
	}
	s.mu.RLock()
	webhook := s.refuse
	s.mu.RUnlock()
	if webhook == nil || c.verb == verbGet || c.verb == verbList {
		return nil
	}
	s.log.Lock()
	request := *c.entry
	s.log.Unlock()
	if why := webhook(request); why != "" {
		status := apierrors.NewForbidden(c.kind.resource(), request.Ref.Name, nil)
		status.ErrStatus.Message = fmt.Sprintf("admission webhook %q denied the request: %s", "refuse.test", why)
		status.ErrStatus.Details = nil
		return status
	}
	return nil
}

func (s *Server) sentence(c *call, verb string) string {
	where := "at the cluster scope"
	if c.ref.Namespace != "" {
		where = fmt.Sprintf("in the namespace %q", c.ref.Namespace)
	}
	return fmt.Sprintf("User %q cannot %s resource %q in API group %q %s", "test", verb, c.kind.Kind.Resource, c.kind.Group, where)
}

// review answers what the identity may do.
func (s *Server) review(w http.ResponseWriter, r *http.Request) {
	var ask authorizationv1.SelfSubjectAccessReview
	if err := json.NewDecoder(r.Body).Decode(&ask); err != nil {
		fail(w, apierrors.NewBadRequest(err.Error()))
		return
	}
	ask.Status.Allowed = true
	if a := ask.Spec.ResourceAttributes; a != nil {
		for _, k := range s.kinds {
			if k.Group == a.Group && k.Kind.Resource == a.Resource && s.refused(a.Verb, k.Name, a.Namespace) {
				ask.Status.Allowed = false
			}
		}
	}
	text, err := json.Marshal(ask)
	if err != nil {
		fail(w, err)
		return
	}
	send(w, http.StatusCreated, text)
}
