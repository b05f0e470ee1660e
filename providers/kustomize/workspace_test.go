package kustomize

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// workspace writes files and opens their folder as a workspace.
func workspace(t testing.TB, files map[string]string) *os.Root {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		at := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(at), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(at, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { root.Close() })
	return root
}

// configMap is the manifest of a ConfigMap.
func configMap(name string) string {
	return "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: " + name + "\ndata:\n  key: \"1\"\n"
}

// mustRefuse renders the folder "app" and wants an error that says something.
func mustRefuse(t *testing.T, root *os.Root, says string) {
	t.Helper()
	objects, err := Render(root, "app")
	if err == nil {
		t.Fatalf("%d objects were made; want an error that says %q", len(objects), says)
	}
	if !strings.Contains(err.Error(), says) {
		t.Errorf("the error is %q; it must say %q", err, says)
	}
}

// mustMake renders the folder "app" and returns what it is made of, as words.
func mustMake(t *testing.T, root *os.Root) (refs []string) {
	t.Helper()
	objects, err := Render(root, "app")
	if err != nil {
		t.Fatal(err)
	}
	for _, o := range objects {
		refs = append(refs, o.Ref().String())
	}
	return refs
}
