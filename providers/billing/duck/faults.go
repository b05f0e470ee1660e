//go:build cgo && (linux || darwin) && (amd64 || arm64)

package duck

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"berth.dev/engine/bill"
	"berth.dev/providers/billing/query"
)

// lostRow is a row of CSV that DuckDB could not part into its columns.
type lostRow struct {
	path string
	// offset is the byte of the file at which it begins.
	offset int64
	column int64
	why    string
}

// lost takes the rows that were kept aside while a source was read.
func (r *reading) lost(ctx context.Context, s *source) error {
	if s.rejects == "" {
		return nil
	}
	var rows []lostRow
	err := r.db.each(ctx, fmt.Sprintf(`SELECT file_path, line_byte_position, MIN(column_idx), MIN(error_type), MIN(error_message)
FROM %s JOIN %s_scan USING (scan_id, file_id) GROUP BY ALL ORDER BY ALL`, s.rejects, s.rejects), func(row []any) error {
		path, _ := row[0].(string)
		at, _ := row[1].(int64)
		kind, _ := row[3].(string)
		text, _ := row[4].(string)
		column, _ := row[2].(int64)
		rows = append(rows, lostRow{path, at - 1, column, lostWhy(kind, text)})
		return nil
	})
	if err != nil {
		return fmt.Errorf("bill %q: %w", r.ask.Name, err)
	}
	if len(rows) >= mostLost {
		return fmt.Errorf("bill %q: more than %d rows cannot be read: it is no CSV as RFC 4180 has it", r.ask.Name, mostLost)
	}
	for _, in := range s.files {
		mine := slices.DeleteFunc(slices.Clone(rows), func(l lostRow) bool { return l.path != in.path })
		if err := r.tell(ctx, in, s.names, mine); err != nil {
			return err
		}
		r.setAside(in.path, mine)
	}
	return nil
}

// tell gives the lost rows of a file to the fold, the first of them with their lines.
func (r *reading) tell(ctx context.Context, in input, names []string, rows []lostRow) error {
	faults := make([]bill.Fault, len(rows))
	lines := map[int64]int64{}
	for i, l := range rows {
		faults[i] = bill.Fault{File: in.path, Column: "row", Why: l.why}
		if n := int(l.column) - 1; n >= 0 && n < len(names) && l.why == lostWhy("UNQUOTED VALUE", "") {
			faults[i].Column = names[n]
		}
		if i < bill.MostFaults {
			lines[l.offset] = 0
		}
	}
	if len(rows) > 0 {
		if err := places(ctx, in, func(at record) {
			if _, wanted := lines[at.offset]; wanted {
				lines[at.offset] = at.line
			}
		}); err != nil {
			return fmt.Errorf("bill %q: %w", r.ask.Name, err)
		}
	}
	for i, l := range rows {
		faults[i].Line = lines[l.offset]
	}
	r.fold.Lost(in.path, faults...)
	return nil
}

func lostWhy(kind, text string) string {
	switch kind {
	case "MISSING COLUMNS":
		return "has too few fields"
	case "TOO MANY COLUMNS":
		return "has too many fields"
	case "UNQUOTED VALUE":
		return "has a quote that is not closed, text after a closing quote, or another end of line than the file's first"
	case "LINE SIZE OVER MAXIMUM":
		return fmt.Sprintf("is longer than %d bytes", longestLine)
	case "INVALID ENCODING":
		return "is no UTF-8"
	}
	return "cannot be read (" + text + ")"
}

// faults asks for the first bad rows, file by file, where there are any.
func (r *reading) faults(ctx context.Context) error {
	if r.fold.Bad() == 0 {
		return nil
	}
	left := bill.MostFaults
	for _, in := range r.files {
		if left <= 0 {
			return nil
		}
		found, err := r.fileFaults(ctx, in, left)
		if err != nil {
			return fmt.Errorf("bill %q: %w", r.ask.Name, err)
		}
		left -= found
	}
	return nil
}

// fileFaults tells the first bad rows of a file, whose rows have numbers then.
func (r *reading) fileFaults(ctx context.Context, in input, most int) (int, error) {
	s, err := r.numbered(ctx, in)
	if err != nil || s == nil {
		return 0, err
	}
	q, err := query.Build(query.DuckDB{}, *s, r.ask)
	if err != nil {
		return 0, err
	}
	var rows [][]any
	if err := r.db.each(ctx, q.Faults(r.fold, most), func(row []any) error {
		rows = append(rows, slices.Clone(row))
		return nil
	}); err != nil {
		return 0, err
	}
	lines, err := r.lines(ctx, in, rows)
	if err != nil {
		return 0, err
	}
	for _, row := range rows {
		if err := r.fold.AddFault(q, row, func(_ string, n int64, _ string) (string, int64) { return in.path, lines(n) }); err != nil {
			return 0, err
		}
	}
	return len(rows), nil
}

// numbered is one file as a source whose rows are numbered in their order.
func (r *reading) numbered(ctx context.Context, in input) (*query.Source, error) {
	var s query.Source
	switch in.format {
	case csvFormat:
		names, err := header(in)
		if err != nil || names == nil {
			return nil, err
		}
		s = csvSource([]input{in}, names, ", ignore_errors = true, parallel = false")
	case jsonFormat:
		wanted, err := query.Wanted(r.ask.Kind)
		if err != nil {
			return nil, err
		}
		s = jsonSource([]input{in}, wanted)
	default:
		columns, _, err := r.describe(ctx, parquetFrom([]input{in}, ""))
		if err != nil {
			return nil, err
		}
		s = parquetSource([]input{in}, columns)
		s.Row = "file_row_number + 1"
		return &s, nil
	}
	s.From = "(SELECT *, ROW_NUMBER() OVER () AS berth_row FROM " + s.From + ")"
	s.Row = "berth_row"
	return &s, nil
}

// lines tells the line of a row by its number: of text the line at which it begins, of
// Parquet the number itself.
func (r *reading) lines(ctx context.Context, in input, rows [][]any) (func(n int64) int64, error) {
	if in.format == parquetFormat || len(rows) == 0 {
		return func(n int64) int64 { return n }, nil
	}
	at := map[int64]int64{}
	for _, row := range rows {
		if n, whole := row[1].(int64); whole {
			at[n] = 0
		}
	}
	aside, n := r.aside[in.path], int64(0)
	err := places(ctx, in, func(rec record) {
		if in.format == csvFormat && rec.index == 0 {
			return
		}
		if _, lost := slices.BinarySearch(aside, rec.offset); lost {
			return
		}
		n++
		if _, wanted := at[n]; wanted {
			at[n] = rec.line
		}
	})
	return func(n int64) int64 { return at[n] }, err
}

// setAside notes where the lost rows of a file begin.
func (r *reading) setAside(path string, rows []lostRow) {
	if r.aside == nil {
		r.aside = map[string][]int64{}
	}
	for _, l := range rows {
		r.aside[path] = append(r.aside[path], l.offset)
	}
	slices.SortFunc(r.aside[path], cmp.Compare[int64])
}
