package fake

import (
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"berth.dev/engine/object"
)

// The verbs as a history names them. An apply is a patch to the rules of access.
const (
	verbGet    = "get"
	verbList   = "list"
	verbCreate = "create"
	verbUpdate = "update"
	verbPatch  = "patch"
	verbApply  = "apply"
	verbDelete = "delete"
	verbReview = "review"
)

// call is one request, taken apart.
type call struct {
	verb  string
	kind  *kind
	ref   object.Ref
	query url.Values
	body  []byte
	// names says that metadata alone is wanted.
	names   bool
	manager string
	entry   *Request
}

func (c *call) dry() bool { return slices.Contains(c.query["dryRun"], metav1.DryRunAll) }

// parse takes a request apart. It returns nil without error where the path is none
// that the server knows.
func (s *Server) parse(r *http.Request) (*call, error) {
	parts := strings.Split(strings.Trim(r.URL.Path, "/"), "/")
	group := ""
	switch {
	case len(parts) >= 3 && parts[0] == "api":
		parts = parts[1:]
	case len(parts) >= 4 && parts[0] == "apis":
		group, parts = parts[1], parts[2:]
	default:
		return nil, nil
	}
	version, parts := parts[0], parts[1:]
	namespace := ""
	if len(parts) >= 3 && parts[0] == "namespaces" {
		namespace, parts = parts[1], parts[2:]
	}
	if len(parts) > 2 {
		return nil, nil
	}
	k := s.served(group, version, parts[0])
	if k == nil {
		return nil, nil
	}
	c := &call{kind: k, ref: object.Ref{Kind: k.Name, Namespace: namespace}, query: r.URL.Query()}
	if len(parts) == 2 {
		c.ref.Name = parts[1]
	}
	c.names = strings.Contains(r.Header.Get("Accept"), "as=PartialObjectMetadata")
	c.manager = c.query.Get("fieldManager")
	if c.manager == "" {
		c.manager, _, _ = strings.Cut(r.UserAgent(), "/")
	}
	var err error
	if c.body, err = io.ReadAll(r.Body); err != nil {
		return nil, apierrors.NewBadRequest(err.Error())
	}
	c.verb = verbOf(r.Method, r.Header.Get("Content-Type"), c.ref.Name != "")
	if c.verb == "" {
		return nil, apierrors.NewMethodNotSupported(k.resource(), strings.ToLower(r.Method))
	}
	if c.verb == verbDelete {
		c.readDeleteOptions()
	}
	return c, nil
}

func verbOf(method, content string, named bool) string {
	switch {
	case method == http.MethodGet && named:
		return verbGet
	case method == http.MethodGet:
		return verbList
	case method == http.MethodPost && !named:
		return verbCreate
	case method == http.MethodPut && named:
		return verbUpdate
	case method == http.MethodDelete && named:
		return verbDelete
	case method == http.MethodPatch && named && strings.HasPrefix(content, "application/apply-patch"):
		return verbApply
	case method == http.MethodPatch && named && content == "application/json-patch+json":
		return verbPatch
	}
	return ""
}

// readDeleteOptions makes a dry run in the body count as one in the query.
func (c *call) readDeleteOptions() {
	var o metav1.DeleteOptions
	if json.Unmarshal(c.body, &o) == nil && len(o.DryRun) > 0 {
		c.query["dryRun"] = o.DryRun
	}
}

func (s *Server) served(group, version, resource string) *kind {
	for _, k := range s.kinds {
		if k.Group == group && k.Version == version && k.Kind.Resource == resource {
			return k
		}
	}
	return nil
}

func (s *Server) kindOf(name string) *kind {
	for _, k := range s.kinds {
		if k.Name == name {
			return k
		}
	}
	return nil
}

// answer serves one request.
func (s *Server) answer(w http.ResponseWriter, r *http.Request) {
	entry := entryOf(r)
	if strings.HasSuffix(r.URL.Path, "/selfsubjectaccessreviews") && r.Method == http.MethodPost {
		entry.Verb, entry.Class = verbReview, Read
		s.review(w, r)
		return
	}
	if r.URL.Path == "/readyz" || r.URL.Path == "/version" {
		_, _ = io.WriteString(w, `{"major":"1","minor":"37","gitVersion":"v1.37.2"}`)
		return
	}
	c, err := s.parse(r)
	switch {
	case err != nil:
		fail(w, err)
		return
	case c == nil:
		http.Error(w, "404 page not found", http.StatusNotFound)
		return
	}
	c.entry = entry
	s.note(c)
	if err := s.permit(c); err != nil {
		fail(w, err)
		return
	}
	s.serve(w, c)
}

func (s *Server) serve(w http.ResponseWriter, c *call) {
	var text []byte
	var err error
	code := http.StatusOK
	switch c.verb {
	case verbGet:
		text, err = s.get(c)
	case verbList:
		text, err = s.list(c)
	case verbCreate:
		code = http.StatusCreated
		text, err = s.create(c)
	case verbUpdate:
		code, text, err = s.update(c)
	case verbPatch:
		text, err = s.patch(c)
	case verbApply:
		code, text, err = s.apply(c)
	case verbDelete:
		text, err = s.delete(c)
	}
	if err != nil {
		fail(w, err)
		return
	}
	send(w, code, text)
}

func send(w http.ResponseWriter, code int, text []byte) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(code)
	_, _ = w.Write(text) // a client that has gone away is no business of the server
}

// fail answers with an error as a real server words it.
func fail(w http.ResponseWriter, err error) {
	status := metav1.Status{Status: metav1.StatusFailure, Message: err.Error(), Code: http.StatusInternalServerError}
	if known, ok := err.(apierrors.APIStatus); ok {
		status = known.Status()
	}
	status.TypeMeta = metav1.TypeMeta{Kind: "Status", APIVersion: "v1"}
	text, err := json.Marshal(status)
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	send(w, int(status.Code), text)
}
