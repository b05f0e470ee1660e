package kustomize

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
)

func openRoot(t testing.TB, dir string) *os.Root {
	t.Helper()
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { root.Close() })
	return root
}

func TestAnEmptyFolderIsNeverNoObjects(t *testing.T) {
	for _, c := range []struct {
		name, says string
		files      map[string]string
	}{
		{"no folder", "there is no such file or folder", map[string]string{"x": ""}},
		{"a file", "it is a file", map[string]string{"app": ""}},
		{"no YAML", "An empty folder never means that nothing should run", map[string]string{"app/README.md": "x"}},
		{"empty files", "it makes no objects", map[string]string{"app/a.yaml": "", "app/b.yaml": "# nothing\n"}},
		{"an empty kustomization", "cannot render it", map[string]string{"app/kustomization.yaml": ""}},
		{"a kustomization of nothing", "it makes no objects", map[string]string{"app/kustomization.yaml": "namespace: shop\n"}},
		{"local configuration alone", "it makes no objects", map[string]string{"app/a.yaml": strings.Replace(configMap("a"), "metadata:\n", "metadata:\n  annotations: {config.kubernetes.io/local-config: \"true\"}\n", 1)}},
		{"folders without a kustomization", "it has a folder sub and no kustomization.yaml", map[string]string{"app/a.yaml": configMap("a"), "app/sub/b.yaml": configMap("b")}},
		{"two kustomizations", "Keep one of them", map[string]string{"app/kustomization.yaml": "", "app/Kustomization": ""}},
		{"an unknown word", "it is not a kustomization", map[string]string{"app/kustomization.yaml": "resorces: []\n"}},
	} {
		t.Run(c.name, func(t *testing.T) { mustRefuse(t, workspace(t, c.files), c.says) })
	}
	t.Run("truly empty", func(t *testing.T) {
		root := workspace(t, nil)
		if err := root.Mkdir("app", 0o755); err != nil {
			t.Fatal(err)
		}
		mustRefuse(t, root, "the folder is empty")
	})
}

func TestNothingIsFetchedAndNoProgramIsStarted(t *testing.T) {
	var asked atomic.Int64
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		asked.Add(1)
		fmt.Fprint(w, configMap("remote"))
	}))
	defer server.Close()
	bin, started := t.TempDir(), filepath.Join(t.TempDir(), "started")
	for _, name := range []string{"git", "helm", "go", "helmV3", "ssh"} {
		script := "#!/bin/sh\necho " + name + " >> " + started + "\nexit 1\n"
		if err := os.WriteFile(filepath.Join(bin, name), []byte(script), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	t.Setenv("PATH", bin)
	elsewhere := []string{
		server.URL + "/a.yaml", server.URL, "https://github.com/org/repo", "github.com/org/repo", "GitHub.com/org/repo?ref=main",
		"git@github.com:org/repo.git", "git::https://example.com/org/repo", "ssh://git@example.com/repo", "file:///repo",
		"git::./base", "example.com//repo?ref=v1", "me@example.com/org/repo.git", "a//b", "ht\ttp://x", "/etc", "~/x", "../../x", "HTTP://" + strings.TrimPrefix(server.URL, "http://"),
	}
	words := []string{
		"resources: [%s]", "bases: [%s]", "components: [%s]", "crds: [%s]", "configurations: [%s]", "patches: [{path: %s}]",
		"patchesStrategicMerge: [%s]", "patchesJson6902: [{path: %s, target: {kind: ConfigMap, name: a, version: v1}}]",
		"configMapGenerator: [{name: x, files: [%s]}]", "configMapGenerator: [{name: x, files: [\"k=%s\"]}]", "configMapGenerator: [{name: x, envs: [%s]}]", "configMapGenerator: [{name: x, env: %s}]",
		"secretGenerator: [{name: x, files: [%s]}]", "secretGenerator: [{name: x, envs: [%s]}]", "replacements: [{path: %s}]",
		"generators: [%s]", "transformers: [%s]", "validators: [%s]", "openapi: {path: %s}",
		"helmCharts: [{name: x, repo: %s}]", "helmChartInflationGenerator: [{chartName: x, chartRepoUrl: %s}]",
	}
	for _, word := range words {
		for _, place := range elsewhere {
			quoted := fmt.Sprintf("%q", place)
			if strings.Contains(word, `"k=%s"`) {
				quoted = strings.Trim(quoted, `"`)
			}
			text := fmt.Sprintf(word, quoted) + "\n"
			root := workspace(t, map[string]string{"app/kustomization.yaml": "resources: [a.yaml]\n" + text, "app/a.yaml": configMap("a")})
			if strings.HasPrefix(word, "resources") && !strings.HasPrefix(place, "../") {
				// Kustomize would take it for an address though there is such a folder.
				root = workspace(t, map[string]string{"app/kustomization.yaml": text, "app/" + place + "/a.yaml": configMap("a")})
			}
			if objects, err := Render(root, "app"); err == nil {
				t.Errorf("%s: %d objects were made", strings.TrimSpace(text), len(objects))
			}
		}
	}
	if n := asked.Load(); n > 0 {
		t.Errorf("%d requests were sent", n)
	}
	if ran, err := os.ReadFile(started); err == nil {
		t.Errorf("programs were started: %s", ran)
	}
}

func TestWhatABaseNamesIsLookedAtToo(t *testing.T) {
	mustRefuse(t, workspace(t, map[string]string{
		"app/kustomization.yaml":  "resources: [../base]\n",
		"base/kustomization.yaml": "resources: [\"https://example.com/x.yaml\"]\n",
	}), `base: "https://example.com/x.yaml": it may be an address elsewhere`)
}

func TestNothingOutsideOfTheWorkspaceIsRead(t *testing.T) {
	outside := t.TempDir()
	if err := os.WriteFile(filepath.Join(outside, "x.yaml"), []byte(configMap("outside")), 0o644); err != nil {
		t.Fatal(err)
	}
	link := func(t *testing.T, files map[string]string, target, name string) *os.Root {
		root := workspace(t, files)
		if err := os.Symlink(target, filepath.Join(root.Name(), name)); err != nil {
			t.Fatal(err)
		}
		return root
	}
	named := map[string]string{"app/kustomization.yaml": "resources: [x.yaml]\n"}
	t.Run("a link to a file outside", func(t *testing.T) {
		mustRefuse(t, link(t, named, filepath.Join(outside, "x.yaml"), "app/x.yaml"), "it cannot be read")
	})
	t.Run("a link to a file outside, in a plain folder", func(t *testing.T) {
		mustRefuse(t, link(t, map[string]string{"app/a.yaml": configMap("a")}, filepath.Join(outside, "x.yaml"), "app/x.yaml"), "it cannot be read")
	})
	t.Run("a link to a folder outside", func(t *testing.T) {
		mustRefuse(t, link(t, nil, outside, "app"), "it cannot be read")
	})
	t.Run("a link inside", func(t *testing.T) {
		mustMake(t, link(t, map[string]string{"app/kustomization.yaml": "resources: [x.yaml]\n", "y.yaml": configMap("y")}, "../y.yaml", "app/x.yaml"))
	})
	mustRefuse(t, workspace(t, map[string]string{"app/kustomization.yaml": "resources: [../../x.yaml]\n"}), "leads out of the workspace")
	mustRefuse(t, workspace(t, map[string]string{"app/a b.yaml": configMap("a")}), `"a b.yaml": a path may have letters, digits`)
	for _, folder := range []string{"..", "../x", "a/../../x", "/etc", "", "https://example.com/x", "github.com/a/b"} {
		if _, err := Render(workspace(t, nil), folder); err == nil {
			t.Errorf("the folder %q is rendered", folder)
		}
	}
}

func TestTheEnvironmentIsNotRead(t *testing.T) {
	t.Setenv("TOKEN", "canary")
	mustRefuse(t, workspace(t, map[string]string{
		"app/kustomization.yaml": "configMapGenerator: [{name: x, envs: [x.env]}]\n", "app/x.env": "A=1\nTOKEN\n",
	}), "line 2 has no =, so its value would come from the environment")
	mustRefuse(t, workspace(t, map[string]string{"app/kustomization.yaml": "secretGenerator: [{name: x, literals: [TOKEN]}]\n"}), "has no =")
}
