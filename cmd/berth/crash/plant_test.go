package crash

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"berth.dev/engine/apply"
	"berth.dev/engine/lease"
	"berth.dev/engine/object"
	"berth.dev/engine/step"
	"berth.dev/engine/target"
	"berth.dev/providers/kube"
	"berth.dev/providers/providertest/audit"
)

// bug is a way to break a promise, which the auditor must find.
type bug struct {
	name string
	// alone takes the services of which one side may run.
	alone bool
	// law is what the auditor must say.
	law audit.Law
	// before changes the world before it is planned.
	before func(t *testing.T, w *world)
	// intrude is somebody else's doing, which a straight run survives.
	intrude func(w *world, site, verb string, ref object.Ref)
	// plant puts the bug between a run and a cluster.
	plant func(w *world, c *crooked)
	// work is what a run carries out in place of the plan's.
	work func(*step.Work)
	// job changes what a run is given.
	job func(t *testing.T, w *world, job *apply.Job)
	// blind lets the planner be taken in, too.
	blind bool
}

// bugSeeds is in how many worlds each bug is planted; a short test has one.
func bugSeeds() uint64 {
	if testing.Short() {
		return 1
	}
	return 3
}

func TestEveryPlantedBugIsFound(t *testing.T) {
	for _, b := range bugs() {
		t.Run(b.name, func(t *testing.T) {
			t.Parallel()
			var found []audit.Violation
			for seed := uint64(1); seed <= bugSeeds(); seed++ {
				found = append(found, b.carryOut(t, seed, true)...)
			}
			if !slices.ContainsFunc(found, func(v audit.Violation) bool { return v.Law == b.law }) {
				t.Errorf("nobody has broken %q; the auditor says: %v", b.law, found)
			}
		})
	}
}

func TestWithoutTheBugNothingIsFound(t *testing.T) {
	for _, b := range bugs() {
		if b.blind {
			continue // without the bug there is nothing to carry out
		}
		t.Run(b.name, func(t *testing.T) {
			t.Parallel()
			for _, v := range b.carryOut(t, 1, false) {
				t.Error(v)
			}
		})
	}
}

// carryOut plans and runs in a world of its own, with the bug or without, and returns
// what the auditor finds.
func (b bug) carryOut(t *testing.T, seed uint64, planted bool) []audit.Violation {
	w := newWorld(t, seed)
	w.furnish(t)
	if b.before != nil {
		b.before(t, w)
		w.settle(t)
	}
	services := ordinary
	if b.alone {
		services = alone
	}
	targets := w.crooked(t, "run", b, planted)
	planner := w.targets(t, "planner")
	if b.blind && planted {
		planner = targets
	}
	p := plan(t, planner, "", services(t))
	job := jobOf(p, targets, "run")
	if b.work != nil && planted {
		job.Work = altered(*p.Work, b.work)
	}
	if b.job != nil {
		b.job(t, w, &job)
		if !planted {
			job.Locks = fair("run")
		}
	}
	finished := ""
	if err := toTheEnd(job); err == nil {
		finished = p.Digest
	} else if planted {
		t.Logf("seed %d: the run ended with: %v", seed, err)
	}
	return w.judge(finished, p)
}

// toTheEnd runs a job, opens the gate that it comes to, and tries again after a
// failure.
func toTheEnd(job apply.Job) (err error) {
	for range 4 {
		run := apply.Run
		if job.Pass != "" {
			run = apply.Resume
		}
		var out *apply.Outcome
		if out, err = run(context.Background(), job); err == nil {
			return nil
		}
		job.Pass = out.Gate
		if slices.Contains([]apply.Stop{apply.StoppedBefore}, out.Stopped) {
			return err
		}
	}
	return err
}

// crooked are the clusters of a world with a bug before them.
func (w *world) crooked(t *testing.T, agent string, b bug, planted bool) map[string]target.Target {
	t.Helper()
	out := map[string]target.Target{}
	for site, straight := range w.targets(t, agent) {
		c := &crooked{Cluster: straight.(*kube.Cluster), site: site}
		if b.intrude != nil {
			c.intrude = func(site, verb string, ref object.Ref) { b.intrude(w, site, verb, ref) }
		}
		if b.plant != nil && planted {
			b.plant(w, c)
		}
		out[site] = c
	}
	return out
}

// jobOf is a plan as this process carries it out.
func jobOf(p audit.Plan, targets map[string]target.Target, name string) apply.Job {
	return apply.Job{
		Plan: p.Digest, Work: p.Work, Bag: p.Bag, Targets: targets, Clock: &jumping{now: beginning},
		Rand: func() float64 { return 0.5 }, Locks: fair(name), Workers: 2,
	}
}

// fair are leases that are what they say.
func fair(name string) apply.Leases {
	return apply.Leases{
		Holder:  lease.Holder{Host: name, PID: int(started.Add(1)), Nonce: fmt.Sprint(started.Add(1)), Since: time.Now()},
		Options: lease.DefaultOptions(newFast(20)),
	}
}

// altered is work that was changed and given the names that its shape wants.
func altered(w step.Work, change func(*step.Work)) *step.Work {
	stages := make([]step.Stage, len(w.Stages))
	for i, s := range w.Stages {
		stages[i] = s
		stages[i].Steps = slices.Clone(s.Steps)
	}
	w.Stages = stages
	change(&w)
	in := map[int]int{}
	for i := range w.Stages {
		s := &w.Stages[i]
		in[s.Wave]++
		for j := range s.Steps {
			s.Steps[j].ID = fmt.Sprintf("w%d.%d.%d", s.Wave, in[s.Wave], j+1)
		}
	}
	return &w
}

// stageOf finds the first stage that has a step of a kind about an object of a name.
func stageOf(w *step.Work, kind step.Kind, name string) int {
	return slices.IndexFunc(w.Stages, func(s step.Stage) bool {
		return slices.ContainsFunc(s.Steps, func(st step.Step) bool {
			return st.Kind == kind && (name == "" || st.Object != nil && st.Object.Name == name)
		})
	})
}

// moveStage puts a stage before another one.
func moveStage(w *step.Work, from, to int) {
	s := w.Stages[from]
	s.Wave = w.Stages[to].Wave
	w.Stages = slices.Insert(slices.Delete(w.Stages, from, from+1), to, s)
}

var errPlanted = errors.New("as the test wants it")
