package gather

import (
	"context"
	"maps"
	"slices"

	"berth.dev/engine/snapshot"
)

// count counts a day for each question: fetched where something came, else kept.
func (r *run) count(parts, fresh []snapshot.Part) {
	for _, b := range r.blocks {
		for _, q := range b.questions {
			of := func(p snapshot.Part) bool { return p.Source == b.Name && p.Query == q.id }
			switch {
			case slices.ContainsFunc(fresh, of):
				q.result.Fetched++
			case slices.ContainsFunc(parts, of):
				q.result.Kept++
			}
		}
	}
}

// tally puts together what the run gave.
func (r *run) tally(ctx context.Context, x snapshot.Index) (Result, error) {
	out := Result{Index: x}
	rows, err := r.rows(ctx, x)
	if err != nil {
		return out, err
	}
	for _, b := range r.blocks {
		services := map[string]map[string]bool{}
		for _, row := range rows {
			if row.Source != b.Name {
				continue
			}
			if i := slices.IndexFunc(b.questions, func(q *question) bool { return q.id == row.QueryID }); i >= 0 {
				b.questions[i].add(row, services)
			}
		}
		for _, q := range b.questions {
			q.result.Services = len(services[q.id])
			b.result.Queries = append(b.result.Queries, q.result)
		}
		slices.Sort(b.result.Warnings)
		b.result.Warnings = slices.Compact(b.result.Warnings)
		b.result.Strangers = slices.Sorted(maps.Keys(b.strangers))
		out.Sources = append(out.Sources, b.result)
	}
	return out, nil
}

// rows are the series of the snapshot.
func (r *run) rows(ctx context.Context, x snapshot.Index) ([]snapshot.Series, error) {
	if x.SeriesDigest == "" {
		return nil, nil
	}
	return snapshot.With(r.o.Store.FS(), x).All(ctx)
}

// add counts one series.
func (q *question) add(row snapshot.Series, services map[string]map[string]bool) {
	q.result.Series++
	q.result.Points += int64(row.Points)
	if row.Cadence > 0 {
		q.result.Missing += max(0, int64(row.To.Sub(row.From)/row.Cadence)-int64(row.Points))
	}
	if services[q.id] == nil {
		services[q.id] = map[string]bool{}
	}
	services[q.id][row.Service] = true
}
