package cluster

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// Pool are clusters that the tests of a package share. They start when the first test
// asks for them, side by side, and end with the package's tests.
type Pool struct {
	options  []Options
	once     sync.Once
	folder   string
	clusters []*Cluster
	err      error
}

// NewPool describes the clusters; it starts none. Their folders are the pool's own.
func NewPool(options ...Options) *Pool { return &Pool{options: options} }

// Main runs the tests and ends the pool's clusters after them. It is for TestMain:
// os.Exit(pool.Main(m)).
func (p *Pool) Main(m *testing.M) int {
	defer p.stop()
	return m.Run()
}

// Get returns the pool's clusters in the order of their options. A short test is
// skipped; so is one for which the program is neither there nor can be built, but with
// CI=true that one fails.
func (p *Pool) Get(t testing.TB) []*Cluster {
	t.Helper()
	program := Need(t)
	p.once.Do(func() { p.err = p.start(program) })
	if p.err != nil {
		t.Fatal(p.err)
	}
	return p.clusters
}

// start brings all clusters up side by side.
func (p *Pool) start(program string) error {
	folder, err := os.MkdirTemp("", "berth-clusters-")
	if err != nil {
		return err
	}
	p.folder, p.clusters = folder, make([]*Cluster, len(p.options))
	failed := make([]error, len(p.options))
	var group sync.WaitGroup
	for i, o := range p.options {
		group.Go(func() {
			if o.Folder = filepath.Join(folder, fmt.Sprint(i)); failed[i] == nil {
				failed[i] = os.Mkdir(o.Folder, 0o700)
			}
			if failed[i] == nil {
				p.clusters[i], failed[i] = Start(context.Background(), program, o)
			}
		})
	}
	group.Wait()
	return errors.Join(failed...)
}

func (p *Pool) stop() {
	for _, c := range p.clusters {
		if c != nil {
			c.Stop()
		}
	}
	if p.folder != "" {
		_ = os.RemoveAll(p.folder)
	}
}

// Name is a name for a test's own namespace: its own words, and what makes it unique
// where the test runs twice.
func Name(t testing.TB) string {
	t.Helper()
	const most = 40
	words := strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
			return r
		case r >= 'A' && r <= 'Z':
			return r + 'a' - 'A'
		}
		return '-'
	}, strings.TrimPrefix(t.Name(), "Test"))
	unique := make([]byte, 4)
	_, _ = rand.Read(unique) // never fails
	return strings.Trim(words[:min(len(words), most)], "-") + "-" + hex.EncodeToString(unique)
}

// Namespace makes a namespace for the test, of the same name on all clusters, and
// deletes it after the test.
func Namespace(t testing.TB, clusters ...*Cluster) string {
	t.Helper()
	name := Name(t)
	for _, c := range clusters {
		body := fmt.Appendf(nil, `{"apiVersion":"v1","kind":"Namespace","metadata":{"name":%q}}`, name)
		if _, err := c.Ask(t.Context(), http.MethodPost, "/api/v1/namespaces", body); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() {
			// The test's own context has ended. What is left goes with the cluster.
			_, _ = c.Ask(context.Background(), http.MethodDelete, "/api/v1/namespaces/"+name, nil)
		})
	}
	return name
}
