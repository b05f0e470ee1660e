package hosts_test

import (
	"crypto/ed25519"
	"crypto/rand"
	"encoding/binary"
	"encoding/pem"
	"io"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"golang.org/x/crypto/ssh"

	"berth.dev/providers/k0s/hosts"
)

// reply is what a machine says to a command.
type reply struct {
	out, err string
	code     uint32
	// hang says nothing and never ends; cut ends the connection after what is said; flood
	// never ends saying it.
	hang, cut, flood bool
}

// machine is an SSH server that answers commands from a table.
type machine struct {
	t       testing.TB
	replies map[string]reply
	user    string

	mu    sync.Mutex
	asked []string
}

// key draws a key of ed25519 for tests.
func key(t testing.TB) (ssh.Signer, ed25519.PrivateKey) {
	t.Helper()
	_, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	signer, err := ssh.NewSignerFromKey(private)
	if err != nil {
		t.Fatal(err)
	}
	return signer, private
}

// keyFile writes a private key, locked where a passphrase is given.
func keyFile(t testing.TB, private ed25519.PrivateKey, passphrase string) string {
	t.Helper()
	block, err := ssh.MarshalPrivateKey(private, "")
	if passphrase != "" {
		block, err = ssh.MarshalPrivateKeyWithPassphrase(private, "", []byte(passphrase))
	}
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "id_ed25519")
	if err := os.WriteFile(file, pem.EncodeToMemory(block), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// line is a public key as the specs have it.
func line(key ssh.PublicKey) string {
	return strings.TrimSpace(string(ssh.MarshalAuthorizedKey(key)))
}

// serve starts a machine, and tells how it is reached.
func serve(t testing.TB, m *machine, shown ...ssh.Signer) hosts.Host {
	t.Helper()
	client, private := key(t)
	if len(shown) == 0 {
		signer, _ := key(t)
		shown = []ssh.Signer{signer}
	}
	config := &ssh.ServerConfig{PublicKeyCallback: func(c ssh.ConnMetadata, k ssh.PublicKey) (*ssh.Permissions, error) {
		if string(k.Marshal()) != string(client.PublicKey().Marshal()) {
			return nil, io.EOF
		}
		m.user = c.User()
		return nil, nil
	}}
	for _, s := range shown {
		config.AddHostKey(s)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	m.t = t
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go m.talk(conn, config)
		}
	}()
	port := listener.Addr().(*net.TCPAddr).Port
	return hosts.Host{Name: "h1", Address: "127.0.0.1", Port: port, KeyPath: keyFile(t, private, ""), HostKey: line(shown[0].PublicKey())}
}

func (m *machine) talk(conn net.Conn, config *ssh.ServerConfig) {
	defer func() { _ = conn.Close() }()
	_, channels, requests, err := ssh.NewServerConn(conn, config)
	if err != nil {
		return
	}
	go ssh.DiscardRequests(requests)
	for c := range channels {
		channel, requests, err := c.Accept()
		if err != nil {
			return
		}
		for r := range requests {
			if r.Type == "exec" {
				_ = r.Reply(true, nil)
				go m.answer(conn, channel, string(r.Payload[4:4+binary.BigEndian.Uint32(r.Payload)]))
				break
			}
			_ = r.Reply(false, nil)
		}
		go ssh.DiscardRequests(requests)
	}
}

func (m *machine) answer(conn net.Conn, channel ssh.Channel, command string) {
	m.mu.Lock()
	m.asked = append(m.asked, command)
	m.mu.Unlock()
	r, known := m.replies[strings.TrimPrefix(command, "sudo -n ")]
	if !known {
		r = reply{err: "unknown command\n", code: 127}
	}
	for {
		_, err := io.WriteString(channel, r.out)
		if err != nil || !r.flood {
			break
		}
	}
	_, _ = io.WriteString(channel.Stderr(), r.err)
	switch {
	case r.hang, r.flood:
		return
	case r.cut:
		_ = conn.Close()
		return
	}
	_, _ = channel.SendRequest("exit-status", false, binary.BigEndian.AppendUint32(nil, r.code))
	_ = channel.Close()
}

// ed is a key as parsed from a file.
func ed(k any) ed25519.PrivateKey { return *k.(*ed25519.PrivateKey) }
