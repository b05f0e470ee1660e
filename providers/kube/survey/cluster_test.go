package survey_test

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"berth.dev/providers/kube"
	"berth.dev/providers/kube/survey"
	"berth.dev/providers/manifest"
	"berth.dev/providers/providertest/cluster"
)

var shared = cluster.NewPool(cluster.Options{Name: "prod", Nodes: 3, Controllers: true})

func TestMain(m *testing.M) { os.Exit(shared.Main(m)) }

// verbs remembers how a client asked.
type verbs struct {
	mu   sync.Mutex
	seen []string
}

func (v *verbs) wrap(next http.RoundTripper) http.RoundTripper {
	return trip(func(r *http.Request) (*http.Response, error) {
		v.mu.Lock()
		v.seen = append(v.seen, r.Method+" "+r.URL.Path)
		v.mu.Unlock()
		return next.RoundTrip(r)
	})
}

type trip func(*http.Request) (*http.Response, error)

func (t trip) RoundTrip(r *http.Request) (*http.Response, error) { return t(r) }

// demo are the manifests of a published shop.
func demo(t *testing.T) []byte {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "..", "..", "..", "shared", "data", "services", "microservices-demo", "release", "kubernetes-manifests.yaml"))
	if os.IsNotExist(err) && os.Getenv("CI") != "true" {
		t.Skip("the shared manifests are not there")
	}
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// said is what a file of specs says, without comments.
func said(hcl []byte) []string {
	var out []string
	for line := range strings.Lines(string(hcl)) {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "#") {
			out = append(out, line)
		}
	}
	return out
}

// A cluster and the manifests that made it become the same specs, and reading it changes
// nothing.
func TestAClusterBecomesTheSpecsOfItsManifests(t *testing.T) {
	text := demo(t)
	on := shared.Get(t)[0]
	if _, err := on.Kubectl(t.Context(), "", string(text), "apply", "-n", "default", "-f", "-"); err != nil {
		t.Fatal(err)
	}
	var v verbs
	c, err := kube.Open(kube.Options{Files: []string{on.Admin()}, Wrap: v.wrap})
	if err != nil {
		t.Fatal(err)
	}
	seen, err := survey.Read(t.Context(), c, survey.Options{})
	if err != nil || len(seen.Missing) > 0 {
		t.Fatalf("%v %q", err, seen.Missing)
	}
	live, diags := seen.Services(manifest.Options{Origin: "the cluster prod"}, nil)
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	written, diags := manifest.Import([]manifest.Source{{Name: "shop.yaml", Bytes: text}}, manifest.DefaultOptions())
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	if d := cmp.Diff(said(written.HCL), said(live.HCL)); d != "" {
		t.Errorf("(-manifests +cluster):\n%s", d)
	}
	if pools, _ := seen.Pools(); len(pools) != 1 || pools[0].Nodes != 3 {
		t.Errorf("%+v", pools)
	}
	for _, asked := range v.seen {
		if !strings.HasPrefix(asked, "GET ") || strings.Contains(asked, "secrets") {
			t.Error(asked)
		}
	}
}

func TestTheRoleIsEnoughAndNothingLessIs(t *testing.T) {
	on := shared.Get(t)[0]
	apply := func(text string) {
		t.Helper()
		if _, err := on.Kubectl(t.Context(), "", text, "apply", "-f", "-"); err != nil {
			t.Fatal(err)
		}
	}
	apply(survey.Role())
	apply(`{"apiVersion":"rbac.authorization.k8s.io/v1","kind":"ClusterRoleBinding","metadata":{"name":"whole"},
		"roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"ClusterRole","name":"` + survey.RoleName + `"},"subjects":[{"kind":"User","name":"reader"}]}`)
	apply(`{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"web","namespace":"default"},"spec":{"replicas":0,"selector":{"matchLabels":{"app":"web"}},
		"template":{"metadata":{"labels":{"app":"web"}},"spec":{"containers":[{"name":"main","image":"example"}]}}}}`)
	apply(`{"apiVersion":"rbac.authorization.k8s.io/v1","kind":"RoleBinding","metadata":{"name":"part","namespace":"default"},
		"roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"ClusterRole","name":"` + survey.RoleName + `"},"subjects":[{"kind":"User","name":"guest"}]}`)
	open := func(user string) *kube.Cluster {
		t.Helper()
		file, err := on.User(user)
		if err != nil {
			t.Fatal(err)
		}
		c, err := kube.Open(kube.Options{Files: []string{file}})
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	// RBAC reaches the authorizer a moment after it is written.
	if err := cluster.Until(t.Context(), func() (bool, error) {
		seen, err := survey.Read(t.Context(), open("reader"), survey.Options{})
		return err == nil && len(seen.Missing) == 0, nil
	}); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		user       string
		namespaces []string
		missing    int
		fails      bool
	}{
		"who has the role sees all":                         {"reader", nil, 0, false},
		"who has it in a namespace sees that, and no nodes": {"guest", []string{"default"}, 2, false},
		"who has it in a namespace must name it":            {"guest", nil, 0, true},
		"a stranger sees nothing":                           {"stranger", []string{"default"}, 0, true},
	} {
		t.Run(name, func(t *testing.T) {
			seen, err := survey.Read(t.Context(), open(c.user), survey.Options{Namespaces: c.namespaces})
			if (err != nil) != c.fails {
				t.Fatal(err)
			}
			if err == nil && len(seen.Missing) != c.missing {
				t.Errorf("missing %q", seen.Missing)
			}
		})
	}
}

// Nobody must wait for ever for a cluster that is away.
func TestAClusterThatIsAwayIsAnError(t *testing.T) {
	on := shared.Get(t)[0]
	c, err := kube.Open(kube.Options{Files: []string{on.Admin()}, Limit: time.Minute, Wrap: func(http.RoundTripper) http.RoundTripper {
		return trip(func(*http.Request) (*http.Response, error) { return nil, os.ErrDeadlineExceeded })
	}})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := survey.Read(t.Context(), c, survey.Options{}); err == nil {
		t.Error("a cluster that is away was read")
	}
}
