package lease

import (
	"bufio"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// lockedBy names the folder that this program, started by a test, is to lock.
const lockedBy = "BERTH_TEST_LOCK_FOLDER"

// TestMain lets the test's own program stand for another process.
func TestMain(m *testing.M) {
	if folder := os.Getenv(lockedAround); folder != "" {
		_ = standAround(folder) // the test sees that it says nothing
		os.Exit(1)
	}
	folder := os.Getenv(lockedBy)
	if folder == "" {
		os.Exit(control.Main(m))
	}
	h := Holder{Host: "elsewhere", PID: os.Getpid(), Nonce: "x", Since: time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)}
	if _, err := LockFolder(folder, h); err != nil {
		os.Exit(1)
	}
	_, _ = os.Stdout.WriteString("locked\n")
	_, _ = os.Stdin.Read(make([]byte, 1)) // until the test ends it
	os.Exit(0)
}

// other starts a process that locks a folder.
func other(t *testing.T, folder string) *exec.Cmd {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), lockedBy+"="+folder)
	if _, err := cmd.StdinPipe(); err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() })
	if line, err := bufio.NewReader(out).ReadString('\n'); line != "locked\n" {
		t.Fatalf("the other process says %q, %v", line, err)
	}
	return cmd
}

func TestAFolderIsLockedByOneAndTheOtherNamesIt(t *testing.T) {
	folder := t.TempDir()
	first, err := LockFolder(folder, someone(1))
	if err != nil {
		t.Fatal(err)
	}
	_, err = LockFolder(folder, someone(2))
	var busy *Busy
	if !errors.As(err, &busy) || *busy != (Busy{folder, "ci-1 pid 101 (n1)", "2000-01-01T00:00:00Z"}) {
		t.Errorf("got %v", err)
	}
	if err := first.Unlock(); err != nil {
		t.Fatal(err)
	}
	again, err := LockFolder(folder, someone(2))
	if err != nil {
		t.Fatal(err)
	}
	if err := again.Unlock(); err != nil {
		t.Error(err)
	}
	if left, err := os.ReadFile(filepath.Join(folder, "lock")); string(left) != "" || err != nil {
		t.Errorf("left behind: %q, %v", left, err)
	}
}

func TestAStoppedProcessKeepsItsLockAndADeadOneDoesNot(t *testing.T) {
	folder := t.TempDir()
	process := other(t, folder)
	for _, signal := range []os.Signal{syscall.SIGSTOP, syscall.SIGCONT} {
		if err := process.Process.Signal(signal); err != nil {
			t.Fatal(err)
		}
		_, err := LockFolder(folder, someone(2))
		if err == nil || !strings.Contains(err.Error(), "elsewhere pid ") || !strings.Contains(err.Error(), "since 2026-01-02T03:04:05Z") {
			t.Fatalf("after %s: got %v", signal, err)
		}
	}
	if err := process.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = process.Wait() // it was killed, and says so
	lock, err := LockFolder(folder, someone(2))
	if err != nil {
		t.Fatal(err)
	}
	if err := lock.Unlock(); err != nil {
		t.Error(err)
	}
}

func TestAFolderThatIsNotThereCannotBeLocked(t *testing.T) {
	if _, err := LockFolder(filepath.Join(t.TempDir(), "none"), someone(1)); err == nil || !strings.Contains(err.Error(), "cannot be locked") {
		t.Errorf("got %v", err)
	}
}

func TestTheBootClockNeverGoesBack(t *testing.T) {
	var clock BootClock
	last := clock.Boot()
	for range 10000 {
		now := clock.Boot()
		if now < last || now <= 0 {
			t.Fatalf("%s after %s", now, last)
		}
		last = now
	}
}
