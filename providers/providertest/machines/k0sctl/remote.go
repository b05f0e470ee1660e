package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"golang.org/x/crypto/ssh"
	"golang.org/x/crypto/ssh/agent"
	"golang.org/x/crypto/ssh/knownhosts"

	"berth.dev/providers/providertest/machines/wire"
)

// remote is what the double knows of a host once it is connected.
type remote struct {
	client *ssh.Client
	facts  wire.Facts
	// leader is the controller that makes tokens, or the first to be installed.
	leader bool
	// config is what is to be written as k0s.yaml, "" for nothing.
	config string
	// upgrade, staged and installed say what becomes of the host in this run.
	upgrade, staged, installed bool
	// ready says that the host's node is.
	ready bool
	run   int
}

// connect opens the host's SSH connection. A key that is not known is taken as it is; one
// that is another than the known is refused.
func (h *host) connect(ctx context.Context, w *world) error {
	if h.SSH == nil {
		return errors.New("the double reaches hosts by ssh alone")
	}
	methods, err := h.methods()
	if err != nil {
		return err
	}
	trust, err := hostKeys(w)
	if err != nil {
		return err
	}
	address := net.JoinHostPort(h.SSH.Address, strconv.Itoa(h.SSH.Port))
	conn, err := (&net.Dialer{Timeout: 10 * time.Second}).DialContext(ctx, "tcp", address)
	if err != nil {
		return fmt.Errorf("ssh dial: %w", err)
	}
	c, channels, requests, err := ssh.NewClientConn(conn, address, &ssh.ClientConfig{
		User: h.SSH.User, Auth: methods, HostKeyCallback: trust, ClientVersion: wire.Client, Timeout: 10 * time.Second,
	})
	if err != nil {
		_ = conn.Close()
		return err
	}
	h.client, h.run = ssh.NewClient(c, channels, requests), w.run
	return nil
}

// methods are how the double shows who it is: with the key of the file, or an agent's.
func (h *host) methods() ([]ssh.AuthMethod, error) {
	if h.SSH.KeyPath != "" {
		text, err := os.ReadFile(h.SSH.KeyPath)
		if err != nil {
			return nil, err
		}
		key, err := ssh.ParsePrivateKey(text)
		if err != nil {
			return nil, err
		}
		return []ssh.AuthMethod{ssh.PublicKeys(key)}, nil
	}
	socket := os.Getenv("SSH_AUTH_SOCK")
	if socket == "" {
		return nil, errors.New("no usable authentication method: no key path, no agent")
	}
	conn, err := net.Dial("unix", socket)
	if err != nil {
		return nil, err
	}
	return []ssh.AuthMethod{ssh.PublicKeysCallback(agent.NewClient(conn).Signers)}, nil
}

// hostKeys trusts as k0sctl does: SSH_KNOWN_HOSTS that is set and empty trusts all, and
// whatever host is not known is written down and trusted.
func hostKeys(w *world) (ssh.HostKeyCallback, error) {
	path, set := os.LookupEnv("SSH_KNOWN_HOSTS")
	if !set {
		path = filepath.Join(os.Getenv("HOME"), ".ssh", "known_hosts")
	}
	all := func(name string, _ net.Addr, _ ssh.PublicKey) error {
		w.trusted(name)
		return nil
	}
	if _, err := os.Stat(path); path == "" || err != nil {
		return all, nil
	}
	known, err := knownhosts.New(path)
	if err != nil {
		return nil, err
	}
	return func(name string, address net.Addr, key ssh.PublicKey) error {
		err := known(name, address, key)
		var unknown *knownhosts.KeyError
		if errors.As(err, &unknown) && len(unknown.Want) == 0 {
			return all(name, address, key)
		}
		return err
	}, nil
}

// tell has the host do an order; the answer is what it prints.
func (h *host) tell(ctx context.Context, o wire.Order) (string, error) {
	if h.client == nil {
		return "", errors.New("not connected")
	}
	session, err := h.client.NewSession()
	if err != nil {
		return "", err
	}
	defer session.Close()
	o.Run = h.run
	text, err := json.Marshal(o)
	if err != nil {
		return "", err
	}
	var out, said strings.Builder
	session.Stdout, session.Stderr = &out, &said
	err = session.Run(wire.Command + " " + string(text))
	var code *ssh.ExitError
	switch {
	case errors.As(err, &code):
		return out.String(), errors.New(said.String())
	case err != nil:
		return "", err
	}
	return out.String(), ctx.Err()
}

// do is tell for orders that print nothing.
func (h *host) do(ctx context.Context, o wire.Order) error {
	_, err := h.tell(ctx, o)
	return err
}
