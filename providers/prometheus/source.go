package prometheus

import (
	"context"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/prometheus/client_golang/api"
	v1 "github.com/prometheus/client_golang/api/prometheus/v1"
	"github.com/prometheus/common/model"

	"berth.dev/engine/measure"
)

// Source asks one server. Several goroutines may use it at once.
type Source struct {
	address string
	api     v1.API
	limits  measure.Limits
	secrets []string
	wait    func(context.Context, time.Duration) error

	mu sync.Mutex
	// sizes are how many steps a query was last answered for at once.
	sizes map[measure.Query]int
}

// New makes a source. It asks nobody; an error is about what cannot be used in the
// options, and has no secret.
func New(o Options) (*Source, error) {
	address, err := o.check()
	if err != nil {
		return nil, err
	}
	base, err := o.network()
	if err != nil {
		return nil, err
	}
	s := &Source{
		address: address, limits: o.limits(), secrets: o.secrets(),
		wait: o.Wait, sizes: map[measure.Query]int{},
	}
	if s.wait == nil {
		s.wait = pause
	}
	web := &http.Client{
		Transport:     &transport{next: base, source: s, headers: o.headers()},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	whole, err := api.NewClient(api.Config{Address: o.URL, Client: web})
	if err != nil {
		return nil, err
	}
	s.api = v1.NewAPI(&client{Client: whole, http: web})
	return s, nil
}

// Address is where the source asks, without a secret.
func (s *Source) Address() string { return s.address }

// Read asks for a request's series, in as many calls as the server's limits need.
func (s *Source) Read(ctx context.Context, r measure.Request, put func(measure.Batch) error) (measure.Answer, error) {
	w := &reader{Source: s, request: r, put: put, text: strings.ReplaceAll(r.Text, "$step", model.Duration(r.Step).String())}
	err := w.read(ctx)
	w.answer.Dropped = w.dropped.all()
	w.answer.Warnings = s.words(w.answer.Warnings)
	return w.answer, err
}

// size is how many steps are asked for at once.
func (s *Source) size(q measure.Query) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	if n, known := s.sizes[q]; known {
		return n
	}
	return mostSteps
}

// remember keeps a size that is not too large.
func (s *Source) remember(q measure.Query, steps int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.sizes[q] = steps
}

// pause waits for a time, or until the context ends.
func pause(ctx context.Context, d time.Duration) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(d):
		return nil
	}
}
