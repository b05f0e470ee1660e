package prepare

import (
	"fmt"
	"time"

	"berth.dev/engine/ground"
	"berth.dev/engine/journal"
)

// past is what the journal remembers of a step.
type past struct {
	begun, done bool
	// since is when it was first about to be done.
	since time.Time
}

// readPast reads what earlier runs of the plan have written down of steps on clusters.
func readPast(records []journal.Record) (map[string]past, error) {
	out := map[string]past{}
	for _, rec := range records {
		p := out[rec.Step]
		switch {
		case rec.Kind == journal.Done:
			p.done = true
		case rec.Kind == journal.Intent && rec.At != "" && !p.begun:
			at, err := time.Parse(time.RFC3339Nano, rec.At)
			if err != nil {
				return nil, fmt.Errorf("the journal: step %s was begun at %.40q, which is no time", rec.Step, rec.At)
			}
			p.begun, p.since = true, at
		default:
			continue
		}
		out[rec.Step] = p
	}
	return out, nil
}

// note appends to the journal and makes sure that it is on the disk: a step on a cluster
// takes minutes, and syncing milliseconds.
func (r *run) note(records ...journal.Record) error {
	if r.job.Journal == nil {
		return nil
	}
	if err := r.job.Journal.Append(records...); err != nil {
		return err
	}
	return r.job.Journal.Sync()
}

func (r *run) noteBegun(sites []string) error {
	var all []journal.Record
	for _, name := range sites {
		all = append(all, journal.Record{Kind: journal.Begun, Site: name, Epoch: r.lease.Epoch(name)})
	}
	return r.note(all...)
}

func (r *run) noteIntent(s *ground.Step, since time.Time) error {
	if r.past[s.ID].begun {
		return nil
	}
	r.point("before the intent of " + s.ID)
	return r.note(journal.Record{Kind: journal.Intent, Step: s.ID, Site: s.Site, At: since.UTC().Format(time.RFC3339Nano)})
}

func (r *run) noteDone(s *ground.Step) error {
	r.point("before noting " + s.ID)
	return r.note(journal.Record{Kind: journal.Done, Step: s.ID})
}

// noteFailed tells of a step that failed. A journal that cannot be written any more does
// not hide why the step failed.
func (r *run) noteFailed(s *ground.Step, err error) {
	_ = r.note(journal.Record{Kind: journal.Failed, Step: s.ID, Words: err.Error()})
}
