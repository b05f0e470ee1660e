package apply

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"

	"berth.dev/engine/object"
	"berth.dev/engine/record"
	"berth.dev/engine/step"
)

// setOf is a set on a site that a stage changes.
type setOf struct {
	site *site
	setKey
}

// nameMembers writes the sets with what the stage is about to make beside what they
// name already, before any of it is made. An object that a crash leaves behind is
// then one that a record names. A UID that a set still has of an object that is not
// there is forgotten: the new object will have another.
func (r *run) nameMembers(ctx context.Context, tasks []*task) error {
	more := map[setOf][]record.Member{}
	absent := map[setOf][]object.Ref{}
	for _, t := range tasks {
		if t.done || t.step.Kind != step.Create && t.step.Kind != step.Adopt {
			continue
		}
		of, err := r.setOf(t)
		if err != nil {
			return err
		}
		more[of] = append(more[of], record.Member{Ref: *t.step.Object, UID: t.step.UID, Kept: t.step.Object.Kind == claim})
		if t.live == nil {
			absent[of] = append(absent[of], *t.step.Object)
		}
	}
	for _, of := range inOrder(more) {
		old := of.site.set(of.product, of.namespace)
		if err := of.site.writeIfOther(ctx, old, old.Without(absent[of]).Union(more[of])); err != nil {
			return err
		}
	}
	return nil
}

// settle writes down what the stage has left: UIDs of what is there, and nothing any
// more of what is seen to be gone. It does so too after a failure, and after the run
// was told to end, for what was done until then.
func (r *run) settle(ctx context.Context, tasks []*task) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), leaveTime)
	defer cancel()
	seen := map[setOf][]record.Member{}
	gone := map[setOf][]object.Ref{}
	for _, t := range tasks {
		if !t.done || !t.step.Kind.Writes() || t.step.Object.Namespace == "" {
			continue
		}
		of, err := r.setOf(t)
		if err != nil {
			return err
		}
		switch {
		case t.step.Object.Kind == claim && t.step.Kind == step.Delete:
			seen[of] = append(seen[of], keptMember(of, *t.step.Object)...)
		case t.left == nil:
			gone[of] = append(gone[of], *t.step.Object)
		default:
			seen[of] = append(seen[of], record.Member{Ref: *t.step.Object, UID: t.left.UID(), Kept: t.step.Object.Kind == claim})
		}
	}
	for of := range gone {
		if _, has := seen[of]; !has {
			seen[of] = nil
		}
	}
	var errs []error
	for _, of := range inOrder(seen) {
		old := of.site.set(of.product, of.namespace)
		errs = append(errs, of.site.writeIfOther(ctx, old, old.Union(seen[of]).Without(gone[of])))
	}
	return errors.Join(append(errs, r.settleSpaces(ctx, tasks))...)
}

// keptMember is a claim that its service leaves behind.
func keptMember(of setOf, ref object.Ref) []record.Member {
	m, has := of.site.set(of.product, of.namespace).Member(ref)
	if !has {
		return nil
	}
	m.Kept = true
	return []record.Member{m}
}

// writeIfOther writes a set that has changed.
func (s *site) writeIfOther(ctx context.Context, old, next *record.Set) error {
	if slices.Equal(old.Members, next.Members) {
		return nil
	}
	return s.writeSet(ctx, next)
}

// setOf is the set that a task's object belongs to.
func (r *run) setOf(t *task) (setOf, error) {
	service, has := r.services[t.step.Service]
	if !has {
		return setOf{}, fmt.Errorf("%s: %s: %w", t.step.ID, t.step.Object, errNoSet)
	}
	return setOf{t.site, setKey{service.Product, t.step.Object.Namespace}}, nil
}

// inOrder are the sets in the order in which they are written.
func inOrder[T any](all map[setOf]T) []setOf {
	return slices.SortedFunc(maps.Keys(all), func(a, b setOf) int {
		return cmp.Or(cmp.Compare(a.site.name, b.site.name), cmp.Compare(a.namespace, b.namespace), cmp.Compare(a.product, b.product))
	})
}
