package profile

import (
	"cmp"
	"fmt"
	"slices"
	"time"
)

// maxCadence is the coarsest series that is read, in seconds: a value a month.
const maxCadence = 31 * day

// Series is demand over time: points in order of time, each time once, no
// value negative or not finite. It is made by ReadCSV or NewSeries and does
// not change. The zero Series has no points.
type Series struct {
	unit    string
	counts  bool           // what is measured happens, and is no level
	zone    *time.Location // of the people who make the demand
	cadence int64          // seconds that a sample covers
	times   []int64        // seconds since 1970
	values  []float64
}

// Len is the number of points.
func (s Series) Len() int { return len(s.times) }

// At returns point i: its time in seconds since 1970, which begins the
// interval that the value covers, and its value in Unit.
func (s Series) At(i int) (sec int64, value float64) { return s.times[i], s.values[i] }

// Unit is the unit of the values, such as "requests/s".
func (s Series) Unit() string { return s.unit }

// Cadence is the most common step between points.
func (s Series) Cadence() time.Duration { return time.Duration(s.cadence) * time.Second }

// NewSeries makes a series of points that were measured elsewhere than in a
// file: times in seconds since 1970, values in the unit of the options, in any
// order. It keeps the rules of ReadCSV, whose options for columns and sizes it
// does not look at. The slices are kept and changed.
func NewSeries(times []int64, values []float64, o ReadOptions) (Series, Report, error) {
	report := Report{Name: o.Name, Rows: len(times)}
	unit, err := ParseUnit(o.Unit)
	if err != nil {
		return Series{}, report, &Error{Name: o.Name, Message: err.Error()}
	}
	if len(times) != len(values) {
		return Series{}, report, &Error{Name: o.Name, Message: fmt.Sprintf("%d times but %d values", len(times), len(values))}
	}
	kept := 0
	for i, t := range times {
		v, f, problem := checkPoint(t, values[i])
		if f != sound {
			report.add(f, Problem{Line: i + 1, Column: 1, Message: problem})
			continue
		}
		if kept > 0 && t < times[kept-1] {
			report.Disorder++
		}
		times[kept], values[kept] = t, v
		kept++
	}
	return assemble(times[:kept], values[:kept], unit, o.withDefaults(), report)
}

func checkPoint(t int64, v float64) (float64, flaw, string) {
	switch {
	case t < minTime || t >= maxTime:
		return 0, badTime, fmt.Sprintf("the time %d lies outside the years 1970 to 2199", t)
	case v != v || v-v != 0:
		return 0, notFinite, "the value is no finite number"
	case v < 0:
		return 0, negative, "the value is negative: demand is zero or more"
	case v > maxValue:
		return 0, badNumber, "the value is larger than any demand (1e18)"
	}
	return v + 0, sound, ""
}

// assemble makes a series of sound points: it sorts them, counts what stands
// twice, finds the cadence and the gaps, and turns counts into rates.
func assemble(times []int64, values []float64, unit Unit, o ReadOptions, report Report) (Series, Report, error) {
	fail := func(format string, args ...any) (Series, Report, error) {
		return Series{}, report, &Error{Name: o.Name, Message: fmt.Sprintf(format, args...)}
	}
	if report.Disorder > 0 {
		sortPoints(times, values)
	}
	times, values = mergeDuplicates(times, values, &report)
	if err := tooManyBad(o, report); err != nil {
		return Series{}, report, err
	}
	report.Points = len(times)
	switch {
	case report.Rows == 1:
		return fail("the series has one row only: two are needed to know how far apart the samples are")
	case len(times) == 0:
		return fail("no row has a value")
	case len(times) == 1:
		return fail("all values stand at one time: two times are needed to know how far apart the samples are")
	}
	s := Series{unit: unit.Name, counts: unit.Count, zone: o.Zone, times: times, values: values}
	s.cadence, report.Regular = commonStep(times)
	report.Cadence = s.Cadence()
	if s.cadence > maxCadence {
		return fail("the values are %s apart: too far to say how demand moves", span(s.cadence))
	}
	countGaps(s, &report)
	report.Flat = longestFlat(s)
	per := unit.Per
	if unit.Count && per == 0 {
		per = s.cadence
	}
	if unit.Count {
		report.Overlap = float64(per) / float64(s.cadence)
		for i := range values {
			values[i] /= float64(per)
		}
	}
	return s, report, nil
}

// sortPoints sorts by time and then by value, so that the order of the rows in
// the file leaves no trace.
func sortPoints(times []int64, values []float64) {
	type point struct {
		t int64
		v float64
	}
	points := make([]point, len(times))
	for i := range points {
		points[i] = point{times[i], values[i]}
	}
	slices.SortFunc(points, func(a, b point) int {
		return cmp.Or(cmp.Compare(a.t, b.t), cmp.Compare(a.v, b.v))
	})
	for i, p := range points {
		times[i], values[i] = p.t, p.v
	}
}

// mergeDuplicates leaves one point for each time: the value where all rows
// agree, else the mean of the different values.
func mergeDuplicates(times []int64, values []float64, report *Report) ([]int64, []float64) {
	kept := 0
	for i := 0; i < len(times); {
		t, last := times[i], values[i]
		sum, different := last, 1
		j := i + 1
		if j < len(times) && times[j] == t {
			// Neighbours with one time may stand in any order of value.
			for j < len(times) && times[j] == t {
				j++
			}
			slices.Sort(values[i:j])
			sum, last = values[i], values[i]
			for _, v := range values[i+1 : j] {
				if v == last {
					report.Duplicates++
					continue
				}
				report.Conflicts++
				sum, last = sum+v, v
				different++
			}
		}
		times[kept], values[kept] = t, sum/float64(different)
		kept++
		i = j
	}
	return times[:kept], values[:kept]
}

// tooManyBad refuses a series of which more than the allowed share is wrong.
// Times with several values count as wrong too, but for those that the zone's
// clocks show twice, which have to collide.
func tooManyBad(o ReadOptions, r Report) error {
	wrong := r.Bad + max(0, r.Conflicts-r.Twice)
	if r.Rows == 0 || float64(wrong) <= o.MaxBad*float64(r.Rows) {
		return nil
	}
	e := &Error{Name: o.Name}
	e.Message = fmt.Sprintf("%d of %s are bad (%.3g %%), and at most %.3g %% may be", wrong, count(r.Rows, "row"),
		100*float64(wrong)/float64(r.Rows), 100*o.MaxBad)
	switch {
	case len(r.Problems) > 0:
		e.Line, e.Column = r.Problems[0].Line, r.Problems[0].Column
		e.Message += "; the first: " + r.Problems[0].Message
	default:
		e.Message += "; times stand several times with different values: does the file hold more than one series?"
	}
	return e
}

// Times returns the series of ratio times the demand. A ratio that is not above zero, or
// makes values too large, leaves no points.
func (s Series) Times(ratio float64) Series {
	if !(ratio > 0) {
		return Series{}
	}
	values := make([]float64, len(s.values))
	for i, v := range s.values {
		if values[i] = v * ratio; values[i] > maxValue {
			return Series{}
		}
	}
	s.values = values
	return s
}
