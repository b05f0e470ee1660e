package kube_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"berth.dev/engine/object"
	"berth.dev/engine/target"
	"berth.dev/providers/kube"
)

// seen is a request as a server saw it.
type seen struct {
	Method, Path, Query, Type, Accept, Body string
}

// server answers from a function, and keeps what it was asked.
type server struct {
	*httptest.Server
	mu    sync.Mutex
	asked []seen
}

func (s *server) requests() []seen {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]seen(nil), s.asked...)
}

// serve starts a server whose answers a function writes.
func serve(t testing.TB, answer http.HandlerFunc) *server {
	t.Helper()
	s := &server{}
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			return
		}
		s.mu.Lock()
		s.asked = append(s.asked, seen{r.Method, r.URL.Path, r.URL.RawQuery, r.Header.Get("Content-Type"), r.Header.Get("Accept"), string(body)})
		s.mu.Unlock()
		w.Header().Set("Content-Type", "application/json")
		answer(w, r)
	}))
	t.Cleanup(s.Close)
	return s
}

// say is an answer of one status and body.
func say(code int, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(code)
		_, _ = io.WriteString(w, body)
	}
}

// kubeconfig writes a file whose context "test" reaches a server.
func kubeconfig(t testing.TB, url string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "config")
	text := fmt.Sprintf(`{"apiVersion":"v1","kind":"Config","current-context":"test",
"clusters":[{"name":"c","cluster":{"server":%q}}],
"users":[{"name":"u","user":{"token":"t0ken"}}],
"contexts":[{"name":"test","context":{"cluster":"c","user":"u"}},{"name":"other","context":{"cluster":"c","user":"u"}}]}`, url)
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// open makes a client for a server.
func open(t testing.TB, url string, change func(*kube.Options)) *kube.Cluster {
	t.Helper()
	o := kube.Options{Files: []string{kubeconfig(t, url)}, Context: "test"}
	if change != nil {
		change(&o)
	}
	c, err := kube.Open(o)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// parse reads an object that a test writes as JSON.
func parse(t testing.TB, text string) object.Object {
	t.Helper()
	var o object.Object
	if err := json.Unmarshal([]byte(text), &o); err != nil {
		t.Fatal(err)
	}
	return o
}

// config is a ConfigMap; secret a Secret.
func config(t testing.TB) object.Object {
	return parse(t, `{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"web","namespace":"shop","uid":"u1","resourceVersion":"7"},"data":{"a":"1"}}`)
}

func secret(t testing.TB) object.Object {
	return parse(t, `{"apiVersion":"v1","kind":"Secret","metadata":{"name":"web","namespace":"shop","uid":"u1","resourceVersion":"7"},"data":{"a":"aHVudGVyMg=="}}`)
}

// verbs are the calls of a target, each about the given object.
func verbs(o object.Object) map[string]func(context.Context, target.Target) error {
	ref := o.Ref()
	return map[string]func(context.Context, target.Target) error{
		"identity": func(ctx context.Context, c target.Target) error { _, err := c.Identity(ctx); return err },
		"get":      func(ctx context.Context, c target.Target) error { _, err := c.Get(ctx, ref); return err },
		"list": func(ctx context.Context, c target.Target) error {
			_, err := c.List(ctx, target.Query{Kind: ref.Kind, Namespace: ref.Namespace})
			return err
		},
		"denied": func(ctx context.Context, c target.Target) error {
			_, err := c.Denied(ctx, []target.Access{{Verb: "get", Kind: ref.Kind, Namespace: ref.Namespace}})
			return err
		},
		"create": func(ctx context.Context, c target.Target) error {
			_, err := c.Create(ctx, o, target.Write{})
			return err
		},
		"apply": func(ctx context.Context, c target.Target) error {
			_, err := c.Apply(ctx, o, target.Write{})
			return err
		},
		"replace": func(ctx context.Context, c target.Target) error { _, err := c.Replace(ctx, o); return err },
		"patch": func(ctx context.Context, c target.Target) error {
			_, err := c.Patch(ctx, ref, []target.Op{{Op: "test", Path: "/data/a", Value: "1"}}, target.Write{})
			return err
		},
		"delete": func(ctx context.Context, c target.Target) error {
			return c.Delete(ctx, ref, target.Only{UID: o.UID(), Version: o.Version()})
		},
	}
}

// name is the request in a fault's What.
func word(verb string) string {
	return map[string]string{"identity": "get Namespace kube-system", "denied": "ask for the right to get ConfigMap in shop", "list": "list ConfigMap in shop"}[verb]
}
