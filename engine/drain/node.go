package drain

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"
)

// Node closes a node to new pods and moves those that it has to others. It returns when
// none is left that has to go. Then the node stays closed until [Uncordon] opens it; on
// any error it is as it was before, as far as the cluster answers.
//
// A pod that cannot go, or that does not within the limit, is a [*Blocked]. Whatever was
// begun by an earlier call is gone on with. A node that is not there is an error: only
// the one who has changed machines can know that nothing is left to be done.
func Node(ctx context.Context, c Cluster, name string, o Options) (*Result, error) {
	return Nodes(ctx, c, []string{name}, o)
}

// Nodes does for several nodes what [Node] does for one. All are closed before the first
// pod goes, so that none goes from one of them to another; and on an error all that berth
// has closed are opened again.
func Nodes(ctx context.Context, c Cluster, names []string, o Options) (*Result, error) {
	d := begin(c, names, o)
	err := d.run(ctx)
	if err != nil {
		err = d.giveBack(ctx, err)
	}
	return d.result(), err
}

// Uncordon lets a node take pods again that berth has closed. One that somebody else
// has closed, and one that is gone, is left as it is.
func Uncordon(ctx context.Context, c Cluster, name string) error {
	_, err := begin(c, []string{name}, Options{}).open(ctx, name)
	return err
}

// run empties the nodes.
func (d *drain) run(ctx context.Context) error {
	for _, name := range d.names {
		if err := d.look(ctx, name); err != nil {
			return err
		}
	}
	if err := d.judge(ctx); err != nil {
		return err
	}
	for _, name := range d.names {
		standing, err := d.close(ctx, name)
		if err != nil {
			return err
		}
		d.standing[name] = standing
	}
	for _, name := range d.names {
		if err := d.empty(ctx, name); err != nil {
			return err
		}
	}
	return nil
}

// last is how long a drain that has failed may take to open its nodes again. Its own
// context may have ended.
const last = 30 * time.Second

// giveBack opens what is closed after an error, and says in the error what it could not.
func (d *drain) giveBack(ctx context.Context, err error) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), last)
	defer cancel()
	var left []string
	for _, name := range d.names {
		standing, failed := d.open(ctx, name)
		if failed != nil {
			left = append(left, name+" ("+failed.Error()+")")
			continue
		}
		d.standing[name] = standing
	}
	var blocked *Blocked
	switch {
	case len(left) == 0:
	case errors.As(err, &blocked):
		blocked.Left = left
	default:
		err = fmt.Errorf("%w; still closed: %s", err, strings.Join(left, "; "))
	}
	return err
}
