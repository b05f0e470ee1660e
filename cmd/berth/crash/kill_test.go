package crash

import (
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"berth.dev/engine/lease"
	"berth.dev/engine/rollout"
	"berth.dev/providers/providertest/audit"
)

// level is how much goes wrong beside a kill.
type level struct {
	name string
	// percent of all requests fail, each in one of the ways that pass.
	percent int
	// cut says that bytes of the journal that were not synced are lost with the kill.
	cut bool
}

func levels() []level {
	return []level{{"calm", 0, false}, {"faults", 5, false}, {"faults-and-lost-bytes", 5, true}}
}

// TestARunKilledAnywhereIsFinishedByTheNext kills a run at its n-th point, for every n,
// and begins again until the plan is carried out. Nothing may be lost, doubled or
// untracked at any instant, with the state folder and without it.
func TestARunKilledAnywhereIsFinishedByTheNext(t *testing.T) {
	t.Parallel()
	figures := tally(t, "killed on fakes")
	for _, name := range []string{"ordinary", "alone"} {
		for seed := uint64(1); seed <= seeds(); seed++ {
			s := prepare(t, name, seed)
			t.Logf("%s, seed %d: %d points", name, seed, len(s.points))
			for _, group := range s.groups(t) {
				// A test keeps what its subtests have cleaned up until it ends: one for each
				// group holds the worlds of two hundred cases, not of four thousand.
				t.Run(group[0].group(), func(t *testing.T) {
					for _, c := range group {
						t.Run(fmt.Sprintf("point=%d", c.at), func(t *testing.T) {
							t.Parallel()
							figures.add(s.killed(t, c))
						})
					}
				})
			}
		}
	}
}

// deadly is a case: a run that is killed, and what is left to the next.
type deadly struct {
	scenario string
	seed     uint64
	level    level
	// kept says that the state folder is still there.
	kept bool
	// at is the point, from 1.
	at int
}

// group names the cases that differ in their point alone; with the point it is what -run
// picks a case by.
func (d deadly) group() string {
	return fmt.Sprintf("%s/seed=%d/%s/kept=%t", d.scenario, d.seed, d.level.name, d.kept)
}

// groups are all cases of a scenario, by what they have in common. Without the state
// folder, points around a journal are all the same as the request that comes next, so
// only requests are taken.
func (s scenario) groups(t *testing.T) (all [][]deadly) {
	for _, l := range levels() {
		for _, kept := range []bool{true, false} {
			var group []deadly
			for n := 0; n < len(s.points); n += stride(t) {
				if kept || isRequest(s.points[n]) {
					group = append(group, deadly{s.name, s.seed, l, kept, n + 1})
				}
			}
			if len(group) > 0 {
				all = append(all, group)
			}
		}
	}
	return all
}

// scenario is a plan and the points of a run of it. The same seed gives the same
// clusters, so one plan serves for all of its cases.
type scenario struct {
	name   string
	seed   uint64
	plan   audit.Plan
	orders orders
	points []string
	// stops is how many of them are right before the lease is asked.
	stops int
}

// prepare makes a plan and carries it out once, undisturbed, to learn its points.
func prepare(t *testing.T, name string, seed uint64) scenario {
	t.Helper()
	w := newWorld(t, seed)
	w.furnish(t)
	services := map[string]func(testing.TB) []rollout.Service{"ordinary": ordinary, "alone": alone}[name](t)
	s := scenario{name: name, seed: seed, plan: plan(t, w.targets(t, "planner"), "", services)}
	s.orders = write(t, t.TempDir(), s.plan)
	s.orders.Seed = seed
	o := s.on(w, t.TempDir())
	for range 2 {
		e := run(t, o)
		s.points, s.stops = append(s.points, e.Names...), s.stops+e.Stops
		if o.Pass = e.Gate; e.Code == exitDone {
			w.blameless(t, s.plan)
			return s
		}
	}
	t.Fatal("an undisturbed run does not come to its end")
	return s
}

// on are the orders of a run on a world.
func (s scenario) on(w *world, state string) orders {
	o := s.orders
	o.Name, o.Config, o.State = "first", w.config, state
	return o
}

// killed is one case.
func (s scenario) killed(t *testing.T, d deadly) []audit.Violation {
	w := newWorld(t, s.seed)
	w.furnish(t)
	w.spoil(s.seed*1_000_003+uint64(d.at), d.level.percent)
	o := s.on(w, t.TempDir())
	s.until(t, o, d.at, d.level)
	if !d.kept {
		o.State = t.TempDir()
	}
	again(t, o, d.level)
	return w.blameless(t, s.plan)
}

// until runs the plan, through its gate, and kills it at its n-th point. With faults a
// run may come to another end before; that is a cut like any other.
func (s scenario) until(t *testing.T, o orders, n int, l level) {
	t.Helper()
	for range 2 {
		o.Kill = n
		e := run(t, o)
		if e.Code == -1 && l.cut {
			cut(t, o, e.Synced, rand.New(rand.NewPCG(s.seed, uint64(n))))
		}
		if e.Code != exitPartly || e.Gate == "" || n <= len(e.Names) {
			return
		}
		n, o.Pass = n-len(e.Names), e.Gate
	}
}

// cut takes bytes from the end of the journal that were not on the disk for certain.
func cut(t *testing.T, o orders, synced int64, chance *rand.Rand) {
	t.Helper()
	name := filepath.Join(o.State, o.Plan[7:23], "journal")
	info, err := os.Stat(name)
	if err != nil || info.Size() <= synced {
		return // it was not made yet, or all of it is safe
	}
	if err := os.Truncate(name, synced+chance.Int64N(info.Size()-synced)); err != nil {
		t.Fatal(err)
	}
}

// again begins anew, as a person would, until the plan is carried out: at once where
// nothing goes wrong beside the kill, at the latest after a dozen runs where requests
// fail. A lease that is lost while it is taken tells of the test's fast clock and of a
// busy machine.
func again(t *testing.T, o orders, l level) {
	t.Helper()
	most := 2 // to the gate, and on from it
	if l.percent > 0 {
		most = 12
	}
	var err error
	o.Kill, o.Pass = 0, ""
	for n := 0; n < most; n++ {
		o.Name = fmt.Sprintf("again-%d", n)
		gate := ""
		if gate, err = carryOut(o, &points{out: io.Discard}); err == nil {
			return
		}
		if errors.Is(err, lease.ErrLost) && most < 12 {
			most++
		}
		o.Pass = gate
	}
	t.Fatalf("%d runs after the kill did not finish the plan: %v", most, err)
}

// blameless fails the test for every law that was broken.
func (w *world) blameless(t testing.TB, p audit.Plan) []audit.Violation {
	t.Helper()
	found := w.judge(p.Digest, p)
	for _, v := range found {
		t.Error(v)
	}
	return found
}
