package review

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.yaml.in/yaml/v3"
)

// actionlint reads workflows of GitHub, for those who write them.
const actionlint = "github.com/rhysd/actionlint/cmd/actionlint@v1.7.12"

// TestReadersOfGitLabsFilesTakeTheComponent gives the component to gitlab-ci-local, which
// holds it against GitLab's schema and puts the inputs in: the jobs must be those that
// are run here.
func TestReadersOfGitLabsFilesTakeTheComponent(t *testing.T) {
	cache, err := os.UserCacheDir()
	if err != nil {
		t.Fatal(err)
	}
	program := filepath.Join(cache, "berth-consumers", "node_modules", ".bin", "gitlab-ci-local")
	if _, err := os.Stat(program); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal("gitlab-ci-local is not installed: run make consumers")
		}
		t.Skip("gitlab-ci-local is not installed: run make consumers")
	}
	r := &repository{t, t.TempDir()}
	r.write("templates/check.yml", fenced(t, "templates/check.yml"))
	r.write(".gitlab-ci.yml", "include:\n  - local: templates/check.yml\n    inputs:\n      folder: placement\n      image: registry.example/berth:1\n")
	r.git("init", "--quiet", "--initial-branch=main")
	r.git("remote", "add", "origin", "git@gitlab.example:company/specs.git")
	r.commit("Check placement")
	cmd := r.program(program, "--preview")
	var errs bytes.Buffer
	cmd.Stderr = &errs
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v\n%s", err, errs.String())
	}
	var got map[string]yaml.Node
	r.good(yaml.Unmarshal(out, &got))
	delete(got, "stages")
	read := map[string]job{}
	for name, node := range got {
		var j job
		r.good(node.Decode(&j))
		read[name] = j
	}
	want := jobs(t, map[string]string{"folder": specs, "image": "registry.example/berth:1"})
	if diff := cmp.Diff(want, read); diff != "" {
		t.Errorf("the jobs that are run here and those that gitlab-ci-local reads (-here +there):\n%s", diff)
	}
}

// TestReadersOfGitHubsFilesTakeTheWorkflow gives the workflow to actionlint.
func TestReadersOfGitHubsFilesTakeTheWorkflow(t *testing.T) {
	if testing.Short() {
		t.Skip("actionlint is built first")
	}
	file := filepath.Join(t.TempDir(), "berth.yml")
	if err := os.WriteFile(file, []byte(fenced(t, ".github/workflows/berth.yml")), 0o644); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.CommandContext(t.Context(), "go", "run", actionlint, "-version").CombinedOutput(); err != nil && os.Getenv("CI") != "true" {
		t.Skipf("actionlint cannot be built here: %s", out)
	}
	if out, err := exec.CommandContext(t.Context(), "go", "run", actionlint, "-shellcheck=", file).CombinedOutput(); err != nil {
		t.Errorf("actionlint: %v\n%s", err, out)
	}
}
