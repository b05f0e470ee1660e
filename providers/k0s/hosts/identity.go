package hosts

import (
	"bytes"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/crypto/ssh"
	"golang.org/x/crypto/ssh/agent"
)

// Path is a key's file with "~/" replaced by the person's own folder, for programs that
// are run with another one.
func (a *Access) Path(keyPath string) string {
	if rest, ok := strings.CutPrefix(keyPath, "~/"); ok && a.Home != "" {
		return filepath.Join(a.Home, rest)
	}
	return keyPath
}

// identity is what this side shows itself with, and what to call when that is done.
func (a *Access) identity(h Host) (ssh.AuthMethod, func(), error) {
	if h.KeyPath == "" {
		return a.byAgent(h, nil)
	}
	// #nosec G304 -- the path is the operator's own, from the specs
	data, err := os.ReadFile(a.Path(h.KeyPath))
	if err != nil {
		return nil, nil, fmt.Errorf("host %s: key_path: %w", h.Name, err)
	}
	signer, err := ssh.ParsePrivateKey(data)
	var locked *ssh.PassphraseMissingError
	switch {
	case errors.As(err, &locked):
		return a.byAgent(h, locked.PublicKey)
	case err != nil: // the error may quote what it has read
		return nil, nil, fmt.Errorf("host %s: key_path: %s is not a private key for SSH", h.Name, h.KeyPath)
	}
	return ssh.PublicKeys(signer), func() {}, nil
}

// byAgent takes the agent's keys, or the only one that is wanted.
func (a *Access) byAgent(h Host, only ssh.PublicKey) (ssh.AuthMethod, func(), error) {
	if a.Agent == "" {
		if h.KeyPath != "" {
			return nil, nil, fmt.Errorf("host %s: key_path: %s is locked by a passphrase, and there is no agent to unlock it; start one and run ssh-add", h.Name, h.KeyPath)
		}
		return nil, nil, fmt.Errorf("host %s has no key_path, and there is no agent (SSH_AUTH_SOCK is not set): give it one, as in key_path = \"~/.ssh/id_ed25519\", or start ssh-agent and run ssh-add", h.Name)
	}
	conn, err := net.Dial("unix", a.Agent)
	if err != nil {
		return nil, nil, fmt.Errorf("host %s: the agent does not answer: %w", h.Name, err)
	}
	signers, err := agent.NewClient(conn).Signers()
	if err == nil && only != nil {
		signers = holding(signers, only)
	}
	if err == nil && len(signers) == 0 {
		err = errors.New("it has no key for the host; run ssh-add")
	}
	if err != nil {
		_ = conn.Close() // nothing was written
		return nil, nil, fmt.Errorf("host %s: the agent: %w", h.Name, err)
	}
	return ssh.PublicKeys(signers...), func() { _ = conn.Close() }, nil
}

// holding is the signer that has a key, if one has.
func holding(signers []ssh.Signer, key ssh.PublicKey) []ssh.Signer {
	for _, s := range signers {
		if bytes.Equal(s.PublicKey().Marshal(), key.Marshal()) {
			return []ssh.Signer{s}
		}
	}
	return nil
}
