package k0s_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"berth.dev/engine/prepare"
	"berth.dev/providers/k0s"
	"berth.dev/providers/providertest/machines"
)

// shop is a service of four pods of which three must stay.
const shop = `apiVersion: apps/v1
kind: Deployment
metadata: {name: shop, namespace: default}
spec:
  replicas: 4
  selector: {matchLabels: {app: shop}}
  template:
    metadata: {labels: {app: shop}}
    spec: {containers: [{name: shop, image: shop}]}
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {name: shop, namespace: default}
spec:
  minAvailable: 3
  selector: {matchLabels: {app: shop}}
`

// alone is a pod on a node that nothing would make anew.
func alone(node string) string {
	return "apiVersion: v1\nkind: Pod\nmetadata: {name: alone, namespace: default}\nspec: {nodeName: " + node + ", containers: [{name: x, image: x}]}\n"
}

// serve brings the shop up.
func (s *site) serve() {
	s.t.Helper()
	s.kubectl(shop, "apply", "-f", "-")
	s.kubectl("", "rollout", "status", "deployment/shop", "-n", "default", "--timeout=60s")
}

// closed are the nodes that take no pods.
func (s *site) closed() string {
	return s.kubectl("", "get", "nodes", "-o", "jsonpath={.items[?(@.spec.unschedulable==true)].metadata.name}")
}

func TestAClusterIsMadeAndNothingIsLeftToDo(t *testing.T) {
	s := begin(t, v135, "c1", "c2", "c3", "w1", "w2")
	s.want.Groups = []string{"oidc:berth"}
	work := s.plan()
	want := []string{"make cluster  v1.35.4+k0s.0", "admit", "add host w1 v1.35.4+k0s.0", "add host w2 v1.35.4+k0s.0"}
	if diff := cmp.Diff(want, outline(work.Before)); diff != "" {
		t.Error(diff)
	}
	s.carry(work.Before)
	if diff := cmp.Diff([]string{"apply c1 c2 c3", "apply c1 c2 c3 w1", "apply c1 c2 c3 w2"}, s.commands()); diff != "" {
		t.Error(diff)
	}
	if left := s.plan(); len(left.Before)+len(left.After) > 0 {
		t.Errorf("there is still to do: %q %q", outline(left.Before), outline(left.After))
	}
	s.well()
}

func TestAVersionGoesUpMinorByMinorWithServicesRunning(t *testing.T) {
	s := begin(t, v135, "c1", "c2", "c3", "w1", "w2")
	s.stand()
	s.serve()
	s.want.Version, s.want.Path = v137, []k0s.Version{v136}
	work := s.plan()
	s.carry(work.Before)
	for _, name := range s.world.Names() {
		if got := s.world.State(name); got.Version != v137.String() {
			t.Errorf("%s: %+v", name, got)
		}
	}
	want := []string{
		"backup c1 c2 c3", "apply c1 c2 c3", "apply c1 c2 c3 w1", "apply c1 c2 c3 w2",
		"backup c1 c2 c3", "apply c1 c2 c3", "apply c1 c2 c3 w1", "apply c1 c2 c3 w2",
	}
	if diff := cmp.Diff(want, s.commands()[3:]); diff != "" {
		t.Error(diff)
	}
	if got := s.closed(); got != "" {
		t.Errorf("still closed: %s", got)
	}
	archives, err := os.ReadDir(filepath.Join(s.tools.State, k0s.Backups))
	if err != nil || len(archives) != 2 {
		t.Errorf("backups: %v, %v", archives, err)
	}
	s.well()
}

func TestAWorkerThatCannotBeEmptiedIsLeftAsItIsUntilItCan(t *testing.T) {
	s := begin(t, v135, "c1", "w1", "w2")
	s.stand()
	s.serve()
	s.kubectl(alone("w1"), "apply", "-f", "-")
	s.want.Version = v136
	steps := s.plan().Before
	d := s.driver()
	if err := s.do(d, &steps[0], false); err != nil {
		t.Fatal(err)
	}
	before, touched := s.commands(), s.world.Done("w1")
	var refused *prepare.Refused
	err := s.do(d, &steps[1], false)
	if !errors.As(err, &refused) || !strings.Contains(err.Error(), "default/alone") {
		t.Fatalf("got %v", err)
	}
	if diff := cmp.Diff(before, s.commands()); diff != "" {
		t.Errorf("k0sctl was called all the same: %s", diff)
	}
	if diff := cmp.Diff(touched, s.world.Done("w1")); diff != "" || s.closed() != "" {
		t.Errorf("w1 was touched: %s; closed are %q", diff, s.closed())
	}
	s.kubectl("", "delete", "pod", "alone", "-n", "default", "--grace-period=0", "--force")
	for i := 1; i < len(steps); i++ {
		if err := s.do(d, &steps[i], i == 1); err != nil {
			t.Fatal(err)
		}
	}
	if s.world.State("w1").Version != v136.String() || s.world.State("w2").Version != v136.String() || s.closed() != "" {
		t.Errorf("%+v, closed are %q", s.world.State("w1"), s.closed())
	}
	s.well()
}

func TestAnExitCodeOfZeroIsNotBelieved(t *testing.T) {
	for _, c := range []struct {
		name  string
		fault machines.Fault
		want  string
	}{
		{"nothing was done", machines.Fault{Command: "apply", Point: "phase Upgrade controllers", Kind: machines.Lies}, "k0sctl ended well, and all the same host c1: it runs v1.35.4+k0s.0 and not v1.36.3+k0s.1"},
		{"a failure", machines.Fault{Command: "apply", Point: "phase Upgrade controllers", Kind: machines.Fails, Text: "no more"}, "k0sctl apply ended with exit code 1: "},
		{"no backup", machines.Fault{Command: "backup", Point: "phase Take backup", Kind: machines.Fails, Text: "disk full"}, "there is no backup of before the change"},
		{"a backup that is none", machines.Fault{Command: "backup", Point: "phase Take backup", Kind: machines.Lies}, "there is no backup of before the change"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := begin(t, v135, "c1")
			s.stand()
			s.want.Version = v136
			step := &s.plan().Before[0]
			s.world.Plant(c.fault)
			s.tools.Clock = &quick{by: 500}
			err := s.do(s.driver(), step, false)
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Fatalf("got %v, want %q", err, c.want)
			}
			s.tools.Clock = &quick{}
			if err := s.do(s.driver(), step, true); err != nil {
				t.Errorf("gone on with: %v", err)
			}
			s.well()
		})
	}
}

func TestAnAPIServerThatDoesNotComeUpIsNoticed(t *testing.T) {
	s := begin(t, v135, "c1", "c2", "c3")
	s.stand()
	s.want.Config["spec"].(map[string]any)["api"] = map[string]any{"extraArgs": map[string]any{"oidc-klient-id": "berth"}}
	step := &s.plan().Before[0]
	s.tools.Clock = &quick{by: 500}
	err := s.do(s.driver(), step, false)
	archive := filepath.Join(s.tools.State, k0s.Backups)
	if err == nil || !strings.Contains(err.Error(), "k0s does not run on it. What was before is in "+archive) {
		t.Fatalf("got %v", err)
	}
}

func TestAWorkerThatK0sctlFailsOnIsOpenedAgainIfItIsWell(t *testing.T) {
	for _, c := range []struct {
		point  string
		kind   machines.Kind
		says   string
		closed string
	}{
		{"before stop", machines.Fails, "exit code 1", ""}, // as it was
		{"after stop", machines.Dies, "was killed", "w1"},  // not well
	} {
		t.Run(c.point, func(t *testing.T) {
			s := begin(t, v135, "c1", "w1", "w2")
			s.stand()
			s.serve()
			s.want.Version = v136
			steps := s.plan().Before
			if err := s.do(s.driver(), &steps[0], false); err != nil {
				t.Fatal(err)
			}
			s.world.Plant(machines.Fault{Command: "apply", Point: c.point, Host: "w1", Kind: c.kind})
			err := s.do(s.driver(), &steps[1], false)
			if err == nil || !strings.Contains(err.Error(), c.says) {
				t.Errorf("got %v", err)
			}
			if s.closed() != c.closed {
				t.Errorf("%+v, closed are %q", s.world.State("w1"), s.closed())
			}
			if err := s.do(s.driver(), &steps[1], true); err != nil || s.closed() != "" {
				t.Errorf("gone on with: %v, closed are %q", err, s.closed())
			}
			s.well()
		})
	}
}

func TestAWorkerOfAnotherClusterIsNotPlannedOver(t *testing.T) {
	s := begin(t, v135, "c1", "w1")
	s.stand()
	s.kubectl("", "delete", "node", "w1")
	seen, err := s.observe()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := k0s.Steps(s.want, seen); err == nil || !strings.Contains(err.Error(), "host w1: k0s runs on it, and the cluster has no node w1") {
		t.Errorf("got %v", err)
	}
}

func TestNoWorkerIsChangedBesideAControllerThatIsNotReady(t *testing.T) {
	s := begin(t, v135, "c1", "c2", "c3", "w1")
	s.stand()
	s.want.Version = v136
	steps := s.plan().Before
	if err := s.do(s.driver(), &steps[0], false); err != nil {
		t.Fatal(err)
	}
	before := s.commands()
	s.world.Slow("c2", 10000)
	var refused *prepare.Refused
	err := s.do(s.driver(), &steps[1], false)
	if !errors.As(err, &refused) || !strings.Contains(err.Error(), "host c2: its API server is not ready") {
		t.Errorf("got %v", err)
	}
	if diff := cmp.Diff(before, s.commands()); diff != "" {
		t.Error(diff)
	}
}

func TestControllersJoinAndSettingsChangeOneAfterAnother(t *testing.T) {
	s := beginAs(t, "operator", v135, "b1", "c2", "c3", "w1")
	hosts := s.want.Hosts
	s.want.Hosts = hosts[:1]
	s.stand()
	s.want.Hosts = hosts
	s.want.Config["spec"].(map[string]any)["api"] = map[string]any{"extraArgs": map[string]any{"profiling": "false"}}
	work := s.plan()
	if diff := cmp.Diff([]string{"add host c2,c3 v1.35.4+k0s.0", "add host w1 v1.35.4+k0s.0"}, outline(work.Before)); diff != "" {
		t.Error(diff)
	}
	s.carry(work.Before)
	s.want.Hosts[3].Flags = []string{"--kubelet-extra-args=--max-pods=50"}
	s.want.Config["spec"].(map[string]any)["api"] = map[string]any{"extraArgs": map[string]any{"profiling": "true"}}
	work = s.plan()
	if diff := cmp.Diff([]string{"configure", "configure w1 --kubelet-extra-args=--max-pods=50"}, outline(work.Before)); diff != "" {
		t.Error(diff)
	}
	s.carry(work.Before)
	if left := s.plan(); len(left.Before)+len(left.After) > 0 {
		t.Errorf("there is still to do: %q %q", outline(left.Before), outline(left.After))
	}
	s.well()
}

func TestAPlanWhosePremiseIsGoneIsStale(t *testing.T) {
	for _, c := range []struct {
		name  string
		spoil func(s *site)
		want  string
	}{
		{"somebody has upgraded a worker too far", func(s *site) {
			s.world.Change("w1", func(m *machines.State) { m.Version = v137.String() })
		}, "host w1 runs v1.37.1+k0s.0, newer than the controllers' v1.36.3+k0s.1"},
		{"a controller is another version", func(s *site) {
			s.world.Change("c1", func(m *machines.State) { m.Version = v137.String() })
		}, "it runs v1.37.1+k0s.0 and not v1.36.3+k0s.1"},
		{"the configuration was changed", func(s *site) {
			s.world.Change("c1", func(m *machines.State) { m.Config += "x: y\n" })
		}, "its k0s.yaml is not what the specs order"},
		{"a worker stands still", func(s *site) { s.world.Crash("w1") }, "host w1: k0s is installed and does not run"},
		{"a worker has no k0s", func(s *site) {
			s.world.Change("w1", func(m *machines.State) { *m = machines.State{} })
		}, "host w1 has no k0s any more"},
		{"it is another cluster", func(s *site) { s.uid = "another" }, "the cluster on these hosts is another one"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := begin(t, v135, "c1", "w1")
			s.stand()
			s.want.Version = v136
			steps := s.plan().Before
			if err := s.do(s.driver(), &steps[0], false); err != nil {
				t.Fatal(err)
			}
			before := s.commands()
			c.spoil(s)
			err := s.do(s.driver(), &steps[1], false)
			var stale *prepare.Stale
			if !errors.As(err, &stale) || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want %q", err, c.want)
			}
			if diff := cmp.Diff(before, s.commands()); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestControllersOfAnotherClusterAreNotChanged(t *testing.T) {
	s := begin(t, v135, "c1")
	s.stand()
	s.want.Version = v136
	steps, before := s.plan().Before, s.commands()
	s.uid = "another"
	var stale *prepare.Stale
	if err := s.do(s.driver(), &steps[0], false); !errors.As(err, &stale) || !strings.Contains(err.Error(), "is another one") {
		t.Errorf("got %v", err)
	}
	if diff := cmp.Diff(before, s.commands()); diff != "" {
		t.Error(diff)
	}
}

func TestAHostThatCannotBeTrustedStopsEverything(t *testing.T) {
	s := begin(t, v135, "c1", "w1")
	steps := s.plan().Before
	if err := s.world.Exchange("c1"); err != nil {
		t.Fatal(err)
	}
	err := s.do(s.driver(), &steps[0], false)
	if err == nil || !strings.Contains(err.Error(), "is not trusted") || len(s.commands()) > 0 {
		t.Errorf("got %v after %q", err, s.commands())
	}
	if _, err := s.observe(); err == nil || !strings.Contains(err.Error(), "host c1 at ") {
		t.Errorf("it was planned over all the same: %v", err)
	}
}

func TestNothingIsRunWithoutTheRightToWrite(t *testing.T) {
	s := begin(t, v135, "c1", "w1")
	steps := s.plan().Before
	s.refuse = errors.New("the lease is lost")
	if err := s.do(s.driver(), &steps[0], false); !errors.Is(err, s.refuse) || len(s.commands()) > 0 {
		t.Errorf("got %v after %q", err, s.commands())
	}
	s.refuse = nil
	s.carry(steps)
	s.want.Version = v136
	steps, made := s.plan().Before, len(s.commands())
	s.refuse = errors.New("the lease is lost")
	for i := range steps[:1] {
		if err := s.do(s.driver(), &steps[i], false); !errors.Is(err, s.refuse) || len(s.commands()) != made {
			t.Errorf("step %d: got %v after %q", i, err, s.commands())
		}
	}
}

func TestAWorkerThatTheSpecsHaveNoLongerLeaves(t *testing.T) {
	s := begin(t, v135, "c1", "w1", "w2")
	s.stand()
	s.serve()
	s.want.Hosts = slices.DeleteFunc(s.want.Hosts, func(h k0s.Host) bool { return h.Name == "w2" })
	work := s.plan()
	if diff := cmp.Diff([]string{"remove host w2"}, outline(work.After)); diff != "" || len(work.Before) > 0 {
		t.Fatal(diff, outline(work.Before))
	}
	s.carry(work.After)
	if s.world.State("w2").Installed || strings.Contains(s.kubectl("", "get", "nodes", "-o", "name"), "w2") {
		t.Errorf("%+v", s.world.State("w2"))
	}
	if left := s.plan(); len(left.Before)+len(left.After) > 0 {
		t.Errorf("there is still to do: %q %q", outline(left.Before), outline(left.After))
	}
	s.well()
}

func TestAClusterThatIsNotBerthsIsNotRemoved(t *testing.T) {
	s := begin(t, v135, "c1", "w1")
	s.stand()
	seen, err := s.observe()
	if err != nil {
		t.Fatal(err)
	}
	work, err := k0s.Destroy(s.want, seen)
	if err != nil {
		t.Fatal(err)
	}
	number(work)
	record := s.kubectl("", "get", "configmap", "berth-k0s", "-n", "berth-system", "-o", "yaml")
	s.kubectl("", "delete", "configmap", "berth-k0s", "-n", "berth-system")
	var refused *prepare.Refused
	if err := s.do(s.driver(), &work.Before[0], false); !errors.As(err, &refused) || !strings.Contains(err.Error(), "berth did not make the cluster") {
		t.Errorf("got %v", err)
	}
	s.kubectl(record, "create", "-f", "-")
	s.carry(work.Before)
	for _, name := range s.world.Names() {
		if s.world.State(name).Installed {
			t.Errorf("%s still has k0s", name)
		}
	}
	if standing, err := s.driver().Judge(context.Background(), &work.Before[0]); standing != prepare.Done || err != nil {
		t.Errorf("got %s, %v", standing, err)
	}
	s.well()
}

func TestAClusterThatRunsIsTakenOverWithoutTouchingIt(t *testing.T) {
	s := begin(t, v135, "c1", "w1")
	s.stand()
	s.kubectl("", "delete", "configmap", "berth-k0s", "-n", "berth-system")
	work, before := s.plan(), s.commands()
	if diff := cmp.Diff([]string{"admit"}, outline(work.Before)); diff != "" {
		t.Fatal(diff)
	}
	s.world.Change("c1", func(m *machines.State) { m.Config += "x: y\n" })
	var stale *prepare.Stale
	if err := s.do(s.driver(), &work.Before[0], false); !errors.As(err, &stale) {
		t.Errorf("got %v", err)
	}
	s.world.Change("c1", func(m *machines.State) { m.Config = strings.TrimSuffix(m.Config, "x: y\n") })
	s.carry(work.Before)
	if diff := cmp.Diff(before, s.commands()); diff != "" {
		t.Error(diff)
	}
	if left := s.plan(); len(left.Before)+len(left.After) > 0 {
		t.Errorf("there is still to do: %q %q", outline(left.Before), outline(left.After))
	}
}
