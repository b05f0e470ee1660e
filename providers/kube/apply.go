package kube

import (
	"context"
	"fmt"
	"net/http"

	"berth.dev/engine/object"
	"berth.dev/engine/target"
)

// Apply writes the fields of o as berth's. It reads the object first: fields that
// berth owns by another operation than apply (a create, a patch) are made applied
// ones, or the API server would keep those that o leaves out, and would report berth
// as being in conflict with itself.
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
	live, err := c.Get(ctx, ref)
	if err != nil {
		return nil, err
	}
	if err := isThat(q, live, o.UID()); err != nil {
		return nil, err
	}
	if !w.Dry {
		if _, err := c.settle(ctx, live, k, []string{object.Manager}); err != nil {
			return nil, err
		}
	}
	return c.write(ctx, q, k, "application/apply-patch+yaml", o)
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
