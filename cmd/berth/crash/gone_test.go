package crash

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
)

// gone is a client that was killed while it waited for an answer.
type gone struct{ http.ResponseWriter }

func (gone) Write([]byte) (int, error) { return 0, errors.New("nobody is there") }

// The copies of a Deployment are ready on a real cluster whether or not whoever asked for
// it lives to hear so. Rarely, and on busy machines, they never were.
func TestWhatAKilledClientAskedForHappensAllTheSame(t *testing.T) {
	c := shared.Get(t)[0]
	h := &history{}
	f := newFront(t, c.Name, c, h, &sync.Mutex{})
	f.empty(t)
	if _, err := f.cluster.Ask(t.Context(), http.MethodPost, "/api/v1/namespaces", []byte(space(shop))); err != nil {
		t.Fatal(err)
	}
	ref := named("Deployment", "front")
	path, _, _ := strings.Cut(pathTo(ref), "/front")
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(deployment("front", 3, "shop/front:1")))
	r.Header.Set("Content-Type", "application/yaml")
	r = r.WithContext(context.WithValue(r.Context(), http.ServerContextKey, f.server.Config)) // as a server hands it on
	f.ServeHTTP(gone{httptest.NewRecorder()}, r)

	made, err := f.direct.Get(t.Context(), ref)
	if err != nil {
		t.Fatal(err)
	}
	if ready := made.At("status", "readyReplicas"); ready != int64(3) {
		t.Errorf("%v of 3 copies are ready", ready)
	}
	if n := len(h.all()); n != 1 {
		t.Errorf("the history has %d changes, and there was 1", n)
	}
}
