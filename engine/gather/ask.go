package gather

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"slices"
	"unicode/utf8"

	"berth.dev/engine/measure"
	"berth.dev/engine/snapshot"
)

// answer takes what a source hands out for one question on one day.
type answer struct {
	block *block
	known map[string]bool
	span  span
	day   *snapshot.DayBuilder
	// sums are the series of names that several series may come under.
	sums map[measure.Key]map[int64]float64
	// points were taken, nameless ones left out because no snapshot holds their names.
	points   int64
	nameless int
}

// longestName is how long names of services may be.
const longestName = 512

// ask reads one span. What came before a failure is taken away again.
func (r *run) ask(ctx context.Context, b *block, s span, day *snapshot.DayBuilder) (snapshot.Part, *measure.Failure) {
	a := &answer{block: b, known: r.known, span: s, day: day, sums: map[measure.Key]map[int64]float64{}}
	got, err := b.Source.Read(ctx, measure.Request{Query: s.q.Query, From: s.from, To: s.to, Step: b.Step}, a.put)
	got.Dropped += a.nameless
	s.q.result.Calls += got.Calls
	s.q.result.Dropped += got.Dropped
	b.result.Calls += got.Calls
	b.result.Warnings = append(b.result.Warnings, got.Warnings...)
	if err == nil {
		err = a.flush()
	}
	failure := asFailure(ctx, b, err)
	switch {
	case failure == nil && got.Partial:
		failure = measure.Fail(measure.Incomplete, "%s says that its answer is partial: some of its stores did not answer. See to them and run berth measure again", b.Address)
	case failure != nil && failure.Cause == measure.Empty:
		// A day without the metric is a day that was read.
		failure = nil
	}
	if failure != nil {
		day.Drop(b.Name, s.q.id)
		return snapshot.Part{}, failure
	}
	return snapshot.Part{
		Source: b.Name, Kind: s.q.Kind, Only: s.q.Only, Query: s.q.id,
		Until: s.to, Points: a.points, Dropped: got.Dropped,
	}, nil
}

// asFailure is the reason behind an error of a source.
func asFailure(ctx context.Context, b *block, err error) *measure.Failure {
	var failure *measure.Failure
	switch {
	case err == nil:
		return nil
	case errors.As(err, &failure):
		return failure
	case ctx.Err() != nil:
		return b.late()
	}
	return measure.Fail(measure.Nonsense, "%s: %s", b.Address, err)
}

// put takes one batch.
func (a *answer) put(batch measure.Batch) error {
	if len(batch.Times) == 0 {
		return nil
	}
	from, to := a.span.from.Unix(), a.span.to.Unix()
	if len(batch.Times) != len(batch.Values) || batch.Times[0] < from || batch.Times[len(batch.Times)-1] >= to {
		return measure.Fail(measure.Nonsense, "%s: the answer has points that were not asked for", a.block.Address)
	}
	if !named(batch.Service, a.span.q.Only != "") || !named(batch.Peer, !a.span.q.Kind.Pair()) {
		a.nameless += len(batch.Times)
		return nil
	}
	key, ok := a.name(batch.Key)
	if !ok {
		return nil
	}
	batch.Key = key
	if a.block.shared[key.Service] || a.block.shared[key.Peer] {
		a.sum(batch)
		return nil
	}
	a.points += int64(len(batch.Times))
	return a.day.Add(a.block.Name, a.span.q.id, batch)
}

// named tells whether a name can be kept; needless that there may be none.
func named(name string, needless bool) bool {
	return (name != "" || needless) && len(name) <= longestName && utf8.ValidString(name)
}

// name is a series as the workspace calls it; false where it has no such service.
func (a *answer) name(key measure.Key) (measure.Key, bool) {
	said := key.Service
	key.Kind = a.span.q.Kind
	key.Service = cmp.Or(a.span.q.Only, a.block.called(said))
	key.Peer = a.block.called(key.Peer)
	if !key.Kind.Pair() {
		key.Peer = ""
	}
	if !a.known[key.Service] {
		a.block.strangers[said] = true
		return key, false
	}
	return key, true
}

// called is what the workspace calls a name of the source.
func (b *Block) called(name string) string { return cmp.Or(b.Names[name], name) }

// sum adds a series to the others of its name.
func (a *answer) sum(batch measure.Batch) {
	sums := a.sums[batch.Key]
	if sums == nil {
		sums = make(map[int64]float64, len(batch.Times))
		a.sums[batch.Key] = sums
	}
	for i, t := range batch.Times {
		sums[t] += batch.Values[i]
	}
}

// flush adds the sums to the day, in order.
func (a *answer) flush() error {
	for _, key := range slices.SortedFunc(maps.Keys(a.sums), measure.Key.Compare) {
		sums := a.sums[key]
		batch := measure.Batch{Key: key, Times: slices.Sorted(maps.Keys(sums))}
		for _, t := range batch.Times {
			batch.Values = append(batch.Values, sums[t])
		}
		a.points += int64(len(batch.Times))
		if err := a.day.Add(a.block.Name, a.span.q.id, batch); err != nil {
			return err
		}
	}
	return nil
}
