package git

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"unicode/utf8"
)

// The modes of entries in a tree.
const (
	modeLink      = "120000"
	modeSubmodule = "160000"
)

// mostLinks is how many links may lead to one another.
const mostLinks = 40

// Tree is the files of a commit below the folder of its repository, read when they are
// opened. It must be closed. As on a disk, links lead on when a file is opened, and
// never out of the folder.
type Tree struct {
	// Commit is whose files they are.
	Commit Commit
	// Submodules are the folders that another repository fills, sorted.
	Submodules []string

	nodes map[string]*node
	batch *batch
}

// node is one file or folder.
type node struct {
	name string
	mode fs.FileMode
	hash string
	// children are of a folder, by name.
	children []*node
}

// Tree lists the files of a commit. The error is [fs.ErrNotExist] where the commit
// has no such folder.
func (r *Repository) Tree(ctx context.Context, c Commit) (*Tree, error) {
	at := c.Hash + ":" + r.Prefix
	hash, err := r.hash(ctx, at)
	if err != nil {
		return nil, err
	}
	if hash == "" {
		return nil, fmt.Errorf("%s of %s: %w", cmp.Or(r.Prefix, "."), c.Short(), fs.ErrNotExist)
	}
	list, err := r.run(ctx, "ls-tree", "-r", "-z", "--full-tree", hash)
	if err != nil {
		return nil, fmt.Errorf("%s of %s: %w", cmp.Or(r.Prefix, "."), c.Short(), err)
	}
	t := &Tree{Commit: c, nodes: map[string]*node{".": {name: ".", mode: fs.ModeDir}}, batch: &batch{repository: r, ctx: ctx}}
	for entry := range bytes.SplitSeq(list, []byte{0}) {
		if len(entry) == 0 {
			continue
		}
		if err := t.add(string(entry)); err != nil {
			return nil, err
		}
	}
	for _, n := range t.nodes {
		slices.SortFunc(n.children, func(a, b *node) int { return strings.Compare(a.name, b.name) })
	}
	slices.Sort(t.Submodules)
	return t, nil
}

// add takes one line of the list: "100644 blob HASH<tab>path".
func (t *Tree) add(entry string) error {
	head, name, _ := strings.Cut(entry, "\t")
	fields := strings.Fields(head)
	if !utf8.ValidString(name) && !strings.HasSuffix(name, ".hcl") && !strings.HasSuffix(name, ".json") {
		return nil // an fs.FS cannot name it, and no spec does
	}
	if len(fields) != 3 || !isHash(fields[2]) || !fs.ValidPath(name) {
		return fmt.Errorf("%s: git lists %q, which is no file", t.Commit.Short(), entry)
	}
	n := &node{name: path.Base(name), hash: fields[2]}
	switch fields[0] {
	case modeLink:
		n.mode = fs.ModeSymlink
	case modeSubmodule:
		n.mode = fs.ModeDir
		t.Submodules = append(t.Submodules, name)
	}
	t.nodes[name] = n
	for at := name; ; at = path.Dir(at) {
		above := path.Dir(at)
		folder := t.nodes[above]
		if folder != nil {
			folder.children = append(folder.children, t.nodes[at])
			return nil
		}
		t.nodes[above] = &node{name: path.Base(above), mode: fs.ModeDir, children: []*node{t.nodes[at]}}
	}
}

// Close ends the process that contents come from.
func (t *Tree) Close() error { return t.batch.close() }

// Open opens a file or folder. Links are followed.
func (t *Tree) Open(name string) (fs.File, error) {
	n, at, err := t.find("open", name)
	if err != nil {
		return nil, err
	}
	if n.mode.IsDir() {
		return &folder{info: info{t, n}, rest: n.children}, nil
	}
	content, err := t.content(n)
	if err != nil {
		return nil, &fs.PathError{Op: "open", Path: at, Err: err}
	}
	return &file{info: info{t, n}, Reader: bytes.NewReader(content)}, nil
}

// Stat describes a file or folder without reading it. Links are followed.
func (t *Tree) Stat(name string) (fs.FileInfo, error) {
	n, _, err := t.find("stat", name)
	if err != nil {
		return nil, err
	}
	return info{t, n}, nil
}

// find walks to what a name stands for in the end, and says what that is called.
func (t *Tree) find(op, name string) (*node, string, error) {
	bad := func(err error) error { return &fs.PathError{Op: op, Path: name, Err: err} }
	if !fs.ValidPath(name) {
		return nil, "", bad(fs.ErrInvalid)
	}
	if n := t.nodes[name]; n != nil && n.mode&fs.ModeSymlink == 0 {
		return n, name, nil
	}
	at, todo, links := ".", strings.Split(name, "/"), 0
	for len(todo) > 0 {
		next := path.Join(at, todo[0])
		todo = todo[1:]
		n := t.nodes[next]
		switch {
		case n == nil && slices.Contains(t.Submodules, at):
			return nil, "", bad(fmt.Errorf("%s is a submodule: its files are in another repository, which is not read", at))
		case n == nil:
			return nil, "", bad(fs.ErrNotExist)
		case n.mode&fs.ModeSymlink == 0:
			at = next
			continue
		}
		if links++; links > mostLinks {
			return nil, "", bad(errors.New("too many links lead to one another"))
		}
		target, err := t.content(n)
		if err != nil {
			return nil, "", bad(err)
		}
		to := path.Join(at, string(target))
		if path.IsAbs(string(target)) || !fs.ValidPath(to) {
			return nil, "", bad(errors.New("the link leads out of the folder"))
		}
		at, todo = ".", append(strings.Split(to, "/"), todo...)
	}
	return t.nodes[at], at, nil
}

// content reads a file or a link's target.
func (t *Tree) content(n *node) ([]byte, error) {
	content, err := t.batch.read(n.hash)
	if err != nil {
		return nil, err
	}
	if n.mode.IsRegular() && keptElsewhere(content) {
		return nil, fmt.Errorf("it is kept by Git LFS: commit %s holds a pointer to it alone. Check that commit out with git lfs, and compare with the folder", t.Commit.Short())
	}
	return content, nil
}

// keptElsewhere tells whether a content is a pointer of Git LFS.
// https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md
func keptElsewhere(content []byte) bool {
	return len(content) < 1024 && bytes.HasPrefix(content, []byte("version https://git-lfs.github.com/spec/"))
}
