package snapshot

import (
	"errors"
	"fmt"
	"io"
	"slices"

	"berth.dev/engine/measure"
	"berth.dev/engine/snapshot/column"
)

// DayFile is the file of a day, open.
type DayFile struct {
	columns *column.File
	name    string
	start   int64 // of the day, in seconds since 1970
	closer  io.Closer

	groups []int // that are still to be read
	spans  []span
	times  []int64
	values []float32
	at     int // the first row of the next span

	last     Ref   // what was handed out
	lastTime int64 // of it
	began    bool
	// whole is a series that lies in more than one group.
	wholeTimes  []int64
	wholeValues []float32
}

// span is rows of one series that stand after each other.
type span struct {
	Ref
	rows int
}

// openDay begins to read a day's file.
func openDay(name, date string, f *file, work *column.Workspace) (*DayFile, error) {
	start, err := dayStart(date)
	if err != nil {
		return nil, err
	}
	c, err := openColumns(name, f, work)
	if err != nil {
		return nil, err
	}
	if got := c.Meta(dateKey); got != date {
		return nil, &Error{name, fmt.Sprintf("it holds the day %.20q and not %s", got, date)}
	}
	d := &DayFile{columns: c, name: name, start: start, closer: f}
	for g := range c.Groups() {
		d.groups = append(d.groups, g)
	}
	return d, nil
}

// Close closes the file.
func (d *DayFile) Close() error { return d.closer.Close() }

// only leaves the groups that may have series of some services, which are sorted.
func (d *DayFile) only(services []string) {
	d.groups = slices.DeleteFunc(d.groups, func(g int) bool {
		low, high, ok := d.columns.Bounds(g, "service")
		k, _ := slices.BinarySearch(services, low)
		return ok && (k == len(services) || services[k] > high)
	})
}

// next returns the next series with all its points, which hold until the next call; no
// points at the end.
func (d *DayFile) next() (Ref, []int64, []float32, error) {
	r, times, values, err := d.step()
	if err != nil || len(times) == 0 || len(d.spans) > 0 || len(d.groups) == 0 {
		return r, times, values, err
	}
	// The group ends here, and the next one may go on with the series.
	d.wholeTimes, d.wholeValues = append(d.wholeTimes[:0], times...), append(d.wholeValues[:0], values...)
	for len(d.spans) == 0 && len(d.groups) > 0 {
		if err := d.readGroup(); err != nil {
			return r, nil, nil, err
		}
		if len(d.spans) == 0 || d.spans[0].Ref != r {
			break
		}
		if _, times, values, err = d.step(); err != nil {
			return r, nil, nil, err
		}
		d.wholeTimes, d.wholeValues = append(d.wholeTimes, times...), append(d.wholeValues, values...)
	}
	return r, d.wholeTimes, d.wholeValues, nil
}

// step returns the next span, checked.
func (d *DayFile) step() (Ref, []int64, []float32, error) {
	for len(d.spans) == 0 {
		if len(d.groups) == 0 {
			return Ref{}, nil, nil, nil
		}
		if err := d.readGroup(); err != nil {
			return Ref{}, nil, nil, err
		}
	}
	s := d.spans[0]
	d.spans = d.spans[1:]
	times, values := d.times[d.at:d.at+s.rows], d.values[d.at:d.at+s.rows]
	d.at += s.rows
	if err := d.check(s.Ref, times, values); err != nil {
		return Ref{}, nil, nil, &Error{d.name, err.Error()}
	}
	return s.Ref, times, values, nil
}

// check makes sure of what merging relies on: series in order, times in order and on
// the day, values that are demand. It turns milliseconds into seconds.
func (d *DayFile) check(r Ref, times []int64, values []float32) error {
	last := d.start - 1
	switch order := r.Compare(d.last); {
	case d.began && order < 0:
		return errors.New("its series are not in order: write it anew by berth measure")
	case d.began && order == 0:
		last = d.lastTime
	default:
		if err := r.check(); err != nil {
			return err
		}
	}
	for i, ms := range times {
		t := ms / 1000
		if t <= last || t >= d.start+daySeconds || ms != 1000*t {
			return errors.New("its times are not in order, or of another day: write it anew by berth measure")
		}
		times[i], last = t, t
	}
	for _, v := range values {
		if !(v >= 0 && v <= mostValue) {
			return errors.New("it has values that are no demand: write it anew by berth measure")
		}
	}
	d.last, d.lastTime, d.began = r, last, true
	return nil
}

// readGroup reads the next group of rows.
func (d *DayFile) readGroup() error {
	g := d.groups[0]
	d.groups, d.at = d.groups[1:], 0
	var err error
	if d.spans, err = d.readSpans(g); err == nil {
		d.times, err = d.columns.Ints(g, "time", d.times[:0])
	}
	if err == nil {
		d.values, err = d.columns.Floats(g, "value", d.values[:0])
	}
	if err != nil {
		return &Error{d.name, err.Error()}
	}
	return nil
}

// readSpans joins the runs of the columns that name a series.
func (d *DayFile) readSpans(group int) ([]span, error) {
	names := [...]string{"service", "kind", "peer", "source", "query"}
	var runs [len(names)][]column.Run
	for i, name := range names {
		var err error
		if runs[i], err = d.columns.Runs(group, name); err != nil {
			return nil, err
		}
	}
	var spans []span
	for len(runs[0]) > 0 {
		rows := runs[0][0].Rows
		for _, others := range runs[1:] {
			rows = min(rows, others[0].Rows)
		}
		spans = append(spans, span{rows: rows, Ref: Ref{
			Key:    measure.Key{Service: runs[0][0].Value, Kind: measure.Kind(runs[1][0].Value), Peer: runs[2][0].Value},
			Source: runs[3][0].Value, Query: runs[4][0].Value,
		}})
		for i := range runs {
			if runs[i][0].Rows -= rows; runs[i][0].Rows == 0 {
				runs[i] = runs[i][1:]
			}
		}
	}
	return spans, nil
}
