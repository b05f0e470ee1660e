//go:build cgo && (linux || darwin) && (amd64 || arm64)

package bigquery

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"math/big"
	"strconv"
	"strings"
	"time"

	"github.com/duckdb/duckdb-go/v2"
)

// Job is a query that was asked for, as tests look at it.
type Job struct {
	ID, Location, SQL  string
	Labels             map[string]string
	DryRun             bool
	MaximumBytesBilled int64
	// Bytes is what it would bill, Rows what came back.
	Bytes int64
	Rows  int
	// Failed is the reason for which it failed, "" for none.
	Failed string

	schema []Field
	rows   []map[string]any
	fault  *fault
	polls  int
}

// planned is a query that was understood.
type planned struct {
	sql     string
	columns []field
	bytes   int64
}

// plan understands a query: its words, its names, its types, what it costs.
func (s *Server) plan(ctx context.Context, sql string, location string) (*planned, error) {
	tree, err := s.parser.parse(sql)
	if err != nil {
		return nil, err
	}
	w := &writer{read: map[*Table]map[string]bool{}, cuts: map[*Table]string{}, tables: func(id string) (*Table, error) { return s.table(id, location) }}
	r, err := w.query(tree, nil)
	if err != nil {
		return nil, err
	}
	p := &planned{sql: r.sql, columns: r.columns}
	for t, columns := range w.read {
		n, err := t.bytes(ctx, s, columns, w.cuts[t])
		if err != nil {
			return nil, err
		}
		p.bytes += n
	}
	// DuckDB finds what is left: columns that are neither grouped nor added up.
	stmt, err := s.db.PrepareContext(ctx, r.sql)
	if err != nil {
		return nil, refuse("%v", err)
	}
	return p, stmt.Close()
}

// table finds a table that may be read from a location.
func (s *Server) table(id, location string) (*Table, error) {
	t := s.tables[id]
	parts := strings.Split(id, ".")
	switch {
	case len(parts) != 3:
		return nil, refuse("Table %q must be qualified with a dataset (e.g. dataset.table).", id)
	case t == nil || location != s.options.Location:
		return nil, &fault{404, "notFound", fmt.Sprintf("Not found: Table %s:%s.%s was not found in location %s", parts[0], parts[1], parts[2], location)}
	case t.options.Denied:
		return nil, &fault{403, "accessDenied", fmt.Sprintf("Access Denied: Table %s:%s.%s: User does not have permission to query table %s:%s.%s, or perhaps it does not exist.", parts[0], parts[1], parts[2], parts[0], parts[1], parts[2])}
	}
	return t, nil
}

// leastBilled is what a query pays for at least.
const leastBilled = 10 << 20

// execute runs a job and keeps its rows.
func (s *Server) execute(ctx context.Context, j *Job) {
	p, err := s.plan(ctx, j.SQL, j.Location)
	if err != nil {
		j.fault = faultOf(err)
		return
	}
	j.Bytes = p.bytes
	j.schema = schemaOf(p.columns)
	if j.DryRun {
		return
	}
	if billed := max(p.bytes, leastBilled); j.MaximumBytesBilled > 0 && billed > j.MaximumBytesBilled {
		j.fault = &fault{400, "bytesBilledLimitExceeded", fmt.Sprintf("Query exceeded limit for bytes billed: %d. %d or higher required.", j.MaximumBytesBilled, billed)}
		return
	}
	rows, err := s.db.QueryContext(ctx, p.sql)
	if err != nil {
		j.fault = &fault{400, "invalidQuery", err.Error()}
		return
	}
	defer rows.Close()
	if j.rows, err = encoded(rows, p.columns); err != nil {
		j.fault = &fault{400, "invalidQuery", err.Error()}
	}
	j.Rows = len(j.rows)
}

func schemaOf(columns []field) (out []Field) {
	names := map[string]string{"INT64": "INTEGER", "FLOAT64": "FLOAT", "BOOL": "BOOLEAN"}
	for _, c := range columns {
		f := Field{Name: c.name, Type: c.kind.name, Mode: "NULLABLE"}
		if name := names[f.Type]; name != "" {
			f.Type = name
		}
		out = append(out, f)
	}
	return out
}

// encoded are rows as BigQuery writes them: all values are texts.
func encoded(rows *sql.Rows, columns []field) (out []map[string]any, err error) {
	values, into := make([]any, len(columns)), make([]any, len(columns))
	for i := range values {
		into[i] = &values[i]
	}
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			return nil, err
		}
		cells := make([]map[string]any, len(columns))
		for i, v := range values {
			text, err := cell(v)
			if err != nil {
				return nil, fmt.Errorf("column %s: %w", columns[i].name, err)
			}
			cells[i] = map[string]any{"v": text}
		}
		out = append(out, map[string]any{"f": cells})
	}
	return out, rows.Err()
}

func cell(v any) (any, error) {
	switch v := v.(type) {
	case nil:
		return nil, nil
	case string:
		return v, nil
	case int64:
		return strconv.FormatInt(v, 10), nil
	case int32:
		return strconv.FormatInt(int64(v), 10), nil
	case bool:
		return strconv.FormatBool(v), nil
	case float64:
		return strconv.FormatFloat(v, 'g', -1, 64), nil
	case *big.Int:
		return v.String(), nil
	case duckdb.Decimal:
		return v.String(), nil
	case time.Time:
		return strconv.FormatInt(v.UnixMicro(), 10), nil
	}
	return nil, fmt.Errorf("the double gives no %T back", v)
}

// page is the rows from one on, and the token of the next page.
func (j *Job) page(token string, most int) ([]map[string]any, string) {
	from, _ := strconv.Atoi(token)
	from = min(max(from, 0), len(j.rows))
	to := min(from+most, len(j.rows))
	if to == len(j.rows) {
		return j.rows[from:], ""
	}
	return j.rows[from:to], strconv.Itoa(to)
}

// asked is the body of jobs.insert, as far as the double reads it.
type asked struct {
	JobReference struct {
		JobID     string `json:"jobId"`
		ProjectID string `json:"projectId"`
		Location  string `json:"location"`
	} `json:"jobReference"`
	Configuration struct {
		DryRun bool              `json:"dryRun"`
		Labels map[string]string `json:"labels"`
		Query  *struct {
			Query              string      `json:"query"`
			UseLegacySQL       *bool       `json:"useLegacySql"`
			MaximumBytesBilled json.Number `json:"maximumBytesBilled"`
			Priority           string      `json:"priority"`
			UseQueryCache      *bool       `json:"useQueryCache"`
		} `json:"query"`
		JobTimeoutMs json.Number `json:"jobTimeoutMs"`
		JobType      string      `json:"jobType"`
	} `json:"configuration"`
}
