package gather

import (
	"io"
	"io/fs"
)

// Store keeps the files of a snapshot. Names are paths in the workspace, such as
// "measured/index.json".
type Store interface {
	// FS reads the workspace.
	FS() fs.FS
	// Create begins a file that nobody sees until it is committed.
	Create() (File, error)
	// List names the files of the snapshot's folder that are committed; none where
	// there is no folder.
	List() ([]string, error)
	// Remove takes a file away. One that is not there is no error.
	Remove(name string) error
}

// File is a file that is being written. It ends with Commit or Discard; a Discard after
// a Commit does nothing.
type File interface {
	io.Writer
	// Commit puts the file in its place, all or nothing, over one that is there.
	Commit(name string) error
	Discard()
}
