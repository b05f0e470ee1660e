package profile

import (
	"fmt"
	"strings"
	"time"
)

// keptProblems is how many bad rows are kept word for word.
const keptProblems = 10

// Problem is a row of the file that is no point of the series.
type Problem struct {
	Line    int    // in the file, from 1
	Column  int    // in bytes, from 1; where the field begins
	Message string // what is wrong and what to write
}

// Report says what was found in a series while it was read, by count, so that
// nothing is repaired in silence.
type Report struct {
	Name       string // of the file, for messages
	TimeColumn string // "" where the file has no header
	Column     string // of the values; "" where the file has no header

	Rows   int // of data: the header and empty lines left out
	Points int // in the series

	Problems  []Problem // the first ten bad rows
	Bad       int       // rows that are no point because something is wrong
	BadTimes  int       // ... the time cannot be read
	Skipped   int       // ... a local time that the clocks skip
	BadValues int       // ... the value cannot be read
	NotFinite int       // ... NaN or an infinity
	Negative  int       // ... below zero
	BadShapes int       // ... columns missing or too many, a quote left open

	Blank      int // rows without a value: missing samples, not mistakes
	Duplicates int // rows that repeat a time and its value, counted once
	Conflicts  int // rows that repeat a time with another value: the mean is taken
	Disorder   int // rows that stand before an earlier time; they are sorted
	Twice      int // local times that the clocks show twice, read as the first
	Divided    int // epoch times in milliseconds or finer

	Cadence time.Duration // the most common step
	Regular float64       // share of the steps that are the cadence, 0 to 1
	Gaps    int           // steps of at least one and a half cadences
	Missing int           // samples that the gaps lack
	GapTime time.Duration // that no sample covers
	// Flat is the longest time that one value, not zero, stayed the same to
	// the last digit; a stuck exporter looks like that.
	Flat time.Duration
	// Overlap is how far the interval of the unit and the cadence differ, as
	// interval ÷ cadence; 1 where they fit or the unit has no interval.
	Overlap float64
}

// Lines says the report in sentences, what was read first and then only what
// is worth knowing. A clean series has one line.
func (r Report) Lines() []string {
	var lines []string
	say := func(n int, format string, args ...any) {
		if n > 0 {
			lines = append(lines, fmt.Sprintf(format, args...))
		}
	}
	say(1, "%s, %s, one every %s", count(r.Rows, "row"), count(r.Points, "point"), span(seconds(r.Cadence)))
	if r.Points > 2 && r.Regular < 0.5 {
		say(1, "the times are irregular: only %.0f %% of the steps are %s", 100*r.Regular, span(seconds(r.Cadence)))
	}
	say(r.Gaps, "%s, %s missing, %s in all: not measured, which is neither zero nor idle",
		count(r.Gaps, "gap"), count(r.Missing, "sample"), span(seconds(r.GapTime)))
	say(r.Blank, "%s without a value: missing samples", count(r.Blank, "row"))
	say(r.Duplicates, "%s repeated with the same value: counted once", count(r.Duplicates, "time"))
	say(r.Conflicts, "%s repeated with another value: their mean is taken", count(r.Conflicts, "time"))
	say(r.Disorder, "%s out of order: sorted", count(r.Disorder, "row"))
	say(r.Twice, "%s shown twice by the clocks of the zone: read as the first", count(r.Twice, "local time"))
	say(r.Divided, "%s in milliseconds or finer", count(r.Divided, "epoch time"))
	if r.Flat >= 24*time.Hour {
		say(1, "one value stays the same for %s: is what measures it stuck?", span(seconds(r.Flat)))
	}
	if r.Overlap > 1 {
		say(1, "each value counts over %.3g times the step between values: they overlap", r.Overlap)
	} else if r.Overlap > 0 && r.Overlap < 1 {
		say(1, "each value counts over %.3g of the step between values: the rest is taken to be alike", r.Overlap)
	}
	return append(lines, r.badLines()...)
}

// badLines counts the bad rows by kind and shows the first of them.
func (r Report) badLines() []string {
	if r.Bad == 0 {
		return nil
	}
	var kinds []string
	for _, k := range [...]struct {
		n    int
		text string
	}{
		{r.BadTimes, "with an unreadable time"},
		{r.Skipped, "at a local time that does not exist"},
		{r.BadValues, "with an unreadable value"},
		{r.NotFinite, "NaN or infinite"},
		{r.Negative, "negative"},
		{r.BadShapes, "with the wrong columns"},
	} {
		if k.n > 0 {
			kinds = append(kinds, fmt.Sprintf("%d %s", k.n, k.text))
		}
	}
	lines := []string{fmt.Sprintf("%s bad and left out: %s", count(r.Bad, "row"), strings.Join(kinds, ", "))}
	for _, p := range r.Problems {
		lines = append(lines, fmt.Sprintf("line %d, column %d: %s", p.Line, p.Column, p.Message))
	}
	if more := r.Bad - len(r.Problems); more > 0 {
		lines = append(lines, fmt.Sprintf("and %d more", more))
	}
	return lines
}

// add counts a bad row.
func (r *Report) add(f flaw, p Problem) {
	r.Bad++
	if len(r.Problems) < keptProblems {
		r.Problems = append(r.Problems, p)
	}
	switch f {
	case badTime:
		r.BadTimes++
	case skippedTime:
		r.Skipped++
	case badNumber:
		r.BadValues++
	case notFinite:
		r.NotFinite++
	case negative:
		r.Negative++
	default:
		r.BadShapes++
	}
}

func seconds(d time.Duration) int64 { return int64(d / time.Second) }

// Error is a series that cannot be used, with the place where that shows.
type Error struct {
	Name    string // of the file; may be empty
	Line    int    // from 1; 0 where the whole file is meant
	Column  int    // in bytes, from 1; 0 where the whole line is meant
	Message string // what is wrong and what to do
}

// Error writes the place as compilers do, then the message.
func (e *Error) Error() string {
	place := e.Name
	if e.Line > 0 {
		place += fmt.Sprintf(":%d", e.Line)
		if e.Column > 0 {
			place += fmt.Sprintf(":%d", e.Column)
		}
	}
	if place == "" {
		return e.Message
	}
	return strings.TrimPrefix(place, ":") + ": " + e.Message
}
