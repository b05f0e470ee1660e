package profile

import (
	"bufio"
	"bytes"
	"cmp"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
)

// maxLine is the longest line that is read, in bytes. A row of a series has
// some thirty.
const maxLine = 16 << 10

// lines gives the lines of a file one after the other and keeps its limits.
type lines struct {
	r      *bufio.Reader
	name   string
	number int   // of the line given last, from 1
	left   int64 // bytes that may still be read
	limit  int64 // bytes of the whole file
}

func newLines(r io.Reader, o ReadOptions) *lines {
	// One byte more than allowed tells a file at the limit from one above it.
	limited := io.LimitReader(r, o.MaxBytes+1)
	return &lines{r: bufio.NewReaderSize(limited, maxLine), name: o.Name, left: o.MaxBytes, limit: o.MaxBytes}
}

// next returns the next line without its end, valid until the next call, or
// io.EOF after the last. A last line need not end in a newline.
func (l *lines) next() ([]byte, error) {
	line, err := l.r.ReadSlice('\n')
	l.number++
	l.left -= int64(len(line))
	if l.left < 0 {
		return nil, l.fail("the file is larger than %d bytes: read a coarser export, or raise the limit", l.limit)
	}
	if err != nil {
		switch {
		case errors.Is(err, bufio.ErrBufferFull):
			return nil, l.fail("the line is longer than %d bytes: is this a CSV file?", maxLine)
		case !errors.Is(err, io.EOF):
			return nil, fmt.Errorf("%s: %w", cmp.Or(l.name, "series"), err)
		case len(line) == 0:
			return nil, io.EOF
		}
	}
	if l.number == 1 {
		if line, err = l.start(line); err != nil {
			return nil, err
		}
	}
	if n := len(line); n > 0 && line[n-1] == '\n' {
		line = line[:n-1]
	}
	if n := len(line); n > 0 && line[n-1] == '\r' {
		line = line[:n-1]
	}
	return line, nil
}

// start takes away a byte order mark and knows what is no text.
func (l *lines) start(line []byte) ([]byte, error) {
	switch {
	case bytes.HasPrefix(line, []byte("\xff\xfe")), bytes.HasPrefix(line, []byte("\xfe\xff")):
		return nil, l.fail("the file is UTF-16: save it as UTF-8")
	case bytes.HasPrefix(line, []byte("\x1f\x8b")):
		return nil, l.fail("the file is compressed: unpack it first")
	}
	return bytes.TrimPrefix(line, []byte("\xef\xbb\xbf")), nil
}

func (l *lines) fail(format string, args ...any) error {
	return &Error{Name: l.name, Line: l.number, Message: fmt.Sprintf(format, args...)}
}

// fields splits a line into its fields. A line without quotes, which is every
// line of nearly every series, is cut at its commas; the others go to
// encoding/csv.
type fields struct {
	plain  [][]byte
	starts []int // of the plain fields, in bytes from 0

	quoted   []string
	isQuoted bool
	source   bytes.Reader
	csv      *csv.Reader
}

// split takes a line apart until the next split; the problem is "" when it
// could. A quoted field may not go over the end of its line: times and values
// have no line ends, and a quote left open would swallow the file.
func (f *fields) split(line []byte) (problem string) {
	f.isQuoted = false
	f.plain, f.starts = f.plain[:0], f.starts[:0]
	at := 0
	for i, c := range line {
		switch c {
		case '"':
			f.isQuoted = true
			return f.splitQuoted(line)
		case ',':
			f.plain, f.starts = append(f.plain, line[at:i]), append(f.starts, at)
			at = i + 1
		}
	}
	f.plain, f.starts = append(f.plain, line[at:]), append(f.starts, at)
	return ""
}

func (f *fields) splitQuoted(line []byte) string {
	f.source.Reset(line)
	// A fresh reader each time would be 4 KiB a row; one goes on after EOF.
	if f.csv == nil {
		f.csv = csv.NewReader(&f.source)
		f.csv.FieldsPerRecord = -1
		f.csv.ReuseRecord = true
		f.csv.TrimLeadingSpace = true
	}
	record, err := f.csv.Read()
	if err != nil {
		f.quoted = nil
		return "a quote is not closed, or stands inside a field"
	}
	f.quoted = record
	return ""
}

func (f *fields) len() int {
	if f.isQuoted {
		return len(f.quoted)
	}
	return len(f.plain)
}

// text returns field i without the spaces around it.
func (f *fields) text(i int) []byte {
	if f.isQuoted {
		return bytes.TrimSpace([]byte(f.quoted[i]))
	}
	b := f.plain[i]
	if len(b) > 0 && b[0] > ' ' && b[len(b)-1] > ' ' && b[len(b)-1] < 0x80 {
		return b
	}
	return bytes.TrimSpace(b)
}

// column returns where field i begins in its line, in bytes from 1.
func (f *fields) column(i int) int {
	if f.isQuoted {
		_, column := f.csv.FieldPos(i)
		return column
	}
	return f.starts[i] + 1
}
