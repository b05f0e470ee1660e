//go:build cgo && (linux || darwin) && (amd64 || arm64)

package bigquery

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// invalid is a query that BigQuery would refuse.
type invalid struct{ message string }

func (e invalid) Error() string { return e.message }

func refuse(format string, args ...any) error { return invalid{fmt.Sprintf(format, args...)} }

// writer makes SQL of DuckDB out of a query of BigQuery, checking names and types.
type writer struct {
	tables func(name string) (*Table, error)
	// read are the columns of tables that are used, which is what is paid for; cuts are
	// the conditions on the partitions of tables.
	read map[*Table]map[string]bool
	cuts map[*Table]string
	n    int
}

// source is a range variable: what stands in FROM under a name.
type source struct {
	alias, sql string
	columns    []field
	// element is the type of what an array has, known by the alias alone.
	element *kind
	table   *Table
	// used are columns by name that come from a table, however deep: who names one reads
	// it there.
	used map[string]func()
}

// scope is what names can mean in a query; outer is that around it.
type scope struct {
	sources []*source
	with    map[string]*query
	outer   *scope
}

func (w *writer) alias() string { w.n++; return "t" + strconv.Itoa(w.n) }

// result is a written query with its columns.
type result struct {
	sql     string
	columns []field
	used    map[string]func()
}

// query writes a SELECT.
func (w *writer) query(q *query, outer *scope) (*result, error) {
	s := &scope{outer: outer, with: map[string]*query{}}
	for _, part := range q.With {
		s.with[strings.ToLower(part.Name)] = part.Query
	}
	var froms []string
	for _, f := range q.From {
		sql, err := w.from(f, s)
		if err != nil {
			return nil, err
		}
		froms = append(froms, sql)
	}
	out := &result{used: map[string]func(){}}
	selected, err := w.selected(q, s, out)
	if err != nil {
		return nil, err
	}
	var b strings.Builder
	b.WriteString("SELECT ")
	if q.Distinct {
		b.WriteString("DISTINCT ")
	}
	b.WriteString(strings.Join(selected, ", "))
	if len(froms) > 0 {
		b.WriteString(" FROM " + strings.Join(froms, ", "))
	}
	if err := w.rest(&b, q, s, out); err != nil {
		return nil, err
	}
	out.sql = b.String()
	return out, nil
}

// selected writes the columns.
func (w *writer) selected(q *query, s *scope, out *result) (all []string, err error) {
	for i, c := range q.Columns {
		if c.Expr.Op == "star" {
			for _, src := range s.sources {
				for _, f := range src.columns {
					all = append(all, src.sql+"."+quoted(f.name))
					out.columns = append(out.columns, f)
					out.used[strings.ToLower(f.name)] = src.used[strings.ToLower(f.name)]
				}
			}
			continue
		}
		t, err := w.expr(c.Expr, s)
		if err != nil {
			return nil, err
		}
		name := c.As
		if name == "" && c.Expr.Op == "name" {
			name = c.Expr.Path[len(c.Expr.Path)-1]
		}
		if name == "" {
			name = "f" + strconv.Itoa(i) + "_"
		}
		if slices.ContainsFunc(out.columns, func(f field) bool { return strings.EqualFold(f.name, name) }) {
			return nil, refuse("Duplicate column names in the result are not supported. Found duplicate(s): %s", name)
		}
		if t.kind.name == "" {
			t = typed{sql: "CAST(NULL AS BIGINT)", kind: kind{name: "INT64"}}
		}
		all = append(all, t.sql+" AS "+quoted(name))
		out.columns = append(out.columns, field{name, t.kind})
	}
	return all, nil
}

// rest writes what stands behind FROM.
func (w *writer) rest(b *strings.Builder, q *query, s *scope, out *result) error {
	if q.Where != nil {
		sql, err := w.condition(q.Where, s, "WHERE")
		if err != nil {
			return err
		}
		b.WriteString(" WHERE " + sql)
	}
	if err := w.partition(q, s); err != nil {
		return err
	}
	var groups []string
	for _, g := range q.Group {
		t, err := w.named(g, s, q, out)
		if err != nil {
			return err
		}
		if t.kind.is("ARRAY", "STRUCT", "JSON") {
			return refuse("Grouping by expressions of type %s is not allowed", t.kind)
		}
		groups = append(groups, t.sql)
	}
	if len(groups) > 0 {
		b.WriteString(" GROUP BY " + strings.Join(groups, ", "))
	}
	if q.Having != nil {
		sql, err := w.condition(q.Having, s, "HAVING")
		if err != nil {
			return err
		}
		b.WriteString(" HAVING " + sql)
	}
	return w.ordered(b, q, s, out)
}

func (w *writer) ordered(b *strings.Builder, q *query, s *scope, out *result) error {
	for i, o := range q.Order {
		t, err := w.named(o.Expr, s, q, out)
		if err != nil {
			return err
		}
		b.WriteString([]string{", ", " ORDER BY "}[min(1, 1-min(i, 1))])
		// NULL comes first in BigQuery, and last where the order is turned.
		b.WriteString(t.sql + map[bool]string{false: " ASC NULLS FIRST", true: " DESC NULLS LAST"}[o.Down])
	}
	if q.Limit != nil {
		if q.Limit.Op != "number" {
			return refuse("Syntax error: Expected integer literal in LIMIT")
		}
		b.WriteString(" LIMIT " + q.Limit.Text)
	}
	return nil
}

// named reads what a query groups or orders by: a column of the result by its place or
// its name, or an expression.
func (w *writer) named(e *expr, s *scope, q *query, out *result) (typed, error) {
	if e.Op == "number" {
		n, err := strconv.Atoi(e.Text)
		if err != nil || n < 1 || n > len(out.columns) {
			return typed{}, refuse("ORDER BY is out of SELECT column number range: %s", e.Text)
		}
		return typed{sql: e.Text, kind: out.columns[n-1].kind}, nil
	}
	if e.Op == "name" && len(e.Path) == 1 {
		for i, c := range q.Columns {
			if strings.EqualFold(c.As, e.Path[0]) && i < len(out.columns) && c.Expr.Op != "star" && out.columns[i].name == c.As {
				return typed{sql: strconv.Itoa(i + 1), kind: out.columns[i].kind}, nil
			}
		}
	}
	return w.expr(e, s)
}

// condition writes what must be true.
func (w *writer) condition(e *expr, s *scope, where string) (string, error) {
	t, err := w.expr(e, s)
	if err != nil {
		return "", err
	}
	if !t.kind.is("BOOL", "") {
		return "", refuse("%s clause should return type BOOL, but returns %s", where, t.kind)
	}
	return t.sql, nil
}
