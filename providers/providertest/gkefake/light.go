package gkefake

import (
	"context"
	"encoding/json"
	"io"
	"maps"
	"net/http"
	"net/http/httputil"
	"net/url"
	"slices"
	"strings"
	"sync"

	"berth.dev/engine/object"
	"berth.dev/providers/providertest/fake"
)

// LightPlanes puts servers of package fake behind clusters: they start within
// milliseconds, so that a run can be killed and begun again some hundred times. Nodes are
// there and Ready; no pod stands on any of them; Autopilot changes nothing. Roles are
// stored and grant nothing: everybody may everything.
func LightPlanes() *Planes { return &Planes{} }

// light is a server in memory.
type light struct {
	server *fake.Server
	proxy  http.Handler

	mu    sync.Mutex
	nodes map[string]bool
	// roles are objects of rbac.authorization.k8s.io by their path.
	roles map[string]json.RawMessage
}

func startLight(seed uint64) (plane, error) {
	server, err := fake.Start(fake.Options{Seed: seed})
	if err != nil {
		return nil, err
	}
	to, err := url.Parse(server.URL)
	if err != nil {
		return nil, err
	}
	proxy := &httputil.ReverseProxy{FlushInterval: -1, Rewrite: func(r *httputil.ProxyRequest) {
		r.SetURL(to)
		r.Out.Header.Del("Authorization")
	}}
	return &light{server: server, proxy: proxy, nodes: map[string]bool{}, roles: map[string]json.RawMessage{}}, nil
}

func (l *light) stop() { l.server.Close() }

func (l *light) prepare(context.Context, *kubernetes) error { return nil }

// sync makes the server have these nodes.
func (l *light) sync(_ context.Context, want map[string]fields) ([]Lost, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, name := range slices.Sorted(maps.Keys(want)) {
		if err := l.put(name, want[name]); err != nil {
			return nil, err
		}
	}
	for _, name := range slices.Sorted(maps.Keys(l.nodes)) {
		if _, stays := want[name]; stays {
			continue
		}
		if err := l.server.Remove(object.Ref{Kind: "Node", Name: name}); err != nil {
			return nil, err
		}
		delete(l.nodes, name)
	}
	return nil, nil
}

// put makes a node that is Ready, or gives one that is there its labels and taints.
func (l *light) put(name string, node fields) error {
	text, err := json.Marshal(node)
	if err != nil {
		return err
	}
	var o object.Object
	if err := json.Unmarshal(text, &o); err != nil {
		return err
	}
	ref := object.Ref{Kind: "Node", Name: name}
	if l.nodes[name] {
		return l.server.Edit("gke", ref, func(have object.Object) { relabel(have, node) })
	}
	if err := l.server.Put("gke", o); err != nil {
		return err
	}
	l.nodes[name] = true
	status := part(o, "status")
	status["conditions"] = []any{map[string]any{"type": "Ready", "status": "True", "reason": "KubeletReady"}}
	return l.server.SetStatus(ref, status)
}

// as hands requests on; what package fake does not know is answered here.
func (l *light) as(Identity) (http.Handler, error) {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case isHealth(r.URL.Path):
			_, _ = io.WriteString(w, "ok") // whoever asked may be gone
		case r.URL.Path == "/api/v1/pods" && strings.Contains(r.URL.Query().Get("fieldSelector"), "spec.nodeName="):
			w.Header().Set("Content-Type", "application/json")
			_, _ = io.WriteString(w, `{"kind":"PodList","apiVersion":"v1","metadata":{"resourceVersion":"1"},"items":[]}`)
		case strings.HasPrefix(r.URL.Path, "/apis/rbac.authorization.k8s.io/v1/"):
			l.role(w, r)
		default:
			l.proxy.ServeHTTP(w, r)
		}
	}), nil
}

// role keeps a role or a binding that is written whole, and gives it back.
func (l *light) role(w http.ResponseWriter, r *http.Request) {
	l.mu.Lock()
	defer l.mu.Unlock()
	path := r.URL.Path
	kept, is := l.roles[path]
	code := http.StatusOK
	switch r.Method {
	case http.MethodGet:
		if !is {
			reject(w, http.StatusNotFound, "not found")
			return
		}
	case http.MethodDelete:
		delete(l.roles, path)
		kept = json.RawMessage(`{"kind":"Status","apiVersion":"v1","status":"Success"}`)
	default:
		var err error
		if kept, code, err = l.keep(path, r); err != nil {
			reject(w, http.StatusBadRequest, err.Error())
			return
		}
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(code)
	_, _ = w.Write(kept) // whoever asked may be gone
}

// keep stores what a request writes.
func (l *light) keep(path string, r *http.Request) (json.RawMessage, int, error) {
	sent, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, 0, err
	}
	var o object.Object
	if err := json.Unmarshal(sent, &o); err != nil {
		return nil, 0, err
	}
	if r.Method == http.MethodPost {
		path += "/" + o.Ref().Name
	}
	_, is := l.roles[path]
	if r.URL.Query().Get("dryRun") == "" {
		l.roles[path] = sent
	}
	if is {
		return sent, http.StatusOK, nil
	}
	return sent, http.StatusCreated, nil
}
