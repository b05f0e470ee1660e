package hosts

import (
	"context"
	"fmt"
	"path"
	"strings"
)

// Facts are what one machine has of k0s.
type Facts struct {
	// Node is the machine's own name, under which k0s makes it a node.
	Node string
	// Service is the file of its service of k0s, "" where none is installed; Binary is
	// k0s's program, "" where there is none.
	Service, Binary string
	// Running says that k0s runs, with a service or without.
	Running bool
	// Role is "controller", "worker", "controller+worker" or "single". Of a service that
	// does not run only "controller" or "worker" is known. "" is for neither.
	Role string
	// Version is what runs, or the program's where nothing runs.
	Version string
	// Args are the flags of what runs.
	Args []string
	// Config is /etc/k0s/k0s.yaml of a controller, nil where there is none. It may hold
	// secrets, of charts and of etcd elsewhere.
	Config []byte
	// Data says that there are data of a cluster, be it of one that was.
	Data bool
}

// Installed tells whether a service of k0s is installed.
func (f *Facts) Installed() bool { return f.Service != "" }

// Bare tells whether nothing of a cluster is there. A program alone may be: it was put
// there before anything was begun with it.
func (f *Facts) Bare() bool { return !f.Installed() && !f.Running && !f.Data }

// Facts asks the machine. An error means that nothing is known.
func (m *Machine) Facts(ctx context.Context) (*Facts, error) {
	a, err := m.ask(ctx, "sh -c '"+Look+"' k0s "+m.host.DataDir)
	if err != nil {
		return nil, err
	}
	if a.code != 0 {
		return nil, fmt.Errorf("host %s: %s may not look at k0s as root (exit code %d): %s", m.host.Name, m.host.User, a.code, a.err)
	}
	f, err := parseLook(a.out)
	if err != nil {
		return nil, fmt.Errorf("host %s: %w", m.host.Name, err)
	}
	if f.Binary == "" {
		return f, nil
	}
	if err := m.status(ctx, f); err != nil {
		return nil, err
	}
	return f, m.config(ctx, f)
}

// status asks what runs.
func (m *Machine) status(ctx context.Context, f *Facts) error {
	a, err := m.ask(ctx, f.Binary+" status --out json")
	if err != nil || a.code != 0 { // k0s itself says that it does not run
		return err
	}
	if err := parseStatus(a.out, f); err != nil {
		return fmt.Errorf("host %s: %w", m.host.Name, err)
	}
	return nil
}

// config reads the configuration of a controller that look has found.
func (m *Machine) config(ctx context.Context, f *Facts) error {
	if f.Config == nil || f.Role == "worker" || f.Role == "" {
		f.Config = nil
		return nil
	}
	a, err := m.ask(ctx, "cat "+configFile)
	if err != nil {
		return err
	}
	if a.code != 0 {
		return fmt.Errorf("host %s: %s cannot be read: %s", m.host.Name, configFile, a.err)
	}
	f.Config = a.out
	return nil
}

// Start starts the service of k0s that is installed and stands still.
func (m *Machine) Start(ctx context.Context, f *Facts) error {
	command := "systemctl start " + path.Base(f.Service)
	if strings.HasPrefix(f.Service, "/etc/init.d/") {
		command = "rc-service " + path.Base(f.Service) + " start"
	}
	a, err := m.ask(ctx, command)
	if err != nil {
		return err
	}
	if a.code != 0 {
		return fmt.Errorf("host %s: %s: exit code %d: %s", m.host.Name, command, a.code, a.err)
	}
	return nil
}
