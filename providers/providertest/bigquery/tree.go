//go:build cgo && (linux || darwin) && (amd64 || arm64)

package bigquery

import (
	"fmt"
	"strings"
)

// expr is a part of a query, as parse.mjs makes it of the parser's tree.
type expr struct {
	Op      string    `json:"op"`
	Text    string    `json:"text"`
	Path    []string  `json:"path"`
	Args    []*expr   `json:"args"`
	Operand *expr     `json:"operand"`
	Whens   [][]*expr `json:"whens"`
	Query   *query    `json:"query"`
}

// query is a SELECT.
type query struct {
	Columns []struct {
		Expr *expr  `json:"expr"`
		As   string `json:"as"`
	} `json:"columns"`
	From  []from  `json:"from"`
	Where *expr   `json:"where"`
	Group []*expr `json:"group"`
	Order []struct {
		Expr *expr `json:"expr"`
		Down bool  `json:"down"`
	} `json:"order"`
	Having   *expr `json:"having"`
	Limit    *expr `json:"limit"`
	Distinct bool  `json:"distinct"`
	With     []struct {
		Name  string `json:"name"`
		Query *query `json:"query"`
	} `json:"with"`
}

// from is one of a table, a query and an array.
type from struct {
	Table  string `json:"table"`
	Query  *query `json:"query"`
	Unnest *expr  `json:"unnest"`
	As     string `json:"as"`
}

// kind is a type of BigQuery: STRING, INT64, …, ARRAY of elem, STRUCT of fields. That of
// NULL alone is "".
type kind struct {
	name   string
	elem   *kind
	fields []field
}

// field is a column of a table or query, or a field of a struct.
type field struct {
	name string
	kind kind
}

// is tells whether a type is one of those named.
func (k kind) is(names ...string) bool {
	for _, n := range names {
		if k.name == n {
			return true
		}
	}
	return false
}

// String is the type as BigQuery writes it.
func (k kind) String() string {
	switch k.name {
	case "":
		return "NULL"
	case "ARRAY":
		return "ARRAY<" + k.elem.String() + ">"
	case "STRUCT":
		var all []string
		for _, f := range k.fields {
			all = append(all, f.name+" "+f.kind.String())
		}
		return "STRUCT<" + strings.Join(all, ", ") + ">"
	}
	return k.name
}

// duck is the type in DuckDB. A decimal of 76 digits is a text there, and a moment has
// no zone, being UTC.
func (k kind) duck() string {
	switch k.name {
	case "":
		return "INTEGER"
	case "ARRAY":
		return k.elem.duck() + "[]"
	case "STRUCT":
		var all []string
		for _, f := range k.fields {
			all = append(all, quoted(f.name)+" "+f.kind.duck())
		}
		return "STRUCT(" + strings.Join(all, ", ") + ")"
	case "INT64":
		return "BIGINT"
	case "FLOAT64":
		return "DOUBLE"
	case "NUMERIC":
		return "DECIMAL(38,9)"
	case "BOOL":
		return "BOOLEAN"
	case "DATE":
		return "DATE"
	case "TIMESTAMP", "DATETIME":
		return "TIMESTAMP"
	}
	return "VARCHAR"
}

// ranks orders numbers by what is coerced into what.
var ranks = map[string]int{"INT64": 1, "NUMERIC": 2, "BIGNUMERIC": 3, "FLOAT64": 4}

// common is the type into which all of some expressions are coerced; ok is false where
// there is none.
func common(all []typed) (out kind, ok bool) {
	for _, t := range all {
		switch {
		case t.kind.name == "" || t.kind.String() == out.String():
		case out.name == "":
			out = t.kind
		case ranks[t.kind.name] > 0 && ranks[out.name] > 0:
			if ranks[t.kind.name] > ranks[out.name] {
				out = t.kind
			}
		default:
			return kind{}, false
		}
	}
	return out, true
}

// quoted is a name between DuckDB's quotes, text a text between its own.
func quoted(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }
func text(s string) string      { return "'" + strings.ReplaceAll(s, "'", "''") + "'" }

// typed is SQL of DuckDB with its type of BigQuery.
type typed struct {
	sql  string
	kind kind
	// literal says that it is written out, so that a number fits more types.
	literal bool
}

// as is the expression coerced into a type.
func (t typed) as(k kind) (string, error) {
	switch {
	case t.kind.String() == k.String():
		return t.sql, nil
	case t.kind.name == "":
		return "CAST(NULL AS " + k.duck() + ")", nil
	case ranks[t.kind.name] > 0 && ranks[t.kind.name] < ranks[k.name] || t.literal && t.kind.name == "FLOAT64" && ranks[k.name] > 1:
		if k.name == "BIGNUMERIC" {
			return "bq_decimal(CAST(" + t.sql + " AS VARCHAR))", nil
		}
		return "CAST(" + t.sql + " AS " + k.duck() + ")", nil
	}
	return "", fmt.Errorf("%s is no %s", t.kind, k)
}
