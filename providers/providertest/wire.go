package providertest

import (
	"bytes"
	"io"
	"net/http"
	"sync"

	"berth.dev/providers/providertest/fault"
)

// wire stands between the target and the network: it counts requests, keeps what
// went over it, and spoils what a promise wants spoilt.
type wire struct {
	mu     sync.Mutex
	next   http.RoundTripper
	plan   *fault.Plan
	change func(*http.Request)
	verbs  []string
	limits []string
	heard  bytes.Buffer
}

func (w *wire) wrap(next http.RoundTripper) http.RoundTripper {
	w.next = next
	return w
}

// RoundTrip does a request as the promise wants it.
func (w *wire) RoundTrip(r *http.Request) (*http.Response, error) {
	w.mu.Lock()
	w.verbs = append(w.verbs, fault.Verb(r))
	if fault.Verb(r) == "list" {
		w.limits = append(w.limits, r.URL.Query().Get("limit"))
	}
	plan, change := w.plan, w.change
	w.mu.Unlock()
	if change != nil {
		r = r.Clone(r.Context())
		change(r)
	}
	next := w.next
	if plan != nil {
		next = plan.Transport(next)
	}
	response, err := next.RoundTrip(r)
	if err == nil {
		response.Body = &listener{response.Body, w}
	}
	return response, err
}

// listener keeps what the target hears.
type listener struct {
	io.ReadCloser
	wire *wire
}

// Read reads and keeps.
func (l *listener) Read(p []byte) (int, error) {
	n, err := l.ReadCloser.Read(p)
	l.wire.mu.Lock()
	l.wire.heard.Write(p[:n])
	l.wire.mu.Unlock()
	return n, err
}

// spoil sets the plan of faults, and forgets what was counted.
func (w *wire) spoil(plan *fault.Plan) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.plan, w.verbs, w.limits = plan, nil, nil
}

// count is how often the target sent a verb since the last spoil.
func (w *wire) count(verb string) (n int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, v := range w.verbs {
		if v == verb {
			n++
		}
	}
	return n
}

// forget empties what was heard.
func (w *wire) forget() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.heard.Reset()
}
