package apply

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"berth.dev/engine/object"
	"berth.dev/engine/record"
	"berth.dev/engine/target"
)

// delivery is a Deliver step whose files are written, while its cluster is watched.
type delivery struct {
	*waiting
	contents []object.Object
	// set is the identifier of the set that the objects would be in, were they berth's.
	set string
	// revision is what the cluster must show, "" for whatever has the contents.
	revision string
	// trackers are all that were found on the objects so far: what is withdrawn takes
	// its marks with it.
	trackers map[object.Ref]bool
	// before are the failed attempts that were there when the watching began. They were
	// about something earlier.
	before map[object.Ref]string
}

func (r *run) newDelivery(t *task, contents []object.Object) *delivery {
	return &delivery{
		waiting:  newWaiting(t, r.job.Clock.Now(), r.deadline(t.step.Seconds)),
		contents: contents, set: record.SetID(r.services[t.step.Service].Product, r.services[t.step.Service].Namespace),
		trackers: map[object.Ref]bool{}, before: map[object.Ref]string{},
	}
}

// deliveryError is a delivery that has failed for good.
type deliveryError struct{ says string }

// Error says what failed, in the words of what was to deliver.
func (e *deliveryError) Error() string { return e.says }

// untilShown waits until the cluster shows what was delivered.
func (r *run) untilShown(ctx context.Context, d *delivery) error {
	for {
		open, err := r.notShown(ctx, d)
		if err != nil || len(open) == 0 {
			return err
		}
		if words := strings.Join(open, "; "); words != d.last {
			d.last = words
			r.tellStep(StepWaits, d.step, words)
		}
		if now := r.job.Clock.Now(); !now.Before(d.end) {
			return fmt.Errorf("%s: waited %s for what was delivered in folder %s: %s: see to it, then resume", d.site.name, now.Sub(d.began), d.step.Folder, d.last)
		}
		if err := r.job.Clock.Sleep(ctx, tick); err != nil {
			return err
		}
	}
}

// notShown says what the cluster does not show yet. An error is a failure for good.
func (r *run) notShown(ctx context.Context, d *delivery) (open []string, err error) {
	live, err := d.site.look(ctx, d.step.Objects)
	if err != nil {
		return nil, err
	}
	if d.step.Gone {
		for _, ref := range d.step.Objects {
			if live[ref] != nil {
				open = append(open, ref.String()+": is still there")
			}
		}
	} else if open, err = r.unlike(ctx, d, live); err != nil {
		return nil, err
	}
	return r.notTracked(ctx, d, live, open)
}

// unlike are the objects that are not as they were delivered, or not healthy.
func (r *run) unlike(ctx context.Context, d *delivery, live map[object.Ref]object.Object) (open []string, err error) {
	for _, want := range d.contents {
		word, err := r.shown(ctx, d, want, live[want.Ref()])
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
func (r *run) shown(ctx context.Context, d *delivery, want, live object.Object) (string, error) {
	if live == nil {
		return want.Ref().String() + ": is not there", nil
	}
	diffs, err := object.Differences(live, want, object.View{Scaled: true})
	switch {
	case err != nil:
		return "", err
	case len(diffs) > 0:
		return fmt.Sprintf("%s: %s", want.Ref(), diffs[0]), nil
	case object.TrackedBy(live, d.set) == "":
		return want.Ref().String() + ": neither Argo CD nor Flux tracks it yet", nil
	}
	word, err := r.notHealthy(ctx, d.waiting, want.Ref(), live)
	if err != nil {
		err = &deliveryError{err.Error()}
	}
	return word, err
}

// notTracked adds what those that bring the objects say of themselves. What has failed
// before the cluster shows the contents is told alone: the next attempt may be theirs.
func (r *run) notTracked(ctx context.Context, d *delivery, live map[object.Ref]object.Object, open []string) ([]string, error) {
	if d.step.Gone && len(open) == 0 {
		return nil, nil
	}
	for _, o := range live {
		if ref, ok := object.TrackerOf(o); ok {
			d.trackers[ref] = true
		}
	}
	differs := len(open) > 0
	for _, ref := range slices.SortedFunc(maps.Keys(d.trackers), object.Ref.Compare) {
		word, err := r.trackerSays(ctx, d, ref, differs)
		if err != nil {
			return nil, err
		}
		if word != "" {
			open = append(open, word)
		}
	}
	if d.revision != "" && len(d.trackers) == 0 && !differs {
		return nil, &deliveryError{fmt.Sprintf("%s: nothing on the cluster says at which revision it shows %s: resume without a revision, then the objects alone decide", d.site.name, d.step.Folder)}
	}
	return open, nil
}

// trackerSays is why a tracker is not at its end, "" where it is: in step with its
// repository, at the revision that is waited for, and healthy.
func (r *run) trackerSays(ctx context.Context, d *delivery, ref object.Ref, differs bool) (string, error) {
	o, err := d.site.tracker(ctx, ref)
	if err != nil {
		return "", err
	}
	if o == nil && d.revision != "" {
		return "", &deliveryError{fmt.Sprintf("%s: %s is not there or may not be read, so nobody knows at which revision it is: resume without a revision, then the objects alone decide", d.site.name, ref)}
	}
	if o == nil {
		return "", nil
	}
	says := report(o)
	first, looked := d.before[ref]
	if !looked {
		d.before[ref] = says.attempt
		first = says.attempt
	}
	if says.failed != "" && (says.attempt != first || d.revision != "" && anyIs(says.attempted, d.revision)) {
		return "", &deliveryError{fmt.Sprintf("%s: %s could not deliver: %s", d.site.name, o.Ref(), says.failed)}
	}
	at := d.revision == "" || anyIs(says.revisions, d.revision)
	switch {
	case says.sick != "" && at && !differs && says.waits == "":
		return "", &deliveryError{fmt.Sprintf("%s: %s is not healthy: %s", d.site.name, o.Ref(), says.sick)}
	case says.failed != "":
		return fmt.Sprintf("%s: its last attempt failed: %s", o.Ref(), says.failed), nil
	case says.waits != "":
		return o.Ref().String() + ": " + says.waits, nil
	case !at:
		return fmt.Sprintf("%s: shows %s and not %s", o.Ref(), orElse(says.revision(), "no revision"), d.revision), nil
	}
	return "", nil
}

// tracker reads what brings objects to the cluster; nil where it is not there or may
// not be read: Argo CD often stands on a cluster of its own.
func (s *site) tracker(ctx context.Context, ref object.Ref) (object.Object, error) {
	namespaces := []string{ref.Namespace}
	if ref.Namespace == "" {
		namespaces = argoHomes()
	}
	for _, namespace := range namespaces {
		ref.Namespace = namespace
		o, err := s.get(ctx, ref)
		if target.ClassOf(err) == target.Denied {
			continue
		}
		if err != nil || o != nil {
			return o, err
		}
	}
	return nil, nil
}
