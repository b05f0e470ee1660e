package gkefake

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"net/http"
	"net/http/httputil"
	"net/url"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"berth.dev/providers/providertest/cluster"
)

// Planes start control planes for clusters. The tests of a package share one.
type Planes struct {
	// slots are nil for light ones.
	slots   chan struct{}
	found   sync.Mutex
	program string
}

// NewPlanes allows that many control planes at once; it starts none. A machine of two
// cores carries two.
func NewPlanes(most int) *Planes { return &Planes{slots: make(chan struct{}, most)} }

// plane is what stands behind one cluster.
type plane interface {
	// as hands requests on to the API server as this identity.
	as(who Identity) (http.Handler, error)
	// prepare makes it treat workloads as the cluster's mode has it.
	prepare(ctx context.Context, c *kubernetes) error
	// sync makes it have these nodes, and returns the pods that ended with others.
	sync(ctx context.Context, want map[string]fields) ([]Lost, error)
	stop()
}

// need finds the program, or skips the test.
func (p *Planes) need(t testing.TB) {
	t.Helper()
	if p.slots == nil {
		return
	}
	program := cluster.Need(t)
	p.found.Lock()
	defer p.found.Unlock()
	p.program = program
}

// real is a control plane of package cluster.
type real struct {
	cluster *cluster.Cluster
	folder  string
	slots   chan struct{}

	mu    sync.Mutex
	users map[string]http.Handler
}

// start starts what stands behind a cluster.
func (p *Planes) start(ctx context.Context, name string, seed uint64) (plane, error) {
	if p.slots == nil {
		return startLight(seed)
	}
	return p.startReal(ctx, name)
}

// startReal waits for a slot and starts a control plane in it.
func (p *Planes) startReal(ctx context.Context, name string) (plane, error) {
	select {
	case p.slots <- struct{}{}:
	case <-ctx.Done():
		return nil, errClosed
	}
	out := &real{slots: p.slots, users: map[string]http.Handler{}}
	var err error
	if out.folder, err = os.MkdirTemp("", "berth-gke-"); err == nil {
		p.found.Lock()
		program := p.program
		p.found.Unlock()
		// One node to begin with: it makes kwok run, and is taken away with the first
		// nodes of a pool.
		out.cluster, err = cluster.Start(ctx, program, cluster.Options{Name: name, Folder: out.folder, Controllers: true, Nodes: 1, Audit: cluster.Writes})
	}
	if err != nil {
		out.stop()
		return nil, err
	}
	return out, nil
}

func (p *real) stop() {
	if p.cluster != nil {
		p.cluster.Stop()
	}
	if p.folder != "" {
		_ = os.RemoveAll(p.folder)
	}
	<-p.slots
}

// grounded returns a cluster's control plane; where there is none yet it is started and
// gets the cluster's nodes.
func (s *Server) grounded(ctx context.Context, c *kubernetes) (plane, error) {
	c.ground.Lock()
	defer c.ground.Unlock()
	s.mu.Lock()
	there := c.plane
	s.mu.Unlock()
	if there != nil {
		return there, nil
	}
	s.mu.Lock()
	s.made++
	seed := s.opts.Seed<<20 + s.made
	s.mu.Unlock()
	p, err := s.opts.Planes.start(ctx, c.address.cluster, seed)
	if err != nil {
		return nil, err
	}
	if err = p.prepare(ctx, c); err == nil {
		err = s.sync(ctx, c, p)
	}
	if err != nil {
		p.stop()
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	c.plane = p
	return p, nil
}

// follow makes a control plane that runs have the nodes that the cluster has by now.
func (s *Server) follow(c *kubernetes) func(context.Context, Fate) error {
	return func(ctx context.Context, _ Fate) error {
		c.ground.Lock()
		defer c.ground.Unlock()
		s.mu.Lock()
		p := c.plane
		s.mu.Unlock()
		if p == nil {
			return nil
		}
		return s.sync(ctx, c, p)
	}
}

// fell ends a cluster's control plane.
func (s *Server) fell(c *kubernetes) {
	c.ground.Lock()
	defer c.ground.Unlock()
	s.mu.Lock()
	p := c.plane
	c.plane = nil
	s.mu.Unlock()
	if p != nil {
		p.stop()
	}
}

// as hands requests on to the API server with a certificate of the identity.
func (p *real) as(who Identity) (http.Handler, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if h, known := p.users[who.User]; known {
		return h, nil
	}
	path, err := p.cluster.User(who.User, who.Groups...)
	if err != nil {
		return nil, err
	}
	transport, err := connect(path)
	if err != nil {
		return nil, err
	}
	to, err := url.Parse(p.cluster.URL())
	if err != nil {
		return nil, err
	}
	h := &httputil.ReverseProxy{
		Transport: transport, FlushInterval: -1,
		Rewrite: func(r *httputil.ProxyRequest) {
			r.SetURL(to)
			// The token is Google's: the API server knows the certificate.
			r.Out.Header.Del("Authorization")
		},
	}
	p.users[who.User] = h
	return h, nil
}

// connect makes a connection of a kubeconfig that package cluster wrote.
func connect(path string) (*http.Transport, error) {
	text, err := os.ReadFile(filepath.Clean(path))
	if err != nil {
		return nil, err
	}
	var config struct {
		Clusters []struct {
			Cluster struct {
				Authority string `json:"certificate-authority"`
			}
		}
		Users []struct {
			User struct {
				Certificate string `json:"client-certificate"`
				Key         string `json:"client-key"`
			}
		}
	}
	if err := json.Unmarshal(text, &config); err != nil {
		return nil, err
	}
	own, err := tls.LoadX509KeyPair(config.Users[0].User.Certificate, config.Users[0].User.Key)
	if err != nil {
		return nil, err
	}
	authority, err := os.ReadFile(config.Clusters[0].Cluster.Authority)
	if err != nil {
		return nil, err
	}
	trusted := x509.NewCertPool()
	trusted.AppendCertsFromPEM(authority)
	return &http.Transport{TLSClientConfig: &tls.Config{Certificates: []tls.Certificate{own}, RootCAs: trusted}, ForceAttemptHTTP2: true}, nil
}
