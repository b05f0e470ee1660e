package review

import (
	"bytes"
	"errors"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

// marker is how a comment of berth begins.
const marker = "<!-- berth:check -->"

// fenced returns the block of YAML of the README that begins with a file's name.
func fenced(t testing.TB, name string) string {
	t.Helper()
	readme, err := os.ReadFile("../../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	m := regexp.MustCompile("(?ms)^```yaml\n# " + regexp.QuoteMeta(name) + "\n(.*?)^```$").FindSubmatch(readme)
	if m == nil {
		t.Fatalf("README.md has no %s", name)
	}
	return string(m[1])
}

// job is one job of GitLab.
type job struct {
	Script      []string          `yaml:"script"`
	AfterScript []string          `yaml:"after_script"`
	Variables   map[string]string `yaml:"variables"`
	Rules       []struct {
		If string `yaml:"if"`
	} `yaml:"rules"`
	Artifacts struct {
		Reports map[string]string `yaml:"reports"`
	} `yaml:"artifacts"`
}

// runs tells whether GitLab puts the job into a pipeline with these variables.
func (j job) runs(t testing.TB, env map[string]string) bool {
	t.Helper()
	for _, rule := range j.Rules {
		switch rule.If {
		case `$CI_PIPELINE_SOURCE == "merge_request_event"`:
			if env["CI_PIPELINE_SOURCE"] == "merge_request_event" {
				return true
			}
		case `$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH`:
			if env["CI_COMMIT_BRANCH"] == env["CI_DEFAULT_BRANCH"] {
				return true
			}
		default:
			t.Fatalf("the rule %q is not played here", rule.If)
		}
	}
	return false
}

// jobs reads the component of the README with inputs, as GitLab does that includes it.
func jobs(t testing.TB, inputs map[string]string) map[string]job {
	t.Helper()
	header, text, found := strings.Cut(fenced(t, "templates/check.yml"), "\n---\n")
	var spec struct {
		Spec struct {
			Inputs map[string]struct{ Default string } `yaml:"inputs"`
		} `yaml:"spec"`
	}
	if err := yaml.Unmarshal([]byte(header), &spec); err != nil || !found {
		t.Fatalf("the component has no header: %v", err)
	}
	for name, input := range spec.Spec.Inputs {
		value, given := inputs[name]
		if !given {
			value = input.Default
		}
		text = strings.ReplaceAll(text, "$[[ inputs."+name+" ]]", value)
	}
	if strings.Contains(text, "$[[") {
		t.Fatalf("an input is not declared:\n%s", text)
	}
	var out map[string]job
	if err := yaml.Unmarshal([]byte(text), &out); err != nil {
		t.Fatal(err)
	}
	return out
}

// step is one step of GitHub.
type step struct {
	Uses string            `yaml:"uses"`
	Run  string            `yaml:"run"`
	If   string            `yaml:"if"`
	Env  map[string]string `yaml:"env"`
	With map[string]string `yaml:"with"`
}

// steps reads the workflow of the README.
func steps(t testing.TB) []step {
	t.Helper()
	var workflow struct {
		Jobs map[string]struct {
			Steps []step `yaml:"steps"`
		} `yaml:"jobs"`
	}
	if err := yaml.Unmarshal([]byte(fenced(t, ".github/workflows/berth.yml")), &workflow); err != nil {
		t.Fatal(err)
	}
	if len(workflow.Jobs) != 1 {
		t.Fatalf("%d jobs", len(workflow.Jobs))
	}
	for _, j := range workflow.Jobs {
		return j.Steps
	}
	return nil
}

// runner is a machine of a pipeline: a clone, and a shell that has berth.
type runner struct {
	*repository
	env map[string]string
}

// hire makes a clone of a repository at a commit, with no branch checked out, as runners
// do; with a depth the clone has so many commits and no branches.
func hire(t *testing.T, origin *repository, commit string, options ...string) *runner {
	t.Helper()
	for _, name := range []string{"curl", "jq"} {
		if _, err := exec.LookPath(name); err != nil && os.Getenv("CI") != "true" {
			t.Skipf("no %s here", name)
		}
	}
	r := &runner{&repository{t, filepath.Join(t.TempDir(), "build")}, map[string]string{"CI": "true"}}
	r.git("init", "--quiet", ".")
	r.git("remote", "add", "origin", "file://"+origin.dir)
	r.git(slices.Concat([]string{"fetch", "--quiet", "--no-tags"}, options, []string{"origin", commit, "+refs/heads/*:refs/remotes/origin/*"})...)
	r.git("checkout", "--quiet", "--detach", commit)
	return r
}

// sh runs a script with the runner's environment and returns how it ended.
func (r *runner) sh(script string, env map[string]string) answer {
	r.Helper()
	bin := r.dir + ".bin"
	r.good(os.MkdirAll(bin, 0o755))
	if err := os.Symlink(os.Args[0], filepath.Join(bin, "berth")); !errors.Is(err, os.ErrExist) {
		r.good(err)
	}
	cmd := r.program("sh", "-e", "-c", script)
	cmd.Env = append(cmd.Env, "PATH="+bin+":"+os.Getenv("PATH"), asBerth+"=1")
	for _, vars := range []map[string]string{r.env, env} {
		for _, name := range slices.Sorted(maps.Keys(vars)) {
			cmd.Env = append(cmd.Env, name+"="+vars[name])
		}
	}
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	err := cmd.Run()
	var failed *exec.ExitError
	if !errors.As(err, &failed) {
		r.good(err)
	}
	return answer{cmd.ProcessState.ExitCode(), out.String(), errs.String()}
}
