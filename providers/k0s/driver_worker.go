package k0s

import (
	"context"
	"errors"
	"fmt"
	"time"

	"berth.dev/engine/drain"
	"berth.dev/engine/prepare"
)

// asOrdered tells whether a worker runs as the step's file says.
func (a *act) asOrdered(m Machine) bool { return a.asOrderedAt(m, a.task.Version) }

func (a *act) asOrderedAt(m Machine, v Version) bool {
	h := a.want.Host(a.task.Worker)
	now := flagsOf(m.Args)
	return h != nil && m.Running && m.Version == v && flagsFor(h, now).equal(now)
}

// doWorker adds, changes or removes one worker. One that has pods is emptied first, by
// evictions alone; where that fails, k0sctl is not called.
func (a *act) doWorker(ctx context.Context) error {
	standing, seen, err := a.stand(ctx)
	if err != nil || standing == prepare.Done {
		return err
	}
	if !a.task.Reset { // what is removed need not run
		if seen, err = a.rouse(ctx, seen); err != nil {
			return err
		}
	}
	if err := a.isWell(ctx, seen); err != nil {
		return err
	}
	c, err := a.open(ctx, seen)
	if err != nil {
		return err
	}
	m := seen.Machine(a.task.Worker)
	var ran error
	if a.task.Reset || !a.asOrdered(m) {
		if err := a.empty(ctx, c, m); err != nil {
			return err
		}
		ran = a.apply(ctx)
	}
	a.until = maxTime(a.until, a.tools.Clock.Now().Add(verifying))
	if a.task.Reset {
		err = a.isGone(ctx, c, ran)
	} else {
		err = a.isBackAgain(ctx, c, ran)
	}
	if err != nil {
		return err
	}
	// k0sctl may have restarted the controllers, too: it does where it cannot read their
	// k0s.yaml.
	if err := a.wait(ctx, settling, func() error { _, err := a.ready(ctx, seen); return err }); err != nil {
		return a.failed(fmt.Errorf("worker %s is well, and the control plane is not: %w", m.Name, err))
	}
	return a.remember(ctx, c)
}

// isWell refuses to begin where a controller is not ready, once it had some time.
func (a *act) isWell(ctx context.Context, seen *Seen) error {
	err := a.wait(ctx, time.Minute, func() error {
		_, err := a.ready(ctx, seen)
		return err
	})
	if err != nil {
		return a.refused(err, "the control plane is not well, and no worker is changed: %v", err)
	}
	return nil
}

// empty moves the pods of a worker that has some elsewhere. A node that is not ready is
// refused: its pods do not end, and k0sctl takes k0s off a worker that runs and is not
// ready.
func (a *act) empty(ctx context.Context, c *access, m Machine) error {
	n, err := node(ctx, c, m.Node)
	if err != nil {
		return a.failed(err)
	}
	if n == nil || !a.task.Drain {
		return nil
	}
	if !a.task.Reset {
		err := a.wait(ctx, time.Minute, func() error {
			if n, err = node(ctx, c, m.Node); err == nil && n != nil && !isReady(n) {
				err = fmt.Errorf("node %s is not ready", m.Node)
			}
			return err
		})
		if err != nil {
			return a.refused(err, "%v; it is left as it is, since k0sctl would take k0s off a worker in this state. Find out why (`journalctl -u k0sworker` on host %s)", err, m.Name)
		}
	}
	if _, err := drain.Node(ctx, c, m.Node, a.draining()); err != nil {
		var blocked *drain.Blocked
		if errors.As(err, &blocked) {
			return a.refused(err, "%v", blocked)
		}
		return a.failed(err)
	}
	return nil
}

// draining is how the worker is emptied.
func (a *act) draining() drain.Options {
	o := a.tools.Drain
	o.Mark = a.step.Site + " " + a.step.ID
	o.Returns = !a.task.Reset
	o.Limit = time.Duration(a.want.DrainTimeout) * time.Second
	if o.Limit == 0 {
		o.Limit = defaultDrain * time.Second
	}
	o.LoseScratch = o.LoseScratch || a.want.LoseScratch
	if a.want.GracePeriod > 0 {
		o.Grace = time.Duration(a.want.GracePeriod) * time.Second
	}
	o.Say, o.Point, o.Clock = a.hand.Say, a.hand.Point, a.tools.Clock
	return o
}

// isBackAgain waits until the worker runs as ordered and its node is ready, and opens the
// node. Where it does not come back the node stays closed; where it came back as it was,
// it is opened, and the step has failed all the same.
func (a *act) isBackAgain(ctx context.Context, c *access, ran error) error {
	limit := settling
	if ran != nil {
		limit = failing
	}
	var m Machine
	err := a.wait(ctx, limit, func() error {
		seen, err := a.look(ctx)
		if err != nil {
			return err
		}
		if m = seen.Machine(a.task.Worker); !a.asOrdered(m) {
			return fmt.Errorf("host %s does not run %s with the flags of the specs", m.Name, a.task.Version)
		}
		n, err := node(ctx, c, m.Node)
		if err != nil {
			return err
		}
		return isBack(m.Node, n, a.task.Version)
	})
	if err != nil {
		return a.failed(together(ran, err, a.reopen(ctx, c, m)))
	}
	if ran != nil {
		a.hand.Say("k0sctl ended with an error, and all is as ordered all the same: " + ran.Error())
	}
	if err := drain.Uncordon(ctx, c, m.Node); err != nil {
		return a.failed(fmt.Errorf("node %s is well and still closed: %w", m.Node, err))
	}
	return nil
}

// reopen opens a node after a failure if it is well.
func (a *act) reopen(ctx context.Context, c *access, m Machine) error {
	if m.Node == "" {
		return nil
	}
	n, err := node(ctx, c, m.Node)
	switch {
	case err != nil:
		return err
	case n == nil || !isClosedByBerth(n):
		return nil
	case !m.Running || !isReady(n):
		return fmt.Errorf("node %s stays closed to pods, because it is not well", m.Node)
	}
	return drain.Uncordon(ctx, c, m.Node)
}

// isGone waits until the worker has no k0s and no node.
func (a *act) isGone(ctx context.Context, c *access, ran error) error {
	limit := time.Minute
	if ran != nil {
		limit = failing
	}
	err := a.wait(ctx, limit, func() error {
		seen, err := a.look(ctx)
		if err != nil {
			return err
		}
		m := seen.Machine(a.task.Worker)
		n, err := node(ctx, c, m.Node)
		switch {
		case err != nil:
			return err
		case m.Installed:
			return fmt.Errorf("host %s still has k0s", m.Name)
		case n != nil:
			return fmt.Errorf("host %s has no k0s any more, and its node %s is still there; `kubectl delete node %s`", m.Name, m.Node, m.Node)
		}
		return nil
	})
	if err != nil {
		return a.failed(together(ran, err))
	}
	return nil
}
