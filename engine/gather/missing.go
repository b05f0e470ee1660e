package gather

import (
	"slices"
	"time"

	"berth.dev/engine/measure"
	"berth.dev/engine/snapshot"
)

const dayLength = 24 * time.Hour

// question is one query of a block, and how it fares.
type question struct {
	measure.Query
	id string
	// anew tells that what the snapshot has of it does not count.
	anew bool
	// troubles counts the days on which it failed.
	troubles int
	result   QueryResult
}

// span is what is asked of one question on one day: from is before to.
type span struct {
	q        *question
	from, to time.Time
}

// dateOf is the day of a time in UTC.
func dateOf(t time.Time) string { return t.UTC().Format(time.DateOnly) }

// midnight is when a day begins.
func midnight(t time.Time) time.Time { return t.UTC().Truncate(dayLength) }

// ceil is the first time of the grid that is not before t.
func ceil(t time.Time, step time.Duration) time.Time {
	down := floor(t, step)
	if down.Before(t) {
		return down.Add(step)
	}
	return down
}

// floor is the last time of the grid that is not after t. The grid begins in 1970,
// where time.Truncate counts from year 1.
func floor(t time.Time, step time.Duration) time.Time {
	n := t.UnixNano()
	return time.Unix(0, n-n%int64(step)).UTC()
}

// begins is the first day of the block's window.
func (b *Block) begins(now time.Time) time.Time { return midnight(now.Add(-b.Window)) }

// ends is the time up to which the block is asked.
func (b *Block) ends(now time.Time) time.Time {
	if b.Present {
		return floor(now, b.Step).Add(b.Step)
	}
	return floor(now.Add(-b.Settle), b.Step)
}

// missing are the spans of a day that the block is to be asked for.
func (r *run) missing(b *block, day time.Time, parts []snapshot.Part) (out []span) {
	switch {
	case !b.result.Asked, day.Before(b.begins(r.o.Now)), day.Before(r.o.Since):
		return nil
	case b.Present && !day.Equal(midnight(r.o.Now)):
		return nil
	}
	from, to := ceil(day, b.Step), ceil(day.Add(dayLength), b.Step)
	if b.Present {
		from = floor(r.o.Now, b.Step)
	}
	if end := b.ends(r.o.Now); end.Before(to) {
		to = end
	}
	for _, q := range b.questions {
		s := span{q, from, to}
		if p := partOf(parts, b.Name, q); p != nil && p.Until.After(s.from) {
			s.from = p.Until
		}
		if s.from.Before(s.to) {
			out = append(out, s)
		}
	}
	return out
}

// partOf is what a day has of a question, nil where that is nothing or does not count.
func partOf(parts []snapshot.Part, source string, q *question) *snapshot.Part {
	if q.anew {
		return nil
	}
	i := slices.IndexFunc(parts, func(p snapshot.Part) bool { return p.Source == source && p.Query == q.id })
	if i < 0 {
		return nil
	}
	return &parts[i]
}

// dates are the days that the run may touch, the newest first: those of all windows and
// those that the snapshot has of them.
func (r *run) dates() (out []time.Time) {
	first := r.first()
	for day := midnight(r.o.Now); !day.Before(first); day = day.Add(-dayLength) {
		out = append(out, day)
	}
	return out
}

// first is the day with which the oldest window begins, or the oldest time to stay.
func (r *run) first() time.Time {
	first := midnight(r.o.Now)
	for _, b := range r.blocks {
		if stays := midnight(r.o.Now.Add(-max(b.Window, b.Stay))); stays.Before(first) {
			first = stays
		}
	}
	return first
}
