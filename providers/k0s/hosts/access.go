package hosts

import (
	"context"
	"errors"
	"fmt"
	"net"
	"strings"
	"time"

	"golang.org/x/crypto/ssh"
)

// Access is how machines are reached from here. The zero Access has no agent.
type Access struct {
	// Home is the folder that "~/" means in a key's path.
	Home string
	// Agent is the socket of an SSH agent, "" for none.
	Agent string
	// Reach bounds a connection with its handshake, and Answer one command; zero means 10
	// seconds and 30.
	Reach, Answer time.Duration
}

// Machine is one host that is connected.
type Machine struct {
	host   Host
	client *ssh.Client
	answer time.Duration
}

// Open connects to a host that shows its pinned key. Close ends the connection, and so
// does the context.
func (a *Access) Open(ctx context.Context, h Host) (*Machine, error) {
	h, err := h.filled()
	if err != nil {
		return nil, err
	}
	config, done, err := a.config(h)
	if err != nil {
		return nil, err
	}
	defer done()
	reach, cancel := context.WithTimeout(ctx, orElse(a.Reach, 10*time.Second))
	defer cancel()
	client, err := handshake(reach, h, config)
	if err != nil {
		return nil, err
	}
	return &Machine{h, client, orElse(a.Answer, 30*time.Second)}, nil
}

// Close ends the connection.
func (m *Machine) Close() { _ = m.client.Close() } // nothing is buffered

func orElse(d, otherwise time.Duration) time.Duration {
	if d == 0 {
		return otherwise
	}
	return d
}

// config trusts the pinned key alone.
func (a *Access) config(h Host) (*ssh.ClientConfig, func(), error) {
	key, err := h.hostKey()
	if err != nil {
		return nil, nil, err
	}
	algorithms, err := h.Algorithms()
	if err != nil {
		return nil, nil, err
	}
	identity, done, err := a.identity(h)
	if err != nil {
		return nil, nil, err
	}
	return &ssh.ClientConfig{
		User:              h.User,
		Auth:              []ssh.AuthMethod{identity},
		HostKeyCallback:   pinned(key),
		HostKeyAlgorithms: algorithms,
		BannerCallback:    ssh.BannerCallback(func(string) error { return nil }),
	}, done, nil
}

// errKey says that another key was shown than the pinned one.
var errKey = errors.New("it shows another key than the host_key of the specs; either the machine was made anew or somebody stands between")

func pinned(key ssh.PublicKey) ssh.HostKeyCallback {
	fixed := ssh.FixedHostKey(key)
	return func(name string, remote net.Addr, shown ssh.PublicKey) error {
		if err := fixed(name, remote, shown); err != nil {
			return errKey
		}
		return nil
	}
}

// handshake dials and agrees on keys within the context's time.
func handshake(ctx context.Context, h Host, config *ssh.ClientConfig) (*ssh.Client, error) {
	var dialer net.Dialer
	conn, err := dialer.DialContext(ctx, "tcp", h.endpoint())
	if err != nil {
		return nil, fmt.Errorf("host %s does not answer by SSH: %w", h.Name, err)
	}
	stop := context.AfterFunc(ctx, func() { _ = conn.Close() })
	c, channels, requests, err := ssh.NewClientConn(conn, h.endpoint(), config)
	if !stop() {
		err = errors.Join(ctx.Err(), err)
	}
	if err != nil {
		_ = conn.Close()
		return nil, refusal(h, config, err)
	}
	return ssh.NewClient(c, channels, requests), nil
}

// refusal says why a handshake has failed, in words that say what to do.
func refusal(h Host, config *ssh.ClientConfig, err error) error {
	var none *ssh.AlgorithmNegotiationError
	switch {
	case errors.Is(err, errKey):
		return fmt.Errorf("host %s at %s is not trusted: %w", h.Name, h.endpoint(), errKey)
	case errors.As(err, &none):
		return fmt.Errorf("host %s at %s is not trusted: it has no key of the kind of its host_key (%s)", h.Name, h.endpoint(), config.HostKeyAlgorithms[0])
	case strings.Contains(err.Error(), "unable to authenticate"): // it has no type
		return fmt.Errorf("host %s at %s: %s may not log in with this key. Correct user or key_path, or add the key to ~%s/.ssh/authorized_keys there", h.Name, h.endpoint(), h.User, h.User)
	}
	return fmt.Errorf("host %s: SSH as %s: %w", h.Name, h.User, err)
}
