//go:build cgo && (linux || darwin) && (amd64 || arm64)

package duck

import (
	"context"
	"fmt"
	"strings"

	"berth.dev/providers/billing/query"
)

// source is a group of files that have the same columns.
type source struct {
	files  []input
	source query.Source
	// names are the columns of CSV, rejects the name of the tables of rows that were kept
	// aside, "" where none had to be.
	names   []string
	rejects string
}

// keepAside makes the source one that keeps rows aside which cannot be parted into
// columns, for [reading.lost]. Until then such a row is an error: keeping watch for them
// makes reading slower by a tenth, and few files have any.
func (s *source) keepAside(number int) {
	s.rejects = fmt.Sprintf("lost%d", number)
	s.source = csvSource(s.files, s.names, fmt.Sprintf(", store_rejects = true, rejects_table = '%s', rejects_scan = '%s_scan', rejects_limit = %d", s.rejects, s.rejects, mostLost))
}

// again is the source for another reading, which leaves out what was kept aside at the
// first one and does not mind what is wrong in a column that the first did not look at.
func (s *source) again() query.Source {
	if s.names == nil {
		return s.source
	}
	return csvSource(s.files, s.names, ", ignore_errors = true")
}

// sources groups the files of the bill.
func (r *reading) sources(ctx context.Context) ([]*source, error) {
	switch r.files[0].format {
	case csvFormat:
		return r.csvSources()
	case jsonFormat:
		return r.jsonSources()
	}
	return r.parquetSources(ctx)
}

// globs puts what DuckDB takes for a pattern into brackets, in which it is itself: a file
// whose name is "a[1].csv" would else be read as "a1.csv".
var globs = strings.NewReplacer("*", "[*]", "?", "[?]", "[", "[[]")

// patterns are the paths of a group of files as DuckDB takes them.
func patterns(files []input) []string {
	out := make([]string, len(files))
	for i, in := range files {
		out[i] = globs.Replace(in.path)
	}
	return out
}

// fileColumn tells files apart, where there is more than one.
func fileColumn(files []input) string {
	if len(files) == 1 {
		return ""
	}
	return "filename"
}

func (r *reading) csvSources() (out []*source, err error) {
	at := map[string]int{}
	for _, in := range r.files {
		names, err := header(in)
		if err != nil {
			return nil, fmt.Errorf("bill %q: %w", r.ask.Name, err)
		}
		if names == nil {
			r.fold.Note(in.path + " is empty")
			continue
		}
		key := strings.Join(names, "\x00")
		i, known := at[key]
		if !known {
			i = len(out)
			at[key] = i
			out = append(out, &source{names: names})
		}
		out[i].files = append(out[i].files, in)
	}
	for _, s := range out {
		s.source = csvSource(s.files, s.names, "")
	}
	return out, nil
}

// csvSource reads CSV without guessing anything: all is text, and what breaks the rules
// of RFC 4180 is an error, or what more says. That is DuckDB's strict mode, which is its default, as are
// lines of at most [longestLine] bytes; saying so makes it slower.
func csvSource(files []input, names []string, more string) query.Source {
	columns, types := csvColumns(names)
	return query.Source{
		From: fmt.Sprintf(`read_csv(%s, columns = %s, auto_detect = false, header = true, delim = ',', quote = '"', escape = '"', hive_partitioning = false%s)`,
			literals(patterns(files)), types, more),
		Columns: columns, File: fileColumn(files),
	}
}

func (r *reading) jsonSources() ([]*source, error) {
	wanted, err := query.Wanted(r.ask.Kind)
	if err != nil {
		return nil, fmt.Errorf("bill %q: %w", r.ask.Name, err)
	}
	var out []*source
	at := map[string]int{}
	for _, in := range r.files {
		i, known := at[in.look.key()]
		if !known {
			i = len(out)
			at[in.look.key()] = i
			out = append(out, &source{})
		}
		out[i].files = append(out[i].files, in)
	}
	for _, s := range out {
		s.source = jsonSource(s.files, wanted)
	}
	return out, nil
}

// jsonSource reads files that spell their fields alike.
func jsonSource(files []input, wanted [][]string) query.Source {
	columns, types := jsonColumns(wanted, files[0].look)
	return query.Source{
		From: fmt.Sprintf("read_json(%s, format = 'newline_delimited', columns = %s, ignore_errors = true, hive_partitioning = false, maximum_object_size = %d)",
			literals(patterns(files)), types, longestLine),
		Columns: columns, File: fileColumn(files),
	}
}

func (r *reading) parquetSources(ctx context.Context) (out []*source, err error) {
	at := map[string]int{}
	for _, in := range r.files {
		columns, key, err := r.describe(ctx, parquetFrom([]input{in}, ""))
		if err != nil {
			return nil, fmt.Errorf("bill %q: %s: %w", r.ask.Name, in.path, err)
		}
		i, known := at[key]
		if !known {
			i = len(out)
			at[key] = i
			out = append(out, &source{source: query.Source{Columns: columns}})
		}
		out[i].files = append(out[i].files, in)
	}
	for _, s := range out {
		s.source = parquetSource(s.files, s.source.Columns)
	}
	return out, nil
}

func parquetSource(files []input, columns []query.Column) query.Source {
	file := fileColumn(files)
	if file != "" {
		file = parquetFile
	}
	return query.Source{From: parquetFrom(files, file), Columns: columns, File: file}
}

// parquetFile is the column that tells Parquet files apart: one may have a column of the
// name that DuckDB gives it.
const parquetFile = "berth_file"

// parquetFrom reads Parquet as it is written: what stands in the names of its folders, as
// in "month=2026-10", is no column, which would take the place of one of the same name.
func parquetFrom(files []input, file string) string {
	more := ""
	if file != "" {
		more = ", filename = " + literal(file)
	}
	return "read_parquet(" + literals(patterns(files)) + ", binary_as_string = true, hive_partitioning = false" + more + ")"
}

// describe are the columns of a relation, and a text that is the same for the same ones.
func (r *reading) describe(ctx context.Context, from string) (columns []query.Column, key string, err error) {
	var all strings.Builder
	err = r.db.each(ctx, "DESCRIBE SELECT * FROM "+from, func(row []any) error {
		if len(columns) == mostColumns {
			return fmt.Errorf("it has more than %d columns", mostColumns)
		}
		name, _ := row[0].(string)
		kind, _ := row[1].(string)
		columns = append(columns, typed(name, identifier(name), kind))
		fmt.Fprintf(&all, "%q %q\n", name, kind)
		return nil
	})
	return columns, all.String(), err
}
