//go:build cgo && (linux || darwin) && (amd64 || arm64)

package duck

import (
	"context"
	"errors"
	"fmt"
	"runtime"

	"berth.dev/engine/bill"
	"berth.dev/providers/billing/query"
)

// Available tells whether this berth can read bills by DuckDB.
const Available = true

// Reader reads bills by DuckDB. Each bill has a database of its own in memory.
type Reader struct {
	options Options
}

// Open makes a reader. Nothing is started before the first bill is read.
func Open(o Options) (*Reader, error) {
	if o.Memory <= 0 {
		o.Memory = DefaultMemory
	}
	if o.Threads <= 0 {
		o.Threads = runtime.GOMAXPROCS(0)
	}
	if o.Duplicates <= 0 {
		o.Duplicates = DefaultDuplicates
	}
	if o.Progress == nil {
		o.Progress = func(int64, int64) {}
	}
	return &Reader{o}, nil
}

// reading is one bill while it is read.
type reading struct {
	options Options
	ask     bill.Ask
	db      *session
	files   []input
	fold    *query.Fold
	// aside are where the rows begin that could not be parted into columns, by file.
	aside map[string][]int64
}

// Read answers what is asked of a bill. See [bill.Reader].
func (r *Reader) Read(ctx context.Context, ask bill.Ask) (*bill.Answer, error) {
	if (len(ask.Files) > 0) == (ask.Table != "") {
		return nil, fmt.Errorf("bill %q: it has files or a table, one of them", ask.Name)
	}
	now := &reading{options: r.options, ask: ask, fold: query.NewFold(ask)}
	if ask.Table == "" {
		var err error
		if now.files, err = inputs(ask); err != nil {
			return nil, err
		}
	}
	db, err := start(ctx, r.options, ask)
	if err != nil {
		return nil, fmt.Errorf("bill %q: %w", ask.Name, err)
	}
	defer db.close()
	now.db = db
	if ask.Table != "" {
		return now.table(ctx)
	}
	return now.read(ctx)
}

// read reads a bill of files: their bytes once by berth, for digests and for how many
// records there are, and once by DuckDB at the same time.
func (r *reading) read(ctx context.Context) (*bill.Answer, error) {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	counting := r.count(ctx, stop)
	err := r.query(ctx)
	if err != nil {
		if odd := r.odd(ctx); odd != nil {
			err = odd
		}
		stop()
	}
	files, counts := <-counting, error(nil)
	for _, c := range files {
		counts = errors.Join(counts, c.err)
	}
	// What berth finds in the bytes says more than DuckDB's error about the same place.
	if counts != nil && !errors.Is(counts, context.Canceled) {
		return nil, fmt.Errorf("bill %q: %w", r.ask.Name, counts)
	}
	if err == nil {
		err = counts
	}
	if err != nil {
		return nil, err
	}
	if err := r.check(files); err != nil {
		return nil, err
	}
	if err := r.faults(ctx); err != nil {
		return nil, err
	}
	twice, err := r.duplicates(ctx)
	if err != nil {
		return nil, err
	}
	answer, err := r.fold.Answer()
	if err != nil {
		return nil, err
	}
	answer.Duplicates = twice
	for i, in := range r.files {
		answer.Files = append(answer.Files, bill.File{Path: in.path, Digest: files[i].digest, Rows: r.fold.Rows(in.path)})
	}
	return answer, nil
}

// count reads the bytes of all files beside the query, and stops that where they are no
// bill's.
func (r *reading) count(ctx context.Context, stop func()) <-chan []counted {
	done := make(chan []counted, 1)
	var read, all int64
	for _, in := range r.files {
		all += in.size
	}
	go func() {
		out := make([]counted, len(r.files))
		for i, in := range r.files {
			out[i] = count(ctx, in, func(n int) {
				read += int64(n)
				r.options.Progress(read, all)
			})
			if out[i].err != nil {
				stop()
				break
			}
		}
		done <- out
	}()
	return done
}

// check holds what DuckDB read against what berth counted: a row that went missing, or a
// file that stands twice, refuses the bill.
func (r *reading) check(files []counted) error {
	first := map[string]string{}
	for i, in := range r.files {
		rows := r.fold.Rows(in.path)
		if other, twice := first[files[i].digest]; twice && rows > 0 {
			return fmt.Errorf("bill %q: %s and %s are the same to the last byte: leave one", r.ask.Name, other, in.path)
		}
		first[files[i].digest] = in.path
		want := files[i].records
		switch in.format {
		case parquetFormat:
			continue
		case csvFormat:
			want = max(want-1, 0)
		}
		if rows != want {
			return fmt.Errorf("bill %q: %s: %d rows were read of %d that the file has: a quote may be open, or the file is still being written", r.ask.Name, in.path, rows, want)
		}
	}
	return nil
}

// query asks each source of the bill.
func (r *reading) query(ctx context.Context) error {
	sources, err := r.sources(ctx)
	if err != nil {
		return err
	}
	for i, s := range sources {
		err := r.ofSource(ctx, s)
		if err != nil && s.names != nil && ctx.Err() == nil {
			s.keepAside(i)
			err = r.ofSource(ctx, s)
		}
		if err != nil {
			return err
		}
		if err := r.lost(ctx, s); err != nil {
			return err
		}
	}
	return nil
}

// ofSource asks a source. Where that fails the fold has nothing of it: engines add up
// all rows before the first answer comes.
func (r *reading) ofSource(ctx context.Context, s *source) error {
	q, err := query.Build(query.DuckDB{}, s.source, r.ask)
	if err != nil {
		return fmt.Errorf("%w (in %s)", err, s.files[0].path)
	}
	for _, n := range q.Notes {
		r.fold.Note(n)
	}
	only := ""
	if s.source.File == "" {
		only = s.files[0].path
	}
	return r.answer(ctx, q, s.again(), only)
}

// answer gives the fold what a query answers, and what that leaves out. from is the
// source to read it from again.
func (r *reading) answer(ctx context.Context, q *query.Query, from query.Source, only string) error {
	run := func(q *query.Query) error {
		err := r.db.each(ctx, q.SQL, func(row []any) error {
			if only != "" {
				row[1] = only
			}
			return r.fold.Add(q, row)
		})
		if err != nil {
			return fmt.Errorf("bill %q: %w", r.ask.Name, err)
		}
		return nil
	}
	if err := run(q); err != nil || !r.fold.Fine(q) {
		return err
	}
	again, err := query.Build(query.DuckDB{}, from, r.ask)
	if err != nil {
		return err
	}
	return run(again.Exactly())
}

// odd is what is wrong with the text of a file that DuckDB gave up on, nil where that
// says nothing.
func (r *reading) odd(ctx context.Context) error {
	for _, in := range r.files {
		if in.format == parquetFormat {
			continue
		}
		line, err := oddLine(ctx, in)
		if err == nil && line > 0 {
			return fmt.Errorf("bill %q: %s:%d: it is no UTF-8: export the file as UTF-8", r.ask.Name, in.path, line)
		}
	}
	return nil
}
