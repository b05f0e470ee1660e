package apply

import (
	"context"
	"fmt"
	"strings"

	"berth.dev/engine/object"
)

// deliver writes the manifests of a service to its folder, for whoever brings them
// to the cluster, and waits, reading alone, until the cluster shows them: healthy, or
// with Gone, until what the step names is not there any longer.
func (r *run) deliver(ctx context.Context, t *task) error {
	if r.job.Hands.Deliver == nil {
		return fmt.Errorf("%s: manifests go to folder %s, and this run may write no files", t.step.ID, t.step.Folder)
	}
	contents := make([]object.Object, len(t.step.Contents))
	for i, digest := range t.step.Contents {
		o, err := r.job.Bag.Get(digest)
		if err != nil {
			return err
		}
		contents[i] = o
	}
	if err := r.job.Hands.Deliver(ctx, t.step.Folder, contents); err != nil {
		return fmt.Errorf("%s: %w", t.step.Folder, err)
	}
	return r.untilShown(ctx, t, contents)
}

// untilShown waits until the cluster shows what was delivered.
func (r *run) untilShown(ctx context.Context, t *task, contents []object.Object) error {
	end, last := r.deadline(t.step.Seconds), ""
	w := newWaiting(t, r.job.Clock.Now(), end)
	for {
		open, err := r.notShown(ctx, w, contents)
		if err != nil || len(open) == 0 {
			return err
		}
		words := strings.Join(open, "; ")
		if words != last {
			r.tellStep(StepWaits, t.step, words)
		}
		last = words
		if !r.job.Clock.Now().Before(end) {
			return fmt.Errorf("%s: folder %s was written, and the cluster does not show it: %s: merge it, then resume", t.site.name, t.step.Folder, words)
		}
		if err := r.job.Clock.Sleep(ctx, tick); err != nil {
			return err
		}
	}
}

// notShown says what the cluster does not show yet.
func (r *run) notShown(ctx context.Context, w *waiting, contents []object.Object) (open []string, err error) {
	live, err := w.site.look(ctx, w.step.Objects)
	if err != nil {
		return nil, err
	}
	if w.step.Gone {
		for _, ref := range w.step.Objects {
			if live[ref] != nil {
				open = append(open, ref.String()+": is still there")
			}
		}
		return open, nil
	}
	for _, o := range contents {
		ref := o.Ref()
		word, err := r.shown(ctx, w, o, live[ref])
		if err != nil {
			return nil, err
		}
		if word != "" {
			open = append(open, word)
		}
	}
	return open, nil
}

// shown says why the cluster does not show an object as it was delivered, or not
// healthy; "" where it does.
func (r *run) shown(ctx context.Context, w *waiting, want, live object.Object) (string, error) {
	if live == nil {
		return want.Ref().String() + ": is not there", nil
	}
	diffs, err := object.Differences(live, want, object.View{Scaled: true})
	if err != nil {
		return "", err
	}
	if len(diffs) > 0 {
		return fmt.Sprintf("%s: %s", want.Ref(), diffs[0]), nil
	}
	return r.notHealthy(ctx, w, want.Ref(), live)
}
