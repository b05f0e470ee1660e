package kube

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"

	"berth.dev/engine/object"
	"berth.dev/engine/target"
)

// Apply writes the fields of o as berth's. Where berth owns fields of the object by
// another operation than apply (a create, a patch), it first makes them applied ones:
// the API server would otherwise keep those that o leaves out, and report berth to be
// in conflict with itself.
func (c *Cluster) Apply(ctx context.Context, o object.Object, w target.Write) (object.Object, error) {
	ref := o.Ref()
	k, ok := object.KindOf(ref.Kind)
	if !ok || ref.Name == "" {
		return nil, strange("apply", ref)
	}
	q := &request{verb: "apply", ref: ref, method: http.MethodPatch, path: path(k, ref.Namespace, ref.Name), query: written(w.Dry), dry: w.Dry}
	q.query.Set("force", "false")
	q.query.Set("fieldValidation", "Strict")
	if o.UID() == "" {
		return nil, &target.Fault{Class: target.Broken, What: q.what(), Says: "it carries no UID: an apply could make it, or write to another one"}
	}
	if w.Dry {
		return c.rehearse(ctx, q, k, o)
	}
	if err := c.prepare(ctx, q, k, o.UID()); err != nil {
		return nil, err
	}
	return c.write(ctx, q, k, typeApply, o)
}

// typeApply is the type of a server-side apply; JSON is YAML.
const typeApply = "application/apply-patch+yaml"

// prepare makes what berth owns of an object applied fields. It asks for the object
// only where the last answer about it did not show that they are.
func (c *Cluster) prepare(ctx context.Context, q *request, k object.Kind, uid string) error {
	if _, ok := c.settled.Load(uid); ok {
		return nil
	}
	live, err := c.Get(ctx, q.ref)
	if err != nil {
		return err
	}
	if err := isThat(q, live, uid); err != nil {
		return err
	}
	_, err = c.settle(ctx, live, k, []string{object.Manager})
	return err
}

// rehearse is a dry run. It cannot make fields applied ones first, for that is a
// write; so where berth is in conflict with nobody but itself, the server is asked
// again not to mind. Such an answer still has what the true apply would take away.
func (c *Cluster) rehearse(ctx context.Context, q *request, k object.Kind, o object.Object) (object.Object, error) {
	answer, err := c.write(ctx, q, k, typeApply, o)
	var f *target.Fault
	if !errors.As(err, &f) || len(f.Fields) == 0 {
		return answer, err
	}
	own := func(f target.Field) bool { return f.Manager == object.Manager }
	if !slices.ContainsFunc(f.Fields, own) {
		return nil, err
	}
	if f.Fields = slices.DeleteFunc(f.Fields, own); len(f.Fields) > 0 {
		return nil, err
	}
	q.query.Set("force", "true")
	return c.write(ctx, q, k, typeApply, o)
}

// isThat tells whether what is there is the object that the caller means.
func isThat(q *request, live object.Object, uid string) error {
	switch {
	case live == nil:
		return &target.Fault{Class: target.Conflict, What: q.what(), Says: "it is gone"}
	case live.UID() != uid:
		return &target.Fault{Class: target.Conflict, What: q.what(), Says: fmt.Sprintf("another object has its name: UID %s in place of %s", live.UID(), uid)}
	}
	return nil
}
