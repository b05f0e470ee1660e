package cli

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestANewFileNeverStandsInAnOldOnesPlace(t *testing.T) {
	name := filepath.Join(t.TempDir(), "x.hcl")
	if err := createFile(name, []byte("one")); err != nil {
		t.Fatal(err)
	}
	if err := createFile(name, []byte("two")); err == nil {
		t.Error("written over")
	}
	if err := (writing{}).put(name, []byte("two")); err == nil {
		t.Error("put without force wrote over")
	}
	if d := cmp.Diff("one", content(t, name)); d != "" {
		t.Error(d)
	}
	if err := (writing{force: true}).put(name, []byte("two")); err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff("two", content(t, name)); d != "" {
		t.Error(d)
	}
}

func TestReplacingKeepsTheModeAndLeavesNothingBehind(t *testing.T) {
	dir := t.TempDir()
	name := filepath.Join(dir, "x.hcl")
	save(t, name, []byte("one"))
	if err := os.Chmod(name, 0o640); err != nil {
		t.Fatal(err)
	}
	if err := replaceFile(name, []byte("two")); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(name)
	if err != nil {
		t.Fatal(err)
	}
	if info.Mode().Perm() != 0o640 || content(t, name) != "two" {
		t.Errorf("mode %v, content %q", info.Mode(), content(t, name))
	}
	// The place of a folder cannot be taken: the temporary file must go.
	if err := os.Mkdir(filepath.Join(dir, "folder"), 0o755); err != nil {
		t.Fatal(err)
	}
	save(t, filepath.Join(dir, "folder", "y"), nil)
	if err := replaceFile(filepath.Join(dir, "folder"), []byte("two")); err == nil {
		t.Error("a folder was replaced")
	}
	left, err := filepath.Glob(filepath.Join(dir, ".berth-*"))
	if err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

func content(t *testing.T, name string) string {
	t.Helper()
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}
