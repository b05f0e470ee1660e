package apply

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"berth.dev/engine/lease"
	"berth.dev/engine/object"
	"berth.dev/engine/record"
	"berth.dev/engine/step"
)

// run is one job under way.
type run struct {
	job   Job
	lease Lease
	began time.Time
	// sites are the clusters of the work, in the order of their names.
	sites []*site
	// services are those of the work, by name.
	services map[string]step.Service
	progress progress
	// at is the number of the stage under way, from 0.
	at int
	// wrote says that this run has sent a request that changes something.
	wrote atomic.Bool

	// telling guards what is told: events one at a time, failures, and which steps a
	// cluster has gone through as a dry run.
	telling  sync.Mutex
	failures []Failure
	tried    map[string]bool
}

// defaultWorkers is how many writes go on side by side: more gained nothing against
// one API server, which limits each client's share by itself.
const defaultWorkers = 8

// Run carries a plan out, or goes on where it was cut off. The outcome is never nil.
// An error is one of this package's types, or a failure that nothing was written
// after.
func Run(ctx context.Context, job Job) (*Outcome, error) {
	r, err := begin(job)
	if err != nil {
		return &Outcome{Plan: job.Plan, Stopped: StoppedBefore}, err
	}
	r.tell(Event{What: RunBegan, Words: fmt.Sprintf("plan %s: %d stages", short(job.Plan), len(job.Work.Stages))})
	return r.end(r.carryOut(ctx, false))
}

// Resume goes on with a plan that is open, and passes the gate that the job names.
func Resume(ctx context.Context, job Job) (*Outcome, error) {
	r, err := begin(job)
	if err != nil {
		return &Outcome{Plan: job.Plan, Stopped: StoppedBefore}, err
	}
	r.tell(Event{What: RunBegan, Words: fmt.Sprintf("plan %s: going on", short(job.Plan))})
	return r.end(r.carryOut(ctx, true))
}

// Rehearse checks everything and asks every cluster what it would answer, and
// changes nothing at all: no lease is taken and no record written.
func Rehearse(ctx context.Context, job Job) (*Outcome, error) {
	r, err := begin(job)
	if err != nil {
		return &Outcome{Plan: job.Plan, Stopped: StoppedBefore}, err
	}
	r.tell(Event{What: RunBegan, Words: fmt.Sprintf("plan %s: dry run", short(job.Plan))})
	err = r.check(ctx)
	if err == nil && !r.progress.closed {
		err = r.rehearse(ctx)
	}
	return r.end(err)
}

// Check finds out whether a plan could be begun or gone on with: who the clusters are,
// what they remember, what berth may do there, and whether the plan is about what is
// there. It changes nothing.
func Check(ctx context.Context, job Job) error {
	r, err := begin(job)
	if err != nil {
		return err
	}
	return r.check(ctx)
}

// begin makes a run of a job, or says what the job lacks.
func begin(job Job) (*run, error) {
	if job.Work == nil || job.Bag == nil || job.Clock == nil || job.Rand == nil {
		return nil, errors.New("a job needs its work, the contents, a clock and a source of chance")
	}
	if err := step.Check(job.Work); err != nil {
		return nil, err
	}
	if job.Revision != "" && !canAsk(job.Revision) {
		return nil, fmt.Errorf("revision %.80q: give a commit by 7 or more of its hexadecimal digits", job.Revision)
	}
	if len(job.Work.Clusters) == 0 && len(job.Work.Stages) > 0 {
		return nil, errors.New("the plan has steps and no cluster that could remember them: give a site its context, and plan again")
	}
	r := &run{job: job, began: job.Clock.Now(), services: map[string]step.Service{}, tried: map[string]bool{}}
	for _, s := range job.Work.Services {
		r.services[s.Name] = s
	}
	for _, c := range job.Work.Clusters {
		t := job.Targets[c.Site]
		if t == nil {
			return nil, fmt.Errorf("%s: the plan is about this site and no cluster was given for it", c.Site)
		}
		r.sites = append(r.sites, &site{name: c.Site, t: t, run: r, sets: map[setKey]*record.Set{}})
	}
	slices.SortFunc(r.sites, func(a, b *site) int { return strings.Compare(a.name, b.name) })
	return r, nil
}

// onTargets is a run of no plan, on all clusters of a job.
func onTargets(job Job) *run {
	r := &run{job: job, tried: map[string]bool{}}
	for _, name := range slices.Sorted(maps.Keys(job.Targets)) {
		r.sites = append(r.sites, &site{name: name, t: job.Targets[name], run: r})
	}
	return r
}

// carryOut is the order of a run. Whatever comes before the records are opened
// changes nothing on the clusters but leases.
func (r *run) carryOut(ctx context.Context, goingOn bool) error {
	if err := r.check(ctx); err != nil {
		return err
	}
	if goingOn && !r.progress.open {
		return ErrNothingOpen
	}
	if r.progress.closed || len(r.job.Work.Stages) == 0 && !r.job.Empty {
		return nil
	}
	if err := r.handy(); err != nil {
		return err
	}
	release, err := r.lock(ctx)
	if err != nil {
		return err
	}
	defer release()
	if err := r.check(ctx); err != nil {
		return err
	}
	if err := r.rehearse(ctx); err != nil {
		return err
	}
	if err := r.open(ctx); err != nil {
		return err
	}
	if err := r.stages(ctx); err != nil {
		return err
	}
	return r.close(ctx)
}

// lock takes the leases, and returns what gives them back.
func (r *run) lock(ctx context.Context) (release func(), err error) {
	if r.job.Locks == nil {
		return nil, errors.New("a job that writes needs locks")
	}
	lock, err := r.job.Locks.Acquire(ctx, r.leased())
	var busy *lease.Busy
	switch {
	case errors.As(err, &busy):
		return nil, &LockedError{Site: busy.Where, Since: busy.Since, Cause: err}
	case err != nil:
		return nil, err
	}
	r.lease = lock
	r.tell(Event{What: LeaseTaken, Words: "no other run writes on these clusters now"})
	return func() {
		// A run that was told to end still gives its leases back, so that the next
		// one need not wait for them to expire.
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), leaveTime)
		defer cancel()
		_ = r.lease.Release(ctx) // it expires by itself
	}, nil
}

// leased are the clusters to be leased. An epoch is above all that the records know,
// also where somebody deleted the Lease.
func (r *run) leased() []lease.Site {
	all := make([]lease.Site, len(r.sites))
	for i, s := range r.sites {
		all[i] = lease.Site{Name: s.name, Cluster: s.t, Floor: s.cluster.Epoch}
	}
	return all
}

// leaveTime is how long a run that ends may take to leave things in order.
const leaveTime = 30 * time.Second

// stages carries out what is not done yet.
func (r *run) stages(ctx context.Context) error {
	r.at = r.progress.done
	if r.at > 0 && r.at < len(r.job.Work.Stages) {
		if err := r.lookAgain(ctx); err != nil {
			return err
		}
	}
	for r.at = r.progress.done; r.at < len(r.job.Work.Stages); r.at++ {
		if r.job.Wave > 0 && r.job.Work.Stages[r.at].Wave > r.job.Wave {
			return errWave
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		if r.late() {
			return fmt.Errorf("the run has taken %s, which is all that it may: resume to go on", r.job.Limit)
		}
		if err := r.stage(ctx, &r.job.Work.Stages[r.at]); err != nil {
			return err
		}
	}
	return nil
}

// late tells whether the run has taken all the time that it may.
func (r *run) late() bool {
	return r.job.Limit > 0 && !r.job.Clock.Now().Before(r.began.Add(r.job.Limit))
}

// errWave ends a run that has done all that was asked for.
var errWave = errors.New("no more waves were asked for")

// site returns a cluster of the run by the name of its site, nil where there is none.
func (r *run) site(name string) *site {
	i, found := slices.BinarySearchFunc(r.sites, name, func(s *site, name string) int { return strings.Compare(s.name, name) })
	if !found {
		return nil
	}
	return r.sites[i]
}

func (r *run) workers() int {
	if r.job.Workers > 0 {
		return r.job.Workers
	}
	return defaultWorkers
}

// point tells a test that something it may end the run at is about to happen.
func (r *run) point(name string) {
	if r.job.Point != nil {
		r.job.Point(name)
	}
}

// refs are the objects that steps are about, on one site.
func refs(steps []*step.Step, site string) []object.Ref {
	all := map[object.Ref]bool{}
	for _, st := range steps {
		if st.Site == site && st.Object != nil {
			all[*st.Object] = true
		}
	}
	return slices.SortedFunc(maps.Keys(all), object.Ref.Compare)
}
