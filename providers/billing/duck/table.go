//go:build cgo && (linux || darwin) && (amd64 || arm64)

package duck

import (
	"context"
	"fmt"
	"strings"

	"berth.dev/engine/bill"
	"berth.dev/providers/billing"
	"berth.dev/providers/billing/query"
)

// table reads a bill that is a table of the database file. Its rows have no order, so
// faults have no line, and its digest is that of the answer.
func (r *reading) table(ctx context.Context) (*bill.Answer, error) {
	if r.options.Database == "" {
		return nil, fmt.Errorf("bill %q: table %q is in no database: write warehouse = \"duckdb:FILE\" in the report's block", r.ask.Name, r.ask.Table)
	}
	parts := strings.Split(r.ask.Table, ".")
	for i, p := range parts {
		parts[i] = identifier(p)
	}
	from := strings.Join(parts, ".")
	columns, _, err := r.describe(ctx, from)
	if err != nil {
		return nil, fmt.Errorf("bill %q: table %s: %w", r.ask.Name, r.ask.Table, err)
	}
	source := query.Source{From: from, Columns: columns}
	q, err := query.Build(query.DuckDB{}, source, r.ask)
	if err != nil {
		return nil, err
	}
	for _, n := range q.Notes {
		r.fold.Note(n)
	}
	if err := r.answer(ctx, q, source, ""); err != nil {
		return nil, err
	}
	if r.fold.Bad() > 0 {
		if err := r.db.each(ctx, q.Faults(r.fold, bill.MostFaults), func(row []any) error {
			return r.fold.AddFault(q, row, func(string, int64, string) (string, int64) { return r.ask.Table, 0 })
		}); err != nil {
			return nil, fmt.Errorf("bill %q: table %s: %w", r.ask.Name, r.ask.Table, err)
		}
	}
	answer, err := r.fold.Answer()
	if err != nil {
		return nil, err
	}
	answer.Files = []bill.File{{Path: r.ask.Table, Digest: billing.Digest(answer), Rows: answer.Count}}
	return answer, nil
}
