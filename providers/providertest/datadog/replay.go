package datadog

import (
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"sync"
	"testing"

	"go.yaml.in/yaml/v3"
)

// Interaction is a call that was recorded, in the form of go-vcr.
type Interaction struct {
	Request struct {
		Method string `yaml:"method"`
		URL    string `yaml:"url"`
		Body   string `yaml:"body"`
	} `yaml:"request"`
	Response struct {
		Code    int                 `yaml:"code"`
		Headers map[string][]string `yaml:"headers"`
		Body    string              `yaml:"body"`
	} `yaml:"response"`
}

// Load reads a cassette.
func Load(t testing.TB, file string) []Interaction {
	t.Helper()
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var cassette struct {
		Interactions []Interaction `yaml:"interactions"`
	}
	if err := yaml.Unmarshal(raw, &cassette); err != nil || len(cassette.Interactions) == 0 {
		t.Fatalf("%s is no cassette: %v", file, err)
	}
	return cassette.Interactions
}

// Replayed is a server that gives out what was recorded.
type Replayed struct {
	URL string

	mu     sync.Mutex
	bodies []string
	left   []Interaction
}

// Replay gives out recorded answers in their order, whatever is asked: what a recorded
// request asked for is another thing than ours, and its answer is what matters. A call
// beyond the last one fails the test.
func Replay(t testing.TB, recorded ...Interaction) *Replayed {
	t.Helper()
	s := &Replayed{left: recorded}
	h := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		s.mu.Lock()
		defer s.mu.Unlock()
		s.bodies = append(s.bodies, string(body))
		if len(s.left) == 0 {
			t.Errorf("%s %s: nothing more is recorded", r.Method, r.URL.Path)
			w.WriteHeader(http.StatusTeapot)
			return
		}
		one := s.left[0].Response
		s.left = s.left[1:]
		for name, values := range one.Headers {
			if name != "Content-Length" && name != "Connection" { // of the recorded transport
				w.Header()[http.CanonicalHeaderKey(name)] = values
			}
		}
		w.WriteHeader(one.Code)
		io.WriteString(w, one.Body)
	}))
	t.Cleanup(h.Close)
	s.URL = h.URL
	return s
}

// Bodies are what was asked, in order.
func (s *Replayed) Bodies() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]string(nil), s.bodies...)
}

// Left is how many recorded answers nobody asked for.
func (s *Replayed) Left() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.left)
}
