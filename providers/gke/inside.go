package gke

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"berth.dev/engine/drain"
	"berth.dev/engine/ground"
	"berth.dev/engine/object"
	"berth.dev/engine/target"
)

// inside opens the cluster's own API.
func (d *driver) inside(seen *Seen, permit Permit) (drain.Cluster, error) {
	config, err := d.client.reach(seen, d.orders.Endpoint)
	if err != nil {
		return nil, err
	}
	return d.tools.Reach(config, permit)
}

// nodes reads the nodes of a pool, "" for all, again where the cluster is busy.
func (d *driver) nodes(ctx context.Context, seen *Seen, pool string) ([]object.Object, error) {
	c, err := d.inside(seen, nil)
	if err != nil {
		return nil, err
	}
	q := target.Query{Kind: "Node"}
	if pool != "" {
		q.Selector = PoolLabel + "=" + pool
	}
	return read(ctx, d.client, "list nodes of "+d.name.Cluster, func(ctx context.Context) ([]object.Object, error) { return c.List(ctx, q) })
}

// empty moves the pods of the step's pool to other nodes. Of a pool that is to be made
// this is one that could not be made the last time, and has nodes all the same.
func (r *run) empty(ctx context.Context) error {
	seen, err := r.look(ctx, r.step)
	if err != nil {
		return err
	}
	pool := seen.Pool(r.step.Part)
	if pool == nil || pool.Status == "STOPPING" || r.step.Kind == ground.MakePool && pool.Status != "ERROR" {
		return nil
	}
	if _, err := r.judge(ctx, r.step, r.task, seen); err != nil {
		return err
	}
	c, err := r.inside(seen, r.permit)
	if err != nil {
		return err
	}
	list, err := r.nodes(ctx, seen, r.step.Part)
	if err != nil {
		return err
	}
	var names []string
	for _, n := range list {
		names = append(names, n.Ref().Name)
	}
	if len(names) == 0 {
		return nil
	}
	slices.Sort(names)
	o := r.tools.Drain
	o.Mark, o.Say, o.Point, o.Clock = r.step.Site+"/"+r.step.Part, r.hand.Say, r.hand.Point, r.client.clock
	o.LoseScratch = o.LoseScratch || r.orders.LoseScratch
	o.Limit = max(time.Second, r.until.Sub(r.client.clock.Now()))
	if _, err := drain.Nodes(ctx, c, names, o); err != nil {
		var stuck *drain.Blocked
		if errors.As(err, &stuck) {
			return r.refused(r.step, err, "pool %s: %s", r.step.Part, stuck)
		}
		return fmt.Errorf("site %s, step %s: pool %s: %w", r.site.Name, r.step.ID, r.step.Part, err)
	}
	return nil
}

// admit gives people the roles that berth ships.
func (r *run) admit(ctx context.Context) error {
	seen, err := r.look(ctx, r.step)
	if err != nil {
		return err
	}
	if err := r.same(r.step, seen); err != nil {
		return err
	}
	config, err := r.client.reach(seen, r.orders.Endpoint)
	if err != nil {
		return err
	}
	r.point("before admit")
	err = r.tools.Admit(ctx, config, r.permit, r.orders.Groups, r.orders.Users)
	r.point("after admit")
	if err != nil {
		return fmt.Errorf("site %s, step %s: %w", r.site.Name, r.step.ID, err)
	}
	return nil
}

// healthy waits until what the step made is used by the cluster: nodes are ready, and
// the API answers.
func (r *run) healthy(ctx context.Context) error {
	pool := r.step.Part
	switch r.step.Kind {
	case ground.MakeCluster:
		if r.task.Pool != nil {
			pool = r.task.Pool.Name
		}
	case ground.MakePool, ground.ResizePool, ground.Upgrade:
	default:
		return nil
	}
	for try := 1; ; try++ {
		why, err := r.unready(ctx, pool)
		if err == nil && why == "" {
			return nil
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if class := target.ClassOf(err); class == target.Denied || class == target.Unauthorized {
			return err
		}
		if err != nil {
			why = err.Error()
		}
		if late := r.inTime("the cluster: " + why); late != nil {
			return late
		}
		if try == 1 {
			r.say("waiting for the cluster: " + why)
		}
		if err := r.client.pause(ctx, try, firstPoll); err != nil {
			return err
		}
	}
}

// unready says what is missing of a pool's nodes, "" where nothing is.
func (r *run) unready(ctx context.Context, pool string) (string, error) {
	seen, err := r.client.look(ctx, r.name, r.site.Name)
	if err != nil {
		return "", err
	}
	list, err := r.nodes(ctx, seen, pool)
	if err != nil {
		return "", err
	}
	// How many zones there are Google may have chosen after the plan was made.
	least := 0
	if p := seen.Pool(pool); p != nil {
		least = r.task.PerZone * max(1, len(p.Zones))
	}
	var not []string
	for _, n := range list {
		if !ready(n) {
			not = append(not, n.Ref().Name)
		}
	}
	slices.Sort(not)
	switch {
	case len(list)-len(not) < least:
		return fmt.Sprintf("%d of %s are ready", len(list)-len(not), nodes(least)), nil
	case r.step.Kind == ground.Upgrade && r.step.Part != "" && len(not) > 0:
		return "not ready are " + strings.Join(not, ", "), nil
	}
	return "", nil
}

// ready tells whether a node says of itself that it is.
func ready(n object.Object) bool {
	list, _ := n.At("status", "conditions").([]any)
	for _, c := range list {
		if m, ok := c.(map[string]any); ok && m["type"] == "Ready" {
			return m["status"] == "True"
		}
	}
	return false
}
