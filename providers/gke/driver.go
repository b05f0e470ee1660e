package gke

import (
	"context"
	"errors"
	"fmt"
	"time"

	"k8s.io/client-go/rest"

	"berth.dev/engine/drain"
	"berth.dev/engine/ground"
	"berth.dev/engine/prepare"
)

// Tools are what a driver works with. All but Drain must be set; Admitted and Admit only
// where a site admits somebody.
type Tools struct {
	Client *Client
	// Reach opens the cluster's own API, whose nodes are counted and emptied
	// (kube.OpenConfig). Each request that writes asks permit before.
	Reach func(c *rest.Config, permit Permit) (drain.Cluster, error)
	// Admitted tells whether all of the groups and users may run berth on the cluster;
	// Admit gives them the roles that berth ships.
	Admitted func(ctx context.Context, c *rest.Config, groups, users []string) (bool, error)
	Admit    func(ctx context.Context, c *rest.Config, permit Permit, groups, users []string) error
	// Drain bounds how a pool is emptied; the driver sets Mark, Limit, Say, Point and
	// Clock.
	Drain drain.Options
}

// Permit is asked right before each request that changes something.
type Permit = func(context.Context) (context.Context, context.CancelFunc, error)

// driver does the steps of one cluster.
type driver struct {
	tools  Tools
	client *Client
	site   ground.Site
	orders *Orders
	name   Name
}

// NewDriver makes the driver of a site's cluster from what the plan's file has of it.
func NewDriver(site ground.Site, t Tools) (prepare.Driver, error) {
	o, err := ReadOrders(site.Orders)
	switch {
	case err != nil:
		return nil, fmt.Errorf("site %s: %w", site.Name, err)
	case o.Cluster != site.Cluster || o.Site != site.Name:
		return nil, fmt.Errorf("site %s: the plan's orders are for the cluster %s of site %s. Plan again", site.Name, o.Cluster, o.Site)
	case t.Client == nil || t.Reach == nil:
		return nil, errors.New("gke: a driver needs a client, and a way to the cluster's own API")
	}
	name, err := o.Name()
	return &driver{tools: t, client: t.Client, site: site, orders: o, name: name}, err
}

// Judge reads what is there, and says whether a step is still to be done.
func (d *driver) Judge(ctx context.Context, s *ground.Step) (prepare.Standing, error) {
	t, err := TaskOf(s)
	if err != nil {
		return "", err
	}
	seen, err := d.look(ctx, s)
	if err != nil {
		return "", err
	}
	return d.judge(ctx, s, t, seen)
}

// Do does a step that is due.
func (d *driver) Do(ctx context.Context, s *ground.Step, h prepare.Hand) error {
	t, err := TaskOf(s)
	if err != nil {
		return err
	}
	r := &run{driver: d, step: s, task: t, hand: h, until: d.client.clock.Now().Add(time.Duration(s.Seconds) * time.Second)}
	switch s.Kind {
	case ground.Admit:
		return r.admit(ctx)
	case ground.DrainPool:
		return r.empty(ctx)
	case ground.RemovePool, ground.MakePool:
		if err := r.empty(ctx); err != nil {
			return err
		}
	case ground.ResizePool:
		if err := r.mayShrink(ctx); err != nil {
			return err
		}
	}
	if err := r.settle(ctx); err != nil {
		return err
	}
	return r.healthy(ctx)
}

// Findable tells that nobody need wait for what a step has begun elsewhere: operations
// run at Google and are found there, clusters and pools have names that cannot be taken
// twice, and an eviction ends with whoever asked for it.
func (d *driver) Findable(*ground.Step) bool { return true }

// look reads the cluster, with its nodes counted where a step is about their number.
func (d *driver) look(ctx context.Context, s *ground.Step) (*Seen, error) {
	seen, err := d.client.look(ctx, d.name, d.site.Name)
	if err != nil || s.Kind != ground.ResizePool || !seen.Exists || seen.Pool(s.Part) == nil {
		return seen, err
	}
	list, err := d.nodes(ctx, seen, "")
	if err != nil {
		return nil, err
	}
	seen.Count(list)
	return seen, nil
}

func (d *driver) stale(s *ground.Step, format string, args ...any) error {
	return &prepare.Stale{Site: d.site.Name, Step: s.ID, Why: fmt.Sprintf(format, args...)}
}

func (d *driver) refused(s *ground.Step, cause error, format string, args ...any) error {
	return &prepare.Refused{Site: d.site.Name, Step: s.ID, Why: fmt.Sprintf(format, args...), Cause: cause}
}
