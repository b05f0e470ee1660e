package k0s_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"berth.dev/engine/ground"
	"berth.dev/engine/prepare"
	"berth.dev/providers/k0s"
	"berth.dev/providers/providertest/machines"
)

// harass does steps with a driver that is killed at its first point, gone on with by a
// new one that is killed at its second, and so on until one gets through.
func (s *site) harass(steps []ground.Step) (kills int) {
	s.t.Helper()
	for i := range steps {
		for n := 1; ; n++ {
			s.points, s.crash = nil, n
			err := s.do(s.driver(), &steps[i], n > 1)
			if err == nil {
				break
			}
			if !errors.Is(err, errKilled) || n > 60 {
				s.t.Fatalf("%s, killed %d times: %v\n%s", steps[i].Kind, n-1, err, strings.Join(s.said, "\n"))
			}
			kills++
		}
	}
	s.crash = 0
	return kills
}

func TestADriverThatIsKilledAtEachPointIsGoneOnWith(t *testing.T) {
	s := begin(t, v135, "c1", "w1", "w2")
	s.want.Users = []string{"ken"}
	kills := s.harass(s.plan().Before)
	s.serve()
	s.want.Version = v136
	s.want.Config["spec"].(map[string]any)["api"] = map[string]any{"extraArgs": map[string]any{"profiling": "false"}}
	kills += s.harass(s.plan().Before)
	s.want.Hosts = slices.DeleteFunc(s.want.Hosts, func(h k0s.Host) bool { return h.Name == "w2" })
	kills += s.harass(s.plan().After)
	if left := s.plan(); len(left.Before)+len(left.After) > 0 {
		t.Errorf("there is still to do: %q %q", outline(left.Before), outline(left.After))
	}
	if s.closed() != "" || kills < 20 {
		t.Errorf("closed are %q after %d kills", s.closed(), kills)
	}
	s.well()
	s.kubectl("", "delete", "deployment", "shop", "-n", "default", "--cascade=foreground", "--wait=true")
	seen, err := s.observe()
	if err != nil {
		t.Fatal(err)
	}
	gone, err := k0s.Destroy(s.want, seen)
	if err != nil {
		t.Fatal(err)
	}
	number(gone)
	s.harass(gone.Before)
	s.well()
	t.Logf("killed %d times", kills)
}

func TestARunThatRemembersNothingPassesOverWhatIsDone(t *testing.T) {
	s := begin(t, v135, "c1", "w1", "w2")
	s.stand()
	s.want.Version, s.want.Path = v137, []k0s.Version{v136}
	steps := s.plan().Before
	for done := range len(steps) + 1 {
		for i := range steps[:done] {
			standing, err := s.driver().Judge(t.Context(), &steps[i])
			if standing != prepare.Done || err != nil {
				t.Errorf("after %d steps, %s: %s, %v", done, outline(steps[i : i+1])[0], standing, err)
			}
		}
		if done < len(steps) {
			if err := s.do(s.driver(), &steps[done], false); err != nil {
				t.Fatal(err)
			}
		}
	}
	s.well()
}

func TestK0sctlThatDiesHalfWayIsGoneOnWith(t *testing.T) {
	for _, c := range []struct{ host, point string }{{"c1", "after stop"}, {"c1", "after install"}, {"w1", "after binary"}, {"w1", "after start"}} {
		t.Run("upgrade of "+c.host+" "+c.point, func(t *testing.T) {
			s := begin(t, v135, "c1", "w1", "w2")
			s.stand()
			s.serve()
			s.want.Version = v136
			s.diesAt(s.plan().Before, machines.Fault{Command: "apply", Point: c.point, Host: c.host, Kind: machines.Dies})
		})
	}
	for _, c := range []struct{ host, point string }{{"c1", "after write config"}, {"c1", "after install"}, {"c2", "after install"}, {"w1", "after install"}} {
		t.Run("first start of "+c.host+" "+c.point, func(t *testing.T) {
			s := begin(t, v135, "c1", "c2", "w1")
			s.diesAt(s.plan().Before, machines.Fault{Command: "apply", Point: c.point, Host: c.host, Kind: machines.Dies})
		})
	}
}

// diesAt does steps of which one meets a fault, and goes on with it.
func (s *site) diesAt(steps []ground.Step, f machines.Fault) {
	s.t.Helper()
	s.world.Plant(f)
	failed := 0
	for i := range steps {
		err := s.do(s.driver(), &steps[i], false)
		if err != nil {
			failed++
			if !strings.Contains(err.Error(), "k0sctl apply was killed") {
				s.t.Errorf("got %v", err)
			}
			err = s.do(s.driver(), &steps[i], true)
		}
		if err != nil {
			s.t.Fatalf("%s %s: %v\n%s", steps[i].Kind, steps[i].Part, err, strings.Join(s.said, "\n"))
		}
	}
	if left := s.plan(); len(left.Before)+len(left.After) > 0 || failed > 1 {
		s.t.Errorf("there is still to do after %d failures: %q %q", failed, outline(left.Before), outline(left.After))
	}
	if s.closed() != "" {
		s.t.Errorf("still closed: %s", s.closed())
	}
	s.well()
}

func TestK0sctlThatHangsIsStoppedInTheStepsTime(t *testing.T) {
	for _, kind := range []machines.Kind{machines.Hangs, machines.HangsHard} {
		t.Run(string(kind), func(t *testing.T) {
			s := begin(t, v135, "c1")
			steps := s.plan().Before
			steps[0].Seconds = 1
			s.world.Plant(machines.Fault{Command: "apply", Point: "phase Connect to hosts", Kind: kind})
			s.short()
			err := s.do(s.driver(), &steps[0], false)
			if err == nil || !strings.Contains(err.Error(), "k0sctl apply did not end in its time and was stopped") {
				t.Fatalf("got %v", err)
			}
			if diff := cmp.Diff([]string(nil), s.world.Done("c1")); diff != "" {
				t.Error(diff)
			}
			s.well()
		})
	}
}
