package k0s

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"berth.dev/engine/ground"
	"berth.dev/engine/object"
	"berth.dev/providers/k0s/hosts"
)

// hostsOf are hosts of these names.
func hostsOf(names ...string) (out []Host) {
	for i, n := range names {
		out = append(out, Host{Name: n, Role: Worker, Address: "192.0.2." + string(rune('1'+i)) + n, Port: 22})
	}
	return out
}

func TestTheRecordKeepsWhatIsStillToBeRemovedAndWhoIsAdmitted(t *testing.T) {
	want := &Orders{Site: "tokyo", Hosts: hostsOf("w1", "w3"), Groups: []string{"new"}}
	was := &Orders{Site: "tokyo", Hosts: hostsOf("w1", "w2", "w9"), Groups: []string{"old"}, Users: []string{"ken"}}
	for _, c := range []struct {
		name   string
		was    *Orders
		step   ground.Step
		hosts  string
		groups []string
	}{
		{"the cluster is made", nil, ground.Step{Kind: ground.MakeCluster}, "w1 w3", nil},
		{"people are admitted", nil, ground.Step{Kind: ground.Admit}, "w1 w3", []string{"new"}},
		{"others are admitted", was, ground.Step{Kind: ground.Admit}, "w1 w2 w3 w9", []string{"new"}},
		{"a worker joins", was, ground.Step{Kind: ground.AddHost, Part: "w3"}, "w1 w2 w3 w9", []string{"old"}},
		{"a worker leaves", was, ground.Step{Kind: ground.RemoveHost, Part: "w2"}, "w1 w3 w9", []string{"old"}},
	} {
		got := carried(want, c.was, &c.step)
		if diff := cmp.Diff(c.hosts, strings.Join(hostNames(got.Hosts), " ")); diff != "" {
			t.Errorf("%s: %s", c.name, diff)
		}
		if diff := cmp.Diff(c.groups, got.Groups); diff != "" {
			t.Errorf("%s: %s", c.name, diff)
		}
	}
	if len(want.Hosts) != 2 {
		t.Error("the orders were changed")
	}
}

// remembered is a cluster with objects.
type remembered map[object.Ref]object.Object

func (r remembered) Identity(context.Context) (string, error) { return "uid", nil }

func (r remembered) Get(_ context.Context, ref object.Ref) (object.Object, error) { return r[ref], nil }

// answering are hosts of which some do not answer; the others have facts.
type answering map[string]hosts.Facts

func (a answering) All(_ context.Context, list []hosts.Host) (out []hosts.Facts, err error) {
	for _, h := range list {
		f, known := a[h.Name]
		if !known {
			return nil, errors.New("host " + h.Name + " does not answer by SSH")
		}
		out = append(out, f)
	}
	return out, nil
}

func (a answering) Start(context.Context, hosts.Host) error { return errors.New("not here") }

// recordOf is a record as a cluster keeps it.
func recordOf(t *testing.T, o *Orders, uid string) object.Object {
	t.Helper()
	text, err := o.JSON()
	if err != nil {
		t.Fatal(err)
	}
	return object.Object{"data": map[string]any{"uid": uid, "orders": string(text)}}
}

func TestWhatIsSeenIsWhatMachinesAndTheRecordSay(t *testing.T) {
	want := &Orders{Site: "tokyo", Hosts: hostsOf("w1")}
	was := &Orders{Site: "tokyo", Hosts: hostsOf("w1", "w2", "w3")}
	runs := hosts.Facts{Node: "w1", Service: "/etc/systemd/system/k0sworker.service", Binary: "/usr/local/bin/k0s", Running: true, Role: "worker", Version: "v1.36.3+k0s.1", Args: []string{"--kubelet-extra-args=--hostname-override=one"}}
	cluster := remembered{recordRef: recordOf(t, was, "uid"), {Kind: "Node", Name: "w2"}: {}}
	two := runs
	two.Node, two.Args = "w2", nil
	seen, err := Observe(context.Background(), want, answering{"w1": runs, "w2": two}, cluster)
	if err != nil {
		t.Fatal(err)
	}
	version := Version{Major: 1, Minor: 36, Patch: 3, Build: 1}
	expect := &Seen{UID: "uid", Ours: true, Record: was, Silent: []string{"w3"}, Machines: []Machine{
		{Name: "w1", Node: "one", Installed: true, Running: true, Stray: true, Role: Worker, Version: version, Args: runs.Args},
		{Name: "w2", Node: "w2", Installed: true, Running: true, Role: Worker, Version: version},
	}}
	if diff := cmp.Diff(expect, seen); diff != "" {
		t.Error(diff)
	}
	seen, err = Observe(context.Background(), want, answering{"w1": {Node: "w1"}}, nil)
	if diff := cmp.Diff(&Seen{Machines: []Machine{{Name: "w1", Node: "w1"}}}, seen); diff != "" || err != nil {
		t.Error(diff, err)
	}
}

func TestWhatCannotBeReadIsNeverTakenForNothing(t *testing.T) {
	want := &Orders{Site: "tokyo", Hosts: hostsOf("w1")}
	strange := hosts.Facts{Node: "w1", Service: "x", Running: true, Role: "worker", Version: "v1.36-dev"}
	for _, c := range []struct {
		name     string
		machines answering
		cluster  Reader
		says     string
	}{
		{"a machine that is silent", answering{}, nil, "site tokyo: host w1 does not answer"},
		{"a version that is none", answering{"w1": strange}, nil, `host w1: k0s calls itself "v1.36-dev"`},
		{"a record that was copied here", answering{"w1": {}}, remembered{recordRef: recordOf(t, want, "other")}, "is of another cluster (other)"},
		{"a record that a newer berth wrote", answering{"w1": {}}, remembered{recordRef: {"data": map[string]any{"uid": "uid", "orders": `{"new":1}`}}}, "berth-k0s"},
	} {
		if seen, err := Observe(context.Background(), want, c.machines, c.cluster); err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: got %+v, %v", c.name, seen, err)
		}
	}
}
