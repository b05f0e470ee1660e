package datadog

import "iter"

// cells are the members of a list in JSON that is known to be well-formed: [1, null,
// [2, 3]] has three. Nothing is copied.
func cells(list []byte) iter.Seq[[]byte] {
	return func(yield func([]byte) bool) {
		depth, start, text := 0, 0, false
		for i := 0; i < len(list); i++ {
			c := list[i]
			switch {
			case text && c == '\\':
				i++ // the next sign is part of the text
			case c == '"':
				text = !text
			case text:
			case c == '[' || c == '{':
				if depth++; depth == 1 {
					start = i + 1
				}
			case c == ',' && depth == 1:
				if !yield(trim(list[start:i])) {
					return
				}
				start = i + 1
			case c == ']' || c == '}':
				if depth--; depth == 0 {
					if last := trim(list[start:i]); len(last) > 0 {
						yield(last)
					}
					return
				}
			}
		}
	}
}

// trim takes white space off both ends.
func trim(b []byte) []byte {
	for len(b) > 0 && isSpace(b[0]) {
		b = b[1:]
	}
	for len(b) > 0 && isSpace(b[len(b)-1]) {
		b = b[:len(b)-1]
	}
	return b
}

func isSpace(c byte) bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r' }
