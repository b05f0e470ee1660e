package k0s

import (
	"fmt"
	"strings"
	"testing"

	"berth.dev/providers/providertest/k0sctl"
)

func TestWhatNoStepDoesSafelyIsRefused(t *testing.T) {
	const now = "v1.34.2+k0s.0"
	named := version(now) + "    config = \"c.yaml\"\n"
	tests := []struct {
		name, wanted, says string
		files              files
		bend               func(*Seen)
	}{
		{name: "an older version", wanted: of(version("v1.34.1+k0s.0")), says: "it runs v1.34.2+k0s.0 and the specs say v1.34.1+k0s.0: k0s has no way back to an older version but a backup"},
		{name: "two minors at once", wanted: of(version("v1.36.3+k0s.1")), says: `one minor version at a time, and no version of 1.35 is named. Write the one to go through: path = ["v1.35.…+k0s.…"]`},
		{name: "another major version", wanted: of(version("v2.0.0+k0s.0")), says: "nobody knows the way to another major version"},
		{name: "a controller that goes", wanted: managed(version(now), host("cp1", "controller", 1), host("cp2", "controller", 2), host("w1", "worker", 11), host("w2", "worker", 12)), says: "host cp3: it is a controller of the cluster and the specs have it no longer. k0sctl says that it removes one and leaves it in etcd"},
		{name: "another role", wanted: strings.Replace(of(version(now)), `role = "worker"`, `role = "controller"`, 1), says: "it runs as a worker and the specs say controller. k0s cannot change a role"},
		{name: "a service that does not run", wanted: of(version(now)), says: "host w1: k0s is installed and does not run", bend: func(s *Seen) { s.machine("w1").Running = false }},
		{name: "a worker of another cluster", wanted: of(version(now)), says: "host w1: it is a worker already, and no controller of the specs has k0s: it belongs to another cluster", bend: func(s *Seen) {
			for n := range 3 {
				*s.machine(fmt.Sprintf("cp%d", n+1)) = Machine{Name: fmt.Sprintf("cp%d", n+1)}
			}
		}},
		{name: "dynamic configuration", wanted: of(version(now)), says: "the controller runs with dynamic configuration", bend: func(s *Seen) { s.machine("cp1").Args = append(s.machine("cp1").Args, "--enable-dynamic-config") }},
		{name: "a kubelet elsewhere", wanted: of(version(now)), says: "it has --kubelet-root-dir, which the specs have no word for", bend: func(s *Seen) { s.machine("w1").Args = append(s.machine("w1").Args, "--kubelet-root-dir=/srv") }},
		{name: "data elsewhere", wanted: of(version(now)), says: `its data lie in /srv and the specs say /var/lib/k0s. k0s does not move them: write data_dir = "/srv"`, bend: func(s *Seen) { s.machine("w1").Args = []string{"/usr/local/bin/k0s", "worker", "--data-dir=/srv"} }},
		{name: "other labels", wanted: strings.Replace(of(version(now)), `role = "worker"`, "role = \"worker\"\nlabels = { a = \"b\" }", 1), says: `it joined with other labels than the specs say, and k0s gives them when a node joins. Say what it has (labels: "", taints: "")`},
		{name: "another network", wanted: of(named), files: files{"c.yaml": config("  network: {podCIDR: 10.128.0.0/14}\n")}, says: `spec.network.podCIDR is "10.244.0.0/16" on host cp1 and "10.128.0.0/14" in the specs. A cluster keeps it all its life`},
		{name: "another provider of the network", wanted: of(named), files: files{"c.yaml": config("  network: {provider: calico}\n")}, says: "spec.network.provider is kuberouter on host cp1 and calico in the specs"},
		{name: "another store", wanted: of(named), files: files{"c.yaml": config("  storage: {type: kine}\n")}, says: "spec.storage.type is etcd on host cp1 and kine in the specs"},
		{name: "another address in etcd", wanted: strings.Replace(of(version(now)), `"10.0.0.1"`, "\"10.0.0.1\"\nprivate_address = \"172.16.0.9\"", 1), says: `host cp1: etcd knows it as 172.16.0.1, and by the specs it would be "172.16.0.9". A member keeps its address: write private_address = "172.16.0.1"`, bend: func(s *Seen) {
			m := s.machine("cp1")
			m.Config = []byte(strings.ReplaceAll(string(m.Config), "spec:\n", "spec:\n  storage: {etcd: {peerAddress: 172.16.0.1}}\n"))
		}},
		{name: "a worker that is newer", wanted: of(version(now)), says: "host w2: its k0s is v1.35.0+k0s.0, newer than the controllers' v1.34.2+k0s.0", bend: func(s *Seen) { s.machine("w2").Version = Version{1, 35, 0, 0} }},
		{name: "a configuration that is no YAML", wanted: of(version(now)), says: "host cp2: /etc/k0s/k0s.yaml: it is not YAML", bend: func(s *Seen) { s.machine("cp2").Config = []byte("a: [") }},
		{name: "not berth's, another version", wanted: of(version("v1.34.5+k0s.1")), says: "berth did not make the cluster, and it differs from the specs: host cp1 runs v1.34.2+k0s.0 and not v1.34.5+k0s.1", bend: func(s *Seen) { s.Ours, s.Record = false, nil }},
		{name: "not berth's, another configuration", wanted: of(named), files: files{"c.yaml": config("  api: {sans: [a.example]}\n")}, says: "+    - a.example", bend: func(s *Seen) { s.Ours, s.Record = false, nil }},
		{name: "not berth's, other flags", wanted: of(version(now)), says: `host w1 runs with "--debug=true" and not ""`, bend: func(s *Seen) {
			s.Ours, s.Record = false, nil
			s.machine("w1").Args = append(s.machine("w1").Args, "--debug=true")
		}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			seen := running(t, orders(t, of(version(now)), nil), now)
			if test.bend != nil {
				test.bend(seen)
			}
			w, err := Steps(orders(t, test.wanted, test.files), seen)
			if err == nil {
				t.Fatalf("it is planned:\n%s", show(w))
			}
			if !strings.Contains(err.Error(), test.says) {
				t.Errorf("the message is not\n%s\nbut\n%s", test.says, err)
			}
		})
	}
}

func TestOnlyAClusterThatBerthMadeIsDestroyed(t *testing.T) {
	o := orders(t, of(at), nil)
	seen := running(t, o, "v1.36.3+k0s.1")
	w, err := Destroy(o, seen)
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "steps/destroyed.txt", show(w))
	task, err := TaskOf(&w.Before[0])
	if err != nil {
		t.Fatal(err)
	}
	file, err := o.File(task.Stage("/root"))
	if err != nil {
		t.Fatal(err)
	}
	if v := k0sctl.Load(t, file); v.Refused != "" {
		t.Error(v.Refused)
	}
	seen.Ours = false
	if _, err := Destroy(o, seen); err == nil || !strings.Contains(err.Error(), "berth did not make the cluster tokyo and does not remove it") {
		t.Errorf("a cluster that is not berth's: %v", err)
	}
	for i := range seen.Machines {
		seen.Machines[i].Installed = seen.Machines[i].Role == Worker
	}
	if _, err := Destroy(o, seen); err == nil || !strings.Contains(err.Error(), "no controller has k0s, and w1, w2 still has") {
		t.Errorf("workers without a controller: %v", err)
	}
	if w, err := Destroy(o, &Seen{}); err != nil || len(w.Before) > 0 {
		t.Errorf("no cluster: %v, %v", w, err)
	}
}

func TestAFileNeverResetsAController(t *testing.T) {
	o := orders(t, of(at), nil)
	for _, s := range []Stage{
		{Version: o.Version, Worker: "cp1", Reset: true}, {Version: o.Version, Worker: "cp1"}, {Version: o.Version, Reset: true},
		{Version: o.Version, Worker: "nobody"}, {Version: o.Version, Worker: "w9", Gone: &Host{Name: "w9", Role: Controller}}, {},
	} {
		if file, err := o.File(s); err == nil {
			t.Errorf("%+v is written:\n%s", s, file)
		}
	}
}
