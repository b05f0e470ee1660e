package apply

import (
	"context"

	"berth.dev/engine/object"
	"berth.dev/engine/target"
)

// scale sets how many copies run, or suspends a schedule, and changes nothing else.
func (r *run) scale(ctx context.Context, t *task) (object.Object, error) {
	return r.attempt(ctx, t, func(ctx context.Context) (object.Object, error) {
		return t.site.patch(ctx, *t.step.Object, scaleOps(t))
	})
}

// scaleOps is the patch of a Scale. It tests the UID first: another object of the
// same name is not hit.
func scaleOps(t *task) []target.Op {
	path, value := "/spec/replicas", any(t.step.Copies)
	if t.step.Object.Kind == "CronJob" {
		path, value = "/spec/suspend", t.step.Copies == 0
	}
	return []target.Op{
		{Op: "test", Path: "/metadata/uid", Value: t.live.UID()},
		{Op: "add", Path: path, Value: value},
	}
}
