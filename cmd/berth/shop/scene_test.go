package shop_test

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"berth.dev/providers/kube/survey"
	"berth.dev/providers/providertest/cluster"
	"berth.dev/providers/providertest/prometheus"
)

// scene is a newcomer's desk: a folder, a cluster, a Prometheus.
type scene struct {
	testing.TB
	dir     string
	cluster *cluster.Cluster
	// config is the kubeconfig of somebody who may read what an import reads.
	config string
	server *prometheus.Server
	// front is before the server.
	front *front
	// shop is what the server knows of the namespace shop.
	shop *known
	// asked is what the first measurement asked for.
	asked []asked
}

// patience is how long a cluster may take: machines of tests are slow and shared.
const patience = 3 * time.Minute

// play sets the scene.
func play(t *testing.T) *scene {
	t.Helper()
	s := &scene{TB: t, dir: t.TempDir(), cluster: start(t)}
	began := time.Now()
	s.apply("shop", data(t, "services/microservices-demo/release/kubernetes-manifests.yaml"))
	s.apply("bank", data(t, "services/bank-of-anthos/kubernetes-manifests"))
	s.admit()
	t.Logf("two shops applied in %s", time.Since(began).Round(time.Second))
	began = time.Now()
	s.server = prometheus.Start(t, prometheus.Options{})
	s.watch()
	t.Logf("a month written in %s", time.Since(began).Round(time.Second))
	s.front = open(t, s.server.URL())
	return s
}

// start runs a cluster until the test ends.
func start(t *testing.T) *cluster.Cluster {
	t.Helper()
	program, o := cluster.Need(t), cluster.DefaultOptions("tokyo")
	o.Folder = t.TempDir()
	c, err := cluster.Start(t.Context(), program, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Stop)
	return c
}

// apply brings manifests into a namespace.
func (s *scene) apply(namespace, path string) {
	s.Helper()
	s.kubectl("", "create", "namespace", namespace)
	s.kubectl("", "apply", "--namespace", namespace, "--filename", path)
}

// kubectl is what the cluster's administrator does.
func (s *scene) kubectl(stdin string, args ...string) string {
	s.Helper()
	ctx, cancel := context.WithTimeout(s.Context(), patience)
	defer cancel()
	out, err := s.cluster.Kubectl(ctx, "", stdin, args...)
	if err != nil {
		s.Fatal(err)
	}
	return out
}

// admit makes a user with the role that `berth import kubernetes --print-role` prints,
// and no other right.
func (s *scene) admit() {
	s.Helper()
	const user = "newcomer"
	config, err := s.cluster.User(user)
	if err != nil {
		s.Fatal(err)
	}
	s.config = config
	s.kubectl(survey.Role(), "apply", "--filename", "-")
	s.kubectl("", "create", "clusterrolebinding", user, "--clusterrole="+survey.RoleName, "--user="+user)
	err = cluster.Until(s.Context(), func() (bool, error) {
		_, err := s.cluster.Kubectl(s.Context(), config, "", "get", "nodes")
		return err == nil, nil
	})
	if err != nil {
		s.Fatal(err)
	}
}

// watch puts a month and two days of both shops into the server. The bank has a
// frontend, too, a hundred times busier.
func (s *scene) watch() {
	s.Helper()
	now := time.Now().UTC().Truncate(step)
	from := now.Truncate(day).Add(-32 * day)
	people := visitors(s, from, int(now.Sub(from)/step))
	s.shop = knowShop(from, people, shopCalls)
	s.shop.export(s, s.server, "shop")
	knowShop(from, people, []edge{{gateway, "frontend", 100, 300, 9000}, {retired, "frontend", 1, 300, 9000}}).export(s, s.server, "bank")
}

// answer is how a run of berth ended.
type answer struct {
	code     int
	out, err string
}

// berth runs the program as a process of its own, as whoever may read the cluster.
func (s *scene) berth(args ...string) answer {
	s.Helper()
	var out, errs bytes.Buffer
	cmd := exec.CommandContext(s.Context(), os.Args[0], args...)
	cmd.Dir, cmd.Stdout, cmd.Stderr = s.dir, &out, &errs
	cmd.Env = []string{asBerth + "=1", "KUBECONFIG=" + s.config, "HOME=" + s.dir, "XDG_STATE_HOME=" + filepath.Join(s.dir, "state")}
	began := time.Now()
	err := cmd.Run()
	if cmd.ProcessState == nil {
		s.Fatal(err)
	}
	s.Logf("berth %s: exit code %d after %s", strings.Join(args, " "), cmd.ProcessState.ExitCode(), time.Since(began).Round(time.Millisecond))
	return answer{cmd.ProcessState.ExitCode(), out.String(), errs.String()}
}

// run runs berth and wants that it ends well.
func (s *scene) run(args ...string) answer {
	s.Helper()
	a := s.berth(args...)
	if a.code != 0 {
		s.Fatalf("berth %s: exit code %d\n%s%s", strings.Join(args, " "), a.code, a.out, a.err)
	}
	return a
}

// path is that of a file of the folder.
func (s *scene) path(name string) string { return filepath.Join(s.dir, filepath.FromSlash(name)) }

func (s *scene) read(name string) string {
	s.Helper()
	text, err := os.ReadFile(s.path(name))
	if err != nil {
		s.Fatal(err)
	}
	return string(text)
}

func (s *scene) write(name, text string) {
	s.Helper()
	if err := os.WriteFile(s.path(name), []byte(text), 0o644); err != nil {
		s.Fatal(err)
	}
}
