package query

import (
	"fmt"
	"time"

	"berth.dev/engine/bill"
)

// MostGroups is how many rows an answer may have: what a report can still be made of.
const MostGroups = 2_000_000

// mostWanting is how many ways in which words are wanting are asked about again.
const mostWanting = 50

// Fold takes the rows that an engine answers and makes an answer of them.
type Fold struct {
	ask    bill.Ask
	groups map[string]*group
	files  map[string]int64

	// sums and key are room for one group; dates, months and codes what was read before:
	// days, billing periods and currencies are few.
	sums   sums
	key    []byte
	dates  map[time.Time]string
	months map[[2]any]bill.Month
	codes  map[string]string

	// left are the queries that left rows out.
	left map[*Query]bool

	count, bad  int64
	first, last int64
	words       []wanting
	faults      []bill.Fault
	notes       map[string]bool
}

// NewFold begins an answer. A bill in several sources (files that do not have the same
// columns) is several queries and one fold.
func NewFold(ask bill.Ask) *Fold {
	return &Fold{ask: ask, first: -1, groups: map[string]*group{}, files: map[string]int64{}, notes: map[string]bool{}, left: map[*Query]bool{}, dates: map[time.Time]string{}, months: map[[2]any]bill.Month{}, codes: map[string]string{}}
}

// Add takes a row that answered a query: its columns in order. Whole numbers are int64,
// sums int64, *big.Int, *big.Rat, [Unscaled] or a decimal text, words string; NULL is nil.
func (f *Fold) Add(q *Query, row []any) error {
	if want := 3 + len(q.words) + len(q.parts) + 3; len(row) != want {
		return fmt.Errorf("bill %q: an answer of %d columns instead of %d", f.ask.Name, len(row), want)
	}
	sums := 3 + len(q.words)
	a := answered{query: q, words: row[2 : sums-1], sums: row[sums : sums+len(q.parts)]}
	bad, known := row[0].(int64)
	n, counted := row[len(row)-3].(int64)
	if !known || !counted {
		return fmt.Errorf("bill %q: an answer of %T and %T instead of whole numbers", f.ask.Name, row[0], row[len(row)-3])
	}
	a.count = n
	if bad == leftRow {
		f.left[q] = true
		return nil
	}
	f.seen(row, n)
	if bad > 0 {
		f.bad += n
		return nil
	}
	day, known := row[sums-1].(int64)
	if !known {
		return fmt.Errorf("bill %q: a day came as %T", f.ask.Name, row[sums-1])
	}
	a.day = dayOf(day)
	return f.take(a)
}

// Fine tells whether a query that was answered left rows out: then [Query.Exactly] has to
// be asked, too.
func (f *Fold) Fine(q *Query) bool { return f.left[q] }

// seen counts rows, good and bad.
func (f *Fold) seen(row []any, n int64) {
	file, _ := row[1].(string)
	f.count += n
	f.files[file] += n
	if t, ok := row[len(row)-2].(int64); ok && t >= 0 && (f.first < 0 || t < f.first) {
		f.first = t
	}
	if t, ok := row[len(row)-1].(int64); ok && t > f.last {
		f.last = t
	}
}

// take adds rows that are alike, unless their words are wanting or their month is not
// asked for.
func (f *Fold) take(a answered) error {
	month, wrong := f.month(a)
	var rows []bill.Row
	if wrong == nil {
		rows, wrong = f.rows(a)
	}
	if wrong != nil {
		f.bad += a.count
		f.want(*wrong)
		return nil
	}
	if before(month, f.ask.From) || before(f.ask.To, month) {
		return nil
	}
	currency, wrong := f.currency(a)
	if wrong != nil {
		f.bad += a.count
		f.want(*wrong)
		return nil
	}
	if err := a.totals(&f.sums); err != nil {
		return fmt.Errorf("bill %q: %w", f.ask.Name, err)
	}
	day, keys := f.date(a.day), f.keys(a)
	for i := range rows {
		rows[i].Month, rows[i].Day, rows[i].Keys = month, day, keys
		rows[i].Late = before(bill.Month{Year: a.day.Year(), Month: a.day.Month()}, month)
	}
	return f.put(rows, currency, &f.sums, a.count)
}

// before compares months without asking a calendar.
func before(a, b bill.Month) bool { return a.Year*12+int(a.Month) < b.Year*12+int(b.Month) }

// date is a day as text, made once for each.
func (f *Fold) date(day time.Time) string {
	s, known := f.dates[day]
	if !known {
		s = day.Format(time.DateOnly)
		f.dates[day] = s
	}
	return s
}

// keys are the values of the asked keys.
func (f *Fold) keys(a answered) []string {
	out := make([]string, len(f.ask.Keys))
	for i, at := range a.query.keys {
		switch {
		case at >= 0:
			out[i] = clean(a.words[at])
		case f.ask.Keys[i] == "category" && f.ask.Kind != bill.FOCUS:
			out[i] = bill.Usage
		}
	}
	return out
}

// Rows is how many rows a file has, by how its source names it.
func (f *Fold) Rows(file string) int64 { return f.files[file] }

// Count is how many rows there are so far, Bad how many of them are bad.
func (f *Fold) Count() int64 { return f.count }

// Bad is how many rows are bad so far.
func (f *Fold) Bad() int64 { return f.bad }

// Note adds what a person should know.
func (f *Fold) Note(text string) { f.notes[text] = true }

// Lost counts rows that the engine could not read at all, as lines with too few fields.
func (f *Fold) Lost(file string, faults ...bill.Fault) {
	n := int64(len(faults))
	f.count += n
	f.bad += n
	f.files[file] += n
	f.faults = append(f.faults, faults...)
}

// answered is one row of an answer.
type answered struct {
	query *Query
	words []any
	day   time.Time
	sums  []any
	count int64
}

// word is a word by the name that Fold knows it by, "" where the source lacks it.
func (a answered) word(name string) string {
	if at, known := a.query.at[name]; known && at >= 0 {
		return clean(a.words[at])
	}
	return ""
}

// said is a word as the bill has it, with its name.
func (a answered) said(name string) said {
	at, known := a.query.at[name]
	if !known || at < 0 {
		return said{name, nil}
	}
	return said{name, a.words[at]}
}

// totals are the exact numbers by name.
func (a answered) totals(into *sums) error {
	into.reset(a.query.numbers)
	for i, p := range a.query.parts {
		if a.sums[i] == nil {
			continue
		}
		into.said[p.number] = true
		if err := into.of[p.number].add(a.sums[i], p.scale); err != nil {
			return err
		}
	}
	return nil
}
