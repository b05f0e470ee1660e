package program

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestAnotherModuleIsAnotherProgram(t *testing.T) {
	folder := t.TempDir()
	p := Program{Folder: "berth-test", Name: "program", Files: []string{"go.mod", "go.sum", "main.go"}, Key: []any{"-s"}}
	for _, name := range p.Files {
		write(t, filepath.Join(folder, name), name)
	}
	path := func(p Program) string {
		path, err := p.cached(folder)
		if err != nil {
			t.Fatal(err)
		}
		return path
	}
	seen := map[string]bool{path(p): true}
	for _, name := range p.Files {
		write(t, filepath.Join(folder, name), "changed")
		if seen[path(p)] {
			t.Errorf("%s was changed, and the program stays the same", name)
		}
		seen[path(p)] = true
	}
	p.Key = []any{"-w"}
	if seen[path(p)] {
		t.Error("a flag was changed, and the program stays the same")
	}
}

func TestAProgramThatCannotBeBuiltLeavesNoneBehind(t *testing.T) {
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	p := Program{
		Title: "the loader", Module: "k0sctl/loader", Folder: "berth-test", Name: "program", Missing: errors.New("not built"),
		Build: func(string) ([]string, error) { return []string{"./nothing"}, nil },
	}
	if _, err := p.Path(t.Context()); err == nil || !strings.Contains(err.Error(), "building the loader: ") {
		t.Error(err)
	}
	if path, err := p.Built(); !errors.Is(err, p.Missing) {
		t.Errorf("it is at %q: %v", path, err)
	}
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}
