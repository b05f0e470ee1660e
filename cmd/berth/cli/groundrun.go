package cli

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"berth.dev/engine/apply"
	"berth.dev/engine/ground"
	"berth.dev/engine/lease"
	"berth.dev/engine/prepare"
	"berth.dev/engine/step"
)

// grounded tells whether the plan has steps on clusters themselves.
func (e *execution) grounded() bool {
	g := e.plan.Ground
	return g != nil && len(g.Before)+len(g.After) > 0
}

// carryOut does all of a plan: what its services need of clusters, the services, and
// what they leave behind. Nothing of a cluster is changed for services that could not
// be carried out: their stages are checked first.
func (e *execution) carryOut(name string, run func(context.Context, apply.Job) (*apply.Outcome, error), change func(*apply.Job)) (*apply.Outcome, error) {
	if !e.grounded() {
		return e.do(name, run, change)
	}
	if !e.carriedOut() {
		if err := apply.Check(e.app.Context, e.job()); err != nil {
			return nil, err
		}
		if err := e.prepare(prepare.Run, prepare.Before); err != nil {
			return nil, err
		}
	}
	out, err := e.do(name, run, change)
	if err != nil || out.Stopped != "" {
		return out, err
	}
	return out, e.prepare(prepare.Run, prepare.After)
}

// prepare does one half of what the plan says of clusters.
func (e *execution) prepare(run func(context.Context, prepare.Job) (*prepare.Outcome, error), half prepare.Half) error {
	steps := e.plan.Ground.Before
	if half == prepare.After {
		steps = e.plan.Ground.After
	}
	if len(steps) == 0 {
		return nil
	}
	job, err := e.groundJob(half, steps)
	if err != nil {
		return err
	}
	l := e.app.listen(e.format, "clusters of plan "+shortDigest(e.plan.Digest), nil)
	defer l.end()
	job.Events = func(ev prepare.Event) { l.hear(asApplys(ev)) }
	out, err := run(e.app.Context, job)
	if out != nil {
		e.grounds += out.Began
	}
	return err
}

// groundJob is a half as package prepare takes it.
func (e *execution) groundJob(half prepare.Half, steps []ground.Step) (prepare.Job, error) {
	job := prepare.Job{
		Plan: e.plan.Digest, Work: e.plan.Ground, Half: half, Drivers: map[string]prepare.Driver{}, Clusters: map[string]lease.Cluster{},
		Locks: prepare.Leases{Holder: e.app.holder, Options: lease.DefaultOptions(e.app.Boot)},
		Host:  e.holder.Host, Remembered: e.remembers, Clock: e.app.Clock, Point: e.app.Point,
	}
	if e.journal != nil {
		job.Journal = e.journal
	}
	if e.state != nil {
		var err error
		if job.Folder, err = e.state.lock.ID(); err != nil {
			return job, err
		}
	}
	for i := range steps {
		site := steps[i].Site
		if job.Drivers[site] != nil {
			continue
		}
		driver, err := e.driver(e.app.Context, *e.plan.Ground.Site(site))
		if err != nil {
			return job, err
		}
		job.Drivers[site] = driver
	}
	return job, e.leaseClusters(job.Clusters)
}

// leaseClusters opens the clusters that hold leases and remember who is at work.
func (e *execution) leaseClusters(into map[string]lease.Cluster) error {
	for _, site := range e.plan.Ground.Leased() {
		name := e.runOptions.clusters.context(site, e.plannedContext(site))
		if name == "" {
			return fmt.Errorf("site %s: its cluster holds the lease of this plan, and nothing says how it is reached: give --context %s=NAME", site, site)
		}
		c, err := e.runOptions.clusters.cluster(e.app, site, name, nil)
		if err != nil {
			return err
		}
		into[site] = c
	}
	return nil
}

// plannedContext is the context of a site in the plan, "" where it has none.
func (e *execution) plannedContext(site string) string {
	for _, c := range e.plan.Work.Clusters {
		if c.Site == site {
			return c.Context
		}
	}
	return ""
}

// asApplys is an event as those of package apply are, so that all are shown alike.
func asApplys(ev prepare.Event) apply.Event {
	out := apply.Event{Time: ev.Time, What: apply.What(ev.What), Step: ev.Step, Kind: step.Kind(ev.Kind), Service: ev.Part, Site: ev.Site, Words: ev.Words, Took: ev.Took}
	if ev.What != prepare.StepWaits {
		return out
	}
	if words, waits := strings.CutPrefix(ev.Words, "waiting for "); waits {
		out.Words = words // reports say that it waits
		return out
	}
	out.What = atWork
	return out
}

// atWork is what a driver tells of itself while it does not wait.
const atWork apply.What = "at work"

// groundEnded turns the end of steps on clusters into words with the command that goes
// on; others it returns as they are.
func (e *execution) groundEnded(err error) error {
	var partly *prepare.Partly
	if !errors.As(err, &partly) {
		return err
	}
	verb := "resume"
	if partly.Outcome.Began == 0 && len(e.remembers) == 0 && !e.begun() {
		verb = "apply" // nothing is open that could be gone on with
	}
	next := e.command(verb, e.name)
	far := fmt.Sprintf("%d of %s on clusters done", partly.Outcome.Done, plural(partly.Outcome.Steps, "step"))
	var shut *prepare.Shut
	switch {
	case errors.As(err, &shut):
		return &gateShut{endedError{fmt.Sprintf("%s: %v. Go on then with: %s", far, partly.Cause, next), errPartly}}
	case errors.Is(err, context.Canceled):
		return &endedError{fmt.Sprintf("interrupted with %s: what was under way is found again. Go on with: %s", far, next), errPartly}
	}
	return &endedError{fmt.Sprintf("%s, and the plan is open: %v. When that is mended, go on with: %s", far, partly.Cause, next), errPartly}
}
