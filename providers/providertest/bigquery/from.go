//go:build cgo && (linux || darwin) && (amd64 || arm64)

package bigquery

import (
	"maps"
	"slices"
	"strings"
)

// from writes what a query reads, and makes its names known.
func (w *writer) from(f from, s *scope) (string, error) {
	switch {
	case f.Unnest != nil:
		return w.unnest(f, s)
	case f.Query != nil:
		return w.subquery(f.Query, f.As, s)
	}
	for around := s; around != nil; around = around.outer {
		if q := around.with[strings.ToLower(f.Table)]; q != nil {
			name := f.As
			if name == "" {
				name = f.Table
			}
			return w.subquery(q, name, s)
		}
	}
	table, err := w.tables(f.Table)
	if err != nil {
		return "", err
	}
	if w.read[table] == nil {
		w.read[table] = map[string]bool{}
	}
	src := &source{alias: f.As, sql: w.alias(), columns: table.fields, table: table, used: map[string]func(){}}
	if src.alias == "" {
		src.alias = table.name
	}
	for _, c := range table.fields {
		name := strings.ToLower(c.name)
		src.used[name] = func() { w.read[table][c.name] = true }
	}
	s.sources = append(s.sources, src)
	return table.duck + " AS " + src.sql, nil
}

func (w *writer) subquery(q *query, alias string, s *scope) (string, error) {
	// What stands beside it is not seen from inside; what is around is.
	r, err := w.query(q, &scope{with: s.with, outer: s.outer})
	if err != nil {
		return "", err
	}
	src := &source{alias: alias, sql: w.alias(), columns: r.columns, used: r.used}
	s.sources = append(s.sources, src)
	return "(" + r.sql + ") AS " + src.sql, nil
}

func (w *writer) unnest(f from, s *scope) (string, error) {
	t, err := w.expr(f.Unnest, s)
	if err != nil {
		return "", err
	}
	if t.kind.name != "ARRAY" {
		return "", refuse("Values referenced in UNNEST must be arrays. UNNEST contains expression of type %s", t.kind)
	}
	src := &source{alias: f.As, sql: w.alias(), element: t.kind.elem, used: map[string]func(){}}
	if t.kind.elem.name == "STRUCT" {
		src.columns = t.kind.elem.fields
	}
	s.sources = append(s.sources, src)
	return "UNNEST(" + t.sql + ") AS " + src.sql + "(e)", nil
}

// name finds what a path of names means.
func (w *writer) name(path []string, s *scope) (typed, error) {
	for around := s; around != nil; around = around.outer {
		for _, src := range around.sources {
			if !strings.EqualFold(src.alias, path[0]) {
				continue
			}
			if src.element != nil {
				return into(typed{sql: src.sql + ".e", kind: *src.element}, path[1:])
			}
			if len(path) == 1 {
				return typed{}, refuse("the double reads no whole row of %s", path[0])
			}
			return w.column(src, path[1:])
		}
		var found []*source
		for _, src := range around.sources {
			if src.has(path[0]) {
				found = append(found, src)
			}
		}
		if len(found) > 1 {
			return typed{}, refuse("Column name %s is ambiguous", path[0])
		}
		if len(found) == 1 {
			return w.column(found[0], path)
		}
	}
	return typed{}, refuse("Unrecognized name: %s", path[0])
}

// partitionTime is the name under which the day that a row was loaded is known in tables
// that are partitioned by it. A star does not mean it.
const partitionTime = "_PARTITIONTIME"

func (src *source) has(name string) bool {
	return src.table != nil && src.table.loaded() && strings.EqualFold(name, partitionTime) ||
		slices.ContainsFunc(src.columns, func(f field) bool { return strings.EqualFold(f.name, name) })
}

// column is a column of a source, or what a path leads to in it.
func (w *writer) column(src *source, path []string) (typed, error) {
	if src.table != nil && src.table.loaded() && strings.EqualFold(path[0], partitionTime) {
		return into(typed{sql: src.sql + "." + quoted(partitionTime), kind: kind{name: "TIMESTAMP"}}, path[1:])
	}
	for _, f := range src.columns {
		if !strings.EqualFold(f.name, path[0]) {
			continue
		}
		if use := src.used[strings.ToLower(f.name)]; use != nil {
			use()
		}
		sql := src.sql + "." + quoted(f.name)
		if src.element != nil {
			sql = "struct_extract(" + src.sql + ".e, " + text(f.name) + ")"
		}
		return into(typed{sql: sql, kind: f.kind}, path[1:])
	}
	return typed{}, refuse("Name %s not found inside %s", path[0], src.alias)
}

// into follows names of fields.
func into(t typed, path []string) (typed, error) {
	for _, name := range path {
		if t.kind.name != "STRUCT" {
			return typed{}, refuse("Cannot access field %s on a value with type %s", name, t.kind)
		}
		i := slices.IndexFunc(t.kind.fields, func(f field) bool { return strings.EqualFold(f.name, name) })
		if i < 0 {
			return typed{}, refuse("Field name %s does not exist in %s", name, t.kind)
		}
		f := t.kind.fields[i]
		t = typed{sql: "struct_extract(" + t.sql + ", " + text(f.name) + ")", kind: f.kind}
	}
	return t, nil
}

// partition notes the condition by which a table's partitions are cut, and refuses a
// query without one where the table wants it.
func (w *writer) partition(q *query, s *scope) error {
	for _, src := range s.sources {
		if src.table == nil || src.table.options.Partition == "" {
			continue
		}
		names := map[string]bool{}
		if q.Where != nil {
			namesIn(q.Where, names)
		}
		wanted := strings.ToLower(src.table.options.Partition)
		if !names[wanted] {
			if src.table.options.RequireFilter {
				return refuse("Cannot query over table '%s' without a filter over column(s) '%s' that can be used for partition elimination", src.table.id, src.table.options.Partition)
			}
			continue
		}
		// Partitions are cut where nothing else is asked; else all of the table is paid.
		if len(s.sources) == 1 && slices.Equal(slices.Collect(maps.Keys(names)), []string{wanted}) {
			sql, err := w.condition(q.Where, s, "WHERE")
			if err != nil {
				return err
			}
			w.cuts[src.table] = strings.ReplaceAll(sql, src.sql+".", "")
		}
	}
	return nil
}

// namesIn gathers the last names of all columns that an expression reads.
func namesIn(e *expr, into map[string]bool) {
	if e.Op == "name" {
		into[strings.ToLower(e.Path[len(e.Path)-1])] = true
	}
	for _, a := range e.Args {
		namesIn(a, into)
	}
}
