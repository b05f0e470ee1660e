package query

import (
	"errors"

	"berth.dev/engine/bill"
)

// Query is the canonical query about a bill in an engine's dialect.
type Query struct {
	// SQL is the query. It has no parameters.
	SQL string
	// Notes are what a person should know of the source, as in columns it lacks.
	Notes []string
	// ask is what it answers.
	ask bill.Ask
}

// ErrColumn means that a source lacks a column without which nothing can be said.
var ErrColumn = errors.New("a column is missing")

// Build writes the query that answers an ask about a source.
func Build(d Dialect, from Source, ask bill.Ask) (*Query, error) {
	return nil, errors.New("not built")
}

// Faults is the query for the first bad rows, which the fold of this query has seen:
// columns are the file, the row, the number of the check, and the text that is bad.
func (q *Query) Faults(f *Fold) string { return "" }
