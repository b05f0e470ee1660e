package fill

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"berth.dev/engine/measure"
	"berth.dev/engine/snapshot"
	"berth.dev/engine/spec"
)

// stock is what a snapshot has for a workspace: its rows by what they measure, in the
// order in which they are preferred.
type stock struct {
	w       *spec.Workspace
	index   snapshot.Index
	blocks  map[string]*spec.Metrics
	queries map[[2]string]queryAt
	rows    map[measure.Key][]*snapshot.Series
	// pairs are all that call each other, seen those that a source names without how
	// much.
	pairs []pair
	seen  map[pair]bool
	// compared counts the names that were looked at for suggestions.
	compared int
}

// queryAt is a query of the index and its place there.
type queryAt struct {
	only  string
	place int
}

// pair are the two ends of calls.
type pair struct{ caller, callee string }

// newStock sorts the rows of the metrics blocks that the workspace has.
func newStock(w *spec.Workspace, index snapshot.Index, rows []snapshot.Series) *stock {
	k := &stock{
		w: w, index: index, blocks: map[string]*spec.Metrics{}, queries: map[[2]string]queryAt{},
		rows: make(map[measure.Key][]*snapshot.Series, len(rows)), seen: map[pair]bool{},
	}
	for _, m := range w.Metrics {
		k.blocks[m.Name] = m
	}
	for _, s := range index.Sources {
		for i, q := range s.Queries {
			k.queries[[2]string{s.Name, q.ID}] = queryAt{q.Only, i}
		}
	}
	for i := range rows {
		r := &rows[i]
		if k.blocks[r.Source] == nil {
			continue
		}
		if len(k.rows[r.Key]) == 0 && r.Kind.Pair() {
			k.pairs = append(k.pairs, pair{r.Service, r.Peer})
		}
		k.rows[r.Key] = append(k.rows[r.Key], r)
	}
	for _, of := range k.rows {
		slices.SortFunc(of, k.prefer)
	}
	k.seePairs()
	slices.SortFunc(k.pairs, func(a, b pair) int { return cmp.Or(cmp.Compare(a.caller, b.caller), cmp.Compare(a.callee, b.callee)) })
	k.pairs = slices.Compact(k.pairs)
	return k
}

// seePairs takes in the calls of which sources know only that they are.
func (k *stock) seePairs() {
	for _, s := range k.index.Sources {
		m := k.blocks[s.Name]
		if m == nil || k.outdated(m, k.index.Made) {
			continue
		}
		for _, p := range s.Pairs {
			seen := pair{p.From, p.To}
			k.seen[seen], k.pairs = true, append(k.pairs, seen)
		}
	}
}

// prefer orders rows of one key: by source, a service's own query before those for all,
// then by the query's place.
func (k *stock) prefer(a, b *snapshot.Series) int {
	place := func(s *snapshot.Series) (own, at int) {
		q, known := k.queries[[2]string{s.Source, s.QueryID}]
		switch {
		case !known:
			return 2, 0 // it is not asked any longer
		case q.only != "":
			return 0, q.place
		}
		return 1, q.place
	}
	aOwn, aAt := place(a)
	bOwn, bAt := place(b)
	return cmp.Or(cmp.Compare(a.Source, b.Source), cmp.Compare(aOwn, bOwn), cmp.Compare(aAt, bAt), cmp.Compare(a.QueryID, b.QueryID))
}

// own tells whether a row answers a query for one service.
func (k *stock) own(r *snapshot.Series) bool {
	return k.queries[[2]string{r.Source, r.QueryID}].only != ""
}

// found is what came of looking for a series.
type found struct {
	row *snapshot.Series
	// others are further sources that have one.
	others []string
	// why is the first reason against a row; "" where there is none.
	why string
}

// find takes the first row of a key that is usable and that fits.
func (k *stock) find(key measure.Key, fits func(*snapshot.Series) bool) (f found) {
	for _, r := range k.rows[key] {
		if !fits(r) {
			continue
		}
		why := k.against(r)
		switch {
		case why != "":
			f.why = cmp.Or(f.why, why)
		case f.row == nil:
			f.row = r
		case r.Source != f.row.Source && !slices.Contains(f.others, r.Source):
			f.others = append(f.others, r.Source)
		}
	}
	return f
}

// against says why a row cannot be used, "" where it can.
func (k *stock) against(r *snapshot.Series) string {
	if r.Unknown != "" {
		return r.Source + ": " + r.Unknown
	}
	if m := k.blocks[r.Source]; k.outdated(m, r.To) {
		return fmt.Sprintf("%s: measured until %s, older than max_age %s on %s; %s",
			r.Source, r.To.UTC().Format(time.DateOnly), span(maxAge(m)), k.w.Settings.AsOf.V.Format(time.DateOnly), k.renew(m, r))
	}
	return ""
}

// renew says what to do about a row that is too old. Where its source was asked not long
// ago, and answered, asking again brings nothing.
func (k *stock) renew(m *spec.Metrics, r *snapshot.Series) string {
	for _, d := range slices.Backward(k.index.Days) {
		for _, p := range d.Parts {
			if p.Source == r.Source && p.Query == r.QueryID && !k.outdated(m, p.Until) {
				return fmt.Sprintf("%s was asked until %s and has nothing newer: see whether it still runs", r.Source, p.Until.UTC().Format(time.DateOnly))
			}
		}
	}
	return "run berth measure"
}

// outdated tells whether something that was measured until then is too old at the end of
// the workspace's day.
func (k *stock) outdated(m *spec.Metrics, until time.Time) bool {
	return k.w.Settings.AsOf.V.Add(24*time.Hour).Sub(until).Seconds() > maxAge(m)
}

func maxAge(m *spec.Metrics) float64 { return m.MaxAge.Or(spec.DefaultMetricsMaxAge) }

// span writes a length of time as the language does.
func span(seconds float64) string {
	for _, u := range []struct {
		name string
		size float64
	}{{"d", 86400}, {"h", 3600}, {"m", 60}} {
		if n := seconds / u.size; n >= 1 && n == float64(int64(n)) {
			return fmt.Sprintf("%g%s", n, u.name)
		}
	}
	return fmt.Sprintf("%gs", seconds)
}
