package git

import (
	"bytes"
	"io"
	"io/fs"
	"time"
)

// file is an opened file.
type file struct {
	info
	*bytes.Reader
}

// Stat describes the file.
func (f *file) Stat() (fs.FileInfo, error) { return f.info, nil }

// Size is that of the file, not what is left to read.
func (f *file) Size() int64 { return f.info.Size() }

// Close does nothing: the content is in memory.
func (f *file) Close() error { return nil }

// folder is an opened folder; rest is what has not been listed yet.
type folder struct {
	info
	rest []*node
}

// Stat describes the folder.
func (f *folder) Stat() (fs.FileInfo, error) { return f.info, nil }

// Read refuses: a folder has no bytes.
func (f *folder) Read([]byte) (int, error) {
	return 0, &fs.PathError{Op: "read", Path: f.node.name, Err: fs.ErrInvalid}
}

// Close does nothing.
func (f *folder) Close() error { return nil }

// ReadDir lists the next entries, by name; all of them for n of 0 or less.
func (f *folder) ReadDir(n int) ([]fs.DirEntry, error) {
	if n > 0 && len(f.rest) == 0 {
		return nil, io.EOF
	}
	if n <= 0 || n > len(f.rest) {
		n = len(f.rest)
	}
	out := make([]fs.DirEntry, n)
	for i, child := range f.rest[:n] {
		out[i] = info{f.tree, child}
	}
	f.rest = f.rest[n:]
	return out, nil
}

// info describes a file or folder, and is its entry in a folder, too.
type info struct {
	tree *Tree
	node *node
}

// Name is the last element of the path.
func (i info) Name() string { return i.node.name }

// Mode is readable, by all, and says what it is. Whether a file is executable means
// nothing to whoever reads specs.
func (i info) Mode() fs.FileMode {
	if i.node.mode.IsDir() {
		return i.node.mode | 0o555
	}
	return i.node.mode | 0o444
}

// Type is what it is, without permissions.
func (i info) Type() fs.FileMode { return i.node.mode.Type() }

// Info is the description itself.
func (i info) Info() (fs.FileInfo, error) { return i, nil }

// IsDir tells whether it is a folder.
func (i info) IsDir() bool { return i.node.mode.IsDir() }

// ModTime is unknown: a commit keeps no times of files.
func (i info) ModTime() time.Time { return time.Time{} }

// Sys is nothing.
func (i info) Sys() any { return nil }

// Size is how many bytes the file has. Git's lists do not say it, so the file is read;
// 0 where it cannot be.
func (i info) Size() int64 {
	if i.node.mode.IsDir() {
		return 0
	}
	content, err := i.tree.batch.read(i.node.hash)
	if err != nil {
		return 0
	}
	return int64(len(content))
}
