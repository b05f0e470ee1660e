package spec

import (
	"bytes"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

// expr reads the text at an origin anew from the source, with the place of each
// byte. HCL's own value would not do: it is normalised (letters and accents are
// joined), so that its bytes need not be those of the file.
func (d *decoder) expr(o Origin) Expr {
	m := textMap{src: d.file.Bytes[:o.end], at: int(o.start)}
	switch {
	case isJSON(d.file.Name):
		m.quoted(jsonEscape)
	case m.src[m.at] == '"':
		m.quoted(hclEscape)
	default:
		m.heredoc()
	}
	return Expr{Source: m.text.String(), Origin: o, offsets: m.runs}
}

// textMap copies text out of a source and notes where each part came from.
type textMap struct {
	src  []byte
	at   int // in src
	text strings.Builder
	runs []run
}

// put adds text that takes the next width bytes of the source.
func (m *textMap) put(text string, width int) {
	here := run{uint32(m.text.Len()), uint32(m.at)}
	if n := len(m.runs); n == 0 || m.runs[n-1].source+here.at-m.runs[n-1].at != here.source {
		m.runs = append(m.runs, here)
	}
	m.text.WriteString(text)
	m.at += width
}

// quoted copies text in quotes up to the closing one; escape reads what begins
// with a backslash or a sign.
func (m *textMap) quoted(escape func(rest []byte) (string, int)) {
	m.at++
	for m.at < len(m.src)-1 {
		rest := m.src[m.at : len(m.src)-1]
		if text, width := escape(rest); width > 0 {
			m.put(text, width)
			continue
		}
		n := bytes.IndexAny(rest[1:], `\$%`) + 1
		if n == 0 {
			n = len(rest)
		}
		m.put(string(rest[:n]), n)
	}
}

// heredoc copies the lines between the tags. After <<- the white space that all
// lines share is left out; blank lines do not count, and keep theirs.
func (m *textMap) heredoc() {
	flush := m.src[m.at+2] == '-'
	m.at += bytes.IndexByte(m.src[m.at:], '\n') + 1
	body := m.src[m.at : bytes.LastIndexByte(m.src, '\n')+1]
	shared := 0
	if flush {
		shared = sharedSpace(body)
	}
	for line := range bytes.Lines(body) {
		if !isBlank(line) {
			skip := prefix(line, shared)
			m.at, line = m.at+skip, line[skip:]
		}
		for len(line) > 0 {
			if text, width := signEscape(line); width > 0 {
				m.put(text, width)
				line = line[width:]
				continue
			}
			n := bytes.IndexAny(line[1:], "$%") + 1
			if n == 0 {
				n = len(line)
			}
			m.put(string(line[:n]), n)
			line = line[n:]
		}
	}
}

func isBlank(line []byte) bool { return len(bytes.TrimLeftFunc(line, unicode.IsSpace)) == 0 }

// sharedSpace returns how many characters of white space all lines begin with.
func sharedSpace(body []byte) int {
	least := -1
	for line := range bytes.Lines(body) {
		if isBlank(line) {
			continue
		}
		space := line[:len(line)-len(bytes.TrimLeftFunc(line, unicode.IsSpace))]
		n := 0
		for len(space) > 0 {
			space = space[character(space):]
			n++
		}
		if least < 0 || n < least {
			least = n
		}
	}
	return max(least, 0)
}

// prefix returns how many bytes the first n characters of a line have.
func prefix(line []byte, n int) (width int) {
	for range n {
		width += character(line[width:])
	}
	return width
}

// signEscape reads $${ and %%{.
func signEscape(rest []byte) (string, int) {
	switch {
	case bytes.HasPrefix(rest, []byte("$${")):
		return "${", 3
	case bytes.HasPrefix(rest, []byte("%%{")):
		return "%{", 3
	}
	return "", 0
}

// hclEscape reads an escape of text in quotes.
func hclEscape(rest []byte) (string, int) {
	if rest[0] != '\\' || len(rest) < 2 {
		return signEscape(rest)
	}
	switch c := rest[1]; c {
	case 'n':
		return "\n", 2
	case 'r':
		return "\r", 2
	case 't':
		return "\t", 2
	case 'u':
		return string(hex(rest[2:], 4)), 6
	case 'U':
		return string(hex(rest[2:], 8)), 10
	}
	return string(rest[1:2]), 2
}

// jsonEscape reads an escape of JSON, where two \u may stand for one character.
func jsonEscape(rest []byte) (string, int) {
	if rest[0] != '\\' || len(rest) < 2 {
		return "", 0
	}
	switch c := rest[1]; c {
	case 'b':
		return "\b", 2
	case 'f':
		return "\f", 2
	case 'n', 'r', 't':
		return hclEscape(rest)
	case 'u':
		high := hex(rest[2:], 4)
		if len(rest) >= 12 && rest[6] == '\\' && rest[7] == 'u' {
			if r := utf16.DecodeRune(high, hex(rest[8:], 4)); r != utf8.RuneError {
				return string(r), 12
			}
		}
		return string(high), 6
	}
	return string(rest[1:2]), 2
}

// hex reads a character from digits that a parser has checked.
func hex(digits []byte, n int) rune {
	v, err := strconv.ParseUint(string(digits[:min(n, len(digits))]), 16, 32)
	if err != nil {
		return utf8.RuneError
	}
	return rune(v)
}
