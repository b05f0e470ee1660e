package hosts_test

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/crypto/ssh"
	"golang.org/x/crypto/ssh/agent"
	"golang.org/x/crypto/ssh/knownhosts"

	"berth.dev/providers/k0s/hosts"
)

// several are keys of three kinds, as a machine has them.
func several(t *testing.T) (out []ssh.Signer) {
	t.Helper()
	e, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	r, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	for _, private := range []any{e, r} {
		signer, err := ssh.NewSignerFromKey(private)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, signer)
	}
	ed, _ := key(t)
	return append(out, ed)
}

func TestAnyOfAMachinesKeysCanBeThePinnedOne(t *testing.T) {
	keys := several(t)
	h := serve(t, &machine{replies: map[string]reply{look: {out: end}}}, keys...)
	for _, k := range keys {
		h.HostKey = line(k.PublicKey())
		if _, err := (&hosts.Access{}).One(context.Background(), h); err != nil {
			t.Errorf("%s: %v", k.PublicKey().Type(), err)
		}
	}
}

func TestAnotherKeyThanThePinnedOneIsNotTrusted(t *testing.T) {
	keys, other := several(t), several(t)
	for i, kind := range []string{"ecdsa", "rsa", "ed25519"} {
		m := &machine{replies: map[string]reply{look: {out: end}}}
		h := serve(t, m, keys...)
		h.HostKey = line(other[i].PublicKey())
		_, err := (&hosts.Access{}).One(context.Background(), h)
		if err == nil || !strings.Contains(err.Error(), "is not trusted: it shows another key than the host_key") {
			t.Errorf("%s: got %v", kind, err)
		}
		only := serve(t, m, keys[(i+1)%3])
		only.HostKey = h.HostKey
		_, err = (&hosts.Access{}).One(context.Background(), only)
		if err == nil || !strings.Contains(err.Error(), "it has no key of the kind of its host_key") {
			t.Errorf("%s: got %v", kind, err)
		}
		if m.user != "" || m.asked != nil {
			t.Errorf("%s: it was logged in to as %q all the same and asked %v", kind, m.user, m.asked)
		}
	}
}

func TestAHostIsRefusedBeforeItIsDialled(t *testing.T) {
	ed, _ := key(t)
	pinned := line(ed.PublicKey())
	for _, c := range []struct {
		host hosts.Host
		want string
	}{
		{hosts.Host{Name: "a", Address: "h"}, "host a has no host_key; without one, whoever answers at h would be trusted"},
		{hosts.Host{Name: "a", HostKey: pinned}, "host a has no address"},
		{hosts.Host{Name: "a", Address: "h", HostKey: "AAAA"}, "host a: host_key is not a public key"},
		{hosts.Host{Name: "a", Address: "h", HostKey: "h " + pinned}, "host a: host_key is not a public key"},
		{hosts.Host{Name: "a", Address: "h", HostKey: pinned + "\n" + pinned}, "host a: host_key is not a public key"},
		{hosts.Host{Name: "a", Address: "h", HostKey: pinned, Port: 70000}, "host a: 70000 is not a port"},
		{hosts.Host{Name: "a", Address: "h", HostKey: pinned, DataDir: "/x; rm -rf /"}, "is not a plain absolute path"},
		{hosts.Host{Name: "a", Address: "h", HostKey: pinned, DataDir: "/x'"}, "is not a plain absolute path"},
		{hosts.Host{Name: "a", Address: "h", HostKey: pinned}, "host a has no key_path, and there is no agent"},
		{hosts.Host{Name: "a", Address: "h", HostKey: pinned, KeyPath: "/none/key"}, "host a: key_path: open /none/key"},
	} {
		_, err := (&hosts.Access{}).Open(context.Background(), c.host)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("got %v, want %q", err, c.want)
		}
	}
}

// agentWith is an agent that has keys.
func agentWith(t *testing.T, keys ...any) (socket string) {
	t.Helper()
	ring := agent.NewKeyring()
	for _, k := range keys {
		if err := ring.Add(agent.AddedKey{PrivateKey: k}); err != nil {
			t.Fatal(err)
		}
	}
	socket = filepath.Join(t.TempDir(), "agent")
	listener, err := net.Listen("unix", socket)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go func() { _ = agent.ServeAgent(ring, conn) }() // it ends with the connection
		}
	}()
	return socket
}

// private reads back the key that serve lets in.
func private(t *testing.T, h hosts.Host) any {
	t.Helper()
	text, err := os.ReadFile(h.KeyPath)
	if err != nil {
		t.Fatal(err)
	}
	k, err := ssh.ParseRawPrivateKey(text)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func TestKeysComeFromAFileOrAnAgent(t *testing.T) {
	h := serve(t, &machine{replies: map[string]reply{look: {out: end}}})
	_, stranger := key(t)
	right := private(t, h)
	locked := keyFile(t, ed(right), "a passphrase")
	home := filepath.Dir(h.KeyPath)
	for _, c := range []struct {
		name    string
		access  hosts.Access
		keyPath string
		want    string
	}{
		{"a file", hosts.Access{}, h.KeyPath, ""},
		{"a file at home", hosts.Access{Home: home}, "~/id_ed25519", ""},
		{"an agent", hosts.Access{Agent: agentWith(t, stranger, right)}, "", ""},
		{"a locked file and an agent that has its key", hosts.Access{Agent: agentWith(t, stranger, right)}, locked, ""},
		{"a locked file and an agent that has not", hosts.Access{Agent: agentWith(t, stranger)}, locked, "run ssh-add"},
		{"a locked file and no agent", hosts.Access{}, locked, "locked by a passphrase, and there is no agent"},
		{"an empty agent", hosts.Access{Agent: agentWith(t)}, "", "run ssh-add"},
		{"a wrong key", hosts.Access{}, keyFile(t, stranger, ""), "root"},
		{"an agent that is gone", hosts.Access{Agent: "/none/agent"}, "", "the agent does not answer"},
	} {
		t.Run(c.name, func(t *testing.T) {
			h := h
			h.KeyPath = c.keyPath
			_, err := c.access.One(context.Background(), h)
			if (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want %q", err, c.want)
			}
		})
	}
}

func TestAFileThatIsNoKeyIsNotQuoted(t *testing.T) {
	h := serve(t, &machine{})
	if err := os.WriteFile(h.KeyPath, []byte("hunter2"), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := (&hosts.Access{}).Open(context.Background(), h)
	if err == nil || !strings.Contains(err.Error(), "is not a private key") || strings.Contains(err.Error(), "hunter2") {
		t.Errorf("got %v", err)
	}
}

func TestAMachineThatOnlyListensIsGivenUp(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = listener.Close() }()
	h := serve(t, &machine{})
	h.Port = listener.Addr().(*net.TCPAddr).Port
	_, err = (&hosts.Access{Reach: 100 * time.Millisecond}).Open(context.Background(), h)
	if err == nil || !strings.Contains(err.Error(), "deadline exceeded") {
		t.Errorf("got %v", err)
	}
}

func TestKnownHostsTrustThePinnedKeysAlone(t *testing.T) {
	keys := several(t)
	list := []hosts.Host{
		{Name: "b", Address: "10.0.0.2", Port: 2222, HostKey: line(keys[1].PublicKey()) + " a comment"},
		{Name: "a", Address: "10.0.0.1", HostKey: line(keys[0].PublicKey())},
		{Name: "c", Address: "2001:db8::1", Port: 2222, HostKey: line(keys[2].PublicKey())},
	}
	text, err := hosts.KnownHosts(list)
	if err != nil {
		t.Fatal(err)
	}
	want := "10.0.0.1 " + line(keys[0].PublicKey()) + "\n[10.0.0.2]:2222 " + line(keys[1].PublicKey()) + "\n[2001:db8::1]:2222 " + line(keys[2].PublicKey()) + "\n"
	if diff := cmp.Diff(want, string(text)); diff != "" {
		t.Error(diff)
	}
	file := filepath.Join(t.TempDir(), "known_hosts")
	if err := os.WriteFile(file, text, 0o600); err != nil {
		t.Fatal(err)
	}
	trusts, err := knownhosts.New(file)
	if err != nil {
		t.Fatal(err)
	}
	for i, at := range []string{"10.0.0.1:22", "10.0.0.2:2222", "[2001:db8::1]:2222"} {
		for j, k := range keys {
			addr, err := net.ResolveTCPAddr("tcp", at)
			if err != nil {
				t.Fatal(err)
			}
			if err := trusts(at, addr, k.PublicKey()); (err == nil) != (i == j) {
				t.Errorf("%s with the key of %d: %v", at, j, err)
			}
		}
	}
	if _, err := hosts.KnownHosts([]hosts.Host{{Name: "a", Address: "h"}}); err == nil {
		t.Error("a host without a key is written")
	}
}
