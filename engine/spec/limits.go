package spec

import (
	"bytes"
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

// guard looks at a file before HCL's parser does and reports what the parser
// must not see: too large, not UTF-8, nested too deep, or using the parts of
// HCL that compute. It reports at most one mistake: after it the text cannot be
// followed any more.
func guard(f *File, l Limits, json bool) *diag.Diagnostic {
	at := func(i int, code, summary, detail string) *diag.Diagnostic {
		r := diag.Range{File: f.Name, Start: f.pos(uint32(i)), End: f.pos(uint32(min(i+1, len(f.Bytes))))}
		return &diag.Diagnostic{Severity: diag.Error, Code: code, Summary: summary, Detail: detail, Subject: r}
	}
	if len(f.Bytes) > l.FileBytes {
		return &diag.Diagnostic{
			Severity: diag.Error, Code: CodeLimit, Summary: "File too large",
			Detail:  fmt.Sprintf("The file has %d bytes; a spec file may have %d. Split it.", len(f.Bytes), l.FileBytes),
			Subject: diag.Range{File: f.Name},
		}
	}
	if !utf8.Valid(f.Bytes) {
		i := 0
		for i < len(f.Bytes) {
			r, n := utf8.DecodeRune(f.Bytes[i:])
			if r == utf8.RuneError && n == 1 {
				break
			}
			i += n
		}
		return at(i, CodeLimit, "Not UTF-8", fmt.Sprintf("Byte %d is not UTF-8. Save the file as UTF-8.", i))
	}
	s := scanner{src: f.Bytes, depth: l.Depth, json: json}
	if bad, why := s.scan(); why != "" {
		code := CodeComputed
		if why == tooDeep {
			code = CodeLimit
		}
		return at(bad, code, summaries[why], why)
	}
	return nil
}

const (
	tooDeep    = "Brackets and blocks nest deeper than 64 levels. No spec needs that; is a bracket never closed?"
	noTemplate = "A spec is data: ${…} and %{…} are not part of the language. Write the value itself; to write the characters, double the first: $${ or %%{."
	noOperator = "A spec is data: operators are not part of the language. Write the value itself, in quotes if it is text."
)

var summaries = map[string]string{
	tooDeep: "Nested too deep", noTemplate: "Template in a spec", noOperator: "Operator in a spec",
}

// scanner follows HCL's tokens just far enough to know strings, comments and
// heredocs from the rest.
type scanner struct {
	src   []byte
	depth int
	json  bool
}

// scan returns the offset of the first thing that must not reach the parser,
// and why; why is empty when all is well.
func (s *scanner) scan() (at int, why string) {
	level := 0
	for i := 0; i < len(s.src); {
		switch c := s.src[i]; {
		case c == '"':
			end, why := s.quoted(i + 1)
			if why != "" {
				return end, why
			}
			i = end
			continue
		case c == '{' || c == '[' || c == '(':
			if level++; level > s.depth {
				return i, tooDeep
			}
		case c == '}' || c == ']' || c == ')':
			level = max(0, level-1)
		case s.json:
		case c == '#' || s.has(i, "//"):
			i = s.after(i, "\n")
			continue
		case s.has(i, "/*"):
			i = s.after(i+2, "*/")
			continue
		case s.has(i, "<<"):
			end, why := s.heredoc(i)
			if why != "" {
				return end, why
			}
			i = end
			continue
		case c == '-' && i+1 < len(s.src) && s.src[i+1] >= '0' && s.src[i+1] <= '9':
		case c == '-' && i > 0 && isWord(s.src[i-1]):
			// A dash inside a name.
		case bytes.IndexByte([]byte("?!+*%&|<>-/$^~`"), c) >= 0:
			return i, noOperator
		}
		i++
	}
	return 0, ""
}

// quoted returns the offset after a quoted string whose text begins at i.
func (s *scanner) quoted(i int) (int, string) {
	for i < len(s.src) {
		switch c := s.src[i]; {
		case c == '\\':
			i += 2
			continue
		case c == '"' || c == '\n':
			return i + 1, ""
		case s.opensTemplate(i):
			return i, noTemplate
		case s.escapesTemplate(i):
			i += 3
			continue
		}
		i++
	}
	return i, ""
}

// heredoc returns the offset after a heredoc that begins at i, or after the
// "<<" when it is none.
func (s *scanner) heredoc(i int) (int, string) {
	rest := bytes.TrimPrefix(s.src[i+2:], []byte("-"))
	n := 0
	for n < len(rest) && isWord(rest[n]) {
		n++
	}
	if n == 0 {
		return i, noOperator
	}
	tag := rest[:n]
	at := s.after(i, "\n")
	for at < len(s.src) {
		end := s.after(at, "\n")
		if bytes.Equal(bytes.TrimSpace(s.src[at:end]), tag) {
			return end, ""
		}
		for j := at; j < end; j++ {
			if s.escapesTemplate(j) {
				j += 2
			} else if s.opensTemplate(j) {
				return j, noTemplate
			}
		}
		at = end
	}
	return at, ""
}

func (s *scanner) opensTemplate(i int) bool {
	return !s.json && (s.has(i, "${") || s.has(i, "%{"))
}

func (s *scanner) escapesTemplate(i int) bool {
	return !s.json && (s.has(i, "$${") || s.has(i, "%%{"))
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

func isWord(c byte) bool {
	return c == '_' || c == '-' || c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= utf8.RuneSelf
}
