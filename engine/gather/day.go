package gather

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"berth.dev/engine/snapshot"
)

// work is what is asked of one block on one day, and what it gave.
type work struct {
	block *block
	spans []span
	parts []snapshot.Part
}

// readDay reads what a day lacks and writes it. done and of say how far the run is.
// ctxs are those of the blocks, which end with their deadlines.
func (r *run) readDay(ctx context.Context, ctxs []context.Context, day time.Time, p Progress) error {
	old, had := r.day(dateOf(day))
	var works []*work
	for _, b := range r.blocks {
		works = append(works, &work{block: b, spans: r.missing(b, day, old.Parts)})
	}
	if !asks(works) && len(r.valid(old.Parts, works)) == len(old.Parts) {
		r.count(old.Parts, nil)
		return nil
	}
	builder, err := snapshot.NewDay(dateOf(day))
	if err != nil {
		return err
	}
	var all sync.WaitGroup
	for i, w := range works {
		all.Go(func() { r.read(ctxs[i], w, builder, p) })
	}
	all.Wait()
	if ctx.Err() != nil {
		return ended(ctx)
	}
	return r.write(builder, old, had, r.valid(old.Parts, works), works)
}

// asks tells whether there is anything to be asked.
func asks(works []*work) bool {
	return slices.ContainsFunc(works, func(w *work) bool { return len(w.spans) > 0 })
}

// read asks one block for its part of a day.
func (r *run) read(ctx context.Context, w *work, builder *snapshot.DayBuilder, p Progress) {
	b := w.block
	for _, s := range w.spans {
		if s.q.given() {
			continue
		}
		if b.gone == nil && ctx.Err() != nil {
			b.gone = b.late()
		}
		if b.gone != nil {
			s.q.result.Failure = cmp.Or(s.q.result.Failure, b.gone)
			continue
		}
		p.Source, p.Query = b.Name, string(s.q.Kind)
		r.tell(p)
		part, failure := r.ask(ctx, b, s, builder)
		if failure != nil {
			b.trouble(ctx, s.q, failure)
			continue
		}
		w.parts = append(w.parts, part)
	}
}

// valid are the parts of a day that stay: those whose queries are asked today, too, and
// those of queries that were changed, until what is asked in their place has read the
// day.
func (r *run) valid(parts []snapshot.Part, works []*work) (out []snapshot.Part) {
	for _, p := range parts {
		i := slices.IndexFunc(works, func(w *work) bool { return w.block.Name == p.Source })
		if i >= 0 && works[i].keeps(p, parts) {
			out = append(out, p)
		}
	}
	return out
}

// keeps tells whether a part of the block stays, among those that the day had.
func (w *work) keeps(p snapshot.Part, had []snapshot.Part) bool {
	replaced, read := false, false
	for _, q := range w.block.questions {
		if q.id == p.Query {
			return true
		}
		if q.Kind != p.Kind || q.Only != p.Only {
			continue
		}
		of := func(o snapshot.Part) bool { return o.Source == p.Source && o.Query == q.id }
		replaced = true
		read = read || slices.ContainsFunc(had, of) || slices.ContainsFunc(w.parts, of)
	}
	return replaced && !read
}

// write writes the day with what is new over what was there. A part that was asked anew
// and failed stays as it was.
func (r *run) write(builder *snapshot.DayBuilder, old snapshot.Day, had bool, parts []snapshot.Part, works []*work) error {
	var fresh []snapshot.Part
	for _, w := range works {
		fresh = append(fresh, w.parts...)
	}
	r.count(parts, fresh)
	if len(fresh) == 0 && len(parts) == len(old.Parts) {
		return nil
	}
	merged := r.merge(parts, fresh)
	if had {
		if err := r.takeOver(builder, old, parts, works); err != nil {
			return err
		}
	}
	made, err := r.put(builder)
	if err != nil {
		return err
	}
	made.Parts = merged
	r.keep(made)
	r.changed = true
	return r.save(progressFile, r.index())
}

// takeOver keeps what stays of the day's old file.
func (r *run) takeOver(builder *snapshot.DayBuilder, old snapshot.Day, parts []snapshot.Part, works []*work) error {
	until := map[snapshot.Ref]int64{}
	for _, p := range parts {
		until[snapshot.Ref{Source: p.Source, Query: p.Query}] = p.Until.Unix()
	}
	for _, w := range works {
		for _, p := range w.parts {
			ref := snapshot.Ref{Source: p.Source, Query: p.Query}
			i := slices.IndexFunc(w.spans, func(s span) bool { return s.q.id == p.Query })
			until[ref] = min(until[ref], w.spans[i].from.Unix())
		}
	}
	file, err := snapshot.With(r.o.Store.FS(), r.have).Day(old.Date)
	if err != nil {
		return r.damaged(old, err)
	}
	defer file.Close()
	err = builder.Keep(file, func(ref snapshot.Ref) int64 {
		return until[snapshot.Ref{Source: ref.Source, Query: ref.Query}]
	})
	if err != nil {
		return r.damaged(old, err)
	}
	return nil
}

// put writes the file of a day.
func (r *run) put(builder *snapshot.DayBuilder) (snapshot.Day, error) {
	f, err := r.o.Store.Create()
	if err != nil {
		return snapshot.Day{}, fmt.Errorf("%s: %w", snapshot.Folder, err)
	}
	defer f.Discard()
	made, err := builder.Write(f)
	if err == nil {
		err = f.Commit(made.File())
	}
	if err != nil {
		return snapshot.Day{}, fmt.Errorf("%s: %w", snapshot.Folder, err)
	}
	return made, nil
}

// merge joins what a day had with what came.
func (r *run) merge(parts, fresh []snapshot.Part) []snapshot.Part {
	out := slices.Clone(parts)
	for _, p := range fresh {
		i := slices.IndexFunc(out, func(o snapshot.Part) bool { return o.Source == p.Source && o.Query == p.Query })
		switch {
		case i < 0:
			out = append(out, p)
		case r.anew(p):
			out[i] = p
		default:
			p.Points += out[i].Points
			p.Dropped += out[i].Dropped
			out[i] = p
		}
	}
	slices.SortFunc(out, func(a, b snapshot.Part) int {
		return cmp.Or(cmp.Compare(a.Source, b.Source), cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Only, b.Only), cmp.Compare(a.Query, b.Query))
	})
	return out
}

// anew tells whether a part was read without regard to what was there.
func (r *run) anew(p snapshot.Part) bool {
	for _, b := range r.blocks {
		for _, q := range b.questions {
			if b.Name == p.Source && q.id == p.Query {
				return q.anew
			}
		}
	}
	return false
}
