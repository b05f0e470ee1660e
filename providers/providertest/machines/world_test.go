package machines_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/crypto/ssh/knownhosts"

	"berth.dev/providers/providertest/cluster"
	"berth.dev/providers/providertest/machines"
)

// shared is the cluster that all worlds of this package make up, one after another.
var shared = cluster.NewPool(cluster.Options{Name: "tokyo", Controllers: true, Kubelets: true, Audit: cluster.Writes})

func TestMain(m *testing.M) { os.Exit(shared.Main(m)) }

// old and next are versions one minor apart, far is one too far.
const old, next, far = "v1.35.4+k0s.0", "v1.36.3+k0s.1", "v1.38.0+k0s.0"

// trio are a controller and two workers.
var trio = []machines.Host{{Name: "c1"}, {Name: "w1"}, {Name: "w2"}}

// world makes one for a test.
func world(t testing.TB, hosts ...machines.Host) *machines.World {
	t.Helper()
	return machines.New(t, shared.Get(t)[0], hosts...)
}

// entry is a host of a k0sctl.yaml; more are further lines of it.
func entry(w *machines.World, name, role string, more ...string) string {
	r := w.Reach(name)
	return fmt.Sprintf("  - role: %s\n    ssh: {address: %s, port: %d, user: %s, keyPath: %s}\n%s", role, r.Address, r.Port, r.User, r.KeyPath,
		strings.Join(append(more, ""), "\n"))
}

// config is a k0sctl.yaml of these entries.
func config(version, extra string, entries ...string) string {
	return "apiVersion: k0sctl.k0sproject.io/v1beta1\nkind: Cluster\nmetadata: {name: tokyo}\nspec:\n  k0s:\n    version: " + version + "\n" + extra + "  hosts:\n" + strings.Join(entries, "")
}

// whole is the file of the trio.
func whole(w *machines.World, version, extra string) string {
	return config(version, extra, entry(w, "c1", "controller"), entry(w, "w1", "worker"), entry(w, "w2", "worker"))
}

// command is the double with a file, as berth runs it. All keys are pinned.
func command(t testing.TB, w *machines.World, file string, args ...string) *exec.Cmd {
	t.Helper()
	folder := t.TempDir()
	var known []string
	for _, name := range w.Names() {
		r := w.Reach(name)
		known = append(known, knownhosts.Normalize(fmt.Sprintf("%s:%d", r.Address, r.Port))+" "+r.HostKey)
	}
	path := filepath.Join(folder, "k0sctl.yaml")
	for name, text := range map[string]string{path: file, filepath.Join(folder, "known_hosts"): strings.Join(known, "\n") + "\n"} {
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.Command(filepath.Join(w.Program(), "k0sctl"), append(args, "--config", path)...)
	cmd.Env = []string{"HOME=" + folder, "XDG_CACHE_HOME=" + folder, "SSH_KNOWN_HOSTS=" + filepath.Join(folder, "known_hosts")}
	return cmd
}

// k0sctl runs the double to its end, and returns what it wrote and its exit code.
func k0sctl(t testing.TB, w *machines.World, file string, args ...string) (string, int) {
	t.Helper()
	return finish(t, command(t, w, file, args...))
}

func finish(t testing.TB, cmd *exec.Cmd) (string, int) {
	t.Helper()
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	err := cmd.Run()
	var code *exec.ExitError
	if err != nil && !errors.As(err, &code) {
		t.Fatal(err)
	}
	t.Log(out.String())
	return out.String(), cmd.ProcessState.ExitCode()
}

// stand makes the trio a cluster that stands.
func stand(t *testing.T, w *machines.World, version string) {
	t.Helper()
	if err := w.Stand(t.Context(), version, "spec: {}\n", map[string]string{"c1": "controller", "w1": "worker", "w2": "worker"}); err != nil {
		t.Fatal(err)
	}
}

func TestAClusterIsMadeOfMachinesThatHaveNothing(t *testing.T) {
	w := world(t, trio...)
	if out, code := k0sctl(t, w, whole(w, old, ""), "apply", "--concurrency", "1", "--no-drain"); code != 0 {
		t.Fatal(code, out)
	}
	for _, name := range []string{"c1", "w1", "w2"} {
		if s := w.State(name); !s.Running || s.Version != old || s.Starts != 1 {
			t.Errorf("%s: %+v", name, s)
		}
	}
	if wrongs := w.Wrongs(); len(wrongs) > 0 {
		t.Error(wrongs)
	}
	out, code := k0sctl(t, w, whole(w, old, ""), "kubeconfig")
	if code != 0 {
		t.Fatal(code, out)
	}
	path := filepath.Join(t.TempDir(), "config")
	if err := os.WriteFile(path, []byte(out), 0o600); err != nil {
		t.Fatal(err)
	}
	nodes, err := shared.Get(t)[0].Kubectl(t.Context(), path, "", "get", "nodes", "-o", "jsonpath={range .items[*]}{.metadata.name} {.status.nodeInfo.kubeletVersion};{end}")
	if want := "w1 v1.35.4+k0s;w2 v1.35.4+k0s;"; err != nil || nodes != want {
		t.Errorf("want %q, got %q: %v", want, nodes, err)
	}
}
