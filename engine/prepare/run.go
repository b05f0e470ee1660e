package prepare

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"berth.dev/engine/ground"
	"berth.dev/engine/record"
)

// run is one job under way.
type run struct {
	job Job
	// steps are those of the half, all those of both halves.
	steps []ground.Step
	all   []*ground.Step
	// past is what the journal remembers of steps, by ID.
	past map[string]past
	// at is the step under way, by its place among steps.
	at  int
	out Outcome
	// places are the clusters that hold leases, by site.
	places map[string]*place
	// gone are the sites whose clusters this plan has removed: they hold no lease any more.
	gone map[string]bool

	// mu guards what follows: a driver may ask for permits from several goroutines.
	mu sync.Mutex
	// lease is nil before it is taken and after it was lost; held says that it was taken
	// before.
	lease Lease
	held  bool
	// hold is what clusters remember of the step under way, nil where none is.
	hold *record.Hold

	// telling guards what is told: drivers say what they wait for from anywhere.
	telling sync.Mutex
}

// Run does the steps of one half of a plan's work that are not done yet, one after
// another, or goes on where an earlier run was cut off. The outcome is never nil. An
// error is one of this package's types, or a failure that nothing was begun after.
func Run(ctx context.Context, job Job) (*Outcome, error) {
	r, err := begin(job)
	if err != nil {
		return &Outcome{Plan: job.Plan, Half: job.Half, Stopped: StoppedBefore}, err
	}
	if len(r.steps) == 0 {
		return &r.out, nil
	}
	r.tell(Event{What: RunBegan, Words: fmt.Sprintf("plan %s: %s on clusters %s its services", short(job.Plan), steps(len(r.steps)), job.Half)})
	err = r.walk(ctx)
	r.release(ctx)
	return r.end(err)
}

// begin makes a run of a job, or says what the job lacks.
func begin(job Job) (*run, error) {
	if job.Work == nil || job.Clock == nil || job.Plan == "" || job.Half != Before && job.Half != After {
		return nil, errors.New("a job needs its plan's digest, its work, which half of it is to be done, and a clock")
	}
	if err := ground.Check(job.Work); err != nil {
		return nil, err
	}
	r := &run{job: job, steps: job.Work.Before, places: map[string]*place{}, gone: map[string]bool{}}
	if job.Half == After {
		r.steps = job.Work.After
	}
	for _, half := range [][]ground.Step{job.Work.Before, job.Work.After} {
		for i := range half {
			r.all = append(r.all, &half[i])
		}
	}
	r.out = Outcome{Plan: job.Plan, Half: job.Half, Steps: len(r.steps)}
	var err error
	if r.past, err = readPast(job.Remembered); err != nil {
		return nil, err
	}
	return r, r.equip()
}

// equip finds the driver of each step and the clusters that hold its leases.
func (r *run) equip() error {
	for i := range r.steps {
		s := &r.steps[i]
		if r.job.Drivers[s.Site] == nil {
			return fmt.Errorf("site %s: the plan is about its cluster and no driver was given for it", s.Site)
		}
		leases := r.job.Work.Site(s.Site).Leases()
		if len(leases) == 0 && r.job.Folder == "" {
			return fmt.Errorf("site %s: nothing would keep other runs away from its cluster: use a state folder, or give the site a lock", s.Site)
		}
		for _, name := range leases {
			cluster := r.job.Clusters[name]
			if cluster == nil || r.job.Locks == nil {
				return fmt.Errorf("site %s: its cluster holds the lease for the changes of site %s, and was not given", name, s.Site)
			}
			r.places[name] = &place{name: name, cluster: cluster}
		}
	}
	return nil
}

// end turns the way in which a run ended into its outcome and its error.
func (r *run) end(err error) (*Outcome, error) {
	out := &r.out
	var shut *Shut
	switch {
	case err == nil:
	case errors.As(err, &shut):
		out.Stopped, out.Opens = StoppedAtWindow, shut.Opens
	case out.Began > 0:
		out.Stopped = StoppedByFailure
	default:
		out.Stopped = StoppedBefore
	}
	words := "done"
	if err != nil {
		words, out.Why = err.Error(), err.Error()
	}
	if out.Stopped == StoppedAtWindow || out.Stopped == StoppedByFailure {
		err = &Partly{Outcome: out, Cause: err}
	}
	r.tell(Event{What: RunEnded, Words: words})
	return out, err
}

// tell hands an event to whoever listens. Events come one at a time.
func (r *run) tell(e Event) {
	r.telling.Lock()
	defer r.telling.Unlock()
	if r.job.Events != nil {
		e.Time = r.job.Clock.Now()
		r.job.Events(e)
	}
}

// about is an event of a step.
func about(what What, s *ground.Step, words string) Event {
	return Event{What: what, Step: s.ID, Kind: s.Kind, Site: s.Site, Part: s.Part, Words: words}
}

// point tells a test that something it may end the run at is about to happen.
func (r *run) point(name string) {
	if r.job.Point != nil {
		r.job.Point(name)
	}
}

// steps counts steps in words.
func steps(n int) string {
	if n == 1 {
		return "1 step"
	}
	return fmt.Sprintf("%d steps", n)
}
