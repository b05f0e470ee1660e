package duck

import (
	"bytes"
	"encoding/json"
)

// jsonLine goes through a line of JSON from name to name.
type jsonLine struct {
	line []byte
	tell func(path, value []byte) error
	// path is the name that stands last, with that of its record before it; outer is how
	// long that is.
	path  []byte
	outer int
	// inside are the marks that opened what is open, records how many of them are records.
	inside  [mostNested]byte
	depth   int
	records int
}

func (w *jsonLine) all() error {
	for i := 0; i < len(w.line); {
		switch c := w.line[i]; {
		case c == '{' || c == '[':
			if w.depth == mostNested {
				return nil
			}
			w.open(c)
			i++
		case c == '}' || c == ']':
			if w.depth == 0 {
				return nil
			}
			w.close()
			i++
		case c == '"':
			next, err := w.text(i)
			if err != nil {
				return err
			}
			i = next
		case c == '-' || c >= '0' && c <= '9':
			end := i + 1
			for end < len(w.line) && (w.line[end] >= '0' && w.line[end] <= '9' || bytes.IndexByte([]byte("+-.eE"), w.line[end]) >= 0) {
				end++
			}
			if w.records == 1 || w.records == 2 {
				if err := w.tell(w.path, w.line[i:end]); err != nil {
					return err
				}
			}
			i = end
		default:
			i++
		}
	}
	return nil
}

func (w *jsonLine) open(c byte) {
	w.inside[w.depth] = c
	w.depth++
	if c == '{' {
		w.records++
	}
}

func (w *jsonLine) close() {
	w.depth--
	if w.inside[w.depth] != '{' {
		return
	}
	if w.records--; w.records == 1 {
		w.path = w.path[:min(w.outer, len(w.path))]
	}
}

// text goes over a text from its first quote, and tells it where it is a name. It is the
// place after it.
func (w *jsonLine) text(from int) (int, error) {
	end := from + 1
	for {
		at := bytes.IndexByte(w.line[end:], '"')
		if at < 0 {
			return len(w.line), nil
		}
		end += at
		back := end
		for back > from+1 && w.line[back-1] == '\\' {
			back--
		}
		if (end-back)%2 == 0 {
			break
		}
		end++
	}
	after := end + 1
	for after < len(w.line) && (w.line[after] == ' ' || w.line[after] == '\t') {
		after++
	}
	if after == len(w.line) || w.line[after] != ':' {
		return end + 1, nil
	}
	return after + 1, w.name(w.line[from : end+1])
}

// name takes a name with its quotes.
func (w *jsonLine) name(quoted []byte) error {
	if w.records != 1 && w.records != 2 || w.inside[w.depth-1] != '{' {
		return nil
	}
	name := quoted[1 : len(quoted)-1]
	if bytes.IndexByte(name, '\\') >= 0 {
		var text string
		if json.Unmarshal(quoted, &text) == nil {
			name = []byte(text)
		}
	}
	if w.records == 1 {
		w.path = append(w.path[:0], name...)
		w.outer = len(w.path)
	} else {
		w.path = append(append(w.path[:min(w.outer, len(w.path))], '.'), name...)
	}
	return w.tell(w.path, nil)
}
