package e2e_test

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"berth.dev/cmd/berth/cli"
	"berth.dev/providers/kube/access"
	"berth.dev/providers/providertest/cluster"
)

// scene is what a test plays in.
type scene struct {
	testing.TB
	tokyo, gke *cluster.Cluster
	// dir is the folder of specs, state that in which berth remembers.
	dir, state string
	// user is who runs berth, with the role apply on both clusters; configs are that
	// user's kubeconfig files.
	user    string
	configs map[*cluster.Cluster]string
	// at is called before and after whatever berth does to a cluster; nil for nobody.
	at func(point string)
}

// patience is how long anything may take: machines of tests are slow and shared.
const patience = 3 * time.Minute

// play sets a scene with the specs of a folder below testdata.
func play(t testing.TB, specs string) *scene {
	t.Helper()
	clusters := shared.Get(t)
	s := &scene{TB: t, tokyo: clusters[0], gke: clusters[1], dir: t.TempDir(), state: t.TempDir(), user: "berth-of-" + cluster.Name(t), configs: map[*cluster.Cluster]string{}}
	if err := os.CopyFS(s.dir, os.DirFS(specs)); err != nil {
		t.Fatal(err)
	}
	for _, c := range s.clusters() {
		s.good(c.Define(s.soon(), cluster.HTTPRoutes, cluster.Applications))
		s.admit(c)
	}
	t.Cleanup(func() {
		if t.Failed() {
			s.report()
		}
	})
	began := time.Now()
	for _, c := range s.clusters() {
		s.sweep(c)
	}
	s.Logf("swept in %s", time.Since(began).Round(time.Millisecond))
	return s
}

func (s *scene) clusters() []*cluster.Cluster { return []*cluster.Cluster{s.tokyo, s.gke} }

// soon is a context that ends when patience does.
func (s *scene) soon() context.Context {
	ctx, cancel := context.WithTimeout(s.Context(), patience)
	s.Cleanup(cancel)
	return ctx
}

func (s *scene) good(err error) {
	s.Helper()
	if err != nil {
		s.Fatal(err)
	}
}

// admit binds the user to the role that berth ships.
func (s *scene) admit(c *cluster.Cluster) {
	s.Helper()
	file, err := c.User(s.user)
	s.good(err)
	s.configs[c] = file
	s.kubectl(c, access.Roles(), "apply", "-f", "-")
	s.kubectl(c, "", "create", "clusterrolebinding", s.user, "--clusterrole="+access.Apply, "--user="+s.user)
	s.until("the role is bound on "+c.Name, func() bool {
		_, err := c.Kubectl(s.Context(), file, "", "get", "deployments", "-A")
		return err == nil
	})
}

// kubectl is what other people do, as administrators.
func (s *scene) kubectl(c *cluster.Cluster, stdin string, args ...string) string {
	s.Helper()
	out, err := c.Kubectl(s.soon(), "", stdin, args...)
	s.good(err)
	return out
}

// until waits for something that a cluster does by itself.
func (s *scene) until(what string, is func() bool) {
	s.Helper()
	if err := cluster.Until(s.soon(), func() (bool, error) { return is(), nil }); err != nil {
		s.Fatalf("%s: it does not come about: %v", what, err)
	}
}

// answer is how a run of berth ended.
type answer struct {
	code     int
	out, err string
}

// berth runs the program in the folder of specs.
func (s *scene) berth(args ...string) answer {
	s.Helper()
	var out, errs bytes.Buffer
	env := cli.Env{
		Args: args, Stdin: strings.NewReader(""), Stdout: &out, Stderr: &errs, Dir: s.dir, Context: s.Context(), Point: s.at,
		Getenv: func(name string) string {
			return map[string]string{"KUBECONFIG": s.kubeconfigs(), "XDG_STATE_HOME": s.state, "HOME": s.state}[name]
		},
	}
	began := time.Now()
	code := cli.Main(env)
	s.Logf("berth %s: exit code %d after %s\n%s%s", strings.Join(args, " "), code, time.Since(began).Round(time.Millisecond), out.String(), errs.String())
	return answer{code, out.String(), errs.String()}
}

// run runs berth and wants an exit code.
func (s *scene) run(code int, args ...string) answer {
	s.Helper()
	a := s.berth(args...)
	if a.code != code {
		s.Fatalf("berth %s: exit code %d, want %d: %s", strings.Join(args, " "), a.code, code, a.err)
	}
	return a
}

// says wants words in what a run wrote.
func (s *scene) says(text string, words ...string) {
	s.Helper()
	// Words may be broken over lines.
	text = strings.Join(strings.Fields(text), " ")
	for _, w := range words {
		if !strings.Contains(text, w) {
			s.Errorf("it does not say %q:\n%s", w, text)
		}
	}
}

// write puts a file into the folder of specs.
func (s *scene) write(name, text string) {
	s.Helper()
	file := filepath.Join(s.dir, name)
	s.good(os.MkdirAll(filepath.Dir(file), 0o755))
	s.good(os.WriteFile(file, []byte(text), 0o644))
}

// edit replaces words of a spec, which must be there.
func (s *scene) edit(name, old, new string) {
	s.Helper()
	text, err := os.ReadFile(filepath.Join(s.dir, name))
	s.good(err)
	if !strings.Contains(string(text), old) {
		s.Fatalf("%s has no %q", name, old)
	}
	s.write(name, strings.ReplaceAll(string(text), old, new))
}

// systemNamespaces are those that a cluster makes by itself.
var systemNamespaces = []string{"default", "kube-node-lease", "kube-public", "kube-system"}

// sweep takes away what earlier tests left. Pods go first: a namespace that is deleted
// around them waits for the time that they had to end.
func (s *scene) sweep(c *cluster.Cluster) {
	s.Helper()
	left := s.namespaces(c)
	for _, name := range left {
		// It may be on its way out already.
		_, _ = c.Ask(s.soon(), http.MethodDelete, "/api/v1/namespaces/"+name, nil)
		for _, path := range []string{"/apis/apps/v1/namespaces/NAME/deployments", "/apis/apps/v1/namespaces/NAME/statefulsets", "/apis/apps/v1/namespaces/NAME/replicasets", "/api/v1/namespaces/NAME/pods?gracePeriodSeconds=0"} {
			_, _ = c.Ask(s.soon(), http.MethodDelete, strings.Replace(path, "NAME", name, 1), nil)
		}
	}
	s.until("namespaces of earlier tests are gone from "+c.Name, func() bool { return len(s.namespaces(c)) == 0 })
}

// namespaces are those that people made.
func (s *scene) namespaces(c *cluster.Cluster) (out []string) {
	s.Helper()
	for _, o := range s.list(c, "/api/v1/namespaces") {
		if name := o.text("metadata", "name"); !slices.Contains(systemNamespaces, name) {
			out = append(out, name)
		}
	}
	return out
}

// thing is an object as JSON says it.
type thing map[string]any

// text is a member that is a text, "" where there is none.
func (o thing) text(path ...string) string {
	text, _ := o.at(path...).(string)
	return text
}

// number is a member that is a number, 0 where there is none.
func (o thing) number(path ...string) int {
	n, _ := o.at(path...).(float64)
	return int(n)
}

func (o thing) at(path ...string) any {
	var at any = map[string]any(o)
	for _, name := range path {
		of, _ := at.(map[string]any)
		at = of[name]
	}
	return at
}

// list reads all objects below a path of the API, as the administrator.
func (s *scene) list(c *cluster.Cluster, path string) []thing {
	s.Helper()
	text, err := c.Ask(s.soon(), http.MethodGet, path, nil)
	s.good(err)
	var all struct{ Items []thing }
	s.good(json.Unmarshal(text, &all))
	return all.Items
}

// get reads one object, nil where there is none.
func (s *scene) get(c *cluster.Cluster, path string) thing {
	s.Helper()
	text, err := c.Ask(s.soon(), http.MethodGet, path, nil)
	if err != nil && strings.Contains(err.Error(), "404") {
		return nil
	}
	s.good(err)
	var o thing
	s.good(json.Unmarshal(text, &o))
	return o
}

func deployment(namespace, name string) string {
	return "/apis/apps/v1/namespaces/" + namespace + "/deployments/" + name
}

// report says where things stood when a test failed.
func (s *scene) report() {
	for _, c := range s.clusters() {
		out, _ := c.Kubectl(context.Background(), "", "", "get", "deployments,statefulsets,pods,hpa,httproutes", "-A", "-o", "wide")
		s.Logf("on %s:\n%s", c.Name, out)
	}
}

// roomy gives a cluster large nodes, so many in all.
func (s *scene) roomy(c *cluster.Cluster, nodes int) {
	s.Helper()
	if missing := nodes - len(s.list(c, "/api/v1/nodes")); missing > 0 {
		s.good(c.Nodes(s.soon(), missing, "64", "256Gi"))
	}
}
