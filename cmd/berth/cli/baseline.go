package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"berth.dev/engine/diag"
	"berth.dev/providers/git"
)

// baseline is a workspace to compare with: that of a commit, or another folder.
type baseline struct {
	// name says what it is, as in "main (1a2b3c4d5e)".
	name string
	w    *workspace
	// unread says why there is no workspace that can be compared, "" where there is one.
	unread string
	// submodules are folders whose files a commit does not hold.
	submodules []string
}

// wanted says which workspace is meant.
type wanted struct {
	cmd *cobra.Command
	// word is what the user wrote, flag where: "--against main".
	word, flag string
	// load says how the workspace beside it is read; its folder is where the repository is
	// looked for.
	load loadOptions
	// parting takes the commit in which the word and HEAD part, and not the word's own.
	parting bool
}

// baseline reads the workspace that a word names. What is wrong with its specs makes it
// unread; an error means that it could not be looked for.
func (a *app) baseline(ctx context.Context, o wanted) (*baseline, error) {
	word, repository, commit, err := a.named(ctx, o)
	if err != nil {
		return nil, err
	}
	load := o.load
	beside, err := a.openFolder(load.dir)
	if err != nil {
		return nil, err
	}
	defer beside.Close()
	load.beside = beside.FS()
	if repository == nil {
		load.dir = word
		return a.readBaseline(ctx, word, load)
	}
	if o.parting {
		head, err := repository.Resolve(ctx, "HEAD")
		if err == nil {
			commit, err = repository.MergeBase(ctx, commit, head)
		}
		if err != nil {
			return nil, err
		}
	}
	name := fmt.Sprintf("%s (%s)", word, commit.Short())
	tree, err := repository.Tree(ctx, commit)
	if errors.Is(err, fs.ErrNotExist) {
		return &baseline{name: name, unread: fmt.Sprintf("%s has no folder %s", name, repository.Prefix)}, nil
	}
	if err != nil {
		return nil, err
	}
	load.from = tree
	out, err := a.readBaseline(ctx, name, load)
	if closed := tree.Close(); err == nil && closed != nil {
		err = closed
	}
	if err != nil {
		return nil, err
	}
	out.submodules = tree.Submodules
	return out, nil
}

// readBaseline reads a workspace without a word about its warnings: whoever wrote the
// change has not written them.
func (a *app) readBaseline(ctx context.Context, name string, load loadOptions) (*baseline, error) {
	w, err := a.read(ctx, load)
	switch {
	case errors.Is(err, errNoSpecs):
		return &baseline{name: name, unread: name + " has no spec files"}, nil
	case err != nil && load.from != nil && ctx.Err() == nil:
		return &baseline{name: name, unread: fmt.Sprintf("%s cannot be read: %s", name, err)}, nil
	case err != nil:
		return nil, err
	case w.diags.HasErrors():
		return &baseline{name: name, unread: fmt.Sprintf("%s has %s in its specs, the first: %s", name, countLine(w.diags), firstError(w.diags))}, nil
	}
	return &baseline{name: name, w: w}, nil
}

// firstError is the first mistake of a list in one line.
func firstError(list diag.List) string {
	for _, d := range list {
		if d.Severity == diag.Error {
			return strings.TrimSpace(fmt.Sprintf("%s: %s: %s", d.Subject, d.Summary, d.Detail))
		}
	}
	return ""
}

// named finds out whether a word is a folder or a commit. One that may be either is
// refused: a folder of a branch's name would silently be compared in its place.
func (a *app) named(ctx context.Context, o wanted) (string, *git.Repository, git.Commit, error) {
	folder := false
	if info, err := os.Stat(a.path(o.word)); err == nil {
		folder = info.IsDir()
	}
	if isPath(o.word) {
		if !folder {
			return "", nil, git.Commit{}, fmt.Errorf("%s %s: no such folder", o.flag, o.word)
		}
		return o.word, nil, git.Commit{}, nil
	}
	repository, err := git.Open(ctx, a.path(o.load.dir), os.Environ())
	var commit git.Commit
	if err == nil {
		commit, err = repository.Resolve(ctx, o.word)
	}
	switch {
	case folder && err == nil:
		return "", nil, commit, misused(o.cmd.CommandPath(), "%s %s may be a folder and a commit. Write ./%s for the folder, and refs/heads/%s for a branch.", o.flag, o.word, o.word, o.word)
	case folder:
		return o.word, nil, commit, nil
	case err != nil:
		return "", nil, commit, fmt.Errorf("%s: %w", o.flag, err)
	}
	return o.word, repository, commit, nil
}

// isPath tells whether a word can only be a folder.
func isPath(word string) bool {
	word = filepath.ToSlash(word)
	return word == "." || word == ".." || strings.HasPrefix(word, "./") || strings.HasPrefix(word, "../") || filepath.IsAbs(word) || strings.HasSuffix(word, "/")
}
