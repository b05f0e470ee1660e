package usage

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"berth.dev/engine/bill"
	"berth.dev/engine/diag"
)

// Row is one row of a usage file.
type Row struct {
	Month bill.Month
	Use
	// Requests are what the service answered there; Counted is false where nobody says.
	Requests float64
	Counted  bool
}

const (
	// mostBytes is how large a usage file may be: a row of each of 10,000 services for
	// each month of five years is 35 MB.
	mostBytes = 64 << 20
	// mostRows are those of a file, longestField is how long a name or a number may be.
	mostRows     = 1 << 20
	longestField = 512
	// mostMistakes is how many mistakes of a file are told.
	mostMistakes = 20
	// mostHours is more than a million cores use in a month; what is above is a slip.
	mostHours, mostRequests = 1e12, 1e18
)

// columns are those of a usage file; the first ones must be there.
var columns = []string{"month", "service", "core_hours", "site", "pool", "gib_hours", "requests"}

const needed = 3

// Read reads a usage file of every month it has. name is what errors call it. All its
// mistakes are told, each with its line and column, up to twenty, not the first alone.
func Read(r io.Reader, name string) ([]Row, error) {
	limited := &io.LimitedReader{R: r, N: mostBytes + 1}
	in := bufio.NewReader(limited)
	if bom, err := in.Peek(3); err == nil && bytes.Equal(bom, []byte("\uFEFF")) {
		_, _ = in.Discard(3)
	}
	f := &file{name: name, seen: map[Row]int{}, csv: csv.NewReader(in)}
	f.csv.ReuseRecord = true
	if err := f.header(); err != nil {
		return nil, err
	}
	for f.row() {
	}
	if limited.N == 0 {
		// What was read of its end is no row: this is the one thing to say.
		return nil, fmt.Errorf("%s: the file is larger than %d MiB: split it by months", name, mostBytes>>20)
	}
	if f.count > len(f.mistakes) {
		f.mistakes = append(f.mistakes, fmt.Errorf("%s: and %d more mistakes", name, f.count-len(f.mistakes)))
	}
	if len(f.mistakes) > 0 {
		return nil, errors.Join(f.mistakes...)
	}
	return f.rows, nil
}

// file is one that is being read.
type file struct {
	name string
	csv  *csv.Reader
	// at is the place of each column, -1 for one that is not there.
	at   [7]int
	rows []Row
	// seen are the lines of rows by their names.
	seen     map[Row]int
	mistakes []error
	// count are all mistakes.
	count int
}

// wrong notes a mistake; line 0 is the whole file.
func (f *file) wrong(line int, column, format string, args ...any) {
	f.count++
	if f.count > mostMistakes {
		return
	}
	where := f.name
	if line > 0 {
		where += ":" + strconv.Itoa(line)
	}
	if column != "" {
		where += ", " + column
	}
	f.mistakes = append(f.mistakes, fmt.Errorf("%s: %s", where, fmt.Sprintf(format, args...)))
}

// header reads the names of the columns.
func (f *file) header() error {
	names, err := f.csv.Read()
	if errors.Is(err, io.EOF) {
		return fmt.Errorf("%s: the file is empty: its first line is %s", f.name, "month,site,pool,service,core_hours,gib_hours,requests")
	}
	if err != nil {
		return fmt.Errorf("%s: it cannot be read as CSV: %w", f.name, err)
	}
	for i := range f.at {
		f.at[i] = -1
	}
	for i, n := range names {
		n = strings.ToLower(strings.TrimSpace(n))
		at := slices.Index(columns, n)
		switch {
		case at < 0:
			f.wrong(1, "", "%.60q is no column of a usage file%s: it has %s", n, meant(n), strings.Join(columns, ", "))
		case f.at[at] >= 0:
			f.wrong(1, "", "the column %s stands twice", n)
		default:
			f.at[at] = i
		}
	}
	for i, n := range columns[:needed] {
		if f.at[i] < 0 {
			f.wrong(1, "", "the column %s is missing", n)
		}
	}
	return errors.Join(f.mistakes...)
}

// meant suggests a column.
func meant(name string) string {
	if len(name) > 60 {
		return ""
	}
	if s := diag.Nearest(name, columns); s != "" {
		return fmt.Sprintf(" (do you mean %s?)", s)
	}
	return ""
}

// row reads one row, and is false at the end.
func (f *file) row() bool {
	record, err := f.csv.Read()
	if errors.Is(err, io.EOF) {
		return false
	}
	var parse *csv.ParseError
	if errors.As(err, &parse) {
		f.wrong(parse.Line, "", "%s", brokenRow(parse.Err))
		// After a wrong count of fields the next row is sound; after a wrong quote nobody
		// knows where it begins.
		return errors.Is(parse.Err, csv.ErrFieldCount)
	}
	if err != nil {
		f.wrong(0, "", "it cannot be read: %v", err)
		return false
	}
	if len(f.rows) >= mostRows {
		f.wrong(0, "", "the file has more than %d rows: split it by months", mostRows)
		return false
	}
	line, _ := f.csv.FieldPos(0)
	f.take(record, line)
	return true
}

// brokenRow says in words what is wrong with the shape of a row.
func brokenRow(err error) string {
	if errors.Is(err, csv.ErrFieldCount) {
		return "the row has not as many fields as the first line: is a number written with a comma?"
	}
	return err.Error()
}

// take reads the fields of a row.
func (f *file) take(record []string, line int) {
	before := f.count
	text := func(column int) string {
		if f.at[column] < 0 {
			return ""
		}
		v := strings.TrimSpace(record[f.at[column]])
		if len(v) > longestField || !utf8.ValidString(v) || strings.ContainsFunc(v, func(r rune) bool { return r < ' ' || r == 0x7f }) {
			f.wrong(line, columns[column], "the field is too long or no text")
			return ""
		}
		return strings.Clone(v)
	}
	number := func(column int, most float64) (float64, bool) {
		v := text(column)
		if v == "" {
			return 0, false
		}
		n, why := decimal(v, most)
		if why != "" {
			f.wrong(line, columns[column], "%s", why)
		}
		return n, true
	}
	month, err := bill.ParseMonth(text(0))
	if err != nil {
		f.wrong(line, columns[0], "%v", err)
	}
	row := Row{Month: month, Use: Use{Service: text(1), Site: text(3), Pool: text(4)}}
	if first := f.seen[row]; first > 0 && f.count == before {
		f.wrong(line, "", "the same month, site, pool and service as in line %d: add them up", first)
	}
	f.seen[row] = line
	row.CoreHours, _ = number(2, mostHours)
	row.GiBHours, _ = number(5, mostHours)
	row.Requests, row.Counted = number(6, mostRequests)
	if f.count == before {
		f.rows = append(f.rows, row)
	}
}

// decimal reads digits with at most one point: no sign, no exponent, no separators of
// thousands, of which nobody can tell what was meant.
func decimal(s string, most float64) (n float64, why string) {
	digits := strings.Trim(s, "0123456789.") == "" && strings.Trim(s, ".") != "" && strings.Count(s, ".") <= 1 && len(s) <= 40
	if digits {
		var err error
		if n, err = strconv.ParseFloat(s, 64); err == nil && n <= most {
			return n, ""
		}
		return 0, fmt.Sprintf("%.60q is too large", s)
	}
	hint := ""
	if strings.Contains(s, ",") {
		hint = "; a point parts the decimals, and nothing the thousands"
	}
	return 0, fmt.Sprintf("%.60q is not a decimal number that is at least 0, as in 14880 or 0.5%s", s, hint)
}
