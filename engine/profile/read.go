package profile

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
)

// ReadOptions says how a file is to be read. Only Unit has to be set.
type ReadOptions struct {
	Name       string // of the file, for messages
	Column     string // of the values; "" is the only one beside the times
	TimeColumn string // "" is the first
	Unit       string // of the values, as ParseUnit reads it
	// Zone is where the people live who make the demand: times without an
	// offset are read in it, and its daylight saving moves the week. nil is UTC.
	Zone     *time.Location
	MaxBytes int64   // of the file; 0 is 64 MiB
	MaxRows  int     // of data; 0 is 2,000,000
	MaxBad   float64 // share of rows that may be bad; 0 is 0.01, below 0 is none
}

// DefaultReadOptions returns the options of a file whose values have the unit:
// the only column of values, UTC, 64 MiB, 2,000,000 rows, one bad row in a hundred.
func DefaultReadOptions(unit string) ReadOptions {
	return ReadOptions{Unit: unit}.withDefaults()
}

func (o ReadOptions) withDefaults() ReadOptions {
	if o.Zone == nil {
		o.Zone = time.UTC
	}
	if o.MaxBytes <= 0 {
		o.MaxBytes = 64 << 20
	}
	if o.MaxRows <= 0 {
		o.MaxRows = 2_000_000
	}
	switch {
	case o.MaxBad == 0:
		o.MaxBad = 0.01
	case !(o.MaxBad > 0):
		o.MaxBad = 0
	}
	return o
}

// ReadCSV reads a series: one row a sample, a column of times and a column of
// values, with or without a header. What is wrong with single rows is counted
// in the Report, which comes back with an error as well; too much of it, or a
// file that is no series at all, is an *Error. An error of r is wrapped. It
// holds 16 bytes a point.
func ReadCSV(r io.Reader, o ReadOptions) (Series, Report, error) {
	o = o.withDefaults()
	report := Report{Name: o.Name}
	unit, err := ParseUnit(o.Unit)
	if err != nil {
		return Series{}, report, &Error{Name: o.Name, Message: err.Error()}
	}
	rd := reader{lines: newLines(r, o), options: o, report: report, stamps: stamps{clock: clock{zone: o.Zone}}}
	if err := rd.run(); err != nil {
		return Series{}, rd.report, err
	}
	return assemble(rd.times, rd.values, unit, o, rd.report)
}

// reader is the state of one ReadCSV.
type reader struct {
	lines   *lines
	fields  fields
	stamps  stamps
	options ReadOptions
	report  Report
	columns int // that a row has
	timeAt  int // index of the time among them
	valueAt int // index of the value among them
	latest  int64
	times   []int64
	values  []float64
}

func (rd *reader) run() error {
	first := true
	for {
		line, err := rd.lines.next()
		if err != nil {
			if errors.Is(err, io.EOF) {
				break
			}
			return err
		}
		if len(line) == 0 || line[0] <= ' ' && len(bytes.TrimSpace(line)) == 0 {
			continue
		}
		if first {
			first = false
			header, err := rd.header(line)
			if err != nil {
				return err
			}
			if header {
				continue
			}
		}
		if rd.report.Rows == rd.options.MaxRows {
			return rd.fail(0, "the file has more than %d rows: read a coarser export, or raise the limit", rd.options.MaxRows)
		}
		rd.report.Rows++
		rd.row(line)
	}
	switch {
	case first:
		return &Error{Name: rd.options.Name, Message: "the file is empty"}
	case rd.report.Rows == 0:
		return &Error{Name: rd.options.Name, Message: "the file has a header and no rows"}
	}
	return nil
}

func (rd *reader) fail(column int, format string, args ...any) error {
	return &Error{Name: rd.options.Name, Line: rd.lines.number, Column: column, Message: fmt.Sprintf(format, args...)}
}

// header looks at the first line, and says whether it names the columns.
func (rd *reader) header(line []byte) (bool, error) {
	if sep := foreignSeparator(line); sep != "" {
		return false, rd.fail(0, "the columns are separated by %s: export the file with commas", sep)
	}
	if problem := rd.fields.split(line); problem != "" {
		return false, rd.fail(0, "%s", problem)
	}
	rd.columns = rd.fields.len()
	if rd.columns < 2 {
		return false, rd.fail(0, "the file has one column: a series has times and values")
	}
	if !rd.isHeader() {
		rd.timeAt, rd.valueAt = 0, 1
		if named := cmp.Or(rd.options.Column, rd.options.TimeColumn); named != "" {
			return false, rd.fail(0, "the file has no header, so there is no column %q: leave the name away for the first two", named)
		}
		return false, nil
	}
	names := make([]string, rd.columns)
	for i := range names {
		names[i] = string(rd.fields.text(i))
	}
	return true, rd.choose(names)
}

// isHeader tells names from data: a time in the first field is data, and so is
// a number anywhere, or a first row with a broken time would be lost in
// silence. Where the options name a column there has to be a header.
func (rd *reader) isHeader() bool {
	if _, problem := rd.stamps.parse(rd.fields.text(0)); problem == "" {
		return false
	}
	if rd.options.Column != "" || rd.options.TimeColumn != "" {
		return true
	}
	for i := range rd.columns {
		if _, f, _ := parseValue(rd.fields.text(i)); f == sound || f == negative {
			return false
		}
	}
	return true
}

// choose finds the two columns by name, or by place where none is given.
func (rd *reader) choose(names []string) error {
	if name := rd.options.TimeColumn; name != "" {
		at, err := rd.find(names, name)
		if err != nil {
			return err
		}
		rd.timeAt = at
	}
	rd.valueAt = 1
	if rd.timeAt == 1 {
		rd.valueAt = 0
	}
	if name := rd.options.Column; name != "" {
		at, err := rd.find(names, name)
		if err != nil {
			return err
		}
		if at == rd.timeAt {
			return rd.fail(0, "the column %q holds the times: the values stand in another", name)
		}
		rd.valueAt = at
	} else if len(names) > 2 {
		values := slices.Delete(slices.Clone(names), rd.timeAt, rd.timeAt+1)
		return rd.fail(0, "the file has %d columns of values, %s: name the one to read, as in column = %q", len(values), listed(values), values[0])
	}
	rd.report.TimeColumn, rd.report.Column = names[rd.timeAt], names[rd.valueAt]
	return nil
}

func (rd *reader) find(names []string, want string) (int, error) {
	at := -1
	for i, n := range names {
		if n != want {
			continue
		}
		if at >= 0 {
			return 0, rd.fail(rd.fields.column(i), "two columns are named %q: rename one", want)
		}
		at = i
	}
	if at >= 0 {
		return at, nil
	}
	if near := nearest(want, names); near != "" {
		return 0, rd.fail(0, "there is no column %q: do you mean %q?", want, near)
	}
	return 0, rd.fail(0, "there is no column %q: the file has %s", want, listed(names))
}

// listed names the first columns of a file.
func listed(names []string) string {
	const most = 20
	list := strings.Join(names[:min(len(names), most)], ", ")
	if len(names) > most {
		list += fmt.Sprintf(" and %d more", len(names)-most)
	}
	return list
}

// row reads one line of data and keeps it as a point, or counts why not.
func (rd *reader) row(line []byte) {
	if problem := rd.fields.split(line); problem != "" {
		rd.bad(badShape, 1, problem)
		return
	}
	if n := rd.fields.len(); n != rd.columns {
		hint := ""
		switch {
		case foreignSeparator(line) != "":
			hint = ": it is separated by " + foreignSeparator(line) + ", and should be by commas"
		case n > rd.columns:
			hint = ": a decimal comma, or a thousands separator?"
		}
		rd.bad(badShape, 1, fmt.Sprintf("the row has %s where the file has %d%s", count(n, "column"), rd.columns, hint))
		return
	}
	at, problem := rd.stamps.parse(rd.fields.text(rd.timeAt))
	if problem != "" {
		f := badTime
		if at.missing {
			f = skippedTime
		}
		rd.bad(f, rd.fields.column(rd.timeAt), problem)
		return
	}
	v, f, problem := parseValue(rd.fields.text(rd.valueAt))
	switch {
	case f == noValue:
		rd.report.Blank++
		return
	case f != sound:
		rd.bad(f, rd.fields.column(rd.valueAt), problem)
		return
	}
	if at.twice {
		rd.report.Twice++
	}
	if at.divided {
		rd.report.Divided++
	}
	if at.sec < rd.latest {
		rd.report.Disorder++
	}
	rd.latest = max(rd.latest, at.sec)
	if len(rd.times) == cap(rd.times) {
		// Twice the room each time: the smaller steps of append would copy a
		// long series over and over.
		room := max(1024, len(rd.times))
		rd.times, rd.values = slices.Grow(rd.times, room), slices.Grow(rd.values, room)
	}
	rd.times = append(rd.times, at.sec)
	rd.values = append(rd.values, v)
}

func (rd *reader) bad(f flaw, column int, problem string) {
	rd.report.add(f, Problem{Line: rd.lines.number, Column: column, Message: problem})
}

// foreignSeparator names what separates the columns of a line without commas.
func foreignSeparator(line []byte) string {
	switch {
	case bytes.IndexByte(line, ',') >= 0 && bytes.IndexByte(line, ';') < 0:
		return ""
	case bytes.IndexByte(line, ';') >= 0:
		return "semicolons"
	case bytes.IndexByte(line, '\t') >= 0:
		return "tabs"
	}
	return ""
}
