package apply

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"berth.dev/engine/object"
	"github.com/fluxcd/cli-utils/pkg/kstatus/status"
)

// waiting is a Wait step under way.
type waiting struct {
	*task
	began, end time.Time
	// last is what it was said to wait for.
	last string
	// since is when a pod's reason was seen first, by object and reason.
	since map[string]time.Time
	// podsAt is when pods are looked at next, by object; trouble is what they said.
	podsAt  map[object.Ref]time.Time
	trouble map[object.Ref]string
}

func newWaiting(t *task, now, end time.Time) *waiting {
	return &waiting{
		task: t, began: now, end: end,
		since: map[string]time.Time{}, podsAt: map[object.Ref]time.Time{}, trouble: map[object.Ref]string{},
	}
}

// await looks at all waits of a stage together, once a tick: objects that many of
// them need are listed once. A wait ends when everything is as it should be, when
// something has failed for good, or at its deadline, with the names of what it waits
// for.
func (r *run) await(ctx context.Context, tasks []*task, halt context.CancelCauseFunc) {
	open := make([]*waiting, len(tasks))
	now := r.job.Clock.Now()
	for i, t := range tasks {
		r.tellStep(StepBegan, t.step, t.step.Why)
		open[i] = newWaiting(t, now, r.deadline(t.step.Seconds))
	}
	for len(open) > 0 {
		left, err := r.lookAt(ctx, open)
		if err == nil && len(left) > 0 {
			err = r.job.Clock.Sleep(ctx, tick)
		}
		if err != nil {
			r.giveUp(open, err, halt)
			return
		}
		open = left
	}
}

// giveUp ends all waits that are open. The one that failed says why; the others only
// did not come to their end.
func (r *run) giveUp(open []*waiting, err error, halt context.CancelCauseFunc) {
	halt(err)
	open = slices.DeleteFunc(open, func(w *waiting) bool { return w.done })
	failed := slices.ContainsFunc(open, func(w *waiting) bool { return w.err != nil })
	if !failed && len(open) > 0 && !errors.Is(err, context.Canceled) {
		open[0].err = err
	}
	for _, w := range open {
		if w.err == nil {
			w.err = ErrHalted
		}
		r.noteFailed(w.task)
	}
}

// lookAt looks at what the waits wait for, and returns those that go on.
func (r *run) lookAt(ctx context.Context, open []*waiting) (left []*waiting, err error) {
	live := map[*site]map[object.Ref]object.Object{}
	for s, refs := range bySite(open) {
		if live[s], err = s.look(ctx, refs); err != nil {
			return nil, err
		}
	}
	for _, w := range open {
		open, err := r.unmet(ctx, w, live[w.site])
		if err != nil {
			w.err = err
			return nil, err
		}
		if len(open) == 0 {
			if err := r.met(w); err != nil {
				return nil, err
			}
			continue
		}
		if words := strings.Join(open, "; "); words != w.last {
			w.last = words
			r.tellStep(StepWaits, w.step, words)
		}
		if !r.job.Clock.Now().Before(w.end) {
			w.err = fmt.Errorf("%s: waited %s for %s", w.site.name, r.job.Clock.Now().Sub(w.began), w.last)
			return nil, w.err
		}
		left = append(left, w)
	}
	return left, nil
}

// bySite are the objects that waits look at, by cluster.
func bySite(open []*waiting) map[*site][]object.Ref {
	all := map[*site]map[object.Ref]bool{}
	for _, w := range open {
		if all[w.site] == nil {
			all[w.site] = map[object.Ref]bool{}
		}
		for _, ref := range w.step.Objects {
			all[w.site][ref] = true
		}
	}
	out := map[*site][]object.Ref{}
	for s, refs := range all {
		out[s] = slices.SortedFunc(maps.Keys(refs), object.Ref.Compare)
	}
	return out
}

// met ends a wait well.
func (r *run) met(w *waiting) error {
	w.done = true
	if err := r.noteDone(w.task); err != nil {
		w.err = err
		return err
	}
	e := about(StepDone, w.step, w.step.Why, r.at+1)
	e.Took = r.job.Clock.Now().Sub(w.began)
	r.tell(e)
	return nil
}

// unmet says what a wait still waits for, in words; nothing where it is over. An
// error is a failure for good.
func (r *run) unmet(ctx context.Context, w *waiting, live map[object.Ref]object.Object) (words []string, err error) {
	for _, ref := range w.step.Objects {
		var word string
		if w.step.Gone {
			word, err = r.stillRuns(ctx, w, ref, live[ref])
		} else {
			word, err = r.notHealthy(ctx, w, ref, live[ref])
		}
		if err != nil {
			return nil, err
		}
		if word != "" {
			words = append(words, word)
		}
	}
	return words, nil
}

// notHealthy says why an object is not healthy, "" where it is.
func (r *run) notHealthy(ctx context.Context, w *waiting, ref object.Ref, live object.Object) (string, error) {
	if live == nil {
		// Whatever makes it is done before anything waits for it.
		return "", fmt.Errorf("%s: %s is not there any more: somebody has deleted it, and this plan does not make it again: give the plan up, and plan again", w.site.name, ref)
	}
	result, err := status.Compute(&unstructured.Unstructured{Object: live})
	if err != nil {
		return "", fmt.Errorf("%s: %s: its status cannot be read: %w", w.site.name, ref, err)
	}
	switch result.Status {
	case status.CurrentStatus:
		return "", nil
	case status.FailedStatus:
		return "", fmt.Errorf("%s: %s has failed: %s", w.site.name, ref, result.Message)
	}
	reason, err := r.podTrouble(ctx, w, live)
	if err != nil {
		return "", err
	}
	return ref.String() + ": " + result.Message + reason, nil
}
