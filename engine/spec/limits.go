package spec

import (
	"fmt"
	"unicode/utf8"

	"berth.dev/engine/diag"
)

// Limits bound what a parser is given.
type Limits struct {
	// FileBytes is the size of one file.
	FileBytes int
	// Depth is how deep brackets and blocks may nest.
	Depth int
	// Files is how many files a workspace may have.
	Files int
	// TotalBytes is the size of all files.
	TotalBytes int
}

// DefaultLimits are what a person's files stay far below.
func DefaultLimits() Limits {
	return Limits{FileBytes: 1 << 20, Depth: 64, Files: 20_000, TotalBytes: 512 << 20}
}

// orDefault returns the limits that hold where none were given.
func (l Limits) orDefault() Limits {
	if l == (Limits{}) {
		return DefaultLimits()
	}
	return l
}

const (
	// longestText is how many bytes of text one attribute may hold, in the source
	// and in memory.
	longestText = 64 << 10
	// mostPieces is how many pieces HCL's parser may have to join into one text.
	// Each line of a heredoc and each "$" or "%" begins one, and the parser copies
	// all of the text for each.
	mostPieces = 1000
	// longestNumber is how many characters a number may have. Reading one takes
	// time by the square of its length.
	longestNumber = 64
	// longestDashes is how many dashes may stand in a row in a name.
	longestDashes = 64
	// mostPerFile is how many mistakes of one file are reported: a person mends
	// the first of them, and a hostile file must not fill the memory.
	mostPerFile = 1000
)

// guard looks at a file before HCL's parser does and reports what the parser
// must not see: a file too large, not UTF-8, nested too deep, text that never
// ends, or the parts of HCL that compute. The parser sees a file only when the
// list is empty. cuts are the offsets after each block: there the file may be cut
// into pieces that parse alone.
func guard(f *File, l Limits) (cuts []int, diags diag.List) {
	if len(f.Bytes) > l.FileBytes {
		diags.Errorf(CodeLimit, diag.Range{File: f.Name}, "File too large",
			"The file has more than %d bytes, which is all that a spec file may have. Split it.", l.FileBytes)
		return nil, diags
	}
	place := func(at int) diag.Range {
		return diag.Range{File: f.Name, Start: f.pos(uint32(at)), End: f.pos(uint32(min(at+1, len(f.Bytes))))}
	}
	if at := notUTF8(f.Bytes); at >= 0 {
		diags.Errorf(CodeLimit, place(at), "Not UTF-8", "Byte %d of the file, %#02x, is not UTF-8. Save the file as UTF-8.", at, f.Bytes[at])
		return nil, diags
	}
	var found []trouble
	if isJSON(f.Name) {
		s := jsonScanner{src: f.Bytes, depth: l.Depth}
		found = s.scan()
	} else {
		s := scanner{src: f.Bytes, depth: l.Depth}
		s.scan()
		found, cuts = s.found, s.cuts
	}
	for _, t := range found {
		diags.Errorf(t.code, place(t.at), t.summary, "%s", t.detail)
	}
	return cuts, diags
}

// byteOrderMark is what some editors put before UTF-8. Parsers do not see it,
// places count it.
const byteOrderMark = "\ufeff"

// notUTF8 returns the offset of the first byte that is not UTF-8, or -1.
func notUTF8(src []byte) int {
	if utf8.Valid(src) {
		return -1
	}
	for i := 0; i < len(src); {
		r, n := utf8.DecodeRune(src[i:])
		if r == utf8.RuneError && n == 1 {
			return i
		}
		i += n
	}
	return -1
}

// trouble is something that must not reach the parser.
type trouble struct {
	at                    int
	code, summary, detail string
}

func tooDeep(at, depth int) trouble {
	return trouble{at, CodeLimit, "Nested too deep",
		fmt.Sprintf("Brackets and blocks nest deeper than %d levels. No spec needs that; is a bracket never closed?", depth)}
}

func numberTooLong(at int) trouble {
	return trouble{at, CodeLimit, "Number too long", fmt.Sprintf("The number has more than %d characters.", longestNumber)}
}

func textTooLong(at int) trouble {
	return trouble{at, CodeLimit, "Text too long",
		fmt.Sprintf("The text has more than %d bytes, or more than %d lines or signs $ and %%. Put it into a file of its own, or shorten it.", longestText, mostPieces)}
}

func notClosed(at int, what, how string) trouble {
	return trouble{at, CodeSyntax, what + " not closed", how}
}

func computes(at int, summary, detail string) trouble {
	return trouble{at, CodeComputed, summary, detail}
}
