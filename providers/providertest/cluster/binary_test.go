package cluster

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestAnotherModuleIsAnotherProgram(t *testing.T) {
	folder := t.TempDir()
	files := []string{"go.mod", "go.sum", "main.go"}
	for _, name := range files {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(name), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	first, err := cached(folder)
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{first: true}
	for _, name := range files {
		if err := os.WriteFile(filepath.Join(folder, name), []byte("changed"), 0o600); err != nil {
			t.Fatal(err)
		}
		path, err := cached(folder)
		if err != nil {
			t.Fatal(err)
		}
		if seen[path] {
			t.Errorf("%s was changed, and the program stays the same", name)
		}
		seen[path] = true
	}
}

func TestTheServerSaysItsVersion(t *testing.T) {
	folder, err := source()
	if err != nil {
		t.Fatal(err)
	}
	version, err := kubernetes(folder)
	if err != nil {
		t.Fatal(err)
	}
	major, minor, _ := strings.Cut(strings.TrimPrefix(version, "v"), ".")
	minor, _, _ = strings.Cut(minor, ".")
	for _, want := range []string{"gitVersion=" + version + " ", "gitMajor=" + major + " ", "gitMinor=" + minor + " "} {
		if got := link(version); !strings.Contains(got, "version."+want) {
			t.Errorf("the linker is not told %s: %s", want, got)
		}
	}
}
