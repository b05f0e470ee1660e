package k0s_test

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"k8s.io/client-go/rest"

	"berth.dev/engine/ground"
	"berth.dev/engine/prepare"
	"berth.dev/providers/k0s"
	"berth.dev/providers/k0s/hosts"
	"berth.dev/providers/k0s/k0sctl"
	"berth.dev/providers/kube"
	"berth.dev/providers/kube/admit"
	"berth.dev/providers/providertest/cluster"
	"berth.dev/providers/providertest/machines"
)

// shared is the cluster that the worlds of these tests make up, one after another.
var shared = cluster.NewPool(cluster.Options{Name: "tokyo", Controllers: true, Kubelets: true, Audit: cluster.Writes})

func TestMain(m *testing.M) { os.Exit(shared.Main(m)) }

// The versions of these tests: one minor after another.
var (
	v135 = k0s.Version{Major: 1, Minor: 35, Patch: 4}
	v136 = k0s.Version{Major: 1, Minor: 36, Patch: 3, Build: 1}
	v137 = k0s.Version{Major: 1, Minor: 37, Patch: 1}
)

// site is a site of k0s on machines of a world, as tests drive it.
type site struct {
	t     *testing.T
	world *machines.World
	want  *k0s.Orders
	tools k0s.Tools
	uid   string
	// said is what drivers said, crash the number of the point at which they are killed
	// (0 is never), points those that were passed.
	said   []string
	crash  int
	points []string
	// refuse is what Permit answers, nil for leave.
	refuse error
	since  time.Time
}

// begin makes a site of machines named after their roles: c1 … controllers, b1 …
// controllers that work too, w1 … workers.
func begin(t *testing.T, version k0s.Version, names ...string) *site {
	t.Helper()
	return beginAs(t, "root", version, names...)
}

// beginAs makes one whose machines let a user in.
func beginAs(t *testing.T, user string, version k0s.Version, names ...string) *site {
	t.Helper()
	var list []machines.Host
	for _, n := range names {
		list = append(list, machines.Host{Name: n, User: user})
	}
	s := &site{t: t, world: machines.New(t, shared.Get(t)[0], list...), since: time.Date(2026, 11, 1, 2, 3, 4, 0, time.UTC)}
	s.clean()
	s.want = &k0s.Orders{Site: "tokyo", Cluster: "tokyo", Version: version, Hosts: []k0s.Host{}, Config: map[string]any{
		"apiVersion": "k0s.k0sproject.io/v1beta1", "kind": "ClusterConfig", "metadata": map[string]any{"name": "k0s"},
		"spec": map[string]any{"telemetry": map[string]any{"enabled": false}},
	}}
	for _, n := range names {
		s.want.Hosts = append(s.want.Hosts, s.host(n))
	}
	s.state(t.TempDir())
	return s
}

// host is how the specs would say a machine.
func (s *site) host(name string) k0s.Host {
	r := s.world.Reach(name)
	role := map[byte]k0s.Role{'c': k0s.Controller, 'b': k0s.ControllerWorker, 'w': k0s.Worker}[name[0]]
	return k0s.Host{Name: name, Role: role, Address: r.Address, Port: r.Port, User: r.User, KeyPath: r.KeyPath, HostKey: r.HostKey}
}

// state gives the driver's tools a state folder.
func (s *site) state(folder string) {
	s.t.Helper()
	lock, err := os.OpenFile(filepath.Join(folder, "lock"), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(func() { _ = lock.Close() }) // only locked
	program, err := k0sctl.Find(s.t.Context(), k0sctl.Machine{Path: s.world.Program() + ":" + os.Getenv("PATH"), Interrupt: 200 * time.Millisecond, Kill: time.Second})
	if err != nil {
		s.t.Fatal(err)
	}
	s.tools = k0s.Tools{
		Machines: &hosts.Access{Reach: 5 * time.Second, Answer: 5 * time.Second}, Program: program, State: folder, Lock: lock,
		Settings: kube.Kubeconfig,
		Reach: func(c *rest.Config, permit k0s.Permit) (k0s.Cluster, error) {
			return kube.OpenConfig(c, kube.Options{Permit: permit})
		},
		Admitted: admit.Admitted,
		Admit: func(ctx context.Context, c *rest.Config, permit k0s.Permit, groups, users []string) error {
			return admit.Admit(ctx, c, permit, groups, users)
		},
		Clock: &quick{},
	}
}

// quick is a clock that waits a small part of the time, one fiftieth where by is 0, and
// takes it for the whole.
type quick struct{ slept, by time.Duration }

func (c *quick) Now() time.Time { return time.Now().Add(c.slept) }

func (c *quick) Sleep(ctx context.Context, d time.Duration) error {
	short := d / cmp.Or(c.by, 50)
	c.slept += d - short
	timer := time.NewTimer(short)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}

// clean takes away what an earlier world's record says: objects outlive machines.
func (s *site) clean() {
	s.t.Helper()
	for _, path := range []string{"configmap/berth-k0s", "deployment/shop", "pod/alone", "poddisruptionbudget/shop"} {
		ns := "default"
		if strings.HasPrefix(path, "configmap") {
			ns = "berth-system"
		}
		s.kubectl("", "delete", path, "-n", ns, "--ignore-not-found", "--wait=true", "--grace-period=0", "--force")
	}
}

// short makes k0sctl's runs short: what hangs is stopped after half a second.
func (s *site) short() { s.tools.Program = hasty{s.tools.Program} }

// hasty is a k0sctl that gets little time.
type hasty struct{ k0s.Program }

func (h hasty) Apply(ctx context.Context, j k0sctl.Job) error {
	j.Limit = 500 * time.Millisecond
	return h.Program.Apply(ctx, j)
}

// kubectl asks the cluster behind the world as its administrator.
func (s *site) kubectl(stdin string, args ...string) string {
	s.t.Helper()
	out, err := shared.Get(s.t)[0].Kubectl(s.t.Context(), "", stdin, args...)
	if err != nil {
		s.t.Fatal(err)
	}
	return out
}

// plan finds the steps from what is there.
func (s *site) plan() *k0s.Work {
	s.t.Helper()
	seen, err := s.observe()
	if err != nil {
		s.t.Fatal(err)
	}
	work, err := k0s.Steps(s.want, seen)
	if err != nil {
		s.t.Fatal(err)
	}
	number(work)
	return work
}

// number gives the steps their IDs.
func number(work *k0s.Work) {
	n := 0
	for _, half := range [][]ground.Step{work.Before, work.After} {
		for i := range half {
			n++
			half[i].ID = fmt.Sprintf("g%d", n)
		}
	}
}

func (s *site) observe() (*k0s.Seen, error) {
	var reader k0s.Reader
	if s.anyController() {
		c, err := kube.Open(kube.Options{Files: []string{shared.Get(s.t)[0].Admin()}, Context: "tokyo"})
		if err != nil {
			return nil, err
		}
		reader = c
	}
	return k0s.Observe(s.t.Context(), s.want, s.tools.Machines, reader)
}

func (s *site) anyController() bool {
	return slices.ContainsFunc(s.want.Controllers(), func(h k0s.Host) bool { return s.world.State(h.Name).Running })
}

// errKilled ends a run as a kill would, at a point.
var errKilled = errors.New("killed")

// driver is a new one, as a new process has it.
func (s *site) driver() prepare.Driver {
	s.t.Helper()
	orders, err := s.want.JSON()
	if err != nil {
		s.t.Fatal(err)
	}
	d, err := k0s.NewDriver(ground.Site{Name: "tokyo", Provider: "k0s", Cluster: "tokyo", UID: s.uid, Orders: orders}, s.tools)
	if err != nil {
		s.t.Fatal(err)
	}
	return d
}

// hand is what a run gives the driver for a step.
func (s *site) hand(again bool) prepare.Hand {
	return prepare.Hand{
		Since: s.since, Again: again,
		Permit: func(ctx context.Context) (context.Context, context.CancelFunc, error) {
			ctx, cancel := context.WithCancel(ctx)
			return ctx, cancel, s.refuse
		},
		Say: func(words string) { s.said = append(s.said, words) },
		Point: func(name string) {
			s.points = append(s.points, name)
			if len(s.points) == s.crash {
				panic(errKilled)
			}
		},
	}
}

// do judges a step, does it where it is due, and sees that it is done.
func (s *site) do(d prepare.Driver, step *ground.Step, again bool) (err error) {
	defer func() {
		if p := recover(); p != nil {
			if p != errKilled { //nolint:errorlint // it is this very value
				panic(p)
			}
			err = errKilled
		}
	}()
	standing, err := d.Judge(s.t.Context(), step)
	if err != nil || standing == prepare.Done {
		return err
	}
	if err := d.Do(s.t.Context(), step, s.hand(again)); err != nil {
		return err
	}
	if standing, err = d.Judge(s.t.Context(), step); err == nil && standing != prepare.Done {
		err = fmt.Errorf("step %s was done and is %s", step.ID, standing)
	}
	return err
}

// carry does all steps of a half in order.
func (s *site) carry(steps []ground.Step) {
	s.t.Helper()
	d := s.driver()
	for i := range steps {
		if err := s.do(d, &steps[i], false); err != nil {
			s.t.Fatalf("%s %s %s: %v\n%s", steps[i].ID, steps[i].Kind, steps[i].Part, err, strings.Join(s.said, "\n"))
		}
	}
}

// stand makes the cluster that the orders say.
func (s *site) stand() {
	s.t.Helper()
	s.carry(s.plan().Before)
}

// outline is the kinds and parts of steps.
func outline(steps []ground.Step) (out []string) {
	for _, s := range steps {
		out = append(out, strings.TrimSpace(string(s.Kind)+" "+s.Part+" "+s.To))
	}
	return out
}

// commands are the runs of k0sctl that change something, with the hosts of their files.
func (s *site) commands() (out []string) {
	for _, r := range s.world.Runs() {
		if r.Command() == "kubeconfig" {
			continue
		}
		words := r.Command()
		for _, h := range s.world.Names() {
			if strings.Contains(r.Configs[0], s.world.Reach(h).Address) {
				words += " " + h
			}
		}
		out = append(out, words)
	}
	return out
}

// well sees that nothing happened that must never happen, and nothing is left behind.
func (s *site) well() {
	s.t.Helper()
	for _, wrong := range s.world.Wrongs() {
		s.t.Error(wrong)
	}
	left, err := os.ReadDir(s.tools.State)
	if err != nil {
		s.t.Fatal(err)
	}
	for _, f := range left {
		if f.Name() != "lock" && f.Name() != k0s.Backups {
			s.t.Errorf("%s is left in the state folder", f.Name())
		}
	}
}
