package apply

import (
	"berth.dev/engine/journal"
	"berth.dev/engine/step"
)

// note appends to the journal. What it says is for people and for the next run to
// read faster; nothing that the run decides rests on it alone.
func (r *run) note(records ...journal.Record) error {
	if r.job.Journal == nil {
		return nil
	}
	return r.job.Journal.Append(records...)
}

// sync makes sure that the journal is on the disk.
func (r *run) sync() error {
	if r.job.Journal == nil {
		return nil
	}
	return r.job.Journal.Sync()
}

func (r *run) noteBegun() error {
	for _, s := range r.sites {
		if err := r.note(journal.Record{Kind: journal.Begun, Site: s.name, Epoch: r.lease.Epoch(s.name)}); err != nil {
			return err
		}
	}
	return r.sync()
}

func (r *run) noteStage() error {
	return r.note(journal.Record{Kind: journal.Stage, Stage: r.at})
}

func (r *run) noteIntent(st *step.Step) error {
	return r.note(journal.Record{Kind: journal.Intent, Step: st.ID})
}

func (r *run) noteDone(t *task) error {
	uid := ""
	if t.left != nil {
		uid = t.left.UID()
	}
	return r.note(journal.Record{Kind: journal.Done, Step: t.step.ID, UID: uid, Digest: t.step.After})
}

// noteFailed tells of a step that failed. A journal that cannot be written any more
// does not hide why the step failed.
func (r *run) noteFailed(t *task) {
	r.telling.Lock()
	r.failures = append(r.failures, Failure{Step: t.step.ID, Site: t.step.Site, Why: t.err.Error()})
	r.telling.Unlock()
	r.tellStep(StepFailed, t.step, t.err.Error())
	_ = r.note(journal.Record{Kind: journal.Failed, Step: t.step.ID, Words: t.err.Error()})
}

func (r *run) noteGate(st *step.Step) error {
	if err := r.note(journal.Record{Kind: journal.Gate, Step: st.ID}); err != nil {
		return err
	}
	return r.sync()
}

func (r *run) notePassed(id string) error {
	if err := r.note(journal.Record{Kind: journal.Passed, Step: id}); err != nil {
		return err
	}
	return r.sync()
}

func (r *run) noteClosed() error {
	if err := r.note(journal.Record{Kind: journal.Closed}); err != nil {
		return err
	}
	return r.sync()
}
