package k0s

import (
	"context"
	"slices"

	"berth.dev/engine/prepare"
)

// standAdmit tells whether those whom the specs name are admitted, and the cluster is
// written down as berth's.
func (a *act) standAdmit(ctx context.Context, seen *Seen) (prepare.Standing, error) {
	if a.task.Take {
		open, err := a.unsettled(seen, a.want.Version)
		if err != nil {
			return "", err
		}
		for _, name := range sortedKeys(open) {
			return "", a.stale("host %s: %s: a cluster that differs is not taken over", name, open[name])
		}
	}
	c, err := a.open(ctx, seen)
	if err != nil {
		return "", err
	}
	was, err := a.record(ctx, c)
	if err != nil || was == nil || !slices.Equal(was.Groups, a.want.Groups) || !slices.Equal(was.Users, a.want.Users) {
		return prepare.Due, err
	}
	admitted, err := a.tools.Admitted(ctx, c.config, a.want.Groups, a.want.Users)
	switch {
	case err != nil:
		return "", a.failed(err)
	case admitted:
		return prepare.Done, nil
	}
	return prepare.Due, nil
}

// doAdmit gives the roles, and then writes the record: what is recorded is true.
func (a *act) doAdmit(ctx context.Context) error {
	standing, seen, err := a.stand(ctx)
	if err != nil || standing == prepare.Done {
		return err
	}
	c, err := a.open(ctx, seen)
	if err != nil {
		return err
	}
	a.hand.Point("before admit")
	err = a.tools.Admit(ctx, c.config, a.hand.Permit, a.want.Groups, a.want.Users)
	a.hand.Point("after admit")
	if err != nil {
		return a.failed(err)
	}
	return a.remember(ctx, c)
}
