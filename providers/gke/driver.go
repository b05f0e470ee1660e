package gke

import (
	"context"
	"errors"

	"k8s.io/client-go/rest"

	"berth.dev/engine/drain"
	"berth.dev/engine/ground"
	"berth.dev/engine/prepare"
)

// Tools are what a driver works with.
type Tools struct {
	Client *Client
	// Reach opens the cluster's own API, whose nodes are counted and emptied
	// (kube.OpenConfig). Each request that writes asks permit before.
	Reach func(c *rest.Config, permit Permit) (drain.Cluster, error)
	// Admitted tells whether all of the groups and users may run berth on the cluster;
	// Admit gives them the roles that berth ships.
	Admitted func(ctx context.Context, c *rest.Config, groups, users []string) (bool, error)
	Admit    func(ctx context.Context, c *rest.Config, permit Permit, groups, users []string) error
	// Drain bounds how a node is emptied; the driver sets Mark, Say and Point.
	Drain drain.Options
}

// Permit is asked right before each request that changes something.
type Permit = func(context.Context) (context.Context, context.CancelFunc, error)

// NewDriver makes the driver of a site's cluster from what the plan's file has of it.
func NewDriver(site ground.Site, t Tools) (prepare.Driver, error) {
	return nil, errors.New("gke: not written yet")
}
