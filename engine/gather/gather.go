package gather

import (
	"cmp"
	"context"
	"slices"
	"time"

	"berth.dev/engine/measure"
	"berth.dev/engine/snapshot"
)

// Options say what is gathered, and into which snapshot.
type Options struct {
	// Blocks are all metrics blocks of the workspace, in order of name.
	Blocks []Block
	// Only are the blocks that are asked; none means all. What was read of others stays.
	Only []string
	// Services are the names of the workspace's services: a series of any other is left
	// out, and its name is noted.
	Services []string
	// Now is the moment of the measurement.
	Now time.Time
	// Since is the first day that is asked for; the zero time means the window of each
	// block. What a snapshot has of earlier days stays.
	Since time.Time
	// Again asks anew for days that the snapshot has.
	Again bool
	// Profiles say how the series are measured in the end.
	Profiles snapshot.Options
	// Store keeps the files.
	Store Store
	// Progress is told how far the work is, from one goroutine at a time; nil for nobody.
	Progress func(Progress)
}

// Block is a metrics block, ready to be asked.
type Block struct {
	Name, Kind, Address string
	// Identity is what else the answers depend on, such as a tenant's header. It has no
	// secret.
	Identity string
	Step     time.Duration
	// Window is how far back is asked for. Days stay for as long, or for Stay where that
	// is longer: a shorter window for once takes nothing away.
	Window, Stay time.Duration
	// Deadline is for all calls of one measurement; 0 is none.
	Deadline time.Duration
	// Settle is how old a point must be before it is asked for: servers take in late.
	Settle time.Duration
	// Present tells that the source knows of now alone, and keeps no history.
	Present bool
	Queries []measure.Query
	// Names are services by what the source calls them. Several names of one service
	// add up.
	Names map[string]string
	// Source answers. It may be a [Mapper], too.
	Source measure.Source
	// Unready is why the source cannot be asked, such as a token that is not there.
	Unready *measure.Failure
}

// Mapper is a source that knows who calls whom beyond what its queries measure.
type Mapper interface {
	Calls(ctx context.Context, from, to time.Time) ([]measure.Pair, measure.Answer, error)
}

// Progress is how far the work is.
type Progress struct {
	// Day is the one that is read, Done how many of all Days are there.
	Day        string
	Done, Days int
	// Source and Query are what is asked; "" while profiles are made.
	Source, Query string
}

// Result is what became of a measurement.
type Result struct {
	// Index is that of the snapshot as it lies there now.
	Index   snapshot.Index
	Sources []SourceResult
}

// SourceResult is what one block gave.
type SourceResult struct {
	Name string
	// Asked tells that the block was among those to be asked.
	Asked   bool
	Queries []QueryResult
	// Calls is how many calls over the network were made.
	Calls int
	// Warnings are the source's own words, without repetition.
	Warnings []string
	// Strangers are names that the source has and the workspace has not, sorted.
	Strangers []string
}

// QueryResult is what one query gave.
type QueryResult struct {
	Query measure.Query
	// Fetched days were read now, Kept days were there before.
	Fetched, Kept int
	// Series and Points are those of the query in the snapshot, Services how many
	// services they are of. Missing is how many points their gaps lack.
	Series, Services int
	Points, Missing  int64
	// Dropped is how many points were no demand, and Calls how many calls were made.
	Dropped, Calls int
	// Failure is why the query has no answer or not all of it.
	Failure *measure.Failure
}

// Gather reads what the snapshot lacks and writes it. A block or query that fails stops
// no other: the error is about the store, the snapshot, or the end of ctx. What was
// read until then is kept for the next time.
func Gather(ctx context.Context, o Options) (Result, error) {
	r, err := newRun(o)
	if err != nil {
		return Result{}, err
	}
	ctxs, stop := r.deadlines(ctx)
	defer stop()
	if err := r.readDays(ctx, ctxs); err != nil {
		return Result{}, err
	}
	r.readPairs(ctxs)
	x, err := r.finish(ctx)
	if err != nil {
		return Result{}, err
	}
	return r.tally(ctx, x)
}

// deadlines are the contexts of the blocks, which begin with the measurement.
func (r *run) deadlines(ctx context.Context) (ctxs []context.Context, stop func()) {
	var stops []context.CancelFunc
	for _, b := range r.blocks {
		inner := ctx
		if b.Deadline > 0 {
			var cancel context.CancelFunc
			inner, cancel = context.WithTimeout(ctx, b.Deadline)
			stops = append(stops, cancel)
		}
		ctxs = append(ctxs, inner)
	}
	return ctxs, func() {
		for _, cancel := range stops {
			cancel()
		}
	}
}

// readDays reads all days, the newest first.
func (r *run) readDays(ctx context.Context, ctxs []context.Context) error {
	days := r.dates()
	for i, day := range days {
		if ctx.Err() != nil {
			return ended(ctx)
		}
		if err := r.readDay(ctx, ctxs, day, Progress{Day: dateOf(day), Done: i, Days: len(days)}); err != nil {
			return err
		}
	}
	return nil
}

// readPairs asks the sources that know it who calls whom.
func (r *run) readPairs(ctxs []context.Context) {
	for i, b := range r.blocks {
		m, ok := b.Source.(Mapper)
		if !ok || !b.result.Asked || b.gone != nil {
			continue
		}
		pairs, got, err := m.Calls(ctxs[i], b.begins(r.o.Now), b.ends(r.o.Now))
		b.result.Calls += got.Calls
		b.result.Warnings = append(b.result.Warnings, got.Warnings...)
		if err != nil {
			b.result.Warnings = append(b.result.Warnings, "who calls whom: "+err.Error())
			continue
		}
		b.pairs = nil
		for _, p := range pairs {
			p.From, p.To = b.called(p.From), b.called(p.To)
			if r.known[p.From] {
				b.pairs = append(b.pairs, p)
			}
		}
		slices.SortFunc(b.pairs, func(a, b measure.Pair) int { return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To)) })
		b.pairs = slices.Compact(b.pairs)
	}
}
