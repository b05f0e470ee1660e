package machines

import (
	"net"
	"net/http"
	"slices"
	"strings"

	"golang.org/x/crypto/ssh"
)

// State is what a machine has.
type State struct {
	// Role is that of the installed service, "" for none: controller,
	// controller+worker, single or worker.
	Role string
	// Binary is the version of the program on the disk, "" for none.
	Binary string
	// Installed says that a service is installed, with Flags and with its file.
	Installed bool
	Flags     []string
	// Running says that `k0s status` answers, Version what it says. A service that ends
	// again and again does not run.
	Running bool
	Version string
	// Broken says why what was started does not do its work, "" where it does.
	Broken string
	// Config is /etc/k0s/k0s.yaml, Data whether a cluster's data are there.
	Config string
	Data   bool
	// Member says that etcd counts the machine as a member, gone or not.
	Member bool
	// Starts is how often the service was started.
	Starts int
	// Leftovers is how many k0s.tmp.* lie beside the program.
	Leftovers int
	// Locked says that k0sctl holds its lock on the host.
	Locked bool
}

// machine is a host of the world.
type machine struct {
	Host
	world   *World
	address string
	port    int
	key     ssh.Signer
	door    net.Listener
	calls   []net.Conn
	silent  bool
	// state is what the machine has; front serves its API server while that listens.
	state State
	front *http.Server
	// holder is the run of k0sctl that holds the lock.
	holder int
	// slow is how often /readyz says no before it says yes.
	slow int
	// newest is the newest minor version that the machine's controller has run.
	newest int
	// bind is the port of the running API server.
	bind int
}

// State returns what a machine has now.
func (w *World) State(name string) State {
	w.mu.Lock()
	defer w.mu.Unlock()
	s := w.machine(name).state
	s.Flags = slices.Clone(s.Flags)
	return s
}

func controls(role string) bool { return role != "" && role != "worker" }

func works(role string) bool { return role != "" && role != "controller" }

// service is the file of the machine's service.
func (m *machine) service() string {
	name := "k0sworker"
	if controls(m.state.Role) {
		name = "k0scontroller"
	}
	if m.OpenRC {
		return "/etc/init.d/" + name
	}
	return "/etc/systemd/system/" + name + ".service"
}

// args are the words of the service's program as `k0s status` tells them.
func (m *machine) args() []string {
	kind := "worker"
	if controls(m.state.Role) {
		kind = "controller"
	}
	args := []string{"/usr/local/bin/k0s", kind}
	for _, f := range m.state.Flags {
		// k0s writes every flag with its value.
		if !strings.Contains(f, "=") {
			f += "=true"
		}
		args = append(args, f)
	}
	return args
}

// dataDir is where the machine keeps its cluster's data.
func (m *machine) dataDir() string {
	if v := flag(m.state.Flags, "--data-dir"); v != "" {
		return v
	}
	return "/var/lib/k0s"
}

// flag is the value of a flag, "" where it is not given.
func flag(flags []string, name string) string {
	for _, f := range flags {
		if key, value, _ := strings.Cut(f, "="); key == name {
			return strings.Trim(value, `'"`)
		}
	}
	return ""
}

// quorum tells whether etcd can write: more than half of its members run. A single
// machine has none.
func (w *World) quorum() bool {
	members, alive := 0, 0
	for _, m := range w.machines {
		if m.state.Role == "single" && m.state.Running {
			return true
		}
		if m.state.Member {
			members++
			if m.state.Running && controls(m.state.Role) {
				alive++
			}
		}
	}
	return members > 0 && alive*2 > members
}
