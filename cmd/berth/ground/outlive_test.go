package ground

import (
	"errors"
	"syscall"
	"testing"
	"time"

	"berth.dev/providers/providertest/machines"
)

// A program that berth has started goes on when berth is killed in the middle of it.
// Nobody starts a second one beside it: not from the same state folder, which it holds,
// and not from anywhere else, where the cluster that holds the lease remembers it.
func TestAProgramThatOutlivesItsRunIsLeftAlone(t *testing.T) {
	s := play(t, "c1", "c2", "c3", "w1", "w2").leased()
	s.sites(site{})
	s.run(0, "plan", "--steps", "--out", "plan.json", "--force")
	s.apply(0)
	for i, c := range []struct{ point, host, version string }{
		{"before stop", "c2", "v1.35.5+k0s.0"},
		{"after start", "c2", "v1.35.6+k0s.0"},
		{"before stop", "w1", "v1.35.7+k0s.0"},
		{"before start", "w1", "v1.35.8+k0s.0"},
	} {
		s.sites(site{K0s: c.version})
		s.run(0, "plan", "--steps", "--out", "plan.json", "--force")
		pid, met := make(chan int, 1), make(chan error, 1)
		s.world.Plant(machines.Fault{Command: "apply", Point: c.point, Host: c.host, Kind: machines.Calls, Do: func(machines.Run) {
			err := syscall.Kill(<-pid, syscall.SIGKILL)
			here := s.apart(0, "apply", "plan.json", "--yes", "-C", ".")
			s.elsewhere()
			there := s.apart(0, "apply", "plan.json", "--yes", "-C", ".")
			if here.code != 6 || there.code != 6 {
				err = errors.Join(err, errors.New("somebody goes on beside a program that runs: "+here.err+there.err))
			}
			s.computer--
			met <- err
		}})
		o := s.orders("apply", "plan.json", "--yes", "-C", ".")
		began := time.Now()
		a := s.heard(began, o.Args, spawn(t, o, func(n int) { pid <- n }))
		if a.code != -1 {
			t.Fatalf("berth was not killed in the middle of k0sctl: exit code %d", a.code)
		}
		s.good(<-met)
		if i%2 == 1 {
			s.elsewhere()
		}
		s.goOn()
		s.runs(c.version)
	}
}
