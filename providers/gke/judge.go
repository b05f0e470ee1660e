package gke

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"berth.dev/engine/ground"
	"berth.dev/engine/prepare"
)

// judge says where a step stands, by what is there.
func (d *driver) judge(ctx context.Context, s *ground.Step, t *Task, seen *Seen) (prepare.Standing, error) {
	switch s.Kind {
	case ground.MakeCluster:
		return d.judgeMake(s, seen)
	case ground.RemoveCluster:
		if !seen.Exists {
			return prepare.Done, nil
		}
	}
	if err := d.same(s, seen); err != nil {
		return "", err
	}
	if s.Part != "" {
		return d.judgePool(s, t, seen)
	}
	switch s.Kind {
	case ground.RemoveCluster:
		if !seen.Ours {
			return "", d.stale(s, "the cluster %s is not one that berth made", d.name)
		}
		return prepare.Due, nil
	case ground.Configure:
		return d.turn(s, "the release channel", seen.Channel, t.Was, t.Channel)
	case ground.Upgrade:
		return d.judgeVersion(s, t, "the control plane", seen.Version)
	case ground.Admit:
		return d.judgeAdmit(ctx, seen)
	}
	return "", fmt.Errorf("site %s, step %s: no step of GKE is %q", d.site.Name, s.ID, s.Kind)
}

// same checks that the cluster is the one that the plan is about.
func (d *driver) same(s *ground.Step, seen *Seen) error {
	switch {
	case !seen.Exists:
		return d.stale(s, "there is no cluster %s", d.name)
	case d.site.UID != "" && seen.ID != d.site.UID:
		return d.stale(s, "the cluster %s is another one than the plan was made for", d.name)
	case d.site.UID == "" && !seen.Ours:
		return d.stale(s, "the cluster %s was made by somebody else", d.name)
	}
	return nil
}

func (d *driver) judgeMake(s *ground.Step, seen *Seen) (prepare.Standing, error) {
	switch {
	case !seen.Exists:
		return prepare.Due, nil
	case !seen.Ours || d.site.UID != "":
		return "", d.stale(s, "there is a cluster %s already, which this plan did not make", d.name)
	case seen.Status == "ERROR":
		return "", d.refused(s, nil, "the cluster %s could not be made: %s. Remove what is left of it with `berth destroy --cluster %s`, then plan again", d.name, orUnsaid(firstSaid(explain(seen.Says), seen.Says)), d.site.Name)
	case seen.Status == "PROVISIONING":
		return prepare.Due, nil
	case seen.Status == "STOPPING":
		return "", d.stale(s, "the cluster %s is being removed", d.name)
	}
	return prepare.Done, nil
}

func firstSaid(words ...string) string {
	for _, w := range words {
		if w != "" {
			return w
		}
	}
	return ""
}

// turn judges a change from one word to another.
func (d *driver) turn(s *ground.Step, what, is, was, to string) (prepare.Standing, error) {
	switch is {
	case to:
		return prepare.Done, nil
	case was:
		return prepare.Due, nil
	}
	return "", d.stale(s, "%s is %s, where the plan found %s", what, is, was)
}

// judgeVersion judges an upgrade. Patches that Google has made meanwhile do not matter,
// and what is newer than planned is done.
func (d *driver) judgeVersion(s *ground.Step, t *Task, what, is string) (prepare.Standing, error) {
	have, a := parseVersion(is)
	was, b := parseVersion(t.Was)
	to, c := parseVersion(t.Version)
	switch {
	case a < 4 || b < 4 || c < 4:
		return "", d.stale(s, "%s runs %q, which cannot be compared with the planned %q", what, is, t.Version)
	case have.compare(to) >= 0:
		return prepare.Done, nil
	case was.minor() != to.minor() && have.minor() == to.minor():
		return prepare.Done, nil
	case have.minor() == was.minor():
		return prepare.Due, nil
	}
	return "", d.stale(s, "%s runs %s, where the plan found %s", what, is, t.Was)
}

// judgePool judges a step of one pool.
func (d *driver) judgePool(s *ground.Step, t *Task, seen *Seen) (prepare.Standing, error) {
	pool := seen.Pool(s.Part)
	what := "pool " + s.Part
	if seen.Autopilot {
		return "", d.stale(s, "the cluster is one of Autopilot, which has no pools to change")
	}
	switch s.Kind {
	case ground.MakePool:
		return d.judgeNew(s, t, pool)
	case ground.DrainPool, ground.RemovePool:
		switch {
		case pool == nil:
			return prepare.Done, nil
		case !pool.Ours:
			return "", d.stale(s, "%s is not one that berth made", what)
		}
		return prepare.Due, nil
	}
	if pool == nil {
		return "", d.stale(s, "there is no %s", what)
	}
	switch s.Kind {
	case ground.Configure:
		return judgeDress(t.Pool, pool), nil
	case ground.Upgrade:
		return d.judgeVersion(s, t, what, pool.Version)
	case ground.ResizePool:
		return d.judgeSize(s, t, pool)
	case ground.AutoscalePool:
		return d.turn(s, "the scaling of "+what, scaleWord(pool.Scale), scaleWord(t.Scaled), scaleWord(t.Scale))
	}
	return "", fmt.Errorf("site %s, step %s: no step of a pool is %q", d.site.Name, s.ID, s.Kind)
}

// judgeNew judges the making of a pool.
func (d *driver) judgeNew(s *ground.Step, t *Task, pool *SeenPool) (prepare.Standing, error) {
	switch {
	case t.Pool == nil:
		return "", fmt.Errorf("site %s, step %s: the plan does not say what the pool is to be", d.site.Name, s.ID)
	case pool == nil:
		return prepare.Due, nil
	case !pool.Ours || !fits(pool, t.Pool):
		return "", d.stale(s, "there is a pool %s already, which this step did not make", s.Part)
	case pool.Status == "RUNNING" || pool.Status == "RECONCILING":
		return prepare.Done, nil
	}
	return prepare.Due, nil
}

// judgeSize judges another number of nodes. One in between is a step half done.
func (d *driver) judgeSize(s *ground.Step, t *Task, pool *SeenPool) (prepare.Standing, error) {
	low, high := min(t.Had, t.Nodes), max(t.Had, t.Nodes)
	switch {
	case pool.Scale != nil:
		return "", d.stale(s, "pool %s scales itself now", s.Part)
	case pool.Nodes == t.Nodes:
		return prepare.Done, nil
	case pool.Nodes < low || pool.Nodes > high:
		return "", d.stale(s, "pool %s has %s, where the plan found %d and wants %d", s.Part, nodes(pool.Nodes), t.Had, t.Nodes)
	}
	return prepare.Due, nil
}

// judgeDress judges labels and taints.
func judgeDress(want *Pool, pool *SeenPool) prepare.Standing {
	if want == nil || want.Labels != nil && !maps.Equal(want.Labels, pool.Labels) || want.Taints != nil && !slices.Equal(want.Taints, pool.Taints) {
		return prepare.Due
	}
	return prepare.Done
}

// judgeAdmit asks the cluster whom it admits.
func (d *driver) judgeAdmit(ctx context.Context, seen *Seen) (prepare.Standing, error) {
	config, err := d.client.reach(seen, d.orders.Endpoint)
	if err != nil {
		return "", err
	}
	if d.tools.Admitted == nil || d.tools.Admit == nil {
		return "", fmt.Errorf("site %s: nobody can be admitted here", d.site.Name)
	}
	yes, err := d.tools.Admitted(ctx, config, d.orders.Groups, d.orders.Users)
	if err != nil || !yes {
		return prepare.Due, err
	}
	return prepare.Done, nil
}
