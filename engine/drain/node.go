package drain

import (
	"context"
	"errors"
)

// Node closes a node to new pods and moves those that it has to others. It returns when
// none is left that has to go. Then the node stays closed until [Uncordon] opens it; on
// any error it is as it was before, as far as the cluster answers.
//
// A pod that cannot go, or that does not within the limit, is a [*Blocked]. Whatever was
// begun by an earlier call is gone on with.
func Node(ctx context.Context, c Cluster, name string, o Options) (*Result, error) {
	return Nodes(ctx, c, []string{name}, o)
}

// Nodes does for several nodes what [Node] does for one. All are closed before the first
// pod goes, so that none goes from one of them to another; and on an error all that this
// closed are opened again.
func Nodes(ctx context.Context, c Cluster, names []string, o Options) (*Result, error) {
	return &Result{}, errors.New("drain: not finished")
}

// Uncordon lets a node take pods again that berth has closed. One that somebody else
// has closed, and one that is gone, is left as it is.
func Uncordon(ctx context.Context, c Cluster, name string) error {
	return errors.New("drain: not finished")
}
