package cli_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"sigs.k8s.io/yaml"

	"berth.dev/cmd/berth/cli"
	"berth.dev/engine/object"
	"berth.dev/providers/providertest/fake"
)

// harbour is two fake clusters on which a shop runs, a workspace that wants it
// otherwise, and berth run in this process.
type harbour struct {
	t       *testing.T
	dir     string
	servers map[string]*fake.Server
	// env is what runs begin with; a test changes it before it runs berth.
	env   cli.Env
	clock *clock
}

// clock is time that passes when somebody waits for it.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) Sleep(ctx context.Context, d time.Duration) error {
	c.pass(d)
	return ctx.Err()
}

func (c *clock) pass(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

func newHarbour(t *testing.T) *harbour {
	t.Helper()
	h := &harbour{t: t, dir: t.TempDir(), servers: map[string]*fake.Server{}, clock: &clock{now: time.Date(2026, 11, 1, 8, 0, 0, 0, time.UTC)}}
	for i, name := range []string{"admin@tokyo", "prod-gke"} {
		s, err := fake.Start(fake.Options{Seed: uint64(i + 1), ReadyAfter: 1})
		h.must(err)
		t.Cleanup(s.Close)
		h.servers[name] = s
	}
	config := filepath.Join(h.dir, "kubeconfig")
	h.must(fake.Kubeconfig(config, h.servers))
	h.must(os.CopyFS(filepath.Join(h.dir, "shop"), os.DirFS("../../../testdata/shop")))
	for _, name := range []string{"n1", "n2", "n3"} {
		h.must(h.servers["admin@tokyo"].Put("kubelet", object.Object{"apiVersion": "v1", "kind": "Node", "metadata": map[string]any{"name": name}}))
	}
	h.given("admin@tokyo", "store.yaml")
	h.given("prod-gke", "api.yaml")
	vars := map[string]string{"KUBECONFIG": config, "XDG_STATE_HOME": filepath.Join(h.dir, "state")}
	h.env = cli.Env{Dir: h.dir, Getenv: func(name string) string { return vars[name] }, Clock: h.clock}
	return h
}

func (h *harbour) must(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
}

// given puts the objects of a file on a cluster as kubectl would.
func (h *harbour) given(context, file string) {
	h.t.Helper()
	raw, err := os.ReadFile(filepath.Join(h.dir, "shop", "live", file))
	h.must(err)
	for text := range strings.SplitSeq(string(raw), "\n---\n") {
		j, err := yaml.YAMLToJSONStrict([]byte(text))
		h.must(err)
		o, err := object.Parse(j)
		h.must(err)
		h.must(h.servers[context].Put("kubectl-client-side-apply", o))
	}
}

// said is what a run of berth has printed, with its exit code.
type said struct {
	code        int
	out, errors string
}

// berth runs a command line.
func (h *harbour) berth(line string) said {
	h.t.Helper()
	return h.run(h.env, line)
}

func (h *harbour) run(env cli.Env, line string) said {
	var out, errs bytes.Buffer
	env.Args, env.Stdout, env.Stderr = strings.Fields(line), &out, &errs
	if env.Stdin == nil {
		env.Stdin = strings.NewReader("")
	}
	code := cli.Main(env)
	return said{code, out.String(), errs.String()}
}

// ok runs a command line that must end well, and returns what it printed.
func (h *harbour) ok(line string) string {
	h.t.Helper()
	s := h.berth(line)
	if s.code != 0 {
		h.t.Fatalf("berth %s: exit code %d\n%s%s", line, s.code, s.out, s.errors)
	}
	return s.out
}

// writes counts the changes that clients have made to objects of services, on all
// clusters; every counts records and leases too. Both forget what they have counted.
func (h *harbour) writes() int {
	return h.count(func(r fake.Request) bool { return r.Class == fake.Object })
}

func (h *harbour) every() int { return h.count(func(fake.Request) bool { return true }) }

func (h *harbour) count(which func(fake.Request) bool) (n int) {
	for _, s := range h.servers {
		for _, r := range s.History() {
			if r.Effect != 0 && which(r) {
				n++
			}
		}
		s.Forget()
	}
	return n
}

// planned makes a key and a plan with steps.
func (h *harbour) planned() *harbour {
	h.t.Helper()
	h.ok("key new berth.key")
	h.ok("plan shop --steps --out plan.json --key berth.key")
	h.every()
	return h
}

// change replaces text in a file of the workspace.
func (h *harbour) change(file, old, fresh string) {
	h.t.Helper()
	name := filepath.Join(h.dir, "shop", file)
	raw, err := os.ReadFile(name)
	h.must(err)
	if !strings.Contains(string(raw), old) {
		h.t.Fatalf("%s has no %q", file, old)
	}
	h.must(os.WriteFile(name, []byte(strings.ReplaceAll(string(raw), old, fresh)), 0o600))
}

// withGate lets visitors call the shop's api, so that its move stops for a person.
func (h *harbour) withGate() *harbour {
	h.t.Helper()
	h.change("services.hcl", `  call "store" {`, "  call \"internet\" {\n    sent = \"1Gi\"\n  }\n  call \"store\" {")
	return h
}

// The command lines of most tests.
const (
	applyIt = "apply plan.json --key berth.key -C shop --yes"
	gateIt  = "w1.5.1"
)

// refuses runs a command line that must end with a code, and with these words on
// stderr.
func (h *harbour) refuses(code int, line string, words ...string) said {
	h.t.Helper()
	s := h.berth(line)
	if s.code != code {
		h.t.Fatalf("berth %s: exit code %d, want %d\n%s%s", line, s.code, code, s.out, s.errors)
	}
	for _, w := range words {
		if !strings.Contains(s.errors, w) {
			h.t.Errorf("berth %s: stderr does not say %q:\n%s", line, w, s.errors)
		}
	}
	return s
}

// tells fails the test where text does not have all of the words.
func (h *harbour) tells(text string, words ...string) {
	h.t.Helper()
	for _, w := range words {
		// A table may break a line anywhere between words.
		if !strings.Contains(strings.Join(strings.Fields(text), " "), strings.Join(strings.Fields(w), " ")) {
			h.t.Errorf("%q is not in:\n%s", w, text)
		}
	}
}

// object reads an object of a cluster, nil for none.
func (h *harbour) object(context, kind, name string) object.Object {
	return h.servers[context].Object(object.Ref{Kind: kind, Namespace: "shop", Name: name})
}
