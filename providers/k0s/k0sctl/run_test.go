package k0sctl

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// asBerth names the folder of a program that this test's own binary, started again,
// runs as berth would.
const asBerth = "BERTH_TEST_RUN_K0SCTL"

func TestMain(m *testing.M) {
	folder := os.Getenv(asBerth)
	if folder == "" {
		os.Exit(m.Run())
	}
	state := os.Getenv(asBerth + "_STATE")
	lock, err := os.OpenFile(filepath.Join(state, "lock"), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil || syscall.Flock(int(lock.Fd()), syscall.LOCK_EX|syscall.LOCK_NB) != nil {
		os.Exit(1)
	}
	p, err := Find(context.Background(), Machine{Path: folder + ":/usr/bin:/bin"})
	if err != nil {
		os.Exit(1)
	}
	_ = p.Apply(context.Background(), Job{File: []byte("x"), KnownHosts: []byte("x"), State: state, Lock: lock, Limit: time.Minute})
	os.Exit(0)
}

// locked tells whether somebody has the lock of a folder.
func locked(t *testing.T, state string) bool {
	t.Helper()
	f, err := os.OpenFile(filepath.Join(state, "lock"), os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }() // which unlocks it
	return syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB) != nil
}

// until waits for something that another process does.
func until(t *testing.T, what string, there func() bool) {
	t.Helper()
	for range 2000 {
		if there() {
			return
		}
		time.Sleep(5 * time.Millisecond)
	}
	t.Fatalf("%s: not within 10 s", what)
}

func exists(parts ...string) func() bool {
	return func() bool { _, err := os.Stat(filepath.Join(parts...)); return err == nil }
}

func TestAKilledBerthNeitherEndsK0sctlNorGivesItsFolderFree(t *testing.T) {
	path := install(t, `touch "$here/began"; while test ! -e "$here/go"; do sleep 0.01; done; for i in 1 2 3; do echo "level=info msg=line"; done; touch "$here/ended"`)
	folder, state := filepath.SplitList(path)[0], t.TempDir()
	berth := exec.Command(os.Args[0])
	berth.Env = append(os.Environ(), asBerth+"="+folder, asBerth+"_STATE="+state)
	if err := berth.Start(); err != nil {
		t.Fatal(err)
	}
	until(t, "k0sctl begins", exists(folder, "began"))
	if err := berth.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = berth.Wait() // it was killed, and says so
	if !locked(t, state) {
		t.Error("the folder is free while k0sctl runs")
	}
	if err := os.WriteFile(filepath.Join(folder, "go"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	until(t, "k0sctl ends by itself", exists(folder, "ended"))
	until(t, "the folder is free", func() bool { return !locked(t, state) })
}

func TestWhatItSaysIsPassedOnWhileItRuns(t *testing.T) {
	p, folder := found(t, `echo '⠀⣿⣿ big letters'
echo 'level=info msg="==> Running phase: Connect to hosts"'
while test ! -e "$here/heard"; do sleep 0.01; done
echo 'level=warning msg="10.0.0.5: drain failed"'
echo 'level=error msg="worker 1 failed: token=abcdef0123"'
printf '%s\n' 'time="2026-01-01" level=fatal msg="apply failed - log file saved to /x/k0sctl.log\nfor \x1b[31mgood\x1b[0m"'
exit 1`)
	var heard []string
	j := job(t)
	j.Say = func(line string) {
		heard = append(heard, line)
		if err := os.WriteFile(filepath.Join(folder, "heard"), nil, 0o600); err != nil {
			t.Error(err)
		}
	}
	err := p.Apply(context.Background(), j)
	want := []string{"==> Running phase: Connect to hosts", "warning: 10.0.0.5: drain failed", "error: worker 1 failed: token=[hidden]", "fatal: apply failed for good"}
	if diff := cmp.Diff(want, heard); diff != "" {
		t.Error(diff)
	}
	var failed *Failed
	if !errors.As(err, &failed) || *failed != (Failed{Command: "apply", Code: 1, Says: "worker 1 failed: token=[hidden]; apply failed for good"}) {
		t.Errorf("got %v", err)
	}
}

func TestAFailureWithoutARecordTellsItsLastLines(t *testing.T) {
	p, _ := found(t, `echo one >&2; echo "Incorrect Usage: flag" >&2; exit 2`)
	err := p.Apply(context.Background(), job(t))
	if err == nil || err.Error() != "k0sctl apply ended with exit code 2: one; Incorrect Usage: flag" {
		t.Errorf("got %v", err)
	}
}

func TestARunPastItsTimeIsAskedToStopAndThenKilled(t *testing.T) {
	for _, c := range []struct{ name, script, want string }{
		{"one that obeys", `trap 'kill $!; echo "level=error msg=aborted"; exit 1' INT; sleep 60 & wait`, "did not end in its time and was stopped: aborted"},
		{"one that does not, and its children", `trap '' INT; sleep 60 & echo $! > "$here/child"; wait`, "did not end in its time and was stopped"},
	} {
		t.Run(c.name, func(t *testing.T) {
			p, folder := found(t, c.script)
			j := job(t)
			j.Limit = 300 * time.Millisecond
			err := p.Apply(context.Background(), j)
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v", err)
			}
			if child, err := os.ReadFile(filepath.Join(folder, "child")); err == nil {
				until(t, "the child is gone", func() bool {
					_, err := os.Stat("/proc/" + strings.TrimSpace(string(child)) + "/fd/0")
					return err != nil
				})
			}
		})
	}
}

func TestACancelledContextEndsAQuestionAndNoChange(t *testing.T) {
	p, folder := found(t, `touch "$here/began-$1"; while test "$1" = apply && test ! -e "$here/go"; do sleep 0.01; done; test "$1" = apply || exec sleep 60; touch "$here/ended"`)
	ctx, cancel := context.WithCancel(context.Background())
	j, done := job(t), make(chan error, 1)
	go func() { done <- p.Apply(ctx, j) }()
	until(t, "apply begins", exists(folder, "began-apply"))
	cancel()
	if err := os.WriteFile(filepath.Join(folder, "go"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := <-done; err != nil || !exists(folder, "ended")() {
		t.Errorf("got %v", err)
	}
	ctx, cancel = context.WithCancel(context.Background())
	go func() { _, err := p.Kubeconfig(ctx, j); done <- err }()
	until(t, "kubeconfig begins", exists(folder, "began-kubeconfig"))
	cancel()
	if err := <-done; !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}
