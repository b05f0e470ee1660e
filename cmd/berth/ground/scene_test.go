package ground

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"berth.dev/cmd/berth/cli"
	"berth.dev/providers/providertest/cluster"
	"berth.dev/providers/providertest/gkefake"
	"berth.dev/providers/providertest/machines"
)

// scene is what a test plays in.
type scene struct {
	testing.TB
	// tokyo is the control plane behind the machines, nil where there are none.
	tokyo *cluster.Cluster
	world *machines.World
	// google is the project in which clusters are made.
	google *gkefake.Server
	clock  *clock
	// dir is the folder of specs, state that in which berth remembers.
	dir, state string
	// config is the kubeconfig of whoever runs berth; on tokyo they have the rights that
	// the site admits them to.
	config string
	// canaries are secrets that must not be found anywhere, by what they are.
	canaries map[string]string
	// wrote is all that berth has said.
	wrote *said
	// usual are the node_pool blocks of the cluster at Google, "" for those of pixiv.
	usual string
	// computer tells the computers apart on which berth is run.
	computer int
	// version counts the versions of k0s that it has had.
	version int
}

// patience is how long anything may take: machines of tests are slow and shared.
const patience = 3 * time.Minute

// token is the bearer token of whoever runs berth.
const token = "ya29.canary-of-the-bearer-token"

// user is who runs berth on tokyo.
const user = "berth-of-the-test"

// play sets a scene with these machines and a project at Google.
func play(t testing.TB, hosts ...string) *scene {
	t.Helper()
	s := &scene{TB: t, dir: t.TempDir(), state: t.TempDir(), clock: &clock{at: hurried{From: time.Now()}}, wrote: &said{}, canaries: map[string]string{
		"the bearer token": token, "a private key": "PRIVATE KEY", "a kubeconfig's certificate or key": "LS0tLS1CRUdJTi",
	}}
	s.project(planes)
	s.config = filepath.Join(t.TempDir(), "config")
	if len(hosts) > 0 {
		s.machines(hosts)
	} else {
		s.good(os.WriteFile(s.config, []byte("apiVersion: v1\nkind: Config\n"), 0o600))
	}
	t.Cleanup(s.end)
	return s
}

// project is a new one at Google, without control planes where there is nowhere to take
// them from.
func (s *scene) project(from *gkefake.Planes) {
	s.Helper()
	who := gkefake.DefaultIdentity()
	who.Token = token
	s.google = gkefake.Start(s, gkefake.Options{Project: "example-prod", Identities: []gkefake.Identity{who}, Now: s.clock.Now, Running: 20 * time.Second, Planes: from})
}

// machines are those of tokyo: c1 … controllers, w1 … workers.
func (s *scene) machines(hosts []string) {
	s.Helper()
	s.tokyo = shared.Get(s)[0]
	s.sweep()
	var list []machines.Host
	for _, name := range hosts {
		list = append(list, machines.Host{Name: name})
	}
	s.world = machines.New(s, s.tokyo, list...)
	file, err := s.tokyo.User(user)
	s.good(err)
	text, err := os.ReadFile(file)
	s.good(err)
	s.good(os.WriteFile(s.config, text, 0o600))
	s.canaries["the key of SSH"] = s.secret(s.world.Reach(hosts[0]).KeyPath)
}

// secret is a line out of the middle of a file in PEM.
func (s *scene) secret(file string) string {
	s.Helper()
	text, err := os.ReadFile(file)
	s.good(err)
	lines := strings.Split(strings.TrimSpace(string(text)), "\n")
	return lines[len(lines)/2]
}

// soon is a context that ends when patience does.
func (s *scene) soon() context.Context {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	s.Cleanup(cancel)
	return ctx
}

func (s *scene) good(err error) {
	s.Helper()
	if err != nil {
		s.Fatal(err)
	}
}

// orders are those of a run of berth.
func (s *scene) orders(args ...string) orders {
	home := filepath.Join(s.state, fmt.Sprint(s.computer))
	vars := map[string]string{"KUBECONFIG": s.config, "XDG_STATE_HOME": home, "HOME": home, "PATH": os.Getenv("PATH")}
	if s.world != nil {
		vars["PATH"] = s.world.Program() + ":" + vars["PATH"]
	}
	return orders{Args: args, Dir: s.dir, Vars: vars, Reach: s.google.Reach(), Clock: s.clock.read()}
}

// berth runs the program in the folder of specs.
func (s *scene) berth(args ...string) answer {
	s.Helper()
	var out, errs bytes.Buffer
	env := s.orders(args...).env(&out, &errs)
	began := time.Now()
	code := cli.Main(env)
	return s.heard(began, args, answer{code: code, out: out.String(), err: errs.String()})
}

// apart runs it in a process of its own, which is killed at its n-th point; 0 is never.
func (s *scene) apart(n int, args ...string) answer {
	s.Helper()
	o := s.orders(args...)
	o.Kill = n
	began := time.Now()
	return s.heard(began, args, spawn(s, o, func(int) {}))
}

func (s *scene) heard(began time.Time, args []string, a answer) answer {
	s.Helper()
	s.wrote.add(a.out + a.err)
	s.Logf("berth %s: exit code %d after %s\n%s%s", strings.Join(args, " "), a.code, time.Since(began).Round(time.Millisecond), a.out, a.err)
	return a
}

// said is text that several runs write, some of them at once.
type said struct {
	mu   sync.Mutex
	text strings.Builder
}

func (w *said) add(text string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.text.WriteString(text)
}

func (w *said) all() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.text.String()
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

// elsewhere lets berth run from another computer from now on, where no state folder is.
func (s *scene) elsewhere() { s.computer++ }

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

// kubectl is what other people do on tokyo, as administrators.
func (s *scene) kubectl(stdin string, args ...string) string {
	s.Helper()
	out, err := s.tokyo.Kubectl(s.soon(), "", stdin, args...)
	s.good(err)
	return out
}
