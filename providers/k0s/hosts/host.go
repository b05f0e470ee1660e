package hosts

import (
	"fmt"
	"net"
	"regexp"
	"strconv"

	"golang.org/x/crypto/ssh"
)

// Host is how one machine is reached.
type Host struct {
	// Name is what the specs call it; errors begin with it.
	Name    string
	Address string
	// Port and User are 22 and "root" where they are zero.
	Port int
	User string
	// KeyPath is a file with a private key, which may begin with "~/"; "" for the
	// agent's keys.
	KeyPath string
	// HostKey is the one key the machine may show, as known_hosts has it without the
	// name: "ssh-ed25519 AAAA…".
	HostKey string
	// DataDir is k0s's data folder, "/var/lib/k0s" where it is "".
	DataDir string
}

// DefaultDataDir is where k0s keeps its data unless it is told otherwise.
const DefaultDataDir = "/var/lib/k0s"

// folder is what may be handed to a shell on a machine.
var folder = regexp.MustCompile(`^(/[A-Za-z0-9._-]+)+$`)

// filled is a host with its zero values filled in, once it has been looked through.
func (h Host) filled() (Host, error) {
	if h.Port == 0 {
		h.Port = 22
	}
	if h.User == "" {
		h.User = "root"
	}
	if h.DataDir == "" {
		h.DataDir = DefaultDataDir
	}
	switch {
	case h.Address == "":
		return h, fmt.Errorf("host %s has no address", h.Name)
	case h.Port < 1 || h.Port > 65535:
		return h, fmt.Errorf("host %s: %d is not a port", h.Name, h.Port)
	case h.HostKey == "":
		return h, fmt.Errorf("host %s has no host_key; without one, whoever answers at %s would be trusted", h.Name, h.Address)
	case !folder.MatchString(h.DataDir):
		return h, fmt.Errorf("host %s: the data folder %q is not a plain absolute path", h.Name, h.DataDir)
	}
	return h, nil
}

// endpoint is what is dialled.
func (h Host) endpoint() string { return net.JoinHostPort(h.Address, strconv.Itoa(h.Port)) }

// hostKey reads the pinned key.
func (h Host) hostKey() (ssh.PublicKey, error) {
	key, _, options, rest, err := ssh.ParseAuthorizedKey([]byte(h.HostKey))
	if err != nil || len(options) > 0 || len(rest) > 0 {
		return nil, fmt.Errorf("host %s: host_key is not a public key; write it as `ssh-keyscan` shows it, without the name: \"ssh-ed25519 AAAA…\"", h.Name)
	}
	return key, nil
}
