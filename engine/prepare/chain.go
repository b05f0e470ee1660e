package prepare

import (
	"context"
	"errors"

	"berth.dev/engine/ground"
)

// isOvertaken tells whether a step whose premise is gone was done, and a later one of the
// plan has gone on from what it left: a version was raised twice, and the state folder
// that knew of the first time is lost. Then the later step is due or done.
func (r *run) isOvertaken(ctx context.Context, s *ground.Step) (bool, error) {
	for _, later := range r.chain(s) {
		_, err := r.job.Drivers[s.Site].Judge(ctx, later)
		var stale *Stale
		switch {
		case err == nil:
			return true, nil
		case !errors.As(err, &stale):
			return false, err
		}
	}
	return false, nil
}

// chain are the steps after one that go on from it, each from what the one before leaves.
// There are none where they come back to what was there once: what is seen then would not
// tell whether all of them are done or none.
func (r *run) chain(s *ground.Step) (out []*ground.Step) {
	was, last, after := map[string]bool{s.From: true, s.To: true}, s.To, false
	for _, next := range r.all {
		if next.ID == s.ID {
			after = true
			continue
		}
		if !after || next.Site != s.Site || next.Kind != s.Kind || next.Part != s.Part || last == "" || next.From != last {
			continue
		}
		if was[next.To] {
			return nil
		}
		was[next.To], last = true, next.To
		out = append(out, next)
	}
	return out
}
