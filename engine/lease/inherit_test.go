package lease

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"
)

// lockedAround names the folder that this program, started by a test, is to lock, and to
// start another program under the same lock.
const lockedAround = "BERTH_TEST_LOCK_AROUND"

// standAround locks a folder, starts a program that inherits the lock, and waits.
func standAround(folder string) error {
	lock, err := LockFolder(folder, Holder{Host: "elsewhere", PID: os.Getpid(), Nonce: "x", Since: time.Now()})
	if err != nil {
		return err
	}
	child := exec.Command("sleep", "600")
	child.ExtraFiles = []*os.File{lock.File()}
	if err := child.Start(); err != nil {
		return err
	}
	fmt.Println(child.Process.Pid)
	_, err = os.Stdin.Read(make([]byte, 1)) // until the test ends it
	return err
}

// around starts a process that starts a program under its lock.
func around(t *testing.T, folder string) (parent *exec.Cmd, child *os.Process) {
	t.Helper()
	parent = exec.Command(os.Args[0])
	parent.Env = append(os.Environ(), lockedAround+"="+folder)
	if _, err := parent.StdinPipe(); err != nil {
		t.Fatal(err)
	}
	out, err := parent.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := parent.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = parent.Process.Kill(); _ = parent.Wait() })
	var pid int
	line, err := bufio.NewReader(out).ReadString('\n')
	if _, scanned := fmt.Sscan(line, &pid); scanned != nil {
		t.Fatalf("the other process says %q, %v", line, err)
	}
	child, err = os.FindProcess(pid)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = child.Kill() })
	return parent, child
}

func TestAProgramThatInheritsTheLockKeepsOthersOutWhenItsParentIsKilled(t *testing.T) {
	folder := t.TempDir()
	parent, child := around(t, folder)
	if err := parent.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = parent.Wait() // it was killed, and says so
	_, err := LockFolder(folder, someone(2))
	var busy *Busy
	if !errors.As(err, &busy) || !strings.HasPrefix(busy.Holder, "elsewhere pid ") {
		t.Fatalf("got %v", err)
	}
	if err := child.Kill(); err != nil {
		t.Fatal(err)
	}
	// Nobody here can wait for a grandchild, so its end shows by the lock alone.
	for range 1000 {
		lock, err := LockFolder(folder, someone(2))
		if err == nil {
			if err := lock.Unlock(); err != nil {
				t.Error(err)
			}
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Error("the folder stays locked after the program was killed")
}

// idOf locks a folder and gives it back.
func idOf(t *testing.T, folder string) string {
	t.Helper()
	lock, err := LockFolder(folder, someone(1))
	if err != nil {
		t.Fatal(err)
	}
	id, err := lock.ID()
	if err != nil {
		t.Fatal(err)
	}
	if err := lock.Unlock(); err != nil {
		t.Fatal(err)
	}
	return id
}

func TestAFolderIsKnownAgainByItsLockAndACopyIsAnother(t *testing.T) {
	folder, copied := t.TempDir(), t.TempDir()
	if err := os.CopyFS(copied, os.DirFS(folder)); err != nil {
		t.Fatal(err)
	}
	first := idOf(t, folder)
	if again := idOf(t, folder); first != again || first == "" {
		t.Errorf("one folder has the IDs %q and %q", first, again)
	}
	if other := idOf(t, copied); other == first {
		t.Errorf("a copy has the same ID %q", other)
	}
}

// TestAFolderMadeAnewIsAnotherWhileAProgramHasTheOldOne: who deletes the state folder
// under a running program must not seem to know that the program is over.
func TestAFolderMadeAnewIsAnotherWhileAProgramHasTheOldOne(t *testing.T) {
	folder := t.TempDir()
	lock, err := LockFolder(folder, someone(1))
	if err != nil {
		t.Fatal(err)
	}
	old, err := lock.ID()
	if err != nil {
		t.Fatal(err)
	}
	for _, how := range []func(string) error{os.RemoveAll, func(f string) error { return os.Remove(f + "/lock") }} {
		if err := how(folder); err != nil {
			t.Fatal(err)
		}
		if err := os.MkdirAll(folder, 0o700); err != nil {
			t.Fatal(err)
		}
		if id := idOf(t, folder); id == old {
			t.Errorf("the new folder has the ID %q of the old one, whose lock is open", id)
		}
	}
	if err := lock.Unlock(); err != nil {
		t.Error(err)
	}
}
