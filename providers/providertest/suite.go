package providertest

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"testing"
	"time"

	"berth.dev/engine/target"
)

// Harness is a cluster and the way to a target on it. The suite makes a namespace of
// its own for each promise.
type Harness struct {
	// Open opens the target under test; wrap stands between it and the network.
	Open func(wrap func(http.RoundTripper) http.RoundTripper) (target.Target, error)
	// URL and Client reach the same cluster past the target, as its administrator.
	URL    string
	Client *http.Client
	// Namespace is a name that nobody else uses.
	Namespace string
	// Take takes a right away from the target's identity; nil where the cluster
	// cannot do that, which skips what is about rights.
	Take func(target.Access) error
}

// Promise is one sentence that every target keeps.
type Promise struct {
	Name  string
	check func(*scene)
}

// Promises are all of them, in the order of package target's sentences.
func Promises() []Promise {
	return slices.Concat(readPromises(), writePromises(), applyPromises(), recordPromises(), faultPromises(), secretPromises())
}

// Run tests a target against every promise. The function is called for each one.
func Run(t *testing.T, start func(t *testing.T) Harness) {
	for _, p := range Promises() {
		t.Run(p.Name, func(t *testing.T) {
			broken, skipped := p.Try(start(t))
			for _, failure := range broken {
				t.Error(failure)
			}
			if skipped != "" && len(broken) == 0 {
				t.Skip(skipped)
			}
		})
	}
}

// Try tells how the target breaks the promise, and why the promise was not tried.
func (p Promise) Try(h Harness) (broken []string, skipped string) {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	s := &scene{Harness: h, ctx: ctx, wire: &wire{}}
	defer func() {
		if r := recover(); r != nil {
			end, ours := r.(ended)
			if !ours {
				s.failf("the target panicked: %v", r)
			}
			skipped = end.skipped
		}
		broken = s.broken
	}()
	s.open()
	s.makeNamespace()
	p.check(s)
	return s.broken, ""
}

// ended is how a promise stops before its end.
type ended struct{ skipped string }

// failf notes that the promise is broken and goes on.
func (s *scene) failf(format string, args ...any) {
	s.broken = append(s.broken, fmt.Sprintf(format, args...))
}

// stopf notes that the promise is broken, or cannot be tried, and ends it.
func (s *scene) stopf(format string, args ...any) {
	s.failf(format, args...)
	panic(ended{})
}

// skip ends a promise that this cluster cannot be asked.
func (s *scene) skip(why string) { panic(ended{why}) }
