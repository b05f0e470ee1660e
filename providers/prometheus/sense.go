package prometheus

import (
	"fmt"
	"math"
	"strings"
	"time"

	"berth.dev/engine/measure"
)

// losses count values that are no measurements, by reason.
type losses struct {
	noNumber, negative, unit, offGrid int
}

func (l losses) all() int { return l.noNumber + l.negative + l.unit + l.offGrid }

// takes tells whether a value can be a measurement of the kind, and counts it where not.
func (l *losses) takes(kind measure.Kind, v float64) bool {
	least, most := bounds(kind)
	switch {
	case math.IsNaN(v), math.IsInf(v, 0):
		l.noNumber++
	case v < 0:
		l.negative++
	case v > 0 && v < least, v > most:
		l.unit++
	default:
		return true
	}
	return false
}

// bounds are what a value of one service can be in the kind's unit, beside 0: no more
// than a larger machine hall has, and no memory below the 4 KiB of one page.
func bounds(kind measure.Kind) (least, most float64) {
	switch kind {
	case measure.CPU:
		return 0, 1e6
	case measure.Memory:
		return 4096, 1e15
	case measure.Rate, measure.CallRate:
		return 0, 1e9
	}
	return 0, 1e13
}

// hint is what to do where values are out of bounds.
func hint(kind measure.Kind) string {
	switch kind {
	case measure.CPU:
		return "Nanocores are divided by 1e9"
	case measure.Memory:
		return "MiB and GiB are multiplied, by 2^20 and 2^30"
	}
	return "Let the query convert its unit"
}

// words say what was left out, "" for nothing.
func (l losses) words(kind measure.Kind) string {
	var out []string
	for _, one := range []struct {
		n    int
		what string
	}{
		{l.noNumber, "no finite number"},
		{l.negative, "negative"},
		{l.unit, fmt.Sprintf("out of what %s can be", kind.Unit())},
		{l.offGrid, "beside the times asked for, or there twice"},
	} {
		if one.n > 0 {
			out = append(out, fmt.Sprintf("%d %s", one.n, one.what))
		}
	}
	return strings.Join(out, ", ")
}

// conclude says what came of the whole request, after its last call.
func (r *reader) conclude() error {
	lost := r.dropped.all()
	if r.histograms > 0 {
		r.answer.Warnings = append(r.answer.Warnings, fmt.Sprintf("%d answers with native histograms left out: histogram_count(…) of one is a number", r.histograms))
	}
	switch {
	case r.series == 0:
		return r.fail(measure.Empty, "it has no series for the query from %s to %s", day(r.request.From), day(r.request.To)).Failure
	case r.series == r.histograms:
		return r.fail(measure.Wrong, "the query gives native histograms. Ask for histogram_count(rate(…[$step]))").Failure
	case r.series == r.unnamed+r.histograms:
		return r.fail(measure.Wrong, "no series has the label %s. Let the query keep it, or set labels", strings.ReplaceAll(r.grouping(), ", ", " and ")).Failure
	case lost*100 > lost+r.answer.Points:
		return r.fail(measure.Nonsense, "%d of %d values are no measurements (%s). %s", lost, lost+r.answer.Points, r.dropped.words(r.request.Kind), r.advice()).Failure
	}
	if r.unnamed > 0 {
		r.answer.Warnings = append(r.answer.Warnings, fmt.Sprintf("%d answers without the label %s left out", r.unnamed, strings.ReplaceAll(r.grouping(), ", ", " or ")))
	}
	if lost > 0 {
		r.answer.Warnings = append(r.answer.Warnings, "values left out: "+r.dropped.words(r.request.Kind))
	}
	return nil
}

// advice is what to do about values that are no measurements.
func (r *reader) advice() string {
	if r.dropped.unit > 0 {
		return hint(r.request.Kind)
	}
	return "Try the query on the server itself"
}

// day is a time as words have it.
func day(t time.Time) string { return t.Format("2006-01-02 15:04") }
