package gkefake

import (
	"context"
	"errors"
	"net"
	"net/http"
	"sync"
	"testing"
	"time"

	"cloud.google.com/go/container/apiv1/containerpb"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials"
)

// Options are the ways in which a server may differ. The zero value is a project
// without clusters whose operations are done at the first look.
type Options struct {
	// Project is the project's ID, "" for "demo". Number is what stands in links in the
	// place of it, "" for "123456789012".
	Project, Number string
	// Identities are who may call; nil is DefaultIdentity alone.
	Identities []Identity
	// Now is Google's clock, nil for the machine's.
	Now func() time.Time
	// Pending is how long operations wait, Running how long they run after that.
	Pending, Running time.Duration
	// Versions are those that clusters can have, the newest first; nil is
	// DefaultVersions.
	Versions []string
	// Planes are where clusters get real control planes from; nil is none.
	Planes *Planes
	// Wrap puts a handler before the API servers of clusters: faults.
	Wrap func(http.Handler) http.Handler
	// Seed makes identifiers: two servers of one seed give the same ones.
	Seed uint64
	// Before is called when a call has arrived, After when it had its effect and before
	// it is answered: for tests that kill whoever called. Neither may call the server.
	Before, After func(Call)
}

// Server is one project of Google Kubernetes Engine.
type Server struct {
	containerpb.UnimplementedClusterManagerServer

	opts     Options
	public   authority
	endpoint string
	grpc     *grpc.Server
	// alive ends with the server; busy are the goroutines that it began.
	alive context.Context
	stop  context.CancelFunc
	busy  sync.WaitGroup

	mu         sync.Mutex
	clusters   []*kubernetes
	operations []*operation
	faults     []*Fault
	fates      []Fate
	withdrawn  map[string]bool
	missing    []string
	calls      []*Call
	requests   []Request
	lost       []Lost
	made       uint64
}

// Start opens a server that ends with the test. A test that asks for control planes is
// skipped where there can be none, as cluster.Need has it.
func Start(t testing.TB, o Options) *Server {
	t.Helper()
	if o.Planes != nil {
		o.Planes.need(t)
	}
	s, err := Open(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	return s
}

// Open opens a server without a test. The caller must Close it; with Planes, one of its
// tests must have called Start.
func Open(o Options) (*Server, error) {
	o.fill()
	s := &Server{opts: o, withdrawn: map[string]bool{}}
	var err error
	if s.public, err = newAuthority("public authority"); err != nil {
		return nil, err
	}
	own, err := s.public.serve("localhost", net.IPv4(127, 0, 0, 1))
	if err != nil {
		return nil, err
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	s.alive, s.stop = context.WithCancel(context.Background())
	s.endpoint = listener.Addr().String()
	s.grpc = grpc.NewServer(grpc.Creds(credentials.NewServerTLSFromCert(own)), grpc.UnaryInterceptor(s.intercept))
	containerpb.RegisterClusterManagerServer(s.grpc, s)
	s.busy.Go(func() {
		_ = s.grpc.Serve(listener) // always an error: that it was stopped
	})
	return s, nil
}

func (o *Options) fill() {
	if o.Project == "" {
		o.Project = "demo"
	}
	if o.Number == "" {
		o.Number = "123456789012"
	}
	if o.Identities == nil {
		o.Identities = []Identity{DefaultIdentity()}
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Versions == nil {
		o.Versions = DefaultVersions()
	}
}

// Close ends the server, its clusters' addresses and their control planes.
func (s *Server) Close() {
	s.stop()
	s.grpc.Stop()
	s.mu.Lock()
	clusters := s.clusters
	s.mu.Unlock()
	for _, c := range clusters {
		c.gate.close()
	}
	s.busy.Wait()
	for _, c := range clusters {
		s.fell(c)
	}
}

// errClosed says that the server was closed while something was under way.
var errClosed = errors.New("gkefake: the server was closed")
