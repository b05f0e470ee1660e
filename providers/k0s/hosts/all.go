package hosts

import (
	"context"
	"errors"
	"fmt"

	"golang.org/x/sync/errgroup"
)

// atOnce is how many machines are asked at the same time.
const atOnce = 8

// All asks all hosts, some at a time. The facts are in the order of the hosts. With an
// error, which names every host that gave none, nothing is known.
func (a *Access) All(ctx context.Context, hosts []Host) ([]Facts, error) {
	facts, failed := make([]Facts, len(hosts)), make([]error, len(hosts))
	var group errgroup.Group
	group.SetLimit(atOnce)
	for i := range hosts {
		group.Go(func() error {
			f, err := a.One(ctx, hosts[i])
			if err != nil {
				failed[i] = err
				return nil // the other hosts are asked all the same
			}
			facts[i] = *f
			return nil
		})
	}
	_ = group.Wait() // the failures are kept by host
	if err := errors.Join(failed...); err != nil {
		return nil, err
	}
	return facts, nil
}

// One asks one host.
func (a *Access) One(ctx context.Context, h Host) (*Facts, error) {
	m, err := a.Open(ctx, h)
	if err != nil {
		return nil, err
	}
	defer m.Close()
	return m.Facts(ctx)
}

// Start starts k0s on a host where it is installed and stands still.
func (a *Access) Start(ctx context.Context, h Host) error {
	m, err := a.Open(ctx, h)
	if err != nil {
		return err
	}
	defer m.Close()
	f, err := m.Facts(ctx)
	if err != nil || f.Running {
		return err
	}
	if !f.Installed() {
		return fmt.Errorf("host %s: no service of k0s is installed", h.Name)
	}
	return m.Start(ctx, f)
}
