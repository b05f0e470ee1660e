package spec

import (
	"bytes"
	"strconv"

	"github.com/hashicorp/hcl/v2"
)

// plainBody is the body of a block in plain HCL: attributes with literals, and blocks
// whose names stand in quotes. Nearly all of a fleet's specs is that, and reading it
// takes a tenth of the time and memory of HCL's own parser, which makes a hundred bytes
// of tokens of three of source.
//
// Whatever is not plain, a mistake too, is left to HCL's parser, which knows all of the
// language and what to say of mistakes: here a source is understood wholly or not at
// all. A fuzz test holds that both understand the same.
type plainBody struct {
	attrs  []attr
	blocks []block
}

// plainReader reads plain HCL from ASCII. Columns count characters, so that what has
// others is not plain. One reader reads many sources, one after the other.
type plainReader struct {
	// spare are bodies that nobody uses any more: what a fleet's files are read into
	// would be most of what is allocated for them.
	spare []*plainBody

	src  []byte
	at   int
	name string
	// start is where src begins in the file, line and begin the line that at is in and
	// where in src that begins.
	start       hcl.Pos
	line, begin int
}

// read reads a source that begins at a line's start; false where it is not plain. The
// body is to be handed back when it is decoded.
func (r *plainReader) read(src []byte, name string, start hcl.Pos) (*plainBody, bool) {
	r.src, r.at, r.name, r.start, r.line, r.begin = src, 0, name, start, start.Line, 0
	body := r.fresh()
	if !r.body(body, false) {
		r.handBack(body)
		return nil, false
	}
	return body, true
}

// fresh returns an empty body.
func (r *plainReader) fresh() *plainBody {
	last := len(r.spare) - 1
	if last < 0 {
		return &plainBody{}
	}
	body := r.spare[last]
	r.spare = r.spare[:last]
	return body
}

// handBack takes back a body that nobody reads any more, with those in it.
func (r *plainReader) handBack(body *plainBody) {
	for i := range body.blocks {
		if inner, ok := body.blocks[i].body.(*plainBody); ok {
			r.handBack(inner)
		}
	}
	clear(body.attrs)
	clear(body.blocks)
	body.attrs, body.blocks = body.attrs[:0], body.blocks[:0]
	r.spare = append(r.spare, body)
}

// body reads attributes and blocks up to the end, or up to a closing bracket.
func (r *plainReader) body(into *plainBody, closed bool) bool {
	for {
		if !r.skipLines() {
			return false
		}
		if r.at == len(r.src) {
			return !closed
		}
		if r.src[r.at] == '}' {
			r.at++
			return closed && r.endOfLine()
		}
		if !r.item(into) {
			return false
		}
	}
}

// item reads one attribute or block.
func (r *plainReader) item(into *plainBody) bool {
	from := r.at
	name := r.word()
	if name == "" {
		return false
	}
	at := r.since(from)
	r.skipSpaces()
	if r.peek() != '=' {
		into.blocks = append(into.blocks, block{name: name, at: at})
		return r.block(&into.blocks[len(into.blocks)-1])
	}
	r.at++
	for i := range into.attrs {
		if into.attrs[i].name == name {
			return false
		}
	}
	r.skipSpaces()
	into.attrs = append(into.attrs, attr{name: name, nameAt: at, start: at.Start.Byte})
	return r.value(&into.attrs[len(into.attrs)-1].plain) && r.endOfLine()
}

// block reads the names and the body of a block.
func (r *plainReader) block(b *block) bool {
	for r.peek() == '"' {
		from := r.at
		label, ok := r.quoted()
		if !ok {
			return false
		}
		at := r.since(from)
		b.labels, b.labelsAt = append(b.labels, label), append(b.labelsAt, at)
		b.at.End = at.End
		r.skipSpaces()
	}
	if r.peek() != '{' {
		return false
	}
	r.at++
	r.skipSpaces()
	body := r.fresh()
	b.body = body
	if r.peek() == '}' {
		r.at++
		return r.endOfLine()
	}
	return r.endOfLine() && r.at < len(r.src) && r.body(body, true)
}

// value reads a literal that is no map.
func (r *plainReader) value(into *literal) bool {
	from := r.at
	switch c := r.peek(); {
	case c == '"':
		words, ok := r.quoted()
		*into = literal{is: text, text: words, at: r.since(from)}
		return ok
	case isDigit(c):
		num, ok := r.number()
		*into = literal{is: number, num: num, at: r.since(from)}
		return ok
	case c == '[':
		return r.list(into)
	}
	word := r.word()
	*into = literal{is: boolean, yes: word == "true", at: r.since(from)}
	return word == "true" || word == "false"
}

// list reads values in brackets, over several lines or on one.
func (r *plainReader) list(into *literal) bool {
	start := r.pos(r.at)
	r.at++
	*into = literal{is: list, items: []literal{}}
	for {
		if !r.skipLines() || r.at == len(r.src) {
			return false
		}
		if r.src[r.at] == ']' {
			r.at++
			into.at = hcl.Range{Filename: r.name, Start: start, End: r.pos(r.at)}
			return true
		}
		var item literal
		if !r.value(&item) || !r.skipLines() {
			return false
		}
		into.items = append(into.items, item)
		switch r.peek() {
		case ',':
			r.at++
		case ']':
		default:
			return false
		}
	}
}

// mostDigits is how many digits a number may have that every reader rounds alike.
const mostDigits = 15

// number reads digits with at most one point between them.
func (r *plainReader) number() (float64, bool) {
	from, points := r.at, 0
	for c := r.peek(); isDigit(c) || c == '.'; c = r.peek() {
		if c == '.' {
			points++
		}
		r.at++
	}
	digits := r.src[from:r.at]
	if len(digits)-points > mostDigits || points > 1 || digits[len(digits)-1] == '.' || isPlainPart(r.peek()) {
		return 0, false
	}
	num, err := strconv.ParseFloat(string(digits), 64)
	return num, err == nil
}

// quoted reads text in quotes that nothing in it escapes or computes.
func (r *plainReader) quoted() (string, bool) {
	from := r.at + 1
	for i := from; i < len(r.src); i++ {
		switch c := r.src[i]; {
		case c == '"':
			r.at = i + 1
			return string(r.src[from:i]), true
		case c < ' ' || c >= 0x7f || c == '\\':
			return "", false
		case c == '{' && (r.src[i-1] == '$' || r.src[i-1] == '%'):
			return "", false
		}
	}
	return "", false
}

// word reads a name of letters, digits, "_" and "-" that begins with a letter; "" where
// none stands here.
func (r *plainReader) word() string {
	from := r.at
	if c := r.peek(); !isLetter(c) {
		return ""
	}
	for isPlainPart(r.peek()) {
		r.at++
	}
	return string(r.src[from:r.at])
}

func isPlainPart(c byte) bool { return isLetter(c) || isDigit(c) || c == '_' || c == '-' }

// peek is the next byte, 0 at the end.
func (r *plainReader) peek() byte {
	if r.at < len(r.src) {
		return r.src[r.at]
	}
	return 0
}

func (r *plainReader) skipSpaces() {
	for c := r.peek(); c == ' ' || c == '\t'; c = r.peek() {
		r.at++
	}
}

// skipLines skips spaces, ends of lines and comments; false where something there is
// not plain.
func (r *plainReader) skipLines() bool {
	for {
		r.skipSpaces()
		switch r.peek() {
		case '\n':
			r.newLine()
		case '#', '/':
			if !r.comment() {
				return false
			}
		default:
			return true
		}
	}
}

// endOfLine skips what may follow on a line: spaces, a comment, its end.
func (r *plainReader) endOfLine() bool {
	r.skipSpaces()
	switch r.peek() {
	case '#', '/':
		return r.comment()
	case '\n':
		r.newLine()
		return true
	}
	return r.at == len(r.src)
}

// comment skips a comment with the end of its line. One in /* and */ is not plain.
func (r *plainReader) comment() bool {
	if r.src[r.at] == '/' && !bytes.HasPrefix(r.src[r.at:], []byte("//")) {
		return false
	}
	n := bytes.IndexByte(r.src[r.at:], '\n')
	if n < 0 {
		r.at = len(r.src)
		return true
	}
	r.at += n
	r.newLine()
	return true
}

func (r *plainReader) newLine() {
	r.at++
	r.line++
	r.begin = r.at
}

// since is the range from a place on this line up to here.
func (r *plainReader) since(from int) hcl.Range {
	return hcl.Range{Filename: r.name, Start: r.pos(from), End: r.pos(r.at)}
}

func (r *plainReader) pos(at int) hcl.Pos {
	return hcl.Pos{Line: r.line, Column: at - r.begin + 1, Byte: r.start.Byte + at}
}
