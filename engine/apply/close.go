package apply

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"berth.dev/engine/record"
	"berth.dev/engine/step"
)

// open writes on every cluster that the plan is under way, in the order of their
// names, before anything of it is done. On those where it is open already it writes
// only what is new: a gate that a person has opened.
func (r *run) open(ctx context.Context) error {
	if err := r.noteBegun(); err != nil {
		return err
	}
	since := r.progress.since
	if since == "" {
		since = r.job.Clock.Now().UTC().Format(time.RFC3339)
	}
	passed := r.progress.passed
	if r.job.Pass != "" {
		passed = append(slices.Clone(passed), r.job.Pass)
	}
	finished := r.progress.done == len(r.job.Work.Stages)
	for _, s := range r.sites {
		standing := stands(&s.cluster, r.job.Plan, r.generation(s))
		if finished && standing != under || standing == under && r.job.Pass == "" {
			continue
		}
		err := s.writeCluster(ctx, func(c *record.Cluster) {
			if c.Open == nil || c.Open.Plan != r.job.Plan {
				c.Open = &record.Open{Plan: r.job.Plan, Since: since, Done: r.progress.done}
			}
			c.Open.Services = slices.Sorted(maps.Keys(r.services))
			c.Open.Passed, c.Open.Gate = passed, ""
		})
		if err != nil {
			return err
		}
	}
	r.progress.open, r.progress.since, r.progress.passed = true, since, passed
	if r.job.Pass != "" {
		r.progress.gate = ""
		r.tell(Event{What: GatePassed, Step: r.job.Pass, Words: "a person has opened the gate"})
		return r.notePassed(r.job.Pass)
	}
	return nil
}

// markDone writes that a stage is done, on the clusters that it was about and on the
// first one, so that the records alone say how far the plan has come. Where callers
// were sent is written on all: whoever plans next may see only some of them.
func (r *run) markDone(ctx context.Context, stage *step.Stage) error {
	about := map[string]bool{r.sites[0].name: true}
	for i := range stage.Steps {
		about[stage.Steps[i].Site] = true
	}
	done, all := r.at+1, len(sends(stage)) > 0
	for _, s := range r.sites {
		if !all && !about[s.name] || s.cluster.Open == nil || s.cluster.Open.Plan != r.job.Plan {
			continue
		}
		err := s.writeCluster(ctx, func(c *record.Cluster) {
			c.Open.Done = done
			if all {
				c.Send(r.sent(done))
			}
		})
		if err != nil {
			return err
		}
	}
	r.progress.done = done
	return nil
}

// close writes on every cluster that the plan is finished: its generation rises, so
// that no plan made before it can begin any more.
func (r *run) close(ctx context.Context) error {
	for _, s := range r.sites {
		if stands(&s.cluster, r.job.Plan, r.generation(s)) != under {
			continue
		}
		err := s.writeCluster(ctx, func(c *record.Cluster) {
			c.Generation++
			c.Last, c.Open = r.job.Plan, nil
			c.Send(r.sent(len(r.job.Work.Stages))) // a run that was cut off may not have written it everywhere
		})
		if err != nil {
			return err
		}
	}
	if err := r.noteClosed(); err != nil {
		return err
	}
	r.progress.open, r.progress.closed = false, true
	r.tell(Event{What: PlanClosed, Words: fmt.Sprintf("plan %s is carried out", short(r.job.Plan))})
	return nil
}
