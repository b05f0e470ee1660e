package machines_test

import (
	"bytes"
	"compress/gzip"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"berth.dev/providers/providertest/cluster"
	"berth.dev/providers/providertest/machines"
)

// shell is a shell that runs a command in a process group of its own, with its output in
// a file, and waits for it.
func shell(t *testing.T, cmd *exec.Cmd) *exec.Cmd {
	t.Helper()
	out := filepath.Join(t.TempDir(), "out")
	script := `set -m; "$@" >` + out + ` 2>&1 & wait`
	parent := exec.Command("sh", append([]string{"-c", script, "sh"}, cmd.Args...)...)
	parent.Env = cmd.Env
	return parent
}

func TestAFaultStrikesWhereItWasPlanted(t *testing.T) {
	tests := []struct {
		name  string
		fault machines.Fault
		code  int
		says  string
		// version is what w1 runs, "" where nothing does.
		version string
	}{
		{"none", machines.Fault{Point: "never"}, 0, "is now installed", old},
		{"a phase fails", machines.Fault{Point: "phase Install workers", Kind: machines.Fails, Text: "no more"}, 1, "no more", ""},
		{"an order fails", machines.Fault{Point: "before start", Host: "w1", Kind: machines.Fails, Text: "unit failed"}, 1, "unit failed", ""},
		{"it dies before", machines.Fault{Point: "before install", Host: "w1", Kind: machines.Dies}, -1, "", ""},
		{"it dies after", machines.Fault{Point: "after start", Host: "w1", Kind: machines.Dies}, -1, "", old},
		{"it lies", machines.Fault{Point: "phase Install workers", Kind: machines.Lies}, 0, "is now installed", ""},
		{"it says a secret", machines.Fault{Point: "phase Install workers", Kind: machines.Says, Text: "token eyJh"}, 0, "token eyJh", old},
		{"another command's", machines.Fault{Command: "backup", Point: "phase Install workers", Kind: machines.Fails}, 0, "", old},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			w := world(t, trio[:2]...)
			w.Plant(test.fault)
			file := config(old, "", entry(w, "c1", "controller"), entry(w, "w1", "worker"))
			out, code := k0sctl(t, w, file, "apply", "--concurrency", "1", "--no-drain")
			if code != test.code || !strings.Contains(out, test.says) {
				t.Errorf("want %d and %q, got %d", test.code, test.says, code)
			}
			if got := w.State("w1").Version; w.State("w1").Running && got != test.version || !w.State("w1").Running && test.version != "" {
				t.Errorf("w1 runs %q, want %q", got, test.version)
			}
			err := cluster.Until(t.Context(), func() (bool, error) { return !w.Runs()[0].Ended.IsZero(), nil })
			if err != nil || w.Runs()[0].Code != test.code {
				t.Errorf("the history says it ended with %d: %v", w.Runs()[0].Code, err)
			}
		})
	}
}

func TestAHangEndsWithAnInterruptOrOnlyWithTheSecond(t *testing.T) {
	tests := []struct {
		kind    machines.Kind
		signals int
		code    int
	}{{machines.Hangs, 1, 1}, {machines.HangsHard, 2, 130}}
	for _, test := range tests {
		t.Run(string(test.kind), func(t *testing.T) {
			w := world(t, trio[:1]...)
			w.Plant(machines.Fault{Point: "before start", Kind: test.kind})
			cmd := command(t, w, config(old, "", entry(w, "c1", "controller")), "apply", "--concurrency", "1")
			var out bytes.Buffer
			cmd.Stdout = &out
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			installed := func() (bool, error) { return w.State("c1").Installed, nil }
			if err := cluster.Until(t.Context(), installed); err != nil {
				t.Fatal(err)
			}
			for n := range test.signals {
				if err := cmd.Process.Signal(syscall.SIGINT); err != nil {
					t.Fatal(err)
				}
				// The second may not come before the first was heard.
				heard := func() (bool, error) { return w.Runs()[0].Interrupted, nil }
				if err := cluster.Until(t.Context(), heard); err != nil {
					t.Fatal(n, err)
				}
			}
			_ = cmd.Wait()
			if got := cmd.ProcessState.ExitCode(); got != test.code {
				t.Errorf("want %d, got %d: %s", test.code, got, out.String())
			}
		})
	}
}

func TestTwoRunsAtOnceAreWrong(t *testing.T) {
	w := world(t, trio[:1]...)
	file := config(old, "", entry(w, "c1", "controller"))
	second := command(t, w, file, "apply", "--concurrency", "1")
	w.Plant(machines.Fault{Point: "phase Install k0s binaries on hosts", Kind: machines.Calls, Do: func(machines.Run) { _ = second.Run() }})
	k0sctl(t, w, file, "apply", "--concurrency", "1")
	wants(t, w, "two runs of k0sctl at once: apply (1) and apply (2)")
}

func TestARunIsSeenWithAllThatSurroundsIt(t *testing.T) {
	w := world(t, trio[:1]...)
	file := config(old, "", entry(w, "c1", "controller"))
	cmd := command(t, w, file, "apply", "--concurrency", "1", "--no-drain")
	lock, err := os.Create(filepath.Join(t.TempDir(), "lock"))
	if err != nil {
		t.Fatal(err)
	}
	defer lock.Close()
	cmd.ExtraFiles = []*os.File{lock}
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	finish(t, cmd)
	r := w.Runs()[0]
	if r.Command() != "apply" || !r.Leader || r.Descriptors[0] != "/dev/null" || r.Descriptors[3] != lock.Name() || r.Configs[0] != file || r.Modes[0] != 0o600 || len(r.Env) != 3 {
		t.Errorf("%+v", r)
	}
	if len(r.Phases) == 0 || r.Phases[0] != "Connect to hosts" || r.Phases[len(r.Phases)-1] != "Disconnect from hosts" {
		t.Errorf("%q", r.Phases)
	}
}

func TestWordsThatK0sctlDoesNotKnowAreRefused(t *testing.T) {
	w := world(t, trio[:2]...)
	host := entry(w, "c1", "controller")
	tests := []struct {
		name, file, says string
		args             []string
	}{
		{"a flag", config(old, "", host), "flag provided but not defined: -drain", []string{"apply", "--drain"}},
		{"a command", config(old, "", host), "no help topic for 'aply'", []string{"aply"}},
		{"a word of a host", config(old, "", entry(w, "c1", "controller", "    keypath: x")), "field keypath not found", []string{"apply"}},
		{"two hosts, one address", config(old, "", host, host), "is not unique", []string{"apply"}},
		{"no controller", config(old, "", entry(w, "w1", "worker")), "no hosts with a controller role", []string{"apply"}},
		{"a version that nobody released", config("1.36", "", host), "404", []string{"apply"}},
		{"a word of the spec of k0s", config(old, "    config: {spec: {apis: {}}}\n", host), `unknown field \"apis\"`, []string{"apply"}},
		{"a number for a flag", config(old, flags("v: 2"), host), "cannot unmarshal", []string{"apply"}},
		{"a reset without force", config(old, "", host), "reset requires --force", []string{"reset"}},
		{"a backup of nothing", config(old, "", host), "failed to find a running controller", []string{"backup", "--output", "x"}},
		{"a downgrade", config("v1.34.1+k0s.0", "", host), "can't perform a downgrade", []string{"apply"}},
		{"another role", config(old, "", host, entry(w, "w1", "controller")), "role change is not supported", []string{"apply"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if test.name == "a downgrade" {
				if err := w.Stand(t.Context(), old, "spec: {}\n", map[string]string{"c1": "controller", "w1": "worker"}); err != nil {
					t.Fatal(err)
				}
			}
			out, code := k0sctl(t, w, test.file, test.args...)
			if code != 1 || !strings.Contains(out, test.says) {
				t.Errorf("want %q, got %d: %s", test.says, code, out)
			}
		})
	}
}

func TestAKeyThatIsNotPinnedIsTrustedAndToldOf(t *testing.T) {
	w := world(t, trio[:1]...)
	file := config(old, "", entry(w, "c1", "controller"))
	cmd := command(t, w, file, "apply")
	cmd.Env = append(cmd.Env, "SSH_KNOWN_HOSTS=")
	if out, code := finish(t, cmd); code != 0 {
		t.Error(out)
	}
	wants(t, w, "k0sctl trusted a key that nobody had pinned: ")
	other := command(t, w, file, "apply")
	if err := w.Exchange("c1"); err != nil {
		t.Fatal(err)
	}
	if out, code := finish(t, other); code != 1 || !strings.Contains(out, "knownhosts: key mismatch") {
		t.Error("another key than the pinned one is taken:", out)
	}
}

func TestABackupIsOfTheControllerThatRuns(t *testing.T) {
	w := world(t, trio...)
	stand(t, w, old)
	archive := filepath.Join(t.TempDir(), "backup.tar.gz")
	if out, code := k0sctl(t, w, whole(w, old, ""), "backup", "--concurrency", "1", "--output", archive); code != 0 {
		t.Fatal(out)
	}
	f, err := os.Open(archive)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	unpacked, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(unpacked)
	if err != nil || !strings.HasPrefix(string(text), "a backup of c1 at "+old) {
		t.Errorf("%q: %v", text, err)
	}
	if w.State("w1").Locked {
		t.Error("the lock of the hosts is held still")
	}
}

func TestAfterAResetNothingIsLeft(t *testing.T) {
	w := world(t, trio...)
	stand(t, w, old)
	if out, code := k0sctl(t, w, whole(w, old, ""), "reset", "--concurrency", "1", "--force"); code != 0 {
		t.Fatal(out)
	}
	for _, name := range w.Names() {
		if s := w.State(name); s.Installed || s.Data || s.Binary != "" || s.Member || s.Config != "" {
			t.Errorf("%s: %+v", name, s)
		}
	}
	if out, code := k0sctl(t, w, whole(w, far, ""), "apply", "--concurrency", "1"); code != 0 {
		t.Error("no other cluster can be made there:", out)
	}
	wants(t, w)
}

// version asks the double for its own.
func version(w *machines.World) *exec.Cmd {
	return exec.Command(filepath.Join(w.Program(), "k0sctl"), "version")
}

func TestTheDoubleSaysWhichVersionItIs(t *testing.T) {
	w := world(t, trio[:1]...)
	for _, name := range []string{machines.Supported, "v0.31.1"} {
		if err := w.Call(name); err != nil {
			t.Fatal(err)
		}
		out, err := version(w).Output()
		if err != nil || !strings.HasPrefix(string(out), "version: "+name+"\ncommit: ") {
			t.Errorf("%q: %v", out, err)
		}
	}
	if len(w.Runs()) > 0 {
		t.Error("asking for the version is a run")
	}
}
