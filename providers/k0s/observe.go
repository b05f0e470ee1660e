package k0s

import (
	"context"
	"fmt"

	"berth.dev/engine/object"
	"berth.dev/providers/k0s/hosts"
)

// Reader is what is read of a cluster that answers.
type Reader interface {
	Identity(ctx context.Context) (string, error)
	Get(ctx context.Context, ref object.Ref) (object.Object, error)
}

// Observe finds out what is there of a cluster: on the machines of the orders by SSH,
// and where the cluster can be read, in berth's record of it. A nil reader is a cluster
// that is not there yet or cannot be read; then it is not known to be berth's. A machine
// of the orders that does not answer is an error.
func Observe(ctx context.Context, want *Orders, m Machines, cluster Reader) (*Seen, error) {
	seen := &Seen{}
	if cluster != nil {
		var err error
		if seen.UID, err = cluster.Identity(ctx); err != nil {
			return nil, fmt.Errorf("site %s: %w", want.Site, err)
		}
		seen.Record, err = recorded(ctx, cluster, seen.UID)
		if err != nil {
			return nil, fmt.Errorf("site %s: %w", want.Site, err)
		}
		seen.Ours = seen.Record != nil
	}
	if err := seen.ask(ctx, m, want.Hosts); err != nil {
		return nil, fmt.Errorf("site %s: %w", want.Site, err)
	}
	if cluster != nil {
		if err := seen.findStrays(ctx, cluster); err != nil {
			return nil, fmt.Errorf("site %s: %w", want.Site, err)
		}
	}
	if seen.Record == nil {
		return seen, nil
	}
	for _, h := range seen.Record.Hosts {
		if want.has(h) {
			continue
		}
		// A machine that the specs have no longer may well be gone for good.
		if err := seen.ask(ctx, m, []Host{h}); err != nil {
			seen.Silent = append(seen.Silent, h.Name)
		}
	}
	return seen, nil
}

// findStrays marks the machines that work, and not for this cluster.
func (s *Seen) findStrays(ctx context.Context, cluster Reader) error {
	for i := range s.Machines {
		m := &s.Machines[i]
		if !m.Running || m.Role == "" || !m.Role.Works() {
			continue
		}
		n, err := cluster.Get(ctx, object.Ref{Kind: "Node", Name: m.Node})
		if err != nil {
			return err
		}
		m.Stray = n == nil
	}
	return nil
}

// has tells whether the orders have a machine, by its name or its address.
func (o *Orders) has(was Host) bool {
	for i := range o.Hosts {
		if h := &o.Hosts[i]; h.Name == was.Name || h.Address == was.Address && h.Port == was.Port {
			return true
		}
	}
	return false
}

// ask adds what hosts have.
func (s *Seen) ask(ctx context.Context, m Machines, list []Host) error {
	facts, err := m.All(ctx, reachable(list))
	if err != nil {
		return err
	}
	for i := range list {
		machine, err := machineOf(list[i].Name, &facts[i])
		if err != nil {
			return err
		}
		s.Machines = append(s.Machines, machine)
	}
	return nil
}

// reachable are hosts as package hosts reaches them.
func reachable(list []Host) []hosts.Host {
	out := make([]hosts.Host, len(list))
	for i, h := range list {
		out[i] = hosts.Host{Name: h.Name, Address: h.Address, Port: h.Port, User: h.User, KeyPath: h.KeyPath, HostKey: h.HostKey, DataDir: h.DataDir}
	}
	return out
}

// machineOf reads what a host has told.
func machineOf(name string, f *hosts.Facts) (Machine, error) {
	m := Machine{Name: name, Node: f.Node, Installed: f.Installed() || f.Running, Running: f.Running, Data: f.Data, Args: f.Args, Config: f.Config, Role: Role(f.Role)}
	if name := flagsOf(f.Args).kubelet["--hostname-override"]; name != "" {
		m.Node = name
	}
	if f.Version == "" {
		return m, nil
	}
	var err error
	if m.Version, err = ParseVersion(f.Version); err != nil && m.Installed {
		return m, fmt.Errorf("host %s: k0s calls itself %w", name, err)
	}
	return m, nil
}
