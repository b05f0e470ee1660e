package duck

import (
	"bytes"
	"fmt"
)

// mark is what some programs begin a file of UTF-8 with.
const mark = "\ufeff"

// record is where a record of a file is: how many come before it, which byte of the file
// is its first, and which line that is in.
type record struct{ index, offset, line int64 }

// scanner counts the records of a CSV file, or of lines of JSON, as bytes come by. It
// shares no code with what reads them: that both find as many records shows that none
// was lost.
type scanner struct {
	// lines says that records are lines: quotes mean nothing.
	lines bool
	// each is told of every record when it ends; nil for nobody.
	each func(record)
	// look is what lines are looked at for; nil for nothing.
	look *look

	records            int64
	offset, line       int64
	start              record
	inside             bool
	quoted, afterQuote bool
	last               byte
	opened             int64
	// rest is the beginning of a line that has not ended, where lines are looked at.
	rest []byte
	// alone is the line of a carriage return outside quotes that ends no line, 0 for none.
	alone int64
}

// Write takes the next bytes.
func (s *scanner) Write(b []byte) (int, error) {
	n := len(b)
	if s.lines {
		return n, s.takeLines(b)
	}
	return n, s.take(b)
}

// next consumes n bytes of b.
func (s *scanner) next(b []byte, n int) []byte {
	s.offset += int64(n)
	if n > 0 {
		s.last = b[n-1]
	}
	return b[n:]
}

// begin notes that a record has bytes.
func (s *scanner) begin() {
	if !s.inside {
		s.inside = true
		s.start = record{s.records, s.offset, s.line + 1}
	}
}

func (s *scanner) end() {
	if s.inside {
		s.records++
		if s.each != nil {
			s.each(s.start)
		}
	}
	s.inside = false
}

func (s *scanner) take(b []byte) error {
	for len(b) > 0 {
		switch {
		case s.quoted:
			b = s.takeQuoted(b)
		case s.afterQuote && b[0] == '"':
			s.quoted, s.afterQuote = true, false
			b = s.next(b, 1)
		default:
			s.afterQuote = false
			b = s.takePlain(b)
		}
		if s.inside && s.offset-s.start.offset > longestRecord {
			return fmt.Errorf("line %d: a row is longer than %d bytes: it is no bill", s.start.line, longestRecord)
		}
		if s.alone > 0 {
			// DuckDB gives up at it with words that help nobody.
			return fmt.Errorf("line %d: a carriage return (CR) stands alone in it: quote the field, or end lines by LF or CR LF", s.alone)
		}
	}
	return nil
}

// takeQuoted goes to the end of a quoted field. It looks at each byte: tags are full of
// doubled quotes, and searching for each of them takes twice as long.
func (s *scanner) takeQuoted(b []byte) []byte {
	for i := 0; i < len(b); i++ {
		switch {
		case b[i] == '\n':
			s.line++
		case b[i] != '"':
		case i+1 < len(b) && b[i+1] == '"':
			i++
		default:
			s.quoted, s.afterQuote = false, true
			return s.next(b, i+1)
		}
	}
	return s.next(b, len(b))
}

// takePlain goes to the end of the line, or into a quoted field before that.
func (s *scanner) takePlain(b []byte) []byte {
	line, ends := b, false
	if i := bytes.IndexByte(b, '\n'); i >= 0 {
		line, ends = b[:i], true
	}
	if q := bytes.IndexByte(line, '"'); q >= 0 {
		s.begin()
		s.carriage(line[:q], inMiddle)
		before := s.last
		if q > 0 {
			before = b[q-1]
		}
		// A quote in the middle of a field is a character like others. Before the first field
		// is nothing, or the mark of a file's encoding.
		if before == ',' || before == '\n' || s.offset+int64(q) == 0 || s.offset+int64(q) == int64(len(mark)) && before == mark[len(mark)-1] {
			s.quoted, s.opened = true, s.line+1
		}
		return s.next(b, q+1)
	}
	if len(bytes.TrimRight(line, "\r")) > 0 {
		s.begin()
	}
	s.carriage(line, atEnd)
	if !ends {
		return s.next(b, len(b))
	}
	s.end()
	s.line++
	return s.next(b, len(line)+1)
}

// position is where a text stands in its line.
type position bool

const (
	inMiddle position = false
	atEnd    position = true
)

// carriage notes a carriage return that ends no line, at which DuckDB gives up. At the
// end of what stands outside quotes it is one where the line, or the bytes, end there.
func (s *scanner) carriage(text []byte, is position) {
	at := bytes.IndexByte(text, '\r')
	if at >= 0 && s.alone == 0 && (is == inMiddle || at < len(text)-1) {
		s.alone = s.line + 1
	}
}

// takeLines takes bytes of lines.
func (s *scanner) takeLines(b []byte) error {
	for len(b) > 0 {
		line, ends := b, false
		if i := bytes.IndexByte(b, '\n'); i >= 0 {
			line, ends = b[:i], true
		}
		if len(bytes.TrimSpace(line)) > 0 {
			s.begin()
		}
		if err := s.looked(line, ends); err != nil {
			return err
		}
		if !ends {
			s.next(b, len(b))
			return nil
		}
		s.end()
		s.line++
		b = s.next(b, len(line)+1)
	}
	return nil
}

// looked looks at a line that may have begun in bytes before.
func (s *scanner) looked(line []byte, ends bool) error {
	if s.look == nil {
		return nil
	}
	if len(s.rest)+len(line) > longestLine {
		return fmt.Errorf("line %d is longer than %d bytes", s.line+1, longestLine)
	}
	if len(s.rest) > 0 || !ends {
		s.rest = append(s.rest, line...)
		line = s.rest
	}
	if !ends {
		return nil
	}
	err := s.look.line(line)
	s.rest = s.rest[:0]
	if err != nil {
		return fmt.Errorf("line %d: %w", s.line+1, err)
	}
	return nil
}

// finish looks at the last line, which need not end.
func (s *scanner) finish() error { return s.looked(nil, true) }

// close ends the file. It is the line of a quote that was never closed, or 0.
func (s *scanner) close() int64 {
	s.end()
	if s.quoted {
		return s.opened
	}
	return 0
}
