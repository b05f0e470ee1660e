package spec

import (
	"bytes"
	"slices"
)

// unread is what may stand in files that could not be read as a whole. A name
// that seems to lead nowhere may be declared there: one mistake must not look
// like a hundred.
type unread struct {
	// holes are what was lost of each file, in the order of the file.
	holes map[uint32][]hole
	names map[string]bool
	// any is true where a file is too large to be read to its end: it may hold
	// everything.
	any bool
	// workspace and site are true where such a block may stand in one of them.
	workspace, site bool
}

// all notes that a file was not read to its end.
func (u *unread) all() { u.any, u.workspace, u.site = true, true, true }

// add notes the names that a stretch of a file may declare.
func (u *unread) add(index uint32, f *File, h hole) {
	if u.holes == nil {
		u.holes, u.names = map[uint32][]hole{}, map[string]bool{}
	}
	u.holes[index] = append(u.holes[index], h)
	src := f.Bytes[h.start:h.end]
	u.workspace = u.workspace || bytes.Contains(src, []byte("workspace"))
	u.site = u.site || bytes.Contains(src, []byte("site"))
	for at := 0; ; {
		open := bytes.IndexByte(src[at:], '"') + at
		if open < at {
			return
		}
		length := bytes.IndexAny(src[open+1:], "\"\n")
		if length < 0 {
			return
		}
		end := open + 1 + length
		if at = end; src[end] == '"' {
			at++
		}
		if length > longestName || !declares(src, open, end, isJSON(f.Name)) {
			continue
		}
		if name := string(src[open+1 : end]); badName(name) == "" || badRate(name) == "" {
			u.names[name] = true
		}
	}
}

// declares tells whether the text between two quotes may be the name of a block:
// a key of JSON, or in HCL what is not a value.
func declares(src []byte, open, end int, json bool) bool {
	if json {
		rest := bytes.TrimLeft(src[min(end+1, len(src)):], " \t\r\n")
		return len(rest) > 0 && rest[0] == ':'
	}
	before := bytes.TrimRight(src[:open], " \t")
	return len(before) > 0 && bytes.IndexByte([]byte("=:[,(\n"), before[len(before)-1]) < 0
}

// covers tells whether a part of the block at an origin may be lost.
func (u *unread) covers(block Origin) bool {
	holes, at := u.holes[block.file], int(block.start)
	after, _ := slices.BinarySearchFunc(holes, at+1, func(h hole, at int) int { return h.start - at })
	return after > 0 && at < holes[after-1].end
}

// may tells whether a name may be declared in a file that was not read.
func (u *unread) may(name string) bool { return u.any || u.names[name] }
