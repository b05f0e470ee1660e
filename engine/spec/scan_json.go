package spec

import (
	"unicode/utf8"

	"github.com/apparentlymart/go-textseg/v15/textseg"
)

const (
	openJSON = `The text has no closing quote on its line. In JSON a line end inside text is written \n.`
)

// jsonScanner follows the tokens of HCL's JSON reader, as [scanner] does those
// of HCL.
type jsonScanner struct {
	src   []byte
	depth int
}

// scan returns what must not reach the parser: at most one trouble, since JSON
// has no lines to go on with.
func (s *jsonScanner) scan() []trouble {
	level := 0
	for i := 0; i < len(s.src); {
		switch c := s.src[i]; {
		case c == '"':
			end, bad := s.quoted(i)
			if bad != nil {
				return []trouble{*bad}
			}
			i = end
			continue
		case c == '{' || c == '[':
			if level++; level > s.depth {
				return []trouble{tooDeep(i, s.depth)}
			}
		case c == '}' || c == ']':
			level = max(0, level-1)
		case isDigit(c):
			end := i
			for end < len(s.src) && inNumber(s.src[end]) {
				end++
			}
			if end-i > longestNumber {
				return []trouble{numberTooLong(i)}
			}
			i = end
			continue
		}
		i++
	}
	return nil
}

func inNumber(c byte) bool {
	return isDigit(c) || c == '-' || c == '+' || c == '.' || c == 'e' || c == 'E'
}

// quoted returns the offset after the text that begins at i. HCL's reader steps
// by characters as a reader sees them, and a few letters of Arabic and Indic
// scripts take the sign after them into their own, even a closing quote.
func (s *jsonScanner) quoted(i int) (int, *trouble) {
	escaped := false
	for j := i + 1; j < len(s.src); {
		if j-i > longestText {
			t := textTooLong(i)
			return i, &t
		}
		switch c := s.src[j]; {
		case c == '\\':
			escaped = !escaped
			j++
		case c == '"':
			j++
			if !escaped {
				return j, nil
			}
			escaped = false
		case c < ' ':
			t := notClosed(i, "Text", openJSON)
			return i, &t
		case c < utf8.RuneSelf && (j+1 == len(s.src) || s.src[j+1] < utf8.RuneSelf):
			escaped = false
			j++
		default:
			escaped = false
			// The scanner of a slice in memory never fails.
			width, _, _ := textseg.ScanGraphemeClusters(s.src[j:], true)
			j += max(width, 1)
		}
	}
	t := notClosed(i, "Text", openJSON)
	return i, &t
}
