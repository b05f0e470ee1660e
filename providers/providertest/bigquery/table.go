//go:build cgo && (linux || darwin) && (amd64 || arm64)

package bigquery

import (
	"context"
	"fmt"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// Field is a column of a table in the form that BigQuery's schemas have.
type Field struct {
	Name   string  `json:"name"`
	Type   string  `json:"type"`
	Mode   string  `json:"mode,omitempty"`
	Fields []Field `json:"fields,omitempty"`
}

// TableOptions say what a table has.
type TableOptions struct {
	Schema []Field
	// File has its rows: .jsonl as BigQuery exports them, .csv with a head, or .parquet.
	File string
	// Partition is the column by which it is cut into days, or _PARTITIONTIME for when
	// rows were loaded, which is [TableOptions.Delay] after what [TableOptions.Loaded], a
	// column of times, tells. "" for one that is not cut.
	Partition, Loaded string
	Delay             time.Duration
	// RequireFilter refuses queries that do not say which partitions they want.
	RequireFilter bool
	// Denied refuses everybody.
	Denied bool
	// View says that it is a view: its size is not known before it is asked.
	View bool
}

// Table is a table of the double.
type Table struct {
	id, name string
	// duck is its name in DuckDB.
	duck    string
	options TableOptions
	fields  []field
	rows    int64
}

func (t *Table) loaded() bool { return t.options.Partition == partitionTime }

// names of types that schemas have, as queries have them.
var schemaTypes = map[string]string{"INTEGER": "INT64", "FLOAT": "FLOAT64", "BOOLEAN": "BOOL", "RECORD": "STRUCT"}

func kindOf(f Field) kind {
	k := kind{name: strings.ToUpper(f.Type)}
	if name := schemaTypes[k.name]; name != "" {
		k.name = name
	}
	for _, sub := range f.Fields {
		k.fields = append(k.fields, field{sub.Name, kindOf(sub)})
	}
	if strings.EqualFold(f.Mode, "REPEATED") {
		return kind{name: "ARRAY", elem: &k}
	}
	return k
}

// AddTable makes a table of the rows of a file. Its ID is "project.dataset.table".
func (s *Server) AddTable(id string, o TableOptions) error {
	t := &Table{id: id, name: id[strings.LastIndexByte(id, '.')+1:], options: o}
	for _, f := range o.Schema {
		t.fields = append(t.fields, field{f.Name, kindOf(f)})
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	t.duck = "bq" + strconv.Itoa(len(s.tables))
	if err := t.load(context.Background(), s); err != nil {
		return fmt.Errorf("table %s: %w", id, err)
	}
	s.tables[id] = t
	return nil
}

// load copies the rows into DuckDB, each column as its type.
func (t *Table) load(ctx context.Context, s *Server) error {
	var read string
	csv := filepath.Ext(t.options.File) == ".csv"
	switch filepath.Ext(t.options.File) {
	case ".csv":
		read = "read_csv(" + text(t.options.File) + ", header = true, all_varchar = true, nullstr = '')"
	case ".parquet":
		read = "read_parquet(" + text(t.options.File) + ")"
	default:
		var columns []string
		for _, f := range t.fields {
			columns = append(columns, text(f.name)+": "+text(jsonType(f.kind)))
		}
		read = "read_json(" + text(t.options.File) + ", format = 'newline_delimited', columns = {" + strings.Join(columns, ", ") + "})"
	}
	var columns []string
	for _, f := range t.fields {
		columns = append(columns, loadedAs(f, csv)+" AS "+quoted(f.name))
	}
	if t.loaded() {
		columns = append(columns, "date_trunc('day', make_timestamp(bq_timestamp("+quoted(t.options.Loaded)+") + "+strconv.FormatInt(t.options.Delay.Microseconds(), 10)+")) AS "+quoted(partitionTime))
	}
	if _, err := s.db.ExecContext(ctx, "CREATE TABLE "+t.duck+" AS SELECT "+strings.Join(columns, ", ")+" FROM "+read); err != nil {
		return err
	}
	return s.db.QueryRowContext(ctx, "SELECT count(*) FROM "+t.duck).Scan(&t.rows)
}

// jsonType is the type as which lines of JSON are read: times are texts in them.
func jsonType(k kind) string {
	if k.is("TIMESTAMP", "DATETIME", "DATE", "JSON") {
		return "VARCHAR"
	}
	return k.duck()
}

// loadedAs reads a column of a file.
func loadedAs(f field, csv bool) string {
	column := quoted(f.name)
	if csv && f.kind.name != "STRING" {
		column = "nullif(" + column + ", 'NULL')"
	}
	switch f.kind.name {
	case "TIMESTAMP":
		return "make_timestamp(bq_timestamp(" + column + "))"
	case "BIGNUMERIC":
		return "bq_decimal(" + column + ")"
	case "ARRAY":
		return "coalesce(" + column + ", [])"
	}
	return "CAST(" + column + " AS " + f.kind.duck() + ")"
}

// bytes is what reading columns of a table costs: eight for a number or a time, two and
// its length for a text.
func (t *Table) bytes(ctx context.Context, s *Server, columns map[string]bool, cut string) (int64, error) {
	parts := []string{"0"}
	for _, f := range t.fields {
		if !columns[f.name] {
			continue
		}
		size := "8"
		switch f.kind.name {
		case "STRING", "JSON":
			size = "coalesce(2 + strlen(" + quoted(f.name) + "), 0)"
		case "ARRAY", "STRUCT":
			size = "strlen(CAST(" + quoted(f.name) + " AS VARCHAR))"
		case "NUMERIC":
			size = "16"
		case "BIGNUMERIC":
			size = "32"
		}
		parts = append(parts, size)
	}
	sql := "SELECT CAST(coalesce(sum(" + strings.Join(parts, " + ") + "), 0) AS BIGINT) FROM " + t.duck
	if cut != "" {
		sql += " WHERE " + cut
	}
	var n int64
	err := s.db.QueryRowContext(ctx, sql).Scan(&n)
	return n, err
}
