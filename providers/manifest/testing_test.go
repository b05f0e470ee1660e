package manifest

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"berth.dev/engine/diag"
)

var update = flag.Bool("update", false, "write the golden files anew")

// shared is the folder of third-party data, from this package.
const shared = "../../../shared/data/services"

// demo reads manifests of a demo shop. Without the data the test is skipped, but
// not where everything must run.
func demo(t *testing.T, path string) []Source {
	t.Helper()
	if _, err := os.Stat(filepath.Join(shared, path)); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatalf("the shared data must be there where CI=true: %v", err)
		}
		t.Skipf("needs ../shared/data/services/%s beside the module", path)
	}
	return folder(t, shared, path)
}

func folder(t *testing.T, root, path string) []Source {
	t.Helper()
	sources, _, err := Folder(os.DirFS(root), path, DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	return sources
}

// mustImport fails where the list holds anything.
func mustImport(t *testing.T, sources []Source, o Options) *Result {
	t.Helper()
	r, diags := Import(sources, o)
	if len(diags) > 0 {
		t.Fatalf("Import found mistakes:\n%s", diagText(diags))
	}
	return r
}

func diagText(diags diag.List) string {
	var b strings.Builder
	for _, d := range diags {
		b.WriteString(d.Code + " " + d.Error() + "\n")
	}
	return b.String()
}

// yaml is one source of the given text.
func yamlSource(text string) []Source {
	return []Source{{Name: "a.yaml", Bytes: []byte(text)}}
}

// one imports text that holds one workload.
func one(t *testing.T, text string) Service {
	t.Helper()
	r := mustImport(t, yamlSource(text), DefaultOptions())
	if len(r.Services) != 1 {
		t.Fatalf("want one service, got %d", len(r.Services))
	}
	return r.Services[0]
}

// deployment is a Deployment named web whose pod spec is given as YAML in flow
// style.
func deployment(pod string) string {
	return "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec: {template: {metadata: {labels: {app: web}}, spec: " + pod + "}}\n"
}

// callsOf are the names that a service calls.
func callNames(calls []Call) []string {
	var names []string
	for _, c := range calls {
		names = append(names, c.To)
	}
	return names
}
