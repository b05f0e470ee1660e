package review

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// specs is the folder of specs in a repository: other things lie beside it.
const specs = "placement"

// repository is a work tree of a git repository.
type repository struct {
	*testing.T
	dir string
}

// company makes a repository whose branch main holds the company's specs.
func company(t *testing.T) *repository {
	t.Helper()
	if _, err := exec.LookPath("git"); err != nil && os.Getenv("CI") != "true" {
		t.Skip("no git here")
	}
	r := &repository{t, filepath.Join(t.TempDir(), "company")}
	r.git("init", "--quiet", "--initial-branch=main", ".")
	r.write("README.md", "# The company's programs\n")
	r.layer("../../../testdata/pixiv")
	r.layer("testdata/company")
	r.commit("Say what we run and where")
	return r
}

// layer copies a folder over the specs.
func (r *repository) layer(from string) {
	r.Helper()
	r.good(fs.WalkDir(os.DirFS(from), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := os.ReadFile(filepath.Join(from, name))
		r.write(filepath.Join(specs, name), string(b))
		return err
	}))
}

func (r *repository) good(err error) {
	r.Helper()
	if err != nil {
		r.Fatal(err)
	}
}

// path is that of a file of the work tree.
func (r *repository) path(name string) string { return filepath.Join(r.dir, name) }

// write makes a file, or what is in it, anew.
func (r *repository) write(name, text string) {
	r.Helper()
	r.good(os.MkdirAll(filepath.Dir(r.path(name)), 0o755))
	r.good(os.WriteFile(r.path(name), []byte(text), 0o644))
}

// read returns what is in a file.
func (r *repository) read(name string) string {
	r.Helper()
	b, err := os.ReadFile(r.path(name))
	r.good(err)
	return string(b)
}

// replace changes a text of a file that stands there once.
func (r *repository) replace(name, old, with string) {
	r.Helper()
	text := r.read(name)
	if n := strings.Count(text, old); n != 1 {
		r.Fatalf("%s: %q stands there %d times", name, old, n)
	}
	r.write(name, strings.Replace(text, old, with, 1))
}

// remove takes a file or folder away.
func (r *repository) remove(name string) {
	r.Helper()
	if _, err := os.Lstat(r.path(name)); err != nil {
		r.Fatal(err)
	}
	r.good(os.RemoveAll(r.path(name)))
}

// rename gives a file another name.
func (r *repository) rename(name, other string) {
	r.Helper()
	r.good(os.MkdirAll(filepath.Dir(r.path(other)), 0o755))
	r.good(os.Rename(r.path(name), r.path(other)))
}

// git runs a git command that must do well, and returns what it printed.
func (r *repository) git(args ...string) string {
	r.Helper()
	out, err := r.program("git", args...).Output()
	var failed *exec.ExitError
	if errors.As(err, &failed) {
		r.Fatalf("git %s: %v: %s", strings.Join(args, " "), err, failed.Stderr)
	}
	r.good(err)
	return strings.TrimSpace(string(out))
}

// commit records the whole work tree.
func (r *repository) commit(message string) {
	r.Helper()
	r.git("add", "--all")
	r.git("commit", "--quiet", "--allow-empty", "--message", message)
}

// branch opens a branch from a commit in a work tree of its own.
func (r *repository) branch(t *testing.T, name, from string) *repository {
	t.Helper()
	dir := filepath.Join(t.TempDir(), name)
	r.git("worktree", "add", "--quiet", "-b", name, dir, from)
	return &repository{t, dir}
}

// program is a program to run in the work tree, as one who has configured nothing and
// whose clock stands still.
func (r *repository) program(name string, args ...string) *exec.Cmd {
	r.Helper()
	r.good(os.MkdirAll(r.dir, 0o755))
	cmd := exec.CommandContext(r.Context(), name, args...)
	cmd.Dir = r.dir
	cmd.Env = []string{
		"PATH=" + os.Getenv("PATH"), "HOME=" + r.dir + ".home", "LC_ALL=C.UTF-8", "TZ=UTC",
		"GIT_CONFIG_NOSYSTEM=1", "GIT_CONFIG_GLOBAL=/dev/null",
		"GIT_AUTHOR_NAME=author", "GIT_AUTHOR_EMAIL=author@company.example", "GIT_AUTHOR_DATE=2026-11-02T09:00:00Z",
		"GIT_COMMITTER_NAME=author", "GIT_COMMITTER_EMAIL=author@company.example", "GIT_COMMITTER_DATE=2026-11-02T09:00:00Z",
	}
	return cmd
}

// answer is how a run of berth ended.
type answer struct {
	code     int
	out, err string
}

// berth runs the program in the work tree.
func (r *repository) berth(args ...string) answer {
	r.Helper()
	cmd := r.program(os.Args[0], args...)
	cmd.Env = append(cmd.Env, asBerth+"=1")
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	err := cmd.Run()
	var failed *exec.ExitError
	if !errors.As(err, &failed) {
		r.good(err)
	}
	return answer{cmd.ProcessState.ExitCode(), out.String(), errs.String()}
}
