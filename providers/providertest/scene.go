package providertest

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"

	kjson "sigs.k8s.io/json"

	"berth.dev/engine/object"
	"berth.dev/engine/target"
)

// scene is one promise being tried: a target, and the cluster behind it.
type scene struct {
	Harness
	target.Target
	ctx    context.Context
	wire   *wire
	broken []string
}

func (s *scene) open() {
	t, err := s.Harness.Open(s.wire.wrap)
	if err != nil {
		s.stopf("the target does not open: %v", err)
	}
	s.Target = t
}

// path is where the objects of a kind are, past the target.
func path(ref object.Ref) string {
	k, _ := object.KindOf(ref.Kind)
	out := "/api/" + k.Version
	if k.Group != "" {
		out = "/apis/" + k.Group + "/" + k.Version
	}
	if ref.Namespace != "" {
		out += "/namespaces/" + ref.Namespace
	}
	out += "/" + k.Resource
	if ref.Name != "" {
		out += "/" + ref.Name
	}
	return out
}

// ask sends a request past the target.
func (s *scene) ask(method, path, content string, body any) (int, object.Object) {
	text, err := json.Marshal(body)
	if err != nil {
		s.stopf("the suite itself: %v", err)
	}
	request, err := http.NewRequestWithContext(s.ctx, method, s.URL+path, bytes.NewReader(text))
	if err != nil {
		s.stopf("the suite itself: %v", err)
	}
	request.Header.Set("Content-Type", content)
	request.Header.Set("User-Agent", "person")
	response, err := s.Client.Do(request)
	if err != nil {
		s.stopf("the cluster does not answer: %v", err)
	}
	defer response.Body.Close()
	text, err = io.ReadAll(response.Body)
	if err != nil {
		s.stopf("the cluster does not answer: %v", err)
	}
	var out map[string]any
	_ = kjson.UnmarshalCaseSensitivePreserveInts(text, &out) // a 404 of an unknown path is no JSON
	return response.StatusCode, out
}

// there reads an object past the target, nil where there is none.
func (s *scene) there(ref object.Ref) object.Object {
	code, o := s.ask(http.MethodGet, path(ref), "application/json", nil)
	if code == http.StatusNotFound {
		return nil
	}
	return o
}

// put makes an object past the target.
func (s *scene) put(o object.Object) object.Object {
	ref := o.Ref()
	ref.Name = ""
	code, made := s.ask(http.MethodPost, path(ref), "application/json", o)
	if code != http.StatusCreated {
		s.stopf("%s cannot be made: %d %v", o.Ref(), code, made["message"])
	}
	return made
}

// take applies fields past the target, by force.
func (s *scene) take(o object.Object) {
	code, out := s.ask(http.MethodPatch, path(o.Ref())+"?fieldManager=person&force=true", "application/apply-patch+yaml", o)
	if code != http.StatusOK {
		s.stopf("%s cannot be taken: %d %v", o.Ref(), code, out["message"])
	}
}

func (s *scene) makeNamespace() {
	s.put(object.Object{"apiVersion": "v1", "kind": "Namespace", "metadata": map[string]any{"name": s.Namespace}})
}

// config is a ConfigMap in the scene's namespace; its data is name, value, name …
func (s *scene) config(name string, data ...string) object.Object {
	values := map[string]any{}
	for i := 0; i+1 < len(data); i += 2 {
		values[data[i]] = data[i+1]
	}
	return object.Object{"apiVersion": "v1", "kind": "ConfigMap", "metadata": map[string]any{"name": name, "namespace": s.Namespace}, "data": values}
}

// with returns the object with a UID, and a version where it is not "".
func with(o object.Object, uid, version string) object.Object {
	meta, _ := o["metadata"].(map[string]any)
	if uid != "" {
		meta["uid"] = uid
	}
	if version != "" {
		meta["resourceVersion"] = version
	}
	return o
}

// must ends the promise where a call fails that should not.
func (s *scene) must(o object.Object, err error) object.Object {
	if err != nil {
		s.stopf("a call failed that should not: %v", err)
	}
	if o == nil {
		s.stopf("a call answered with no object")
	}
	return o
}

// wants compares the class of a failure, and what every failure must be.
func (s *scene) wants(what string, err error, classes ...target.Class) {
	if err == nil {
		s.failf("%s: no error, want class %q", what, classes)
		return
	}
	var f *target.Fault
	if !errors.As(err, &f) {
		s.failf("%s: %T is no Fault: %v", what, err, err)
		return
	}
	if f.What == "" {
		s.failf("%s: the failure does not say what was asked", what)
	}
	for _, c := range classes {
		if f.Class == c {
			return
		}
	}
	s.failf("%s: class %q, want %q: %v", what, f.Class, classes, err)
}

// untouched checks that an object is as it was.
func (s *scene) untouched(what string, was object.Object) {
	now := s.there(was.Ref())
	switch {
	case now == nil:
		s.failf("%s: %s is gone", what, was.Ref())
	case now.UID() != was.UID() || now.Version() != was.Version():
		s.failf("%s: %s was written", what, was.Ref())
	}
}

// absent checks that there is no such object.
func (s *scene) absent(what string, ref object.Ref) {
	if s.there(ref) != nil {
		s.failf("%s: %s is there", what, ref)
	}
}

// value is what an object's data holds under a name, "" for nothing.
func value(o object.Object, name string) string {
	text, _ := o.At("data", name).(string)
	return text
}

// managers names who manages an object by what operation: "berth Apply".
func managers(o object.Object) string {
	entries, _ := o.At("metadata", "managedFields").([]any)
	var out []string
	for _, e := range entries {
		entry, _ := e.(map[string]any)
		out = append(out, fmt.Sprint(entry["manager"], " ", entry["operation"]))
	}
	return strings.Join(out, ", ")
}
