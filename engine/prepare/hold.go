package prepare

import (
	"context"
	"errors"
	"fmt"
	"time"

	"berth.dev/engine/ground"
	"berth.dev/engine/record"
)

// slack is added to the time of a step before it is taken to be over elsewhere: for a
// program that is being ended, and for clocks that do not agree.
const slack = 5 * time.Minute

// intend writes down that a step is about to be done, on the disk and on the clusters
// that hold the lease. Nothing of the step has begun before it returns.
func (r *run) intend(ctx context.Context, s *ground.Step) (Hand, error) {
	places := r.placesOf(s)
	now := r.job.Clock.Now()
	since, again := now, false
	if p := r.past[s.ID]; p.begun {
		since, again = p.since, true
	}
	for _, p := range places {
		h := p.record.Held(s.Site)
		if err := r.vacant(h, now); err != nil {
			return Hand{}, err
		}
		if h != nil && h.Plan == r.job.Plan && h.Step == s.ID {
			at, err := time.Parse(time.RFC3339, h.Since)
			if err != nil {
				return Hand{}, fmt.Errorf("site %s: its hold: %w", p.name, err)
			}
			if again = true; at.Before(since) {
				since = at
			}
		}
	}
	if err := r.noteIntent(s, since); err != nil {
		return Hand{}, err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	hold := r.holdOf(s, since, now)
	if err := r.writeHolds(ctx, places, hold); err != nil {
		return Hand{}, err
	}
	r.hold = &hold
	return Hand{
		Since: since, Again: again, Permit: r.permit, Point: r.point,
		Say: func(words string) { r.tell(about(StepWaits, s, words)) },
	}, nil
}

// holdOf is what is remembered of a step on clusters. Its beginning is rounded down: an
// operation that was begun after it must not seem to be from before.
func (r *run) holdOf(s *ground.Step, since, now time.Time) record.Hold {
	h := record.Hold{
		Folder: r.job.Folder, Host: r.job.Host, Plan: r.job.Plan, Site: s.Site, Step: s.ID,
		Since: since.UTC().Truncate(time.Second).Format(time.RFC3339),
	}
	if f, ok := r.job.Drivers[s.Site].(Finder); !ok || !f.Findable(s) {
		h.Until = endOf(s, now)
	}
	return h
}

// isSame tells whether two holds are one, as it was written and as it was prolonged.
func isSame(a, b *record.Hold) bool {
	if a == nil || b == nil {
		return a == b
	}
	prolonged := *a
	prolonged.Until = b.Until
	return prolonged == *b
}

// prolong makes the hold last as long as what the driver is about to begin: a step may be
// a drain and then a program. The caller holds mu, and has the lease.
func (r *run) prolong(ctx context.Context) error {
	if r.hold == nil || r.hold.Until == "" {
		return nil
	}
	now, s := r.job.Clock.Now(), &r.steps[r.at]
	until, err := time.Parse(time.RFC3339, r.hold.Until)
	if err != nil || until.Sub(now) >= timeOf(s)+slack/2 {
		return err
	}
	longer := *r.hold
	longer.Until = endOf(s, now)
	if err := r.writeHolds(ctx, r.placesOf(s), longer); err != nil {
		return err
	}
	r.hold = &longer
	return nil
}

// timeOf is how long a step may take, endOf when it is over at the latest.
func timeOf(s *ground.Step) time.Duration { return time.Duration(s.Seconds) * time.Second }

func endOf(s *ground.Step, now time.Time) string {
	return now.Add(timeOf(s) + slack).UTC().Format(time.RFC3339)
}

// vacant is an *Occupied where what another run has begun may still be at work. This
// run's state folder is locked, so nothing runs any more that had inherited its lock.
func (r *run) vacant(h *record.Hold, now time.Time) error {
	if h == nil || h.Until == "" || h.Folder != "" && h.Folder == r.job.Folder {
		return nil
	}
	until, err := time.Parse(time.RFC3339, h.Until)
	if err != nil {
		return fmt.Errorf("site %s: its hold: %w", h.Site, err)
	}
	if !now.Before(until) {
		return nil
	}
	return &Occupied{Site: h.Site, Host: h.Host, Plan: h.Plan, Step: h.Step, Until: until}
}

// placesOf are the clusters that hold the lease for a step, by name.
func (r *run) placesOf(s *ground.Step) (out []*place) {
	for _, name := range r.job.Work.Site(s.Site).Leases() {
		if !r.gone[name] {
			out = append(out, r.places[name])
		}
	}
	return out
}

// writeHolds writes a hold on all of its clusters. The caller holds mu.
func (r *run) writeHolds(ctx context.Context, places []*place, hold record.Hold) error {
	for _, p := range places {
		err := r.write(ctx, p, func(c *record.Cluster) error {
			h := c.Held(hold.Site)
			c.Hold(hold)
			if isSame(h, &hold) {
				return nil // this run's own: an answer was lost on its way, or it is prolonged
			}
			return r.vacant(h, r.job.Clock.Now())
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// isStillOurs tells whether the step under way is remembered as this run wrote it, on
// all clusters that hold the lease: nobody has gone on with it. The caller holds mu.
func (r *run) isStillOurs() bool {
	if r.hold == nil {
		return true
	}
	for _, p := range r.placesOf(&r.steps[r.at]) {
		if !isSame(p.record.Held(r.hold.Site), r.hold) {
			return false
		}
	}
	return true
}

// unhold takes the hold of a step away that is done.
func (r *run) unhold(c *record.Cluster) { c.Unhold(r.hold.Site) }

// rest leaves the hold of a step that has failed, for whoever goes on with it to know
// since when, and has nobody wait for it.
func (r *run) rest(c *record.Cluster) {
	h := *r.hold
	h.Until = ""
	c.Hold(h)
}

// changeHold changes the hold of the step under way, on all of its clusters, and forgets
// it.
func (r *run) changeHold(ctx context.Context, change func(*record.Cluster)) (err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	s := &r.steps[r.at]
	if r.hold != nil && len(r.placesOf(s)) > 0 {
		_, err = r.ensured(ctx)
	}
	if r.hold != nil && err == nil {
		for _, p := range r.placesOf(s) {
			err = errors.Join(err, r.changeHoldOn(ctx, p, change))
		}
	}
	r.hold = nil
	return err
}

// changeHoldOn changes the hold on one cluster, where it is still this run's.
func (r *run) changeHoldOn(ctx context.Context, p *place, change func(*record.Cluster)) error {
	err := r.write(ctx, p, func(c *record.Cluster) error {
		if !isSame(c.Held(r.hold.Site), r.hold) {
			return errNotOurs
		}
		change(c)
		return nil
	})
	if errors.Is(err, errNotOurs) {
		return nil
	}
	return err
}

// errNotOurs is a hold that another run has put in the place of this one's.
var errNotOurs = errors.New("the hold is another run's")
