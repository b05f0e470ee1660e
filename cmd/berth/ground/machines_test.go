package ground

import (
	"errors"
	"fmt"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"berth.dev/providers/providertest/machines"
)

// A cluster of machines that berth has made meets, one after another, what can come
// between it and its next version, and its end.
func TestAClusterOfMachinesIsChangedWhateverComesBetween(t *testing.T) {
	s := play(t, "c1", "c2", "c3", "w1", "w2").leased()
	s.sites(site{})
	s.run(0, "plan", "--steps", "--out", "plan.json", "--force")
	s.apply(0)
	s.kubectl(willing, "apply", "-f", "-")
	s.kubectl("", "rollout", "status", "deployment/queue", "-n", "elsewhere", "--timeout=60s")
	for _, part := range []struct {
		name string
		play func(*scene, *testing.T)
	}{
		{"an upgrade goes on wherever it was cut off", (*scene).cutUpgrade},
		{"a program that outlives its run is left alone", (*scene).outlived},
		{"an ending of k0sctl that says all is well is not believed", (*scene).lied},
		{"a window that is shut stops the run and says until when", (*scene).shut},
		{"a removal that was cut off goes on", (*scene).halfRemoved},
	} {
		t.Run(part.name, func(t *testing.T) {
			own := *s
			own.TB = t
			part.play(&own, t)
			s.computer, s.version = own.computer, own.version
		})
	}
}

// willing is somebody else's service, whose budget lets its pods go one after another.
var willing = strings.NewReplacer("maxUnavailable: 0", "maxUnavailable: 1", "      nodeSelector: {kubernetes.io/hostname: w2}\n", "").Replace(foreign)

// newer is the next version of k0s, which the scene has not had yet.
func (s *scene) newer() string {
	s.version++
	return s.latest()
}

// latest is the newest version that the scene has had.
func (s *scene) latest() string { return fmt.Sprintf("v1.35.%d+k0s.0", 4+s.version) }

// upgrade plans the way to the next version.
func (s *scene) upgrade() {
	s.Helper()
	s.sites(site{K0s: s.newer()})
	s.run(0, "plan", "--steps", "--out", "plan.json", "--force")
}

func (s *scene) cutUpgrade(t *testing.T) {
	begun := s.version
	deed{
		set: func(on *scene, n int) { on.sites(site{K0s: on.newer()}) },
		wants: func(on *scene, n int) {
			on.runs(on.latest())
			s.version = begun + n + 1
		},
	}.cutOn(t, s)
}

// outlived kills berth in the middle of k0sctl, which goes on. Nobody starts a second one
// beside it: not from the same state folder, which it holds, and not from anywhere else,
// where the cluster that holds the lease remembers it.
func (s *scene) outlived(t *testing.T) {
	for i, c := range []struct{ point, host string }{{"after start", "c2"}, {"before stop", "w1"}} {
		s.clock.pass(aWhile)
		s.upgrade()
		pid, met := make(chan int, 1), make(chan error, 1)
		s.world.Plant(machines.Fault{Command: "apply", Point: c.point, Host: c.host, Kind: machines.Calls, Do: func(machines.Run) {
			met <- errors.Join(syscall.Kill(<-pid, syscall.SIGKILL), s.excluded())
		}})
		o := s.orders("apply", "plan.json", "--yes", "-C", ".")
		a := s.heard(time.Now(), o.Args, spawn(t, o, func(n int) { pid <- n }))
		if a.code != -1 {
			t.Fatalf("berth was not killed in the middle of k0sctl: exit code %d", a.code)
		}
		s.good(<-met)
		if i%2 == 1 {
			s.elsewhere()
		}
		s.goOn()
		s.runs(s.latest())
	}
}

// excluded wants the plan to be refused, here and elsewhere, while somebody is at work.
func (s *scene) excluded() error {
	here := s.apart(0, "apply", "plan.json", "--yes", "-C", ".")
	other := *s
	other.computer += 1000
	there := other.apart(0, "apply", "plan.json", "--yes", "-C", ".")
	if here.code != 6 || there.code != 6 {
		return fmt.Errorf("somebody goes on beside a program that runs: %s%s", here.err, there.err)
	}
	return nil
}

// lied lets a controller die while k0sctl says that all is well.
func (s *scene) lied(*testing.T) {
	s.clock.pass(aWhile)
	s.upgrade()
	s.world.Plant(machines.Fault{Command: "apply", Point: "phase Disconnect from hosts", Kind: machines.Calls, Do: func(machines.Run) { s.world.Crash("c2") }})
	a := s.apply(7)
	s.says(a.err, "k0sctl ended well, and all the same", "c2", "berth resume plan.json")
	s.run(0, "resume", "plan.json", "-C", ".")
	s.runs(s.latest())
}

func (s *scene) shut(t *testing.T) {
	opens := s.clock.Now().UTC().Add(72 * time.Hour).Truncate(24 * time.Hour).Add(2 * time.Hour)
	s.sites(site{K0s: s.newer(), Window: opens.Format("Mon") + " 02:00-06:00 UTC"})
	s.run(0, "plan", "--steps", "--out", "plan.json", "--force")
	before := s.changing()
	s.says(s.apply(7).err, "is shut until "+opens.Format("Mon 2006-01-02 15:04 MST"), "berth apply plan.json")
	if diff := cmp.Diff(before, s.changing()); diff != "" {
		t.Errorf("k0sctl was run all the same: %s", diff)
	}
	s.clock.pass(opens.Add(time.Minute).Sub(s.clock.Now()))
	s.apply(0)
	s.runs(s.latest())
}

// halfRemoved kills berth and k0sctl in the middle of a removal.
func (s *scene) halfRemoved(t *testing.T) {
	s.clock.pass(aWhile)
	s.kubectl("", "delete", "namespace", "elsewhere")
	s.sites(site{K0s: s.latest()})
	remove := []string{"destroy", "--cluster", "tokyo", "-C", ".", "--yes"}
	for _, host := range []string{"w1", "c2"} {
		pid := make(chan int, 1)
		s.world.Plant(machines.Fault{Command: "reset", Point: "after reset", Host: host, Kind: machines.Calls, Do: func(r machines.Run) {
			_ = syscall.Kill(<-pid, syscall.SIGKILL)
			_ = syscall.Kill(r.PID, syscall.SIGKILL)
		}})
		if a := s.heard(time.Now(), remove, spawn(t, s.orders(remove...), func(n int) { pid <- n })); a.code != -1 {
			t.Fatalf("berth was not killed: exit code %d", a.code)
		}
	}
	s.run(0, remove...)
	for _, name := range s.world.Names() {
		if got := s.world.State(name); got.Installed || got.Data {
			t.Errorf("%s: %+v", name, got)
		}
	}
}
