package drain

import (
	"context"
	"time"

	"berth.dev/engine/object"
	"berth.dev/engine/target"
)

// Cluster is what a drain needs of one. A *kube.Cluster of providers/kube is it. Its
// errors are a *target.Fault or the context's.
type Cluster interface {
	// Get reads one object, nil where there is none.
	Get(ctx context.Context, ref object.Ref) (object.Object, error)
	// List reads all objects of a kind that a query selects.
	List(ctx context.Context, q target.Query) ([]object.Object, error)
	// Patch changes an object by JSON Patch operations: class Conflict where a test
	// among them fails.
	Patch(ctx context.Context, ref object.Ref, ops []target.Op, w target.Write) (object.Object, error)
	// Evict asks for a pod to be ended where no budget forbids it: class Busy where one
	// does now, Absent where no pod has the name, Conflict where another one has it than
	// uid says. A grace above 0 takes the place of the pod's own.
	Evict(ctx context.Context, pod object.Ref, uid string, grace time.Duration) error
}
