package spec

import (
	"bytes"
	"unicode"
	"unicode/utf8"

	"github.com/hashicorp/hcl/v2/hclsyntax"
)

const (
	noTemplate  = "A spec is data: ${…} and %{…} are not part of the language. Write the value itself; to write the characters, double the first: $${ or %%{."
	noOperator  = "A spec is data: operators are not part of the language. Write the value itself, in quotes if it is text."
	badHeredoc  = "A heredoc begins with << and a tag that ends its line, as in <<EOT, and ends with the same tag on a line of its own."
	openText    = `The text has no closing quote on its line. Close it, or write text of several lines as a heredoc (<<EOT); a quote inside text is \".`
	openHeredoc = "The closing tag is missing. It stands on a line of its own, and that line ends with a line end."
	openComment = "The comment has no */."
)

// mostTrouble is how many troubles one scan notes; after that the text can
// hardly be followed any more.
const mostTrouble = 50

// scanner follows HCL's tokens just far enough to know texts, comments,
// heredocs, names and numbers from the rest. Where HCL would read on in a way
// that is hard to follow (a text over the end of its line, a comment or heredoc
// without end) the scanner does not guess: such a file is wrong anyway.
type scanner struct {
	src   []byte
	depth int
	found []trouble
	level int
	// last is the last byte that was neither space nor comment, 0 at first.
	last byte
	// cuts are the offsets after each block: no bracket is open there, and a line
	// begins.
	cuts []int
}

// cut notes that the source may be cut after the line end at i.
func (s *scanner) cut(i int) {
	if s.level == 0 && s.last == '}' {
		s.cuts = append(s.cuts, i+1)
		s.last = 0
	}
}

// scan notes everything that must not reach the parser, at most one trouble a
// line.
func (s *scanner) scan() {
	for i := 0; i < len(s.src) && len(s.found) < mostTrouble; {
		i = s.token(i)
	}
}

// note keeps a trouble and returns where the scan goes on. After a first trouble
// brackets and quotes need not match any more, so only what computes is noted.
func (s *scanner) note(t trouble, next int) int {
	if len(s.found) == 0 || t.code == CodeComputed {
		s.found = append(s.found, t)
	}
	s.last = 0
	return next
}

// token reads what begins at i and returns where it ends.
func (s *scanner) token(i int) int {
	c := s.src[i]
	before := s.last
	s.last = c
	switch {
	case c == ' ' || c == '\t' || c == '\r' || c == '\n':
		s.last = before
		if c == '\n' {
			s.cut(i)
		}
	case c == '#' || s.has(i, "//"):
		s.last = before
		return s.after(i, "\n")
	case s.has(i, "/*"):
		s.last = before
		if end := bytes.Index(s.src[i+2:], []byte("*/")); end >= 0 {
			return i + 2 + end + 2
		}
		return s.note(notClosed(i, "Comment", openComment), len(s.src))
	case c == '"':
		return s.quoted(i)
	case s.has(i, "<<"):
		return s.heredoc(i)
	case c == '{' || c == '[' || c == '(':
		if s.level++; s.level > s.depth {
			return s.note(tooDeep(i, s.depth), len(s.src))
		}
	case c == '}' || c == ']' || c == ')':
		s.level = max(0, s.level-1)
	case isDigit(c):
		return s.number(i)
	case c == '_' || isLetter(c) || c >= utf8.RuneSelf:
		return s.word(i)
	case c == '-' && s.negative(i, before):
	case bytes.IndexByte([]byte("?!+*%&|<>-/$^~`"), c) >= 0:
		return s.note(computes(i, "Operator in a spec", noOperator), s.after(i, "\n"))
	}
	return i + 1
}

// quoted returns the offset after the text in quotes that begins at i.
func (s *scanner) quoted(i int) int {
	pieces := 0
	for j := i + 1; j < len(s.src); {
		if j-i > longestText || pieces > mostPieces {
			return s.note(textTooLong(i), len(s.src))
		}
		switch c := s.src[j]; c {
		case '"':
			return j + 1
		case '\\':
			j++ // what is escaped is passed over below, unless the line ends
			if j < len(s.src) && s.src[j] != '\n' && s.src[j] != '\r' {
				j++
			}
		case '\n', '\r':
			return s.note(notClosed(i, "Text", openText), s.after(j, "\n"))
		case '$', '%':
			pieces++
			width := s.sign(j)
			if width == 0 {
				return s.note(computes(j, "Template in a spec", noTemplate), s.after(j, "\n"))
			}
			j += width
		default:
			j++
		}
	}
	return s.note(notClosed(i, "Text", openText), len(s.src))
}

// sign returns how many bytes belong to the "$" or "%" at i, or 0 where it
// opens a template: $${ is an escape, a sign before anything else is itself.
func (s *scanner) sign(i int) int {
	switch {
	case s.has(i, "${"), s.has(i, "%{"):
		return 0
	case s.has(i, "$${"), s.has(i, "%%{"):
		return 3
	}
	return 1
}

// heredoc returns the offset of the line end after the heredoc that begins at
// i.
func (s *scanner) heredoc(i int) int {
	body := s.after(i, "\n")
	tag := bytes.TrimSuffix(bytes.TrimSuffix(s.src[i+2:body], []byte("\n")), []byte("\r"))
	tag = bytes.TrimPrefix(tag, []byte("-"))
	if s.src[body-1] != '\n' || len(tag) > longestText || !hclsyntax.ValidIdentifier(string(tag)) {
		return s.note(computes(i, "Not a heredoc", badHeredoc), body)
	}
	pieces := 0
	for at := body; at < len(s.src); {
		end := s.after(at, "\n")
		line := s.src[at:end]
		if line[len(line)-1] == '\n' && bytes.Equal(bytes.TrimSpace(line), tag) {
			return end - 1
		}
		pieces += 1 + s.signs(at, end)
		if end-body > longestText || pieces > mostPieces {
			return s.note(textTooLong(i), len(s.src))
		}
		at = end
	}
	return s.note(notClosed(i, "Heredoc", openHeredoc), len(s.src))
}

// signs counts the signs that begin a piece in one line of a heredoc, and notes
// the first template.
func (s *scanner) signs(at, end int) (n int) {
	for at < end {
		width := 1
		if c := s.src[at]; c == '$' || c == '%' {
			width = s.sign(at)
			n++
		}
		if width == 0 {
			s.note(computes(at, "Template in a spec", noTemplate), end)
			return n
		}
		at += width
	}
	return n
}

// number returns the offset after the number that begins at i: digits, points
// and exponents, not ending with a point.
func (s *scanner) number(i int) int {
	end := i + 1
	for j := end; j < len(s.src) && j-i <= longestNumber; {
		c := s.src[j]
		j++
		if c == 'e' || c == 'E' {
			if j < len(s.src) && (s.src[j] == '+' || s.src[j] == '-') {
				j++
			}
			if j == len(s.src) || !isDigit(s.src[j]) {
				break
			}
			j++
		} else if c != '.' && !isDigit(c) {
			break
		}
		if c != '.' {
			end = j
		}
	}
	if end-i > longestNumber {
		return s.note(numberTooLong(i), len(s.src))
	}
	return end
}

// word returns the offset after the name that begins at i. Names may hold
// dashes; but a long run of them, where HCL's idea of a letter is narrower, is a
// chain of operators, which its parser follows down its stack.
func (s *scanner) word(i int) int {
	r, width := utf8.DecodeRune(s.src[i:])
	i += width
	if r >= utf8.RuneSelf && !unicode.IsLetter(r) && !unicode.Is(unicode.Nl, r) {
		return i
	}
	for dashes := 0; i < len(s.src); i++ {
		switch c := s.src[i]; {
		case c == '-':
			if dashes++; dashes > longestDashes {
				return s.note(computes(i, "Operator in a spec", noOperator), s.after(i, "\n"))
			}
		case c == '_' || isDigit(c) || isLetter(c) || c >= utf8.RuneSelf:
			dashes = 0
		default:
			return i
		}
	}
	return i
}

// negative tells whether the dash at i, after the byte before, is the sign of a
// number: it stands where a value begins, and a number follows.
func (s *scanner) negative(i int, before byte) bool {
	if before == 0 || bytes.IndexByte([]byte("=:[,("), before) < 0 {
		return false
	}
	rest := bytes.TrimLeft(s.src[i+1:], " \t\r\n")
	return len(rest) > 0 && isDigit(rest[0])
}

func (s *scanner) has(i int, prefix string) bool {
	return bytes.HasPrefix(s.src[i:], []byte(prefix))
}

// after returns the offset after the next occurrence of mark, or the end.
func (s *scanner) after(i int, mark string) int {
	if j := bytes.Index(s.src[i:], []byte(mark)); j >= 0 {
		return i + j + len(mark)
	}
	return len(s.src)
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

func isLetter(c byte) bool { return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' }
