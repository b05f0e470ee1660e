package git_test

import (
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"berth.dev/providers/git"
)

// repo is a repository that a test makes.
type repo struct {
	t   *testing.T
	dir string
	env []string
}

// newRepo makes an empty repository that no configuration of the machine reaches.
func newRepo(t *testing.T) *repo {
	t.Helper()
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("git is not installed")
	}
	home := t.TempDir()
	r := &repo{t: t, dir: t.TempDir(), env: append(os.Environ(), "HOME="+home, "XDG_CONFIG_HOME="+home, "GIT_CONFIG_NOSYSTEM=1",
		"GIT_AUTHOR_NAME=a", "GIT_AUTHOR_EMAIL=a@example.com", "GIT_COMMITTER_NAME=a", "GIT_COMMITTER_EMAIL=a@example.com",
		"GIT_AUTHOR_DATE=2026-10-31T00:00:00Z", "GIT_COMMITTER_DATE=2026-10-31T00:00:00Z")}
	r.git("init", "-q", "-b", "main")
	return r
}

// at is the same repository seen from another folder.
func (r *repo) at(dir string) *repo {
	return &repo{r.t, dir, r.env}
}

func (r *repo) git(args ...string) string {
	r.t.Helper()
	c := exec.Command("git", args...)
	c.Dir, c.Env = r.dir, r.env
	out, err := c.CombinedOutput()
	if err != nil {
		r.t.Fatalf("git %s: %v\n%s", strings.Join(args, " "), err, out)
	}
	return strings.TrimSpace(string(out))
}

// write writes files, given as name and content by turns.
func (r *repo) write(files ...string) *repo {
	r.t.Helper()
	for i := 0; i < len(files); i += 2 {
		name := filepath.Join(r.dir, filepath.FromSlash(files[i]))
		if err := errors.Join(os.MkdirAll(filepath.Dir(name), 0o755), os.WriteFile(name, []byte(files[i+1]), 0o644)); err != nil {
			r.t.Fatal(err)
		}
	}
	return r
}

// commit commits everything and returns the hash.
func (r *repo) commit() string {
	r.t.Helper()
	r.git("add", "-A")
	r.git("commit", "-q", "--allow-empty", "-m", "x")
	return r.git("rev-parse", "HEAD")
}

func (r *repo) open(below string) *git.Repository {
	r.t.Helper()
	out, err := git.Open(r.t.Context(), filepath.Join(r.dir, below), r.env)
	if err != nil {
		r.t.Fatal(err)
	}
	return out
}

// tree reads the files of a commit.
func (r *repo) tree(g *git.Repository, name string) *git.Tree {
	r.t.Helper()
	c, err := g.Resolve(r.t.Context(), name)
	if err != nil {
		r.t.Fatal(err)
	}
	t, err := g.Tree(r.t.Context(), c)
	if err != nil {
		r.t.Fatal(err)
	}
	r.t.Cleanup(func() {
		if err := t.Close(); err != nil {
			r.t.Error(err)
		}
	})
	return t
}

func TestTheFilesOfACommitAreReadWhateverLiesInTheFolder(t *testing.T) {
	r := newRepo(t).write("fleet/a.hcl", "one", "fleet/sub/b.csv", "two", "other", "three")
	r.commit()
	r.write("fleet/a.hcl", "changed", "fleet/new.hcl", "new")
	tree := r.tree(r.open("fleet"), "HEAD")
	if err := fstest.TestFS(tree, "a.hcl", "sub/b.csv"); err != nil {
		t.Error(err)
	}
	got, err := fs.ReadFile(tree, "a.hcl")
	if diff := cmp.Diff("one", string(got)); diff != "" || err != nil {
		t.Error(diff, err)
	}
	if _, err := tree.Open("new.hcl"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a file that the commit has not: %v", err)
	}
}

func TestAMergeRequestBeginsWhereTheHistoriesPart(t *testing.T) {
	r := newRepo(t)
	base := r.commit()
	r.git("checkout", "-q", "-b", "topic")
	r.commit()
	r.git("checkout", "-q", "main")
	r.write("later", "x").commit()
	r.git("checkout", "-q", "topic")
	g := r.open(".")
	main, err := g.Resolve(t.Context(), "main")
	if err != nil {
		t.Fatal(err)
	}
	head, err := g.Resolve(t.Context(), "HEAD")
	if err != nil {
		t.Fatal(err)
	}
	got, err := g.MergeBase(t.Context(), main, head)
	if diff := cmp.Diff(git.Commit{Name: "main", Hash: base}, got); diff != "" || err != nil {
		t.Error(diff, err)
	}
}

func TestAFolderIsFoundInItsRepository(t *testing.T) {
	r := newRepo(t).write("a b/ünd/x.hcl", "x")
	r.commit()
	bare, tree := filepath.Join(t.TempDir(), "bare.git"), filepath.Join(t.TempDir(), "tree")
	r.git("clone", "-q", "--bare", ".", bare)
	r.git("worktree", "add", "-q", "--detach", tree)
	for _, c := range []struct{ name, dir, prefix, file string }{
		{"the top", r.dir, "", "a b/ünd/x.hcl"},
		{"a folder below it", filepath.Join(r.dir, "a b", "ünd"), "a b/ünd", "x.hcl"},
		{"a bare repository", bare, "", "a b/ünd/x.hcl"},
		{"another work tree of it", filepath.Join(tree, "a b"), "a b", "ünd/x.hcl"},
	} {
		t.Run(c.name, func(t *testing.T) {
			at := r.at(c.dir)
			g := at.open(".")
			if diff := cmp.Diff(c.prefix, g.Prefix); diff != "" {
				t.Error(diff)
			}
			got, err := fs.ReadFile(at.tree(g, "HEAD"), c.file)
			if diff := cmp.Diff("x", string(got)); diff != "" || err != nil {
				t.Error(diff, err)
			}
		})
	}
}
