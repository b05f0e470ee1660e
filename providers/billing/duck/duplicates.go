//go:build cgo && (linux || darwin) && (amd64 || arm64)

package duck

import (
	"context"
	"fmt"
	"strings"
)

// duplicates counts rows that stand twice, in whichever files, by a hash of all their
// columns. A bill with more rows than the options say is not looked through.
func (r *reading) duplicates(ctx context.Context) (int64, error) {
	if n := r.fold.Count(); n > r.options.Duplicates {
		r.fold.Note(fmt.Sprintf("the bill has more than %d rows: it was not looked through for rows that stand twice", r.options.Duplicates))
		return 0, nil
	}
	sources, err := r.sources(ctx)
	if err != nil {
		return 0, err
	}
	var hashes []string
	for _, s := range sources {
		var columns []string
		for _, c := range s.source.Columns {
			columns = append(columns, c.SQL)
		}
		hashes = append(hashes, fmt.Sprintf("SELECT HASH(%s) AS h FROM %s", strings.Join(columns, ", "), s.again().From))
	}
	if len(hashes) == 0 {
		return 0, nil
	}
	var twice int64
	err = r.db.each(ctx, "SELECT COUNT(*) - COUNT(DISTINCT h) FROM ("+strings.Join(hashes, " UNION ALL ")+")", func(row []any) error {
		twice, _ = row[0].(int64)
		return nil
	})
	if err != nil {
		return 0, fmt.Errorf("bill %q: %w", r.ask.Name, err)
	}
	return twice, nil
}
