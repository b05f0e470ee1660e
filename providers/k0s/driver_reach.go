package k0s

import (
	"context"
	"errors"
	"fmt"
	"net"
	"strconv"
	"time"

	"k8s.io/client-go/rest"
)

// access is a cluster as its administrator reaches it, by one controller.
type access struct {
	Cluster
	config *rest.Config
}

// server is the address of a controller's own API server.
func (o *Orders) server(h Host) string {
	port := 6443
	switch said := dig(o.Config, "spec", "api", "port").(type) {
	case int64:
		port = int(said)
	case float64:
		port = int(said)
	}
	address := h.Address
	if o.bindsToAddress() && h.PrivateAddress != "" {
		address = h.PrivateAddress
	}
	return "https://" + net.JoinHostPort(address, strconv.Itoa(port))
}

// credentials gets the administrator's kubeconfig from a controller that runs.
func (a *act) credentials(ctx context.Context, seen *Seen) error {
	if a.admin != nil {
		return nil
	}
	running := a.running(seen)
	if running == nil {
		return a.failed(errors.New("no controller runs, so that nobody can be asked about the cluster"))
	}
	var failed []error
	for _, h := range running.Hosts {
		one := *running
		one.Hosts = []Host{h}
		job, err := a.job(&one, Stage{Version: seen.Machine(h.Name).Version, Home: a.tools.Home}, time.Minute)
		if err != nil {
			return err
		}
		config, err := a.tools.Program.Kubeconfig(ctx, job)
		if err == nil {
			a.admin = config
			return nil
		}
		failed = append(failed, fmt.Errorf("host %s: %w", h.Name, err))
	}
	return a.failed(fmt.Errorf("nobody gives the administrator's kubeconfig: %w", errors.Join(failed...)))
}

// at opens the cluster by one controller.
func (a *act) at(h Host, permit Permit) (*access, error) {
	config, err := a.tools.Settings(a.admin, a.want.server(h))
	if err != nil {
		return nil, a.failed(err)
	}
	c, err := a.tools.Reach(config, permit)
	if err != nil {
		return nil, a.failed(err)
	}
	return &access{c, config}, nil
}

// ready asks each controller that runs, by its own address, whether its API server is
// ready, and returns the first that is. The error names those that are not.
func (a *act) ready(ctx context.Context, seen *Seen) (*access, error) {
	if err := a.credentials(ctx, seen); err != nil {
		return nil, err
	}
	var first *access
	var failed []error
	for _, h := range a.running(seen).Hosts {
		c, err := a.at(h, a.hand.Permit)
		if err != nil {
			return nil, err
		}
		if err := c.Ready(ctx); err != nil {
			failed = append(failed, fmt.Errorf("host %s: its API server is not ready: %w", h.Name, err))
			continue
		}
		if first == nil {
			first = c
		}
	}
	return first, errors.Join(failed...)
}

// open opens the cluster by a controller that is ready, once it is seen to be the one
// that the plan was made for.
func (a *act) open(ctx context.Context, seen *Seen) (*access, error) {
	c, err := a.ready(ctx, seen)
	if c == nil {
		return nil, a.failed(err)
	}
	return c, a.isTheOne(ctx, c)
}

// isTheOne refuses a cluster that is another one than the plan was made for.
func (a *act) isTheOne(ctx context.Context, c *access) error {
	uid, err := c.Identity(ctx)
	if err != nil {
		return a.failed(err)
	}
	if a.site.UID != "" && uid != a.site.UID {
		return a.stale("the cluster on these hosts is another one (UID %s) than the plan was made for (%s)", uid, a.site.UID)
	}
	return nil
}
