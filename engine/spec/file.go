package spec

import (
	"bytes"
	"unicode/utf8"

	"berth.dev/engine/diag"
)

// Source is one file of a workspace, as it was read.
type Source struct {
	// Name is the path below the workspace, with "/" between folders.
	Name  string
	Bytes []byte
}

// File is a source that belongs to a workspace.
type File struct {
	Source
}

// pos returns the place of a byte. It counts lines anew each time: only places
// that a person is shown are asked for.
func (f *File) pos(at uint32) diag.Pos {
	i := min(int(at), len(f.Bytes))
	before := f.Bytes[:i]
	line := bytes.Count(before, []byte{'\n'})
	begin := bytes.LastIndexByte(before, '\n') + 1
	return diag.Pos{Line: line + 1, Column: utf8.RuneCount(before[begin:]) + 1, Byte: i}
}
