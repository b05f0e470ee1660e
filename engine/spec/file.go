package spec

import (
	"bytes"
	"slices"
	"sync"

	"github.com/apparentlymart/go-textseg/v15/textseg"

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
	// marks are known places, in order, made when the first place is asked for.
	// A fleet without mistakes never needs them.
	marks []diag.Pos
	once  sync.Once
}

// markEvery is how many bytes lie between two marks at most, but for a longer
// character: it bounds the work for a place in a line of a megabyte.
const markEvery = 512

// pos returns the place of a byte. A byte inside a character has the place of
// that character.
func (f *File) pos(at uint32) diag.Pos {
	f.once.Do(f.mark)
	i := min(int(at), len(f.Bytes))
	n, exact := slices.BinarySearchFunc(f.marks, i, func(m diag.Pos, at int) int { return m.Byte - at })
	if exact {
		return f.marks[n]
	}
	p := f.marks[n-1] // the first mark is byte 0
	for p.Byte < i {
		// Read to the end of the file: a character may be longer than the rest.
		width := character(f.Bytes[p.Byte:])
		if p.Byte+width > i {
			break
		}
		p.Byte += width
		p.Column++
	}
	p.Byte = i
	return p
}

// mark notes the beginning of each line, and places inside long lines.
func (f *File) mark() {
	last := diag.Pos{Line: 1, Column: 1}
	f.marks = append(f.marks, last)
	for p := last; p.Byte < len(f.Bytes); {
		if p.Column == 1 {
			if n := plainLine(f.Bytes[p.Byte:]); n > 0 {
				last = diag.Pos{Line: p.Line + 1, Column: 1, Byte: p.Byte + n}
				f.marks, p = append(f.marks, last), last
				continue
			}
		}
		newline := f.Bytes[p.Byte] == '\n'
		width := character(f.Bytes[p.Byte:])
		p.Byte += width
		p.Column++
		if newline || width == 2 && f.Bytes[p.Byte-1] == '\n' { // or CR LF, one character
			p.Line, p.Column = p.Line+1, 1
		}
		if p.Line != last.Line || p.Byte-last.Byte >= markEvery {
			f.marks = append(f.marks, p)
			last = p
		}
	}
}

// plainLine returns the length of the first line with its end where each of its bytes is
// a character and no mark is due inside it, else 0. Most lines are such.
func plainLine(rest []byte) int {
	n := bytes.IndexByte(rest[:min(len(rest), markEvery)], '\n')
	for _, c := range rest[:max(n, 0)] {
		if c >= 0x80 || c == '\r' {
			return 0
		}
	}
	return n + 1
}

// character returns the length in bytes of the first character as a reader sees
// it: a letter with its accents is one.
func character(rest []byte) int {
	if rest[0] < 0x80 && rest[0] != '\r' && (len(rest) == 1 || rest[1] < 0x80) {
		return 1
	}
	// The scanner of a slice in memory never fails.
	width, _, _ := textseg.ScanGraphemeClusters(rest, true)
	return max(width, 1)
}
