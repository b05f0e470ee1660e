package machines_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/crypto/ssh"

	"berth.dev/providers/k0s/hosts"
	"berth.dev/providers/providertest/machines"
)

// patience is how long a machine may say nothing: long, for machines of tests are slow.
const patience = time.Minute

// dial opens an SSH connection as berth does, with the key pinned.
func dial(t *testing.T, r machines.Reach, patience time.Duration) (*ssh.Client, error) {
	t.Helper()
	text, err := os.ReadFile(r.KeyPath)
	if err != nil {
		t.Fatal(err)
	}
	key, err := ssh.ParsePrivateKey(text)
	if err != nil {
		t.Fatal(err)
	}
	pinned, _, _, _, err := ssh.ParseAuthorizedKey([]byte(r.HostKey))
	if err != nil {
		t.Fatal(err)
	}
	address := net.JoinHostPort(r.Address, fmt.Sprint(r.Port))
	conn, err := net.Dial("tcp", address)
	if err != nil {
		return nil, err
	}
	t.Cleanup(func() { _ = conn.Close() })
	if err := conn.SetDeadline(time.Now().Add(patience)); err != nil {
		return nil, err
	}
	c, channels, requests, err := ssh.NewClientConn(conn, address, &ssh.ClientConfig{
		User: r.User, Auth: []ssh.AuthMethod{ssh.PublicKeys(key)}, HostKeyCallback: ssh.FixedHostKey(pinned),
	})
	if err != nil {
		return nil, err
	}
	return ssh.NewClient(c, channels, requests), nil
}

// says runs one command on a machine.
func says(t *testing.T, w *machines.World, name, line string) (string, int) {
	t.Helper()
	client, err := dial(t, w.Reach(name), patience)
	if err != nil {
		t.Fatal(err)
	}
	defer client.Close()
	session, err := client.NewSession()
	if err != nil {
		t.Fatal(err)
	}
	out, err := session.Output(line)
	var code *ssh.ExitError
	if errors.As(err, &code) {
		return string(out), code.ExitStatus()
	}
	if err != nil {
		t.Fatal(err)
	}
	return string(out), 0
}

// asking is the command with berth's script.
const asking = "sh -c '" + `%s` + "' k0s /var/lib/k0s"

func TestAMachineAnswersWhatBerthAsks(t *testing.T) {
	w := world(t, append(trio, machines.Host{Name: "bare", User: "admin"}, machines.Host{Name: "rc", OpenRC: true})...)
	err := w.Stand(t.Context(), old, "spec: {}\n", map[string]string{"c1": "controller", "w1": "worker", "rc": "worker"})
	if err != nil {
		t.Fatal(err)
	}
	look := fmt.Sprintf(asking, hosts.Look)
	tests := []struct {
		host, line, want string
		code             int
	}{
		{"c1", look, "binary /usr/local/bin/k0s v1.35.4+k0s.0\nservice /etc/systemd/system/k0scontroller.service\nconfig /etc/k0s/k0s.yaml\ndata /var/lib/k0s/pki\nnode c1\nend\n", 0},
		{"w1", look, "binary /usr/local/bin/k0s v1.35.4+k0s.0\nservice /etc/systemd/system/k0sworker.service\ndata /var/lib/k0s/kubelet.conf\nnode w1\nend\n", 0},
		{"rc", look, "binary /usr/local/bin/k0s v1.35.4+k0s.0\nservice /etc/init.d/k0sworker\ndata /var/lib/k0s/kubelet.conf\nnode rc\nend\n", 0},
		{"w2", look, "node w2\nend\n", 0},
		{"bare", "sudo -n " + look, "node bare\nend\n", 0},
		{"bare", look, "", 127},
		{"c1", "sudo -n " + look, "", 127},
		{"c1", "cat /etc/k0s/k0s.yaml", "spec: {}\n", 0},
		{"w1", "cat /etc/k0s/k0s.yaml", "", 127},
		{"w1", "systemctl start k0sworker.service", "", 0},
		{"rc", "rc-service k0sworker start", "", 0},
		{"w1", "systemctl start k0scontroller.service", "", 127},
		{"c1", "cat /etc/shadow", "", 127},
		{"c1", "cat /etc/k0s/k0s.yaml; reboot", "", 127},
		{"c1", "k0sctl-double {}", "", 127},
	}
	for _, test := range tests {
		got, code := says(t, w, test.host, test.line)
		if diff := cmp.Diff(test.want, got); diff != "" || code != test.code {
			t.Errorf("%s: %.60s: code %d, want %d: %s", test.host, test.line, code, test.code, diff)
		}
	}
	refused := 0
	for _, e := range w.History() {
		if e.What == "refused" {
			refused++
		}
	}
	if refused != 7 {
		t.Errorf("%d refusals in the history", refused)
	}
}

func TestTheStatusIsThatOfWhatRuns(t *testing.T) {
	w := world(t, trio...)
	stand(t, w, old)
	const line = "/usr/local/bin/k0s status --out json"
	text, code := says(t, w, "c1", line)
	var got struct {
		Version, Role string
		Workloads     bool
		Args          []string
	}
	if err := json.Unmarshal([]byte(text), &got); err != nil || code != 0 {
		t.Fatal(err, code, text)
	}
	if got.Version != old || got.Role != "controller" || got.Workloads || !slices.Contains(got.Args, "--config=/etc/k0s/k0s.yaml") {
		t.Errorf("%+v", got)
	}
	w.Crash("c1")
	if text, code = says(t, w, "c1", line); code != 1 || text != "" {
		t.Error("crashed, it says", code, text)
	}
	if _, code = says(t, w, "c1", "systemctl start k0scontroller.service"); code != 0 || !w.State("c1").Running {
		t.Error("it cannot be started again")
	}
}

// TestTheScriptSaysWhatTheWorldSays runs berth's script in a shell, in folders that have
// what the machine has.
func TestTheScriptSaysWhatTheWorldSays(t *testing.T) {
	w := world(t, trio...)
	stand(t, w, old)
	for _, name := range []string{"c1", "w1"} {
		want, _ := says(t, w, name, fmt.Sprintf(asking, hosts.Look))
		root := t.TempDir()
		files := map[string]string{"/usr/local/bin/k0s": "#!/bin/sh\necho " + old + "\n"}
		for line := range strings.Lines(want) {
			if words := strings.Fields(line); len(words) == 2 && strings.HasPrefix(words[1], "/") {
				files[words[1]] = ""
			}
		}
		for path, text := range files {
			if err := os.MkdirAll(filepath.Dir(root+path), 0o700); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(root+path, []byte(text), 0o700); err != nil {
				t.Fatal(err)
			}
		}
		script := strings.NewReplacer("/usr/local", root+"/usr/local", "/opt/bin", root+"/opt/bin", "/etc/", root+"/etc/", "$(uname -n)", name).Replace(hosts.Look)
		out, err := exec.Command("sh", "-c", script, "k0s", root+"/var/lib/k0s").Output()
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, string(bytes.ReplaceAll(out, []byte(root), nil))); diff != "" {
			t.Error(diff)
		}
	}
}

func TestAMachineCanBeGoneSilentOrSomebodyElse(t *testing.T) {
	w := world(t, machines.Host{Name: "c1"})
	reach := w.Reach("c1")
	tests := []struct {
		name, want string
		before     func() error
	}{
		{"as it is", "", func() error { return nil }},
		{"gone", "connection refused", func() error { return w.Unreachable("c1", true) }},
		{"back", "", func() error { return w.Unreachable("c1", false) }},
		{"silent", "i/o timeout", func() error { w.Silent("c1", true); return nil }},
		{"speaking", "", func() error { w.Silent("c1", false); return nil }},
		{"somebody else", "host key mismatch", func() error { return w.Exchange("c1") }},
	}
	for _, test := range tests {
		if err := test.before(); err != nil {
			t.Fatal(err)
		}
		wait := patience
		if test.name == "silent" {
			wait = 100 * time.Millisecond
		}
		_, err := dial(t, reach, wait)
		if (err == nil) != (test.want == "") || err != nil && !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: want %q, got %v", test.name, test.want, err)
		}
	}
	reach.User = "nobody"
	if _, err := dial(t, reach, patience); err == nil {
		t.Error("a user whom the machine does not have is let in")
	}
}
