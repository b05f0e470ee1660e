package k0s

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"berth.dev/engine/ground"
)

var update = flag.Bool("update", false, "write the goldens anew")

// golden compares a text with a file of testdata.
func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-golden +now; go test -update writes it):\n%s", path, diff)
	}
}

// fataler is a test, or a property.
type fataler interface {
	Helper()
	Fatal(args ...any)
}

// running is what is seen of a cluster that runs as it was ordered, at a version.
func running(t fataler, o *Orders, version string) *Seen {
	t.Helper()
	v, err := ParseVersion(version)
	if err != nil {
		t.Fatal(err)
	}
	seen := &Seen{UID: "u-1", Ours: true, Record: o}
	for i := range o.Hosts {
		h := &o.Hosts[i]
		m := Machine{Name: h.Name, Node: "node-" + h.Name, Installed: true, Running: true, Role: h.Role, Version: v}
		for name, value := range flagsFor(h, flagSet{}).service {
			m.Args = append(m.Args, name+"="+value)
		}
		if kubelet := joined(flagsFor(h, flagSet{}).kubelet); len(kubelet) > 0 {
			m.Args = append(m.Args, kubeletArgs+"="+strings.Join(kubelet, " "))
		}
		m.Args = append(m.Args, "--data-dir="+dirOr(h.DataDir))
		if h.Role.Controls() {
			m.Config = append([]byte("# generated-by-k0sctl 2026-01-01T00:00:00Z\n"), emit(o.expect(*h))...)
		}
		seen.Machines = append(seen.Machines, m)
	}
	return seen
}

// machine is what is seen of a host, to be changed.
func (s *Seen) machine(name string) *Machine {
	for i := range s.Machines {
		if s.Machines[i].Name == name {
			return &s.Machines[i]
		}
	}
	return nil
}

// show writes steps as a person reads them, without what the driver reads.
func show(w *Work) string {
	var b strings.Builder
	for _, part := range []struct {
		name  string
		steps []ground.Step
	}{{"before", w.Before}, {"after", w.After}} {
		for _, s := range part.steps {
			fmt.Fprintf(&b, "%s: %s %s", part.name, s.Kind, s.Part)
			if s.From+s.To != "" {
				fmt.Fprintf(&b, " %s -> %s", s.From, s.To)
			}
			fmt.Fprintf(&b, " %v\n  %s\n  %s\n", s.Effects, s.Why, s.Args)
			for line := range strings.Lines(s.Diff) {
				b.WriteString("  | " + line)
			}
		}
	}
	for _, n := range w.Notes {
		fmt.Fprintf(&b, "note: %s\n", n)
	}
	return b.String()
}

// of is a cluster of three controllers and two workers, with words in its block.
func of(block string, more ...string) string {
	hosts := []string{host("cp1", "controller", 1), host("cp2", "controller", 2), host("cp3", "controller", 3), host("w1", "worker", 11), host("w2", "worker", 12)}
	return managed(block, append(hosts, more...)...)
}

func version(v string) string { return fmt.Sprintf("    version = %q\n", v) }

func TestStepsLeadFromWhatIsSeenToWhatIsOrdered(t *testing.T) {
	const now = "v1.34.2+k0s.0"
	small := managed(version(now), host("cp1", "controller", 1), host("w1", "worker", 11))
	tests := []struct {
		name        string
		was, wanted string
		files       files
		// bend changes what is seen.
		bend func(*Seen)
	}{
		{name: "nothing to do", was: of(version(now)), wanted: of(version(now))},
		{name: "make", was: of(version(now)), wanted: "  admit {\n    groups = [\"oidc:infra\"]\n  }\n" + of(version(now)), bend: func(s *Seen) { *s = Seen{} }},
		{name: "make one machine", was: small, wanted: managed(version(now), host("a", "single", 1)), bend: func(s *Seen) { *s = Seen{} }},
		{name: "patch", was: of(version(now)), wanted: of(version("v1.34.5+k0s.1"))},
		{name: "three minors", was: of(version(now)), wanted: of(version("v1.37.0+k0s.0") + "    path = [\"v1.35.4+k0s.0\", \"v1.36.3+k0s.1\"]\n")},
		{name: "an upgrade that was cut off", was: of(version(now)), wanted: of(version("v1.35.4+k0s.0")), bend: func(s *Seen) {
			s.machine("cp1").Version, s.machine("cp2").Version = Version{1, 35, 4, 0}, Version{1, 35, 4, 0}
		}},
		{name: "workers that are behind", was: of(version(now)), wanted: of(version("v1.36.3+k0s.1") + "    path = [\"v1.35.4+k0s.0\"]\n"), bend: func(s *Seen) {
			s.machine("w2").Version = Version{1, 33, 0, 0}
		}},
		{name: "configuration", was: of(version(now)), wanted: of(version(now) + "    config = \"c.yaml\"\n"), files: files{"c.yaml": config("  api: {extraArgs: {v: \"4\"}, sans: [api.example.com]}\n")}},
		{name: "configuration of one controller", was: small, wanted: managed(version(now)+"    config = \"c.yaml\"\n", host("cp1", "controller", 1), host("w1", "worker", 11)), files: files{"c.yaml": config("  konnectivity: {agentPort: 8132}\n")}},
		{name: "hosts come", was: small, wanted: of(version(now))},
		{name: "a worker goes", was: of(version(now)), wanted: managed(version(now), host("cp1", "controller", 1), host("cp2", "controller", 2), host("cp3", "controller", 3), host("w1", "worker", 11))},
		{name: "flags of a worker", was: small, wanted: managed(version(now), host("cp1", "controller", 1), host("w1", "worker", 11, `install_flags = ["--debug=true"]`))},
		{name: "another user", was: managed(version(now), host("cp1", "controller", 1, `user = "ops"`)), wanted: managed(version(now), host("cp1", "controller", 1, `user = "ops"`), host("w1", "worker", 11))},
		{name: "taken over", was: of(version(now)), wanted: of(version(now)), bend: func(s *Seen) { s.Ours, s.Record = false, nil }},
		{name: "whom it admits", was: of(version(now)), wanted: "  admit {\n    users = [\"berth-ci\"]\n  }\n" + of(version(now))},
		{name: "a machine that is gone for good", was: of(version(now)), wanted: managed(version(now), host("cp1", "controller", 1), host("cp2", "controller", 2), host("cp3", "controller", 3), host("w1", "worker", 11)), bend: func(s *Seen) {
			s.machine("w2").Installed, s.Silent = false, []string{"w2"}
		}},
		{name: "private addresses that k0sctl found", was: of(version(now)), wanted: of(version(now)), bend: func(s *Seen) {
			for n := range 3 {
				m := s.machine(fmt.Sprintf("cp%d", n+1))
				m.Config = []byte(strings.ReplaceAll(string(m.Config), "spec:\n", fmt.Sprintf("spec:\n  storage: {etcd: {peerAddress: 172.16.0.%d}}\n", n+1)))
				m.Config = []byte(strings.ReplaceAll(string(m.Config), "\"10.0.0.1\"", "\"10.0.0.1\"\n    - 172.16.0.1"))
				m.Config = []byte(strings.ReplaceAll(string(m.Config), "\"10.0.0.2\"", "\"10.0.0.2\"\n    - 172.16.0.2"))
				m.Config = []byte(strings.ReplaceAll(string(m.Config), "\"10.0.0.3\"", "\"10.0.0.3\"\n    - 172.16.0.3"))
			}
			s.machine("w1").Args = append(s.machine("w1").Args, kubeletArgs+"=--node-ip=172.16.0.11")
		}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			seen := running(t, orders(t, test.was, nil), now)
			if test.bend != nil {
				test.bend(seen)
			}
			w, err := Steps(orders(t, test.wanted, test.files), seen)
			if err != nil {
				t.Fatal(err)
			}
			golden(t, "steps/"+strings.ReplaceAll(test.name, " ", "-")+".txt", show(w))
		})
	}
}
