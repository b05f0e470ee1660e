package git_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"berth.dev/providers/git"
)

func TestLinksLeadOnAsOnADiskAndNeverOut(t *testing.T) {
	r := newRepo(t).write("fleet/data/a.csv", "one", "outside", "x")
	links := map[string]string{"to-file.csv": "data/a.csv", "to-folder": "data", "twice.csv": "to-folder/a.csv", "up.csv": "../outside", "root.csv": "/etc/hosts", "loop": "loop", "lost.csv": "data/b.csv", "data/self.csv": "../data/a.csv"}
	for name, target := range links {
		if err := os.Symlink(target, filepath.Join(r.dir, "fleet", name)); err != nil {
			t.Skip(err)
		}
	}
	r.commit()
	tree := r.tree(r.open("fleet"), "HEAD")
	for name, want := range map[string]string{
		"to-file.csv": "one", "to-folder/a.csv": "one", "twice.csv": "one", "data/self.csv": "one",
		"up.csv": "leads out of the folder", "root.csv": "leads out of the folder", "loop": "too many links", "lost.csv": "file does not exist",
		"to-file.csv/x": "file does not exist", "data/../data/a.csv": "invalid argument",
	} {
		got, err := fs.ReadFile(tree, name)
		if err != nil {
			got = []byte(err.Error())
		}
		if !strings.Contains(string(got), want) {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	entries, err := fs.ReadDir(tree, ".")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if link := links[e.Name()] != ""; link != (e.Type() == fs.ModeSymlink) {
			t.Errorf("%s is listed as %s", e.Name(), e.Type())
		}
	}
}

func TestWhatTheRepositoryDoesNotHoldIsNamed(t *testing.T) {
	other := newRepo(t).write("x.hcl", "x")
	other.commit()
	r := newRepo(t).write("fleet/load.csv", "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12\n", "fleet/a.hcl", "a")
	r.git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", other.dir, "fleet/sub")
	r.commit()
	tree := r.tree(r.open("fleet"), "HEAD")
	if diff := cmp.Diff([]string{"sub"}, tree.Submodules); diff != "" {
		t.Error(diff)
	}
	for name, want := range map[string]string{"load.csv": "it is kept by Git LFS", "sub/x.hcl": "sub is a submodule"} {
		if _, err := tree.Open(name); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if entries, err := fs.ReadDir(tree, "sub"); len(entries) != 0 || err != nil {
		t.Errorf("%v, %v", entries, err)
	}
}

func TestAFolderThatACommitHasNotIsSaidNotToExist(t *testing.T) {
	r := newRepo(t).write("a", "x")
	r.commit()
	r.write("fleet/a.hcl", "x")
	g := r.open("fleet")
	head, err := g.Resolve(t.Context(), "HEAD")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := g.Tree(t.Context(), head); !errors.Is(err, fs.ErrNotExist) {
		t.Error(err)
	}
}

func TestAFileThatIsTooLargeIsRefusedAndTheNextOneRead(t *testing.T) {
	r := newRepo(t).write("large", strings.Repeat("0123456789abcdef", (64<<20)/16)+"x", "small", "y")
	r.commit()
	tree := r.tree(r.open("."), "HEAD")
	if _, err := tree.Open("large"); err == nil || !strings.Contains(err.Error(), "64 are the most") {
		t.Errorf("%v", err)
	}
	if got, err := fs.ReadFile(tree, "small"); string(got) != "y" || err != nil {
		t.Errorf("%q, %v", got, err)
	}
}

func TestAClosedTreeAnswersNoMore(t *testing.T) {
	r := newRepo(t).write("a", "x", "b", "y")
	r.commit()
	g := r.open(".")
	head, err := g.Resolve(t.Context(), "HEAD")
	if err != nil {
		t.Fatal(err)
	}
	tree, err := g.Tree(t.Context(), head)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := fs.ReadFile(tree, "a"); err != nil {
		t.Fatal(err)
	}
	if err := tree.Close(); err != nil {
		t.Error(err)
	}
	if _, err := fs.ReadFile(tree, "b"); err == nil {
		t.Error("it does")
	}
}

// What a partial clone lacks is fetched by no one: a remote's address may be a program.
func TestNothingIsFetchedForAPartialClone(t *testing.T) {
	r := newRepo(t).write("a.hcl", "one")
	r.commit()
	r.write("a.hcl", "two").commit()
	r.git("config", "uploadpack.allowFilter", "true")
	clone := filepath.Join(t.TempDir(), "clone")
	r.git("clone", "-q", "--filter=blob:none", "file://"+r.dir, clone)
	at := r.at(clone)
	_, err := at.tree(at.open("."), "HEAD~1").Open("a.hcl")
	if err == nil || !strings.Contains(err.Error(), `"git fetch --refetch --no-filter"`) {
		t.Fatalf("%v", err)
	}
	at.git("fetch", "-q", "--refetch", "--no-filter")
	if got, err := fs.ReadFile(at.tree(at.open("."), "HEAD~1"), "a.hcl"); string(got) != "one" || err != nil {
		t.Errorf("after doing what it says: %q, %v", got, err)
	}
}

func TestAHostileConfigurationStartsNothing(t *testing.T) {
	r := newRepo(t).write("a.hcl", "one", "b.hcl", "two", ".gitattributes", "* filter=evil diff=evil\n")
	r.commit()
	mark := filepath.Join(t.TempDir(), "started")
	evil := filepath.Join(r.dir, ".git", "evil")
	if err := os.WriteFile(evil, []byte("#!/bin/sh\ntouch '"+mark+"'\ncat\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	for _, c := range []string{"core.fsmonitor", "core.pager", "core.editor", "core.sshCommand", "core.askPass", "filter.evil.smudge", "filter.evil.clean", "filter.evil.process", "diff.evil.textconv", "diff.external", "pager.cat-file", "alias.cat-file", "gpg.program", "credential.helper", "core.gitProxy"} {
		r.git("config", c, evil)
	}
	r.git("config", "core.hooksPath", filepath.Join(r.dir, ".git", "hostile"))
	for _, hook := range []string{"post-index-change", "post-checkout", "reference-transaction", "fsmonitor-watchman"} {
		name := filepath.Join(r.dir, ".git", "hostile", hook)
		if err := errors.Join(os.MkdirAll(filepath.Dir(name), 0o755), os.WriteFile(name, []byte("#!/bin/sh\ntouch '"+mark+"'\n"), 0o755)); err != nil {
			t.Fatal(err)
		}
	}
	r.git("config", "extensions.partialClone", "origin")
	r.git("config", "remote.origin.url", "ext::"+evil)
	r.git("config", "remote.origin.promisor", "true")
	gone := strings.TrimSpace(r.git("rev-parse", "HEAD:b.hcl"))
	if err := os.Remove(filepath.Join(r.dir, ".git", "objects", gone[:2], gone[2:])); err != nil {
		t.Fatal(err)
	}
	_ = os.Remove(mark) // the configuration above may have started something itself
	g := r.open(".")
	tree := r.tree(g, "HEAD")
	if got, err := fs.ReadFile(tree, "a.hcl"); string(got) != "one" || err != nil {
		t.Errorf("%q, %v", got, err)
	}
	if _, err := tree.Open("b.hcl"); err == nil {
		t.Error("a content that is gone was read")
	}
	if _, err := g.Resolve(t.Context(), "no-such-branch"); !errors.Is(err, git.ErrNoCommit) {
		t.Error(err)
	}
	if _, err := os.Stat(mark); err == nil {
		t.Error("a program of the repository's configuration was started")
	}
}

func TestANameThatIsNoTextMattersOnlyOfASpec(t *testing.T) {
	r := newRepo(t).write("a.hcl", "one", "photo-\xfe.jpg", "x")
	r.commit()
	if got, err := fs.ReadFile(r.tree(r.open("."), "HEAD"), "a.hcl"); string(got) != "one" || err != nil {
		t.Errorf("%q, %v", got, err)
	}
	r.write("b-\xfe.hcl", "two").commit()
	g := r.open(".")
	head, err := g.Resolve(t.Context(), "HEAD")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := g.Tree(t.Context(), head); err == nil {
		t.Error("a spec whose name cannot be read is left out")
	}
}
