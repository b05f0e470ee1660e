package apply

import (
	"errors"
)

// end turns the way in which a run ended into its outcome and its error.
func (r *run) end(err error) (*Outcome, error) {
	out := &Outcome{Plan: r.job.Plan, Stages: len(r.job.Work.Stages), Done: r.progress.done, Gate: r.progress.gate, Failed: r.failures}
	for _, s := range r.sites {
		out.Writes += int(s.writes.Load())
	}
	var gate *GateError
	switch {
	case err == nil:
		out.Already = r.progress.closed && r.lease == nil && out.Stages > 0
	case errors.Is(err, errWave):
		out.Stopped, err = StoppedAtWave, nil
	case errors.As(err, &gate):
		out.Stopped, err = StoppedAtGate, &PartlyError{Outcome: out, Cause: err}
	case !r.wrote.Load():
		out.Stopped = StoppedBefore
	default:
		out.Stopped, err = StoppedByFailure, &PartlyError{Outcome: out, Cause: err}
	}
	words := "done"
	if err != nil {
		words = err.Error()
	}
	r.tell(Event{What: RunEnded, Words: words})
	return out, err
}
