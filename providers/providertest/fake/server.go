package fake

import (
	"fmt"
	"maps"
	"net"
	"net/http"
	"os"
	"slices"
	"sync"
	"time"

	"berth.dev/engine/object"
)

// Options are the ways in which a server may differ.
type Options struct {
	// Seed makes the UIDs: two servers of one seed give the same ones in the same
	// order. A cluster's own UID is among them, so side by side they need two seeds.
	Seed uint64
	// Installed are the optional kinds that are served, as in "HTTPRoute".
	Installed []string
	// ReadyAfter is for how many reads a workload is not ready after each change; 0
	// makes it ready before the first one.
	ReadyAfter int
	// Now is the clock that creation times come from; time.Now where it is nil.
	Now func() time.Time
	// Wrap puts a handler between the network and the server: faults.
	Wrap func(http.Handler) http.Handler
	// OnWrite is called after each change that a client made, before anybody can see
	// it or make another. It must not call the server back.
	OnWrite func(World)
}

// Server is one API server.
type Server struct {
	// URL is where it listens.
	URL string

	opts  Options
	kinds []*kind
	http  *http.Server
	ended chan struct{}

	mu      sync.RWMutex
	store   map[object.Ref]*item
	sorted  map[string][]object.Ref
	version int64
	compact int64
	made    uint64
	taken   []Access
	refuse  func(Request) string
	behave  map[object.Ref]Behaviour

	log     sync.Mutex
	history []*Request
}

// Start opens a server with the namespaces default and kube-system. The caller must
// Close it.
func Start(o Options) (*Server, error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	kinds, err := serve(o.Installed)
	if err != nil {
		return nil, err
	}
	s := &Server{
		opts: o, kinds: kinds, ended: make(chan struct{}),
		store: map[object.Ref]*item{}, sorted: map[string][]object.Ref{}, behave: map[object.Ref]Behaviour{},
	}
	for _, name := range []string{"default", "kube-system"} {
		namespace := object.Object{"apiVersion": "v1", "kind": "Namespace", "metadata": map[string]any{"name": name}}
		if err := s.Put("kube-apiserver", namespace); err != nil {
			return nil, err
		}
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	s.URL = "http://" + listener.Addr().String()
	s.http = &http.Server{Handler: s.record(s.wrapped()), ReadHeaderTimeout: time.Minute}
	go func() {
		defer close(s.ended)
		_ = s.http.Serve(listener) // always an error: that it was closed
	}()
	return s, nil
}

func (s *Server) wrapped() http.Handler {
	if s.opts.Wrap == nil {
		return http.HandlerFunc(s.answer)
	}
	return s.opts.Wrap(http.HandlerFunc(s.answer))
}

// Close ends the server and everything that it was answering.
func (s *Server) Close() {
	_ = s.http.Close()
	<-s.ended
}

// Kubeconfig writes a file that reaches the servers, each by its name as context.
func Kubeconfig(path string, servers map[string]*Server) error {
	text := "apiVersion: v1\nkind: Config\n"
	var clusters, contexts string
	names := slices.Sorted(maps.Keys(servers))
	for _, name := range names {
		clusters += fmt.Sprintf("- {name: %q, cluster: {server: %q}}\n", name, servers[name].URL)
		contexts += fmt.Sprintf("- {name: %q, context: {cluster: %q, user: test}}\n", name, name)
	}
	text += "clusters:\n" + clusters + "contexts:\n" + contexts + "users:\n- {name: test, user: {token: test}}\n"
	if len(names) == 1 {
		text += fmt.Sprintf("current-context: %q\n", names[0])
	}
	return os.WriteFile(path, []byte(text), 0o600)
}
