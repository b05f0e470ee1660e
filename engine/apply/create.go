package apply

import (
	"context"

	"berth.dev/engine/object"
)

// create makes an object that is not there. A set names it already, so a request
// that happened unseen leaves nothing unknown behind.
func (r *run) create(ctx context.Context, t *task) (object.Object, error) {
	o, err := r.content(t)
	if err != nil {
		return nil, err
	}
	if o, err = r.copiesOf(ctx, t, o); err != nil {
		return nil, err
	}
	return r.attempt(ctx, t, func(ctx context.Context) (object.Object, error) {
		return t.site.create(ctx, o)
	})
}

// content is what a step writes, with the values of a Secret in it. It is read when
// it is needed and forgotten after.
func (r *run) content(t *task) (object.Object, error) {
	o, err := r.job.Bag.Get(t.step.After)
	if err != nil || o.Ref().Kind != "Secret" {
		return o, err
	}
	if r.job.Vault == nil {
		return t.site.masked(o)
	}
	return r.job.Vault.Reveal(t.site.name, o)
}

// copiesOf gives an object as many copies as the side that it replaces runs now: the
// planned number may be that of another hour. Where nothing runs there, the object's
// own number counts.
func (r *run) copiesOf(ctx context.Context, t *task, o object.Object) (object.Object, error) {
	old := r.site(t.step.CopiesOf)
	if old == nil || !scales(*t.step.Object) {
		return o, nil
	}
	live, err := old.get(ctx, *t.step.Object)
	if err != nil || live == nil {
		return o, err
	}
	if n, _ := live.Copies(); n > 0 {
		return o.WithCopies(n)
	}
	return o, nil
}

// scales tells whether an object has a number of copies that others may set.
func scales(ref object.Ref) bool { return ref.Kind == "Deployment" || ref.Kind == "StatefulSet" }
