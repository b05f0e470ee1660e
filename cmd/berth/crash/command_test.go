package crash

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"sigs.k8s.io/yaml"

	"berth.dev/cmd/berth/cli"
	"berth.dev/engine/object"
	"berth.dev/engine/record"
	"berth.dev/engine/step"
	"berth.dev/providers/providertest/audit"
	"berth.dev/providers/providertest/fake"
)

// TestTheCommandKilledAnywhereIsFinishedByTheNext kills "berth apply" itself, on a plan
// that "berth plan" has written from a workspace, and gives the same command again.
func TestTheCommandKilledAnywhereIsFinishedByTheNext(t *testing.T) {
	t.Parallel()
	figures := tally(t, "berth apply killed")
	c := planCommand(t)
	t.Logf("%d points", len(c.points))
	for n := 1; n <= len(c.points); n += stride(t) {
		for _, kept := range []bool{true, false} {
			t.Run(fmt.Sprintf("kept=%t/point=%d", kept, n), func(t *testing.T) {
				t.Parallel()
				figures.add(c.killed(t, n, kept))
			})
		}
	}
}

// command is a plan in a folder.
type command struct {
	folder string
	plan   audit.Plan
	points []string
}

// shopWorld is the shop of testdata as it runs before its plan.
func shopWorld(t *testing.T) (w *world, config string) {
	t.Helper()
	w = newWorld(t, 1)
	for _, name := range []string{"n1", "n2", "n3"} {
		w.put(t, "tokyo", "kubelet", object.Object{"apiVersion": "v1", "kind": "Node", "metadata": map[string]any{"name": name}})
	}
	for site, file := range map[string]string{"tokyo": "store.yaml", "gke": "api.yaml"} {
		text, err := os.ReadFile("../../../testdata/shop/live/" + file)
		if err != nil {
			t.Fatal(err)
		}
		for one := range strings.SplitSeq(string(text), "\n---\n") {
			j, err := yaml.YAMLToJSONStrict([]byte(one))
			if err != nil {
				t.Fatal(err)
			}
			w.put(t, site, "kubectl-client-side-apply", parse(t, string(j)))
		}
	}
	w.settle(t)
	config = filepath.Join(t.TempDir(), "config")
	if err := fake.Kubeconfig(config, map[string]*fake.Server{"admin@tokyo": w.servers["tokyo"], "prod-gke": w.servers["gke"]}); err != nil {
		t.Fatal(err)
	}
	return w, config
}

// planCommand makes the plan by the command, carries it out once, undisturbed, and reads
// what an auditor needs of its files.
func planCommand(t *testing.T) command {
	t.Helper()
	w, config := shopWorld(t)
	c := command{folder: t.TempDir()}
	if err := os.CopyFS(filepath.Join(c.folder, "shop"), os.DirFS("../../../testdata/shop")); err != nil {
		t.Fatal(err)
	}
	for _, line := range []string{"key new berth.key", "plan shop --steps --out plan.json --key berth.key"} {
		var out bytes.Buffer
		if code := cli.Main(c.env(orders{Folder: c.folder, Config: config, State: t.TempDir(), Now: beginning}, strings.Fields(line), &out)); code != exitDone {
			t.Fatalf("berth %s: exit code %d: %s", line, code, out.String())
		}
	}
	e := run(t, c.orders(t, config, t.TempDir()))
	if e.Code != exitDone {
		t.Fatalf("an undisturbed apply ended with code %d: %s", e.Code, e.Error)
	}
	c.points = e.Names
	c.read(t, w)
	w.blameless(t, c.plan)
	return c
}

// read reads the plan's files. Its digest is the one that the clusters have recorded.
func (c *command) read(t *testing.T, w *world) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(c.folder, "plan.json"))
	if err != nil {
		t.Fatal(err)
	}
	var file struct{ Work *step.Work }
	if err := json.Unmarshal(text, &file); err != nil {
		t.Fatal(err)
	}
	objects, err := os.Open(filepath.Join(c.folder, "plan.objects"))
	if err != nil {
		t.Fatal(err)
	}
	defer objects.Close()
	bag, err := object.ReadBag(objects, 1<<24)
	if err != nil {
		t.Fatal(err)
	}
	done, err := record.ReadCluster(w.servers["tokyo"].Object(record.ClusterRef()))
	if err != nil {
		t.Fatal(err)
	}
	c.plan = audit.Plan{Digest: done.Last, Work: file.Work, Bag: bag}
}

func (c command) orders(t *testing.T, config, state string) orders {
	t.Helper()
	return orders{
		Folder: c.folder, Command: strings.Fields("apply plan.json --key berth.key -C shop --yes"),
		Work: filepath.Join(t.TempDir(), "orders"), Config: config, State: state, Now: beginning, Speed: commandSpeed,
	}
}

// commandSpeed is how fast leases end for the command, which has one clock for all of
// its life.
const commandSpeed = 8

func (c command) killed(t *testing.T, n int, kept bool) []audit.Violation {
	w, config := shopWorld(t)
	o := c.orders(t, config, t.TempDir())
	o.Kill = n
	run(t, o)
	if o.Kill = 0; !kept {
		o.State = t.TempDir()
	}
	e := run(t, o)
	if e.Code == exitPartly { // a busy machine and a fast clock: the lease was lost
		e = run(t, o)
	}
	if e.Code != exitDone {
		t.Errorf("the next apply ended with code %d: %s", e.Code, e.Error)
	}
	return w.blameless(t, c.plan)
}

// env is all that the command takes from outside.
func (command) env(o orders, args []string, out *bytes.Buffer) cli.Env {
	return cli.Env{
		Args: args, Stdin: strings.NewReader(""), Stdout: out, Stderr: out, Dir: o.Folder, Clock: &jumping{now: o.Now},
		Getenv: func(name string) string {
			return map[string]string{"KUBECONFIG": o.Config, "XDG_STATE_HOME": o.State}[name]
		},
	}
}

// obey is a run that is the command itself.
func obey(o orders, p *points) int {
	var out bytes.Buffer
	env := command{}.env(o, o.Command, &out)
	env.Boot = newFast(o.Speed)
	env.Point = func(name string) {
		if strings.HasPrefix(name, "before ") {
			p.pass(name)
		}
	}
	code := cli.Main(env)
	r := report{Names: p.passed()}
	if code != exitDone {
		r.Error = out.String()
	}
	p.say(r)
	return code
}
