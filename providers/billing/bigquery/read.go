package bigquery

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"cloud.google.com/go/bigquery"
	"google.golang.org/api/googleapi"
	"google.golang.org/api/iterator"

	"berth.dev/engine/bill"
	"berth.dev/providers/billing"
	"berth.dev/providers/billing/query"
)

// reading is one bill while it is read.
type reading struct {
	*Reader
	ask      bill.Ask
	table    table
	location string
	query    *query.Query
	fold     *query.Fold
}

// Read answers what is asked of a bill. See [bill.Reader].
func (r *Reader) Read(ctx context.Context, ask bill.Ask) (*bill.Answer, error) {
	t, err := tableOf(ask, r.options.Project)
	if err != nil {
		return nil, err
	}
	ctx, stop := context.WithTimeoutCause(ctx, r.options.Timeout, fmt.Errorf("it took longer than %v", r.options.Timeout))
	defer stop()
	now := &reading{Reader: r, ask: ask, table: t, location: r.options.Location, fold: query.NewFold(ask)}
	answer, err := now.read(ctx)
	if err != nil {
		if cause := context.Cause(ctx); cause != nil {
			err = cause
		}
		return nil, fmt.Errorf("bill %q: %w", ask.Name, err)
	}
	return answer, nil
}

func (r *reading) read(ctx context.Context) (*bill.Answer, error) {
	if err := r.prepare(ctx); err != nil {
		return nil, err
	}
	if err := r.run(ctx, r.query.SQL, func(row []any) error { return r.fold.Add(r.query, row) }); err != nil {
		return nil, err
	}
	if r.fold.Bad() > 0 {
		// Rows of a table have no order and no lines.
		place := func(string, int64, string) (string, int64) { return r.ask.Table, 0 }
		if err := r.run(ctx, r.query.Faults(r.fold, bill.MostFaults), func(row []any) error { return r.fold.AddFault(r.query, row, place) }); err != nil {
			return nil, err
		}
	}
	r.fold.Note("rows of a table in BigQuery are not looked through for such that stand twice: that would read, and bill, every column")
	answer, err := r.fold.Answer()
	if err != nil {
		return nil, err
	}
	answer.Files = []bill.File{{Path: r.ask.Table, Digest: billing.Digest(answer), Rows: answer.Count}}
	return answer, nil
}

// prepare looks at the table and writes the query.
func (r *reading) prepare(ctx context.Context) error {
	r.options.Progress("asking for the columns of " + r.table.String())
	meta, err := r.describe(ctx, r.table)
	if err != nil {
		return err
	}
	if r.location == "" {
		r.location = meta.Location
	}
	from := query.BigQueryName(r.table.String())
	condition, note := filter(meta, r.ask)
	if condition != "" {
		from = "(SELECT * FROM " + from + " WHERE " + condition + ")"
	}
	if note != "" {
		r.fold.Note(note)
	}
	r.query, err = query.Build(query.BigQuery{}, query.Source{From: from + " AS " + row, Columns: columns(meta.Schema)}, r.ask)
	if err != nil {
		return err
	}
	for _, n := range r.query.Notes {
		r.fold.Note(n)
	}
	return nil
}

// run lets BigQuery answer a query, and hands on the rows. What it would cost is asked
// first.
func (r *reading) run(ctx context.Context, sql string, take func([]any) error) error {
	cost, err := r.estimate(ctx, sql)
	if err != nil {
		return err
	}
	r.options.Progress(fmt.Sprintf("asking BigQuery, which reads %s", size(cost)))
	job, err := r.start(ctx, sql)
	if err != nil {
		return r.explain(ctx, r.table, err)
	}
	rows, err := job.Read(ctx)
	if err != nil {
		return r.explain(ctx, r.table, err)
	}
	for {
		var values []bigquery.Value
		err := rows.Next(&values)
		if errors.Is(err, iterator.Done) {
			return nil
		}
		if err != nil {
			return r.explain(ctx, r.table, err)
		}
		row := make([]any, len(values))
		for i, v := range values {
			row[i] = v
		}
		if err := take(row); err != nil {
			return err
		}
	}
}

// estimate asks what a query would read, which costs nothing, and refuses too much.
func (r *reading) estimate(ctx context.Context, sql string) (int64, error) {
	q := r.made(sql)
	q.DryRun = true
	job, err := q.Run(ctx)
	if err != nil {
		return 0, r.explain(ctx, r.table, err)
	}
	cost := job.LastStatus().Statistics.TotalBytesProcessed
	if cost > r.options.MostBytes {
		return 0, fmt.Errorf("BigQuery: the query on %s would read %s, more than the %s that one query may: raise the limit, ask for fewer keys, or take a table that is partitioned", r.table, size(cost), size(r.options.MostBytes))
	}
	return cost, nil
}

// made is a query with all that every query of ours has.
func (r *reading) made(sql string) *bigquery.Query {
	q := r.client.Query(sql)
	q.Location = r.location
	q.Labels = map[string]string{"tool": "berth", "bill": label(r.ask.Name), "month": label(r.ask.From.String())}
	return q
}

// start begins a job. Where a connection breaks off nobody knows whether it has begun, so
// it is asked for once more under the same name: a job whose name is taken is that one,
// and is read, not begun and paid for again.
func (r *reading) start(ctx context.Context, sql string) (*bigquery.Job, error) {
	q := r.made(sql)
	q.JobID = r.options.Job()
	q.MaxBytesBilled = max(r.options.MostBytes, leastBilled)
	q.JobTimeout = r.options.Timeout
	job, err := q.Run(ctx)
	var told *googleapi.Error
	if err != nil && ctx.Err() == nil && !errors.As(err, &told) {
		job, err = q.Run(ctx)
	}
	if errors.As(err, &told) && told.Code == http.StatusConflict {
		return r.again(ctx, q.JobID, sql)
	}
	return job, err
}

// again finds a job that is there already, if it is the query that was asked for.
func (r *reading) again(ctx context.Context, id, sql string) (*bigquery.Job, error) {
	job, err := r.client.JobFromIDLocation(ctx, id, r.location)
	if err != nil {
		return nil, err
	}
	config, err := job.Config()
	if err != nil {
		return nil, err
	}
	if q, is := config.(*bigquery.QueryConfig); !is || q.Q != sql {
		return nil, fmt.Errorf("there is another job with the name %s", id)
	}
	return job, nil
}

// leastBilled is what BigQuery bills for each table of a query at least: 10 MiB. A
// smaller limit would refuse every query.
const leastBilled = 10 << 20

// quoted is a name between BigQuery's quotes.
func quoted(name string) string { return query.BigQueryName(name) }

// size is a number of bytes as people read it.
func size(n int64) string {
	for _, u := range []struct {
		name string
		at   int64
	}{{"TiB", 1 << 40}, {"GiB", 1 << 30}, {"MiB", 1 << 20}, {"KiB", 1 << 10}} {
		if n >= u.at {
			return fmt.Sprintf("%.1f %s", float64(n)/float64(u.at), u.name)
		}
	}
	return fmt.Sprintf("%d bytes", n)
}
