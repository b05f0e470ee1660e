package prepare

import (
	"context"
	"fmt"

	"berth.dev/engine/ground"
)

// Rehearse asks the drivers where the steps of a half stand, as far as that can be told
// before any is done, and changes nothing: no lease is taken and no record written. What
// a site's step waits for that comes after one that is due, nobody can see yet.
func Rehearse(ctx context.Context, job Job) (*Outcome, error) {
	if job.Folder == "" {
		job.Folder = "none" // what writes nothing needs none
	}
	r, err := begin(job)
	if err != nil {
		return &Outcome{Plan: job.Plan, Half: job.Half, Stopped: StoppedBefore}, err
	}
	if len(r.steps) == 0 {
		return &r.out, nil
	}
	r.tell(Event{What: RunBegan, Words: fmt.Sprintf("plan %s: dry run of %s on clusters", short(job.Plan), steps(len(r.steps)))})
	return r.end(r.look(ctx))
}

// look judges the steps, of each site as far as the first that is due.
func (r *run) look(ctx context.Context) error {
	due := map[string]bool{}
	for r.at = range r.steps {
		s := &r.steps[r.at]
		r.out.Step = s.ID
		switch {
		case r.past[s.ID].done:
			r.tell(about(StepPassed, s, "an earlier run has done it"))
			r.out.Done++
			continue
		case due[s.Site]:
			r.tell(about(Rehearsed, s, "to be done after the steps before it"))
			continue
		}
		is, err := r.stands(ctx, s)
		if err != nil {
			return err
		}
		if !is {
			r.out.Done++
			continue
		}
		due[s.Site] = true
		if err := r.tellDue(s); err != nil {
			return err
		}
	}
	r.out.Step = ""
	return nil
}

// tellDue tells of a step that is to be done, and where its window is shut, from when on.
func (r *run) tellDue(s *ground.Step) error {
	words := "to be done now"
	if now := r.job.Clock.Now(); s.Disturbs() {
		opens, err := r.job.Work.Site(s.Site).Opens(now)
		if err != nil {
			return err
		}
		if opens.After(now) {
			words = "to be done from " + opens.Format(shown) + " on, when the window opens"
		}
	}
	r.tell(about(Rehearsed, s, words))
	return nil
}
