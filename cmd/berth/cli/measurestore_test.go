package cli

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"berth.dev/engine/lease"
)

// measuredIn opens the folder of a snapshot in a workspace.
func measuredIn(t *testing.T, dir string) (*measuredFolder, error) {
	t.Helper()
	a := newApp(Env{Stdout: &bytes.Buffer{}, Stderr: &bytes.Buffer{}})
	m, err := a.openMeasured(dir)
	if err == nil {
		t.Cleanup(m.close)
	}
	return m, err
}

// kept writes a file into a snapshot's folder.
func kept(t *testing.T, m *measuredFolder, name, content string) {
	t.Helper()
	f, err := m.Create()
	if err != nil {
		t.Fatal(err)
	}
	defer f.Discard()
	if _, err := f.Write([]byte(content)); err != nil {
		t.Fatal(err)
	}
	if err := f.Commit(name); err != nil {
		t.Fatal(err)
	}
}

func TestAFileIsSeenWhenItIsCommitted(t *testing.T) {
	dir := t.TempDir()
	m, err := measuredIn(t, dir)
	if err != nil {
		t.Fatal(err)
	}
	kept(t, m, "measured/index.json", "old")
	f, err := m.Create()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.Write([]byte("new")); err != nil {
		t.Fatal(err)
	}
	for _, step := range []struct {
		do   func()
		want string
	}{
		{func() {}, "old"},
		{f.Discard, "old"},
		{func() { kept(t, m, "measured/index.json", "new") }, "new"},
	} {
		step.do()
		got, err := os.ReadFile(filepath.Join(dir, "measured", "index.json"))
		if err != nil || string(got) != step.want {
			t.Errorf("%q, %v; want %q", got, err, step.want)
		}
	}
	files, err := m.List()
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"measured/.gitignore", "measured/index.json", "measured/lock"}, files); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	for range 2 {
		if err := m.Remove("measured/index.json"); err != nil {
			t.Errorf("a file that is gone already: %v", err)
		}
	}
}

func TestWhatAKillLeftHalfWrittenIsTakenAway(t *testing.T) {
	dir := t.TempDir()
	left := filepath.Join(dir, "measured", halfWritten+"7")
	if err := os.MkdirAll(filepath.Dir(left), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(left, []byte("half"), 0o666); err != nil {
		t.Fatal(err)
	}
	if _, err := measuredIn(t, dir); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(left); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("it is still there: %v", err)
	}
}

func TestAFolderThatIsNoneIsLeftAlone(t *testing.T) {
	for name, make := range map[string]func(path string) error{
		"a file": func(path string) error { return os.WriteFile(path, []byte("mine"), 0o666) },
		"a link": func(path string) error { return os.Symlink(os.TempDir(), path) },
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			if err := make(filepath.Join(dir, "measured")); err != nil {
				t.Fatal(err)
			}
			if _, err := measuredIn(t, dir); err == nil || !strings.Contains(err.Error(), "is no folder") {
				t.Errorf("%v", err)
			}
		})
	}
}

func TestASecondMeasurementFindsTheFolderTaken(t *testing.T) {
	dir := t.TempDir()
	first, err := measuredIn(t, dir)
	if err != nil {
		t.Fatal(err)
	}
	var busy *lease.Busy
	if _, err := measuredIn(t, dir); !errors.As(err, &busy) {
		t.Errorf("%v", err)
	}
	first.close()
	if _, err := measuredIn(t, dir); err != nil {
		t.Errorf("after the first has ended: %v", err)
	}
}
