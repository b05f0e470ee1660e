package git_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"berth.dev/providers/git"
)

func TestNamesThatAreNoCommitsAreRefused(t *testing.T) {
	r := newRepo(t).write("a", "x")
	r.commit()
	g := r.open(".")
	for _, name := range []string{"", "-x", "--all", "a\nb", "nosuch", "HEAD:a", "HEAD^{tree}", "main..main", "^main", "@{9999}"} {
		if _, err := g.Resolve(t.Context(), name); !errors.Is(err, git.ErrNoCommit) {
			t.Errorf("%q: %v", name, err)
		}
	}
}

// TestANameThatTwoCommitsHaveIsRefused: git takes the tag, and so whoever may push one
// could choose what a merge request is compared with.
func TestANameThatTwoCommitsHaveIsRefused(t *testing.T) {
	r := newRepo(t).write("a", "x")
	main := r.commit()
	r.git("update-ref", "refs/remotes/origin/main", main)
	r.git("tag", "same", main)
	r.git("branch", "same", main)
	r.write("a", "y").commit()
	r.git("tag", "origin/main")
	g := r.open(".")
	if _, err := g.Resolve(t.Context(), "origin/main"); err == nil || !strings.Contains(err.Error(), "as in refs/remotes/origin/main") {
		t.Errorf("a tag that is called as a branch: %v", err)
	}
	for name, want := range map[string]string{"refs/remotes/origin/main": main, "same": main} {
		if got, err := g.Resolve(t.Context(), name); got.Hash != want || err != nil {
			t.Errorf("%s: %s, %v", name, got.Hash, err)
		}
	}
}

func TestWhatIsMissingIsSaidWithTheCommandThatMendsIt(t *testing.T) {
	r := newRepo(t).write("a", "x")
	r.commit()
	r.git("branch", "topic")
	r.write("a", "y").commit()
	clone := filepath.Join(t.TempDir(), "clone")
	r.git("clone", "-q", "--branch", "topic", r.dir, clone)
	shallow := filepath.Join(t.TempDir(), "shallow")
	r.git("clone", "-q", "--depth", "1", "--branch", "topic", "file://"+r.dir, shallow)
	empty := filepath.Join(t.TempDir(), "empty")
	r.git("init", "-q", empty)
	for _, c := range []struct{ name, dir, commit, want string }{
		{"the branch of a remote", clone, "main", `yet there is origin/main. Write that`},
		{"a branch that was not fetched", shallow, "main", `Fetch it by "git fetch origin main:refs/remotes/origin/main"`},
		{"the same, as a remote's", shallow, "origin/main", `Fetch it by "git fetch origin main:refs/remotes/origin/main"`},
		{"a repository without commits", empty, "HEAD", "HEAD: no such commit"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := r.at(c.dir).open(".").Resolve(t.Context(), c.commit)
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("%v", err)
			}
		})
	}
}

func TestHistoriesThatDoNotMeetAreSaidWhy(t *testing.T) {
	r := newRepo(t).write("a", "x")
	r.commit()
	r.write("a", "y").commit()
	r.git("checkout", "-q", "--orphan", "apart")
	r.commit()
	shallow := filepath.Join(t.TempDir(), "shallow")
	r.git("clone", "-q", "--depth", "1", "--no-single-branch", "file://"+r.dir, shallow)
	for _, c := range []struct{ name, dir, want string }{
		{"they have nothing in common", r.dir, "no commit in common"},
		{"their histories are cut", shallow, `shallow clone. Run "git fetch --unshallow"`},
	} {
		t.Run(c.name, func(t *testing.T) {
			g := r.at(c.dir).open(".")
			main, err := g.Resolve(t.Context(), map[bool]string{true: "main", false: "origin/main"}[c.dir == r.dir])
			if err != nil {
				t.Fatal(err)
			}
			head, err := g.Resolve(t.Context(), "HEAD")
			if err != nil {
				t.Fatal(err)
			}
			if _, err := g.MergeBase(t.Context(), main, head); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("%v", err)
			}
		})
	}
}

func TestWhatIsNoRepositoryOfOnesOwnIsRefused(t *testing.T) {
	r := newRepo(t)
	outside := t.TempDir()
	if _, err := git.Open(t.Context(), outside, r.env); !errors.Is(err, git.ErrNoRepository) {
		t.Error(err)
	}
	t.Setenv("PATH", outside)
	if _, err := git.Open(t.Context(), r.dir, r.env); !errors.Is(err, git.ErrNoGit) {
		t.Error(err)
	}
}

func TestARepositoryOfSomebodyElseIsNotReadButTheCommandThatTrustsItIsTold(t *testing.T) {
	r := newRepo(t).write("a", "x")
	r.commit()
	// Git itself plays that the owner is another one, for its own tests.
	_, err := git.Open(t.Context(), r.dir, append(r.env, "GIT_CONFIG_COUNT=0"))
	if err != nil {
		t.Fatal(err)
	}
	if os.Getuid() != 0 {
		t.Skip("only root can give a folder to somebody else")
	}
	if err := filepath.WalkDir(r.dir, func(name string, _ fs.DirEntry, err error) error {
		return errors.Join(err, os.Lchown(name, 12345, 12345))
	}); err != nil {
		t.Fatal(err)
	}
	_, err = git.Open(t.Context(), r.dir, r.env)
	if !errors.Is(err, git.ErrOwner) || !strings.Contains(err.Error(), "safe.directory "+r.dir) {
		t.Errorf("%v", err)
	}
}

// A hook, or a wrapper, may run berth with variables that name its own repository.
func TestTheFolderSaysWhichRepositoryIsMeant(t *testing.T) {
	r := newRepo(t).write("a", "right")
	want := r.commit()
	other := newRepo(t).write("a", "wrong")
	other.commit()
	g, err := git.Open(t.Context(), r.dir, append(r.env, "GIT_DIR="+filepath.Join(other.dir, ".git"), "GIT_WORK_TREE="+other.dir, "GIT_INDEX_FILE=x"))
	if err != nil {
		t.Fatal(err)
	}
	if got, err := g.Resolve(t.Context(), "HEAD"); got.Hash != want || err != nil {
		t.Errorf("%v, %v", got, err)
	}
}
