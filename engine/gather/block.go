package gather

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"berth.dev/engine/measure"
	"berth.dev/engine/snapshot"
)

// badDays is on how many days a query may have a bad answer before it is asked for no
// other day.
const badDays = 3

// mostStrangers is how many names a snapshot notes of those that the workspace has not.
// A service that is new and is none of the first ten thousand takes --again.
const mostStrangers = 10_000

// block is a metrics block in the course of a run. Only one goroutine at a time has it.
type block struct {
	Block
	questions []*question
	// shared are services that several names of the source may mean.
	shared map[string]bool
	// strangers are names that the workspace has not, pairs who calls whom.
	strangers map[string]bool
	pairs     []measure.Pair
	result    SourceResult
	// gone is why the source is asked no more.
	gone *measure.Failure
}

// newBlock prepares a block; before is what the snapshot has of it. Where a block that is
// not asked would ask says nothing about what was read of it: a shell may lack the
// variables that say where its source is.
func newBlock(b Block, before snapshot.Source, asked bool, known map[string]bool) *block {
	if !asked || b.Unready != nil {
		b.Address = cmp.Or(before.Address, b.Address)
	}
	out := &block{
		Block: b, shared: map[string]bool{}, strangers: map[string]bool{}, pairs: before.Pairs,
		result: SourceResult{Name: b.Name, Asked: asked}, gone: b.Unready,
	}
	for _, service := range b.Names {
		out.shared[service] = true
	}
	for _, name := range before.Strangers {
		out.strangers[name] = true
	}
	grown := slices.ContainsFunc(before.Strangers, func(name string) bool { return known[b.called(name)] })
	for _, q := range b.Queries {
		out.questions = append(out.questions, &question{Query: q, id: b.ID(q), anew: asked && grown, result: QueryResult{Query: q}})
	}
	return out
}

// late is the failure of a source whose deadline is over.
func (b *Block) late() *measure.Failure {
	f := measure.Fail(measure.Slow, "%s: not all answers came within the deadline of %s. Raise deadline in the metrics block, or run berth measure again: it goes on from here", b.Address, b.Deadline)
	f.Again = true
	return f
}

// trouble notes a failure, and who is asked no more because of it.
func (b *block) trouble(ctx context.Context, q *question, f *measure.Failure) {
	q.troubles++
	if q.result.Failure == nil {
		q.result.Failure = f
	}
	switch {
	case ctx.Err() != nil:
		b.gone = b.late()
	case f.Cause == measure.Down, f.Cause == measure.Refused, f.Cause == measure.Limited:
		b.gone = f
	case f.Cause == measure.Nonsense, f.Cause == measure.Incomplete:
	default:
		q.troubles = badDays
	}
}

// given tells whether a question is asked no more.
func (q *question) given() bool { return q.troubles >= badDays }

// record is the block as the index of a snapshot has it.
func (b *block) record(before snapshot.Source) snapshot.Source {
	out := snapshot.Source{
		Name: b.Name, Kind: b.Kind, Address: b.Address, Step: b.Step, Window: max(b.Window, b.Stay),
		Pairs: b.pairs, Strangers: slices.Sorted(maps.Keys(b.strangers)),
	}
	out.Strangers = out.Strangers[:min(len(out.Strangers), mostStrangers)]
	for _, q := range b.questions {
		row := snapshot.Query{ID: q.id, Kind: q.Kind, Text: q.Text, Only: q.Only}
		switch f := q.result.Failure; {
		case f != nil:
			row.Failure, row.Cause = f.Words, f.Cause
		case !b.result.Asked:
			if i := slices.IndexFunc(before.Queries, func(o snapshot.Query) bool { return o.ID == q.id }); i >= 0 {
				row.Failure, row.Cause = before.Queries[i].Failure, before.Queries[i].Cause
			}
		}
		out.Queries = append(out.Queries, row)
	}
	return out
}
