package k0s

import (
	"context"
	"fmt"

	"berth.dev/engine/prepare"
)

// standRemoveAll tells whether any host of the cluster still has k0s.
func (a *act) standRemoveAll(seen *Seen) (prepare.Standing, error) {
	for _, m := range seen.Machines {
		if m.Installed {
			return prepare.Due, nil
		}
	}
	return prepare.Done, nil
}

// doRemoveAll takes k0s off all hosts of a cluster that is berth's. Whose it is can only
// be read while it answers; so what was begun by an earlier run is gone on with.
func (a *act) doRemoveAll(ctx context.Context) error {
	standing, seen, err := a.stand(ctx)
	if err != nil || standing == prepare.Done {
		return err
	}
	if !a.loose {
		if err := a.isOurs(ctx, seen); err != nil {
			return err
		}
	}
	ran := a.permitted(ctx, "k0sctl reset", func(ctx context.Context) error {
		job, err := a.job(a.want, a.stage(), a.left(verifying))
		if err != nil {
			return err
		}
		return a.tools.Program.Reset(ctx, job)
	})
	a.admin = nil
	if seen, err = a.look(ctx); err != nil {
		return a.failed(together(ran, err))
	}
	for _, m := range seen.Machines {
		if m.Installed {
			return a.failed(together(ran, fmt.Errorf("host %[1]s still has k0s. Where it stays so when the command is given again (k0sctl cannot go on once etcd has lost its majority), take it off by hand: `k0s stop; k0s reset` on %[1]s", m.Name)))
		}
	}
	return nil
}

// isOurs refuses to remove a cluster that is not known to be berth's.
func (a *act) isOurs(ctx context.Context, seen *Seen) error {
	c, err := a.open(ctx, seen)
	if err != nil {
		return a.refused(err, "whose cluster it is cannot be read, so that it is not removed: %v", err)
	}
	was, err := a.record(ctx, c)
	if err != nil {
		return err
	}
	if was == nil {
		return a.refused(nil, "berth did not make the cluster and has not taken it over, so that it does not remove it; `k0sctl reset` does")
	}
	return nil
}
