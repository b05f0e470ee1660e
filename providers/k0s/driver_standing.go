package k0s

import (
	"context"

	"berth.dev/engine/ground"
	"berth.dev/engine/object"
	"berth.dev/engine/prepare"
)

// standWorker tells where a step stands that is about one worker.
func (a *act) standWorker(ctx context.Context, seen *Seen) (prepare.Standing, error) {
	past, err := a.isWorkerPast(ctx, seen)
	if err != nil {
		return "", err
	}
	if past {
		return prepare.Done, nil
	}
	open, err := a.unsettled(seen, a.task.Version)
	if err != nil {
		return "", err
	}
	for _, name := range sortedKeys(open) {
		return "", a.stale("host %s: %s. k0sctl would change the controller together with worker %s", name, open[name], a.task.Worker)
	}
	m := seen.Machine(a.task.Worker)
	switch {
	case m.Running && m.Role != Worker:
		return "", a.stale("host %s is a %s", m.Name, m.Role)
	case m.Installed && m.Version.Compare(a.task.Version) > 0:
		return "", a.stale("host %s runs %s, newer than the controllers' %s", m.Name, m.Version, a.task.Version)
	}
	c, err := a.open(ctx, seen)
	if err != nil {
		return "", err
	}
	n, err := node(ctx, c, m.Node)
	if err != nil {
		return "", a.failed(err)
	}
	if a.task.Reset {
		return standRemoved(m, n), nil
	}
	if a.step.Kind == ground.AddHost {
		return a.standAdded(m, n)
	}
	return a.standKept(m, n)
}

// isWorkerPast tells whether a worker is well with a version that a later step of the
// plan has brought it to, or the controllers.
func (a *act) isWorkerPast(ctx context.Context, seen *Seen) (bool, error) {
	m := seen.Machine(a.task.Worker)
	ahead := m.Version != a.task.Version
	for _, h := range a.want.Controllers() {
		v := seen.Machine(h.Name).Version
		if !a.reaches(v) {
			return false, nil
		}
		ahead = ahead || v != a.task.Version
	}
	if a.task.Reset || !ahead || !a.reaches(m.Version) || !a.asOrderedAt(m, m.Version) || a.running(seen) == nil {
		return false, nil
	}
	c, err := a.open(ctx, seen)
	if err != nil {
		return false, err
	}
	n, err := node(ctx, c, m.Node)
	return err == nil && isBack(m.Node, n, m.Version) == nil && !isClosedByBerth(n), err
}

// standRemoved is of a worker that is to be removed.
func standRemoved(m Machine, n object.Object) prepare.Standing {
	if !m.Installed && n == nil {
		return prepare.Done
	}
	return prepare.Due
}

// standAdded is of a worker that is to join.
func (a *act) standAdded(m Machine, n object.Object) (prepare.Standing, error) {
	switch {
	case !m.Installed && m.Data:
		return "", a.stale("host %s has data of another cluster; run `k0s reset` on it, or remove them by hand", m.Name)
	case !m.Installed:
		return prepare.Due, nil
	case n == nil:
		return a.partly("host %s has k0s, and is not in this cluster: it may belong to another one", m.Name)
	case m.Running && m.Version == a.task.Version && isBack(m.Node, n, a.task.Version) == nil:
		return prepare.Done, nil
	}
	return prepare.Due, nil
}

// standKept is of a worker that stays, with another version or other flags.
func (a *act) standKept(m Machine, n object.Object) (prepare.Standing, error) {
	switch {
	case !m.Installed:
		return "", a.stale("host %s has no k0s any more", m.Name)
	case !m.Running:
		return a.partly("host %s: k0s is installed and does not run. Start it (`systemctl start k0sworker`), or find out why it does not", m.Name)
	case n == nil:
		return "", a.stale("host %s is not in this cluster: there is no node %s", m.Name, m.Node)
	case a.step.Kind == ground.Upgrade && m.Version.String() != a.step.From && m.Version != a.task.Version:
		return "", a.stale("host %s runs %s, and the step goes from %s to %s", m.Name, m.Version, a.step.From, a.task.Version)
	case a.asOrdered(m) && isBack(m.Node, n, a.task.Version) == nil && !isClosedByBerth(n):
		return prepare.Done, nil
	}
	return prepare.Due, nil
}
