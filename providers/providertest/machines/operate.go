package machines

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"berth.dev/providers/providertest/machines/wire"
)

// obey does what the double of k0sctl tells a machine, and meets the faults that wait
// before and after it.
func (m *machine) obey(ctx context.Context, line string) (out, said string, code int) {
	text, ok := strings.CutPrefix(line, wire.Command+" ")
	var o wire.Order
	if !ok || json.Unmarshal([]byte(text), &o) != nil {
		m.refuse(line)
		return "", "no order of the double's: " + line, 127
	}
	for _, when := range []string{"before", "after"} {
		if when == "after" {
			var err error
			if out, err = m.operate(ctx, o); err != nil {
				return out, err.Error(), 1
			}
		}
		if f := m.world.meet(o.Run, when+" "+o.Do, m.Name); f != nil && f.Kind == Fails {
			return out, f.Text, 1
		}
	}
	return out, "", 0
}

// operate does one order.
func (m *machine) operate(ctx context.Context, o wire.Order) (string, error) {
	w := m.world
	w.mu.Lock()
	defer w.mu.Unlock()
	if o.Do != "facts" && o.Do != "readyz" && o.Do != "node ready" {
		w.note(Event{Run: o.Run, Host: m.Name, What: o.Do, Detail: detail(o)})
	}
	switch o.Do {
	case "facts":
		return m.facts()
	case "lock", "unlock":
		return "", m.lock(o.Do == "lock", o.Run)
	case "upload":
		m.state.Leftovers++
		return "", exact(o.Version)
	case "binary":
		m.state.Leftovers, m.state.Binary = max(0, m.state.Leftovers-1), o.Version
		return "", nil
	case "validate config":
		return "", validateConfig(o.Text)
	case "write config":
		m.state.Config = o.Text
		return "", nil
	case "token":
		return "", m.token()
	case "install":
		return "", m.install(o)
	case "start":
		return "", m.start()
	case "stop":
		return "", m.halt()
	case "etcd leave":
		// The command that k0sctl v0.32.2 sends has a flag that k0s does not know.
		return "", errors.New("unknown flag: --datadir")
	case "reset":
		return "", m.reset(w.run(o.Run))
	case "remove files":
		m.state.Config, m.state.Binary = "", ""
		return "", nil
	case "backup":
		return m.backup()
	case "kubeconfig":
		return m.kubeconfig(o.Node, o.Text)
	}
	return m.kubectl(ctx, o)
}

// detail is what of an order is worth reading in the history.
func detail(o wire.Order) string {
	switch {
	case o.Node != "":
		return o.Node
	case o.Role != "":
		return strings.Join(append([]string{o.Role}, o.Flags...), " ")
	}
	return o.Version
}

// kubectl does the orders that a controller passes on to its API server.
func (m *machine) kubectl(ctx context.Context, o wire.Order) (string, error) {
	w := m.world
	if o.Do == "readyz" {
		return "", m.readyz()
	}
	if why := m.sick(); why != "" {
		return "", fmt.Errorf("the connection to the server %s was refused: %s", m.Name, why)
	}
	switch o.Do {
	case "node ready":
		return "", w.nodeReady(ctx, o.Node)
	case "cordon", "uncordon":
		return "", w.cordon(o.Node, o.Do == "cordon")
	case "drain":
		return "", w.drain(o.Node, o.Nanoseconds)
	case "delete node":
		return "", w.deleteUsed(o.Node)
	case "apply manifest":
		w.wrong("k0sctl applied a document of its file to the cluster: " + first(o.Text))
		return "", nil
	}
	return "", fmt.Errorf("no machine knows how to %q", o.Do)
}

// first is the first line of a text.
func first(text string) string {
	line, _, _ := strings.Cut(strings.TrimSpace(text), "\n")
	return line
}

// facts are what k0sctl gathers of a machine.
func (m *machine) facts() (string, error) {
	f := wire.Facts{Node: m.Name, Binary: m.state.Binary}
	if m.state.Installed {
		f.Service = m.service()
	}
	if m.state.Running {
		f.Running, f.Version, f.Role, f.Args = true, m.state.Version, m.state.Role, m.args()
	}
	if m.User == "root" {
		// The file is root's alone, and k0sctl reads it without sudo.
		f.Config = m.state.Config
	}
	if controls(m.state.Role) && m.state.Role != "single" && m.state.Running {
		if !m.world.quorum() {
			return "", errors.New("failed to run etcd member-list command: context deadline exceeded")
		}
		for _, c := range m.world.machines {
			if c.state.Member {
				f.Members = append(f.Members, c.address)
			}
		}
	}
	text, err := json.Marshal(f)
	return string(text), err
}

// lock takes or gives back k0sctl's lock on the host. `k0sctl apply` does neither. A lock
// that a killed run has left is taken over: the real one waits half a minute for that.
func (m *machine) lock(take bool, run int) error {
	holder := m.world.run(m.holder)
	if take && m.state.Locked && holder != nil && holder.Ended.IsZero() {
		return errors.New("another instance of k0sctl is currently operating on the host, delete /run/lock/k0sctl or wait 30 seconds for it to expire")
	}
	m.state.Locked, m.holder = take, run
	return nil
}

// token makes a token with which others join.
func (m *machine) token() error {
	if why := m.sick(); why != "" {
		return errors.New("failed to create join token: " + why)
	}
	return nil
}

// backup is what a controller's data are.
func (m *machine) backup() (string, error) {
	if why := m.sick(); why != "" {
		return "", errors.New("k0s backup: " + why)
	}
	return "a backup of " + m.Name + " at " + m.state.Version + "\n" + m.state.Config, nil
}

// kubeconfig is the administrator's, for an API server at this URL.
func (m *machine) kubeconfig(name, server string) (string, error) {
	if !m.state.Data {
		return "", fmt.Errorf("open %s/pki/admin.conf: no such file or directory", m.dataDir())
	}
	return m.world.adminConfig(name, server)
}
