package machines

import (
	"crypto/rand"
	"fmt"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"golang.org/x/crypto/ssh"

	"berth.dev/providers/providertest/cluster"
)

// Host is a machine on which nothing is installed yet.
type Host struct {
	// Name is its hostname, and so the name of its node.
	Name string
	// User is whom SSH lets in, "" is root. Any other has to ask with "sudo -n".
	User string
	// OpenRC says that services are those of OpenRC rather than of systemd.
	OpenRC bool
}

// World are machines, and the cluster they make up.
type World struct {
	cluster *cluster.Cluster
	folder  string
	client  ssh.PublicKey
	keyPath string
	pass    http.Handler

	// program is the version that the double of k0sctl calls itself.
	program string
	socket  net.Listener

	mu       sync.Mutex
	machines []*machine
	// minor is the newest minor version that a controller has ever run.
	minor  int
	events []Event
	runs   []*Run
	faults []*Fault
	wrongs []string
	ended  chan struct{}
	leases map[int]*lease
}

// New makes a world of these machines before a cluster that runs with Kubelets and
// without nodes, and ends it with the test. What machines become lives in the process of
// the test: it outlives whatever program under test is killed.
func New(t testing.TB, c *cluster.Cluster, hosts ...Host) *World {
	t.Helper()
	// Not the test's own folder: the path of a socket may not be long.
	folder, err := os.MkdirTemp("", "k0s-")
	if err != nil {
		t.Fatal(err)
	}
	w := &World{cluster: c, folder: folder, program: Supported, ended: make(chan struct{}), leases: map[int]*lease{}}
	t.Cleanup(w.stop)
	if err := w.start(t, hosts); err != nil {
		t.Fatal("a world of machines:", err)
	}
	return w
}

// start brings everything up that stands before any machine has k0s.
func (w *World) start(t testing.TB, hosts []Host) (err error) {
	if w.pass, err = w.cluster.Front(cluster.ByCertificate); err != nil {
		return err
	}
	if err := w.admit(); err != nil {
		return err
	}
	for _, h := range hosts {
		m, err := newMachine(w, h)
		if err != nil {
			return err
		}
		w.machines = append(w.machines, m)
	}
	if err := w.build(t.Context()); err != nil {
		return err
	}
	return w.listen()
}

// stop ends all servers; nothing of the world is left but the cluster, without its nodes.
func (w *World) stop() {
	w.mu.Lock()
	defer w.mu.Unlock()
	close(w.ended)
	if w.socket != nil {
		_ = w.socket.Close()
	}
	for _, m := range w.machines {
		m.closeFront()
		m.hangUp()
		_ = w.deleteNode(m.Name)
	}
	_ = os.RemoveAll(w.folder)
}

// admit makes the key that every machine lets in.
func (w *World) admit() error {
	key, pem, err := newKey()
	if err != nil {
		return err
	}
	w.client, w.keyPath = key.PublicKey(), filepath.Join(w.folder, "id_ed25519")
	return os.WriteFile(w.keyPath, pem, 0o600)
}

// loopback is an address of this machine that is hardly anybody else's.
func loopback() string {
	var b [3]byte
	_, _ = rand.Read(b[:]) // never fails
	return fmt.Sprintf("127.%d.%d.%d", 64+b[0]%128, b[1], 1+b[2]%250)
}

// Reach is how SSH reaches a machine, in the words of a site's k0s block.
type Reach struct {
	Name, Address, User, KeyPath, HostKey string
	Port                                  int
}

// Reach returns how a machine is reached. The key is one that all machines let in.
func (w *World) Reach(name string) Reach {
	w.mu.Lock()
	defer w.mu.Unlock()
	m := w.machine(name)
	return Reach{Name: m.Name, Address: m.address, User: m.User, KeyPath: w.keyPath, HostKey: m.hostKey(), Port: m.port}
}

// Program is the folder in which the double of k0sctl lies, for the front of the PATH.
func (w *World) Program() string { return filepath.Join(w.folder, "bin") }

// machine finds one by its name; a name that nobody has is a mistake of the test.
func (w *World) machine(name string) *machine {
	for _, m := range w.machines {
		if m.Name == name {
			return m
		}
	}
	panic("machines: no host is called " + name)
}

// controllers are the machines whose service is a controller's, running or not.
func (w *World) controllers() (out []*machine) {
	for _, m := range w.machines {
		if m.state.Installed && controls(m.state.Role) {
			out = append(out, m)
		}
	}
	return out
}

// Names are the machines' names, in the order in which the test named them.
func (w *World) Names() (out []string) {
	for _, m := range w.machines {
		out = append(out, m.Name)
	}
	return out
}
