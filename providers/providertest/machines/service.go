package machines

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"berth.dev/providers/providertest/machines/wire"
)

// install writes the service's file.
func (m *machine) install(o wire.Order) error {
	if m.state.Binary == "" {
		return errors.New("sudo: k0s: command not found")
	}
	if m.state.Installed && !o.Force {
		return fmt.Errorf("failed to install k0s service: Init already exists: %s", m.service())
	}
	if o.Role == "worker" && strings.Contains(strings.Join(o.Flags, " "), "--config=") {
		return errors.New("unknown flag: --config")
	}
	m.state.Installed, m.state.Role, m.state.Flags = true, o.Role, slices.Clone(o.Flags)
	return nil
}

// start starts the installed service. Whether it then does its work is another thing:
// the service manager says yes as soon as the program runs.
func (m *machine) start() error {
	if !m.state.Installed {
		return errors.New("the service manager knows no such service")
	}
	if m.state.Running {
		return nil
	}
	m.state.Starts++
	m.state.Version = m.state.Binary
	if controls(m.state.Role) {
		if err := m.startController(); err != nil {
			return err
		}
	}
	if works(m.state.Role) {
		return m.startWorker()
	}
	return nil
}

// startController brings an API server up, where its configuration lets it.
func (m *machine) startController() error {
	w, now := m.world, minor(m.state.Version)
	m.state.Running, m.state.Data, m.state.Broken = false, true, brokenConfig(m.state.Config)
	if m.state.Role != "single" {
		m.state.Member = true
	}
	if oldest := w.oldestController(m); now > oldest+1 && oldest > 0 {
		w.wrong(fmt.Sprintf("controller %s went from minor %d to %d: k0s knows no such way", m.Name, oldest, now))
		m.state.Broken = "the storage was written by a version that is too old"
	}
	if m.state.Broken != "" {
		return nil
	}
	if m.newest > now {
		w.wrong(fmt.Sprintf("controller %s went down from minor %d to %d", m.Name, m.newest, now))
	}
	m.newest, w.minor = max(m.newest, now), max(w.minor, now)
	m.state.Running = true
	if err := w.meetVersions(); err != nil {
		return err
	}
	return m.openFront()
}

// oldestController is the oldest minor version that a controller's data were last
// written by, before m starts anew: its own, too.
func (w *World) oldestController(m *machine) int {
	oldest := w.minor
	for _, c := range w.controllers() {
		if c != m && c.state.Running {
			oldest = min(oldest, minor(c.state.Version))
		}
	}
	return oldest
}

// halt stops the service. What ran on the node runs on, but nobody watches it.
func (m *machine) halt() error {
	w := m.world
	if !m.state.Running && m.state.Broken == "" {
		return nil
	}
	if works(m.state.Role) {
		pods, err := w.pods(m.Name)
		if err != nil {
			return err
		}
		w.events[len(w.events)-1].Pods = pods
		if len(pods) > 0 && m.state.Role == "worker" {
			w.wrong(fmt.Sprintf("worker %s was stopped under its pods: %s", m.Name, strings.Join(pods, ", ")))
		}
	}
	m.closeFront()
	m.state.Running, m.state.Broken = false, ""
	if all := w.controllers(); controls(m.state.Role) && len(all) > 1 && !slices.ContainsFunc(all, func(c *machine) bool { return c.state.Running }) {
		w.wrong("all controllers were down together")
	}
	return nil
}

// reset takes k0s off the machine. Its data go; what etcd knows of it stays, unless
// nobody is left who knows. That etcd loses its quorum is wrong but for a run that takes
// the whole cluster away.
func (m *machine) reset(by *Run) error {
	w := m.world
	if m.state.Running {
		return errors.New("k0s seems to be running, please stop it before reset")
	}
	s := &m.state
	was := s.Member
	m.newest = 0
	*s = State{Binary: s.Binary, Config: s.Config, Starts: s.Starts, Leftovers: s.Leftovers, Member: was, Locked: s.Locked}
	left := w.controllers()
	if len(left) == 0 {
		// The cluster is gone, and with it what it knew.
		w.minor = 0
		for _, c := range w.machines {
			c.state.Member = false
			if err := w.deleteNode(c.Name); err != nil {
				return err
			}
		}
		return nil
	}
	if was && !w.quorum() && (by == nil || by.Command() != "reset") {
		w.wrong(fmt.Sprintf("etcd lost its quorum when controller %s was reset", m.Name))
	}
	return nil
}

// sick says why a controller's API server cannot do what it is asked, "" where it can.
func (m *machine) sick() string {
	switch {
	case !controls(m.state.Role):
		return m.Name + " is no controller"
	case m.state.Broken != "":
		return m.state.Broken
	case !m.state.Running:
		return "k0s does not run"
	case !m.world.quorum():
		return "etcdserver: no leader"
	}
	return ""
}

// readyz is what `k0s kubectl get --raw=/readyz` says on a controller.
func (m *machine) readyz() error {
	if why := m.sick(); why != "" {
		return errors.New(why)
	}
	// k0sctl asks until it is ready; here asking once is asking until then.
	m.slow = max(0, m.slow-1)
	return nil
}

// Stand makes a cluster that stands already, without any k0sctl: its roles by host, its
// version and the controllers' k0s.yaml. Events of it are not in the history.
func (w *World) Stand(ctx context.Context, version, config string, roles map[string]string) error {
	w.mu.Lock()
	for _, m := range w.machines {
		role := roles[m.Name]
		if role == "" {
			continue
		}
		m.state.Installed, m.state.Role, m.state.Binary = true, role, version
		m.state.Flags = []string{"--data-dir=/var/lib/k0s"}
		if controls(role) {
			m.state.Config = config
			m.state.Flags = append(m.state.Flags, "--config=/etc/k0s/k0s.yaml")
		}
		switch role {
		case "controller+worker":
			m.state.Flags = append(m.state.Flags, "--enable-worker=true")
		case "single":
			m.state.Flags = append(m.state.Flags, "--single=true")
		}
	}
	err := w.startAll()
	w.mu.Unlock()
	if err != nil {
		return err
	}
	for _, m := range w.machines {
		if works(roles[m.Name]) {
			if err := w.nodeReady(ctx, m.Name); err != nil {
				return err
			}
		}
	}
	return nil
}

// startAll starts what is installed, controllers first.
func (w *World) startAll() error {
	for _, first := range []bool{true, false} {
		for _, m := range w.machines {
			if m.state.Installed && controls(m.state.Role) == first {
				if err := m.start(); err != nil {
					return fmt.Errorf("host %s: %w", m.Name, err)
				}
			}
		}
	}
	return nil
}
