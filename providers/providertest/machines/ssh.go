package machines

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"net"
	"strconv"
	"strings"

	"golang.org/x/crypto/ssh"

	"berth.dev/providers/providertest/machines/wire"
)

// errStranger is what a machine says to whom it does not know.
var errStranger = errors.New("this user has no such key")

// newKey makes a key and its file for SSH clients.
func newKey() (ssh.Signer, []byte, error) {
	_, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return nil, nil, err
	}
	signer, err := ssh.NewSignerFromKey(private)
	if err != nil {
		return nil, nil, err
	}
	block, err := ssh.MarshalPrivateKey(private, "")
	if err != nil {
		return nil, nil, err
	}
	return signer, pem.EncodeToMemory(block), nil
}

// newMachine puts a machine on the network.
func newMachine(w *World, h Host) (*machine, error) {
	if h.User == "" {
		h.User = "root"
	}
	key, _, err := newKey()
	if err != nil {
		return nil, err
	}
	m := &machine{Host: h, world: w, address: loopback(), key: key}
	return m, m.answer()
}

// hostKey is the machine's key as a line of known_hosts has it after the name.
func (m *machine) hostKey() string {
	return strings.TrimSpace(string(ssh.MarshalAuthorizedKey(m.key.PublicKey())))
}

// answer opens the machine's door for SSH, on the port that it had before.
func (m *machine) answer() error {
	if m.door != nil {
		return nil
	}
	door, err := net.Listen("tcp", net.JoinHostPort(m.address, strconv.Itoa(m.port)))
	if err != nil {
		return fmt.Errorf("host %s: %w", m.Name, err)
	}
	m.door, m.port = door, door.Addr().(*net.TCPAddr).Port
	go func() {
		for {
			conn, err := door.Accept()
			if err != nil {
				return
			}
			go m.greet(conn)
		}
	}()
	return nil
}

// hangUp closes the door and all connections.
func (m *machine) hangUp() {
	if m.door != nil {
		_ = m.door.Close()
		m.door = nil
	}
	for _, c := range m.calls {
		_ = c.Close()
	}
	m.calls = nil
}

// greet serves one connection.
func (m *machine) greet(conn net.Conn) {
	defer conn.Close()
	m.world.mu.Lock()
	m.calls = append(m.calls, conn)
	silent, key := m.silent, m.key
	m.world.mu.Unlock()
	if silent {
		_, _ = io.Copy(io.Discard, conn)
		return
	}
	config := &ssh.ServerConfig{PublicKeyCallback: func(meta ssh.ConnMetadata, key ssh.PublicKey) (*ssh.Permissions, error) {
		if meta.User() != m.User || !bytes.Equal(key.Marshal(), m.world.client.Marshal()) {
			return nil, errStranger
		}
		return nil, nil
	}}
	config.AddHostKey(key)
	server, channels, requests, err := ssh.NewServerConn(conn, config)
	if err != nil {
		return
	}
	go ssh.DiscardRequests(requests)
	for c := range channels {
		if c.ChannelType() != "session" {
			_ = c.Reject(ssh.UnknownChannelType, "sessions alone")
			continue
		}
		channel, asked, err := c.Accept()
		if err != nil {
			return
		}
		go m.session(string(server.ClientVersion()), channel, asked)
	}
}

// session runs the one command of a session.
func (m *machine) session(client string, channel ssh.Channel, asked <-chan *ssh.Request) {
	defer channel.Close()
	for r := range asked {
		var command struct{ Line string }
		if r.Type != "exec" || ssh.Unmarshal(r.Payload, &command) != nil {
			// A terminal, a variable, a shell: nothing that berth or k0sctl needs.
			m.refuse("ssh request " + r.Type)
			_ = r.Reply(false, nil)
			continue
		}
		_ = r.Reply(true, nil)
		out, said, code := m.execute(client, command.Line)
		_, _ = io.WriteString(channel, out)
		_, _ = io.WriteString(channel.Stderr(), said)
		_, _ = channel.SendRequest("exit-status", false, ssh.Marshal(struct{ Code uint32 }{uint32(code)}))
		return
	}
}

// execute answers a command: with what it prints, what it says, and its exit code.
func (m *machine) execute(client, line string) (out, said string, code int) {
	if strings.HasPrefix(client, wire.Client) {
		return m.obey(context.Background(), line)
	}
	m.world.mu.Lock()
	m.world.note(Event{Host: m.Name, What: "ssh", Detail: line})
	m.world.mu.Unlock()
	return m.reply(line)
}

// refuse writes down what the machine does not know.
func (m *machine) refuse(line string) {
	m.world.mu.Lock()
	defer m.world.mu.Unlock()
	m.world.note(Event{Host: m.Name, What: "refused", Detail: line})
}
