package datadog

import (
	"net/http"
	"net/http/httptest"
	"slices"
	"sync"
	"testing"
	"time"
)

// DefaultPoints is how many points of a series Datadog gives.
const DefaultPoints = 1500

// Options are how a double behaves.
type Options struct {
	// APIKey and AppKey are those that it lets in.
	APIKey, AppKey string
	// Points of a series before it averages; 0 is DefaultPoints.
	Points int
	// Names of metrics on a page of their list; 0 is 10,000.
	Names int
	// Limit of calls in each Period; 0 is none.
	Limit  int
	Period time.Duration
	// Now is the clock of the limit; nil is the machine's.
	Now func() time.Time
}

// Server is a double that runs.
type Server struct {
	// URL is where it listens, on loopback alone.
	URL string

	o  Options
	mu sync.Mutex
	// series are what it holds, edges who calls whom by environment.
	series []Series
	edges  map[string]map[string][]string
	faults []http.HandlerFunc
	calls  []Call
	period time.Time
	taken  int
}

// Call is one that came in.
type Call struct {
	Method, Path string
	// From and To are the time that a query of timeseries asks for, in seconds.
	From, To int64
	// Queries are the texts of its metrics.
	Queries []string
	// Status is what was answered; 0 where a fault answered.
	Status int
}

// Start starts a double that ends with the test.
func Start(t testing.TB, o Options) *Server {
	t.Helper()
	if o.Points == 0 {
		o.Points = DefaultPoints
	}
	if o.Names == 0 {
		o.Names = 10_000
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	s := &Server{o: o, edges: map[string]map[string][]string{}}
	mux := http.NewServeMux()
	mux.HandleFunc("POST /api/v2/query/timeseries", s.timeseries)
	mux.HandleFunc("GET /api/v1/service_dependencies", s.dependencies)
	mux.HandleFunc("GET /api/v2/metrics", s.metrics)
	h := httptest.NewServer(s.guarded(mux))
	t.Cleanup(func() {
		h.CloseClientConnections()
		h.Close()
	})
	s.URL = h.URL
	return s
}

// Hold adds series.
func (s *Server) Hold(series ...Series) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.series = append(s.series, series...)
}

// Link says who calls whom in an environment.
func (s *Server) Link(env string, calls map[string][]string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.edges[env] = calls
}

// Next lets faults answer the next calls, one each.
func (s *Server) Next(faults ...http.HandlerFunc) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults = append(s.faults, faults...)
}

// Calls are those that came in, in order.
func (s *Server) Calls() []Call {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.calls)
}

// note keeps a call.
func (s *Server) note(c Call) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.calls = append(s.calls, c)
}
