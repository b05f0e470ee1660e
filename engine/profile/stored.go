package profile

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"time"
)

// Definition is the number of the definitions by which profiles are computed. Whoever
// changes what a feature, a week or a curve is raises it: profiles that were stored
// under another number are not read, but measured anew.
const Definition = 1

// ErrDefinition is that a profile was stored under other definitions.
var ErrDefinition = errors.New("the profile was computed by other definitions: measure it anew")

// ErrStored is that stored bytes are no profile.
var ErrStored = errors.New("these bytes are no stored profile")

const (
	// flags of a stored profile.
	storedTimes  = 1 << iota // Start and End are there
	storedShapes             // so are Winter, MeasuredSlots and Curve
	storedSummer             // so is Summer, which is not Winter

	// mostText is how long a reason or a name may be.
	mostText = 1 << 16
)

// Store writes a profile and the report of its series so that Load gives back the same,
// to the last bit.
func Store(p Profile, r Report) []byte {
	room := 512
	if p.Shaped() {
		room = 4096
	}
	e := encoder{b: make([]byte, 0, room)}
	e.number(Definition)
	e.texts(p.Unit, p.Zone)
	e.counts(p.Points, p.MeasuredSlots)
	e.number(int64(p.Cadence))
	flags := 0
	if !p.Start.IsZero() || !p.End.IsZero() {
		flags |= storedTimes
	}
	if p.Shaped() {
		flags |= storedShapes
		if p.Summer != p.Winter {
			flags |= storedSummer
		}
	}
	e.number(int64(flags))
	if flags&storedTimes != 0 {
		e.times(p.Start, p.End)
	}
	for _, row := range p.features() {
		e.feature(*row.feature)
	}
	if flags&storedShapes != 0 {
		e.week(p.Winter)
		e.counts(len(p.Curve))
		for _, v := range p.Curve {
			e.float(v)
		}
	}
	if flags&storedSummer != 0 {
		e.week(p.Summer)
	}
	e.report(r)
	return e.b
}

// Load reads what Store wrote. Bytes of other definitions are [ErrDefinition], all else
// that Store did not write is [ErrStored], or a profile that nobody measured.
func Load(b []byte) (Profile, Report, error) {
	d := decoder{b: b}
	if version := d.number(); d.bad || version != Definition {
		return Profile{}, Report{}, fmt.Errorf("%w (%d, and these are %d)", ErrDefinition, version, Definition)
	}
	var p Profile
	d.texts(&p.Unit, &p.Zone)
	d.counts(&p.Points, &p.MeasuredSlots)
	p.Cadence = time.Duration(d.number())
	flags := d.number()
	if flags&storedTimes != 0 {
		d.times(&p.Start, &p.End)
	}
	for _, row := range p.features() {
		d.feature(row.feature, p.Unit)
	}
	if flags&storedShapes != 0 {
		p.Winter = d.week()
		p.Curve = d.curve()
		p.Summer = p.Winter
	}
	if flags&storedSummer != 0 {
		p.Summer = d.week()
	}
	var r Report
	d.report(&r)
	if d.bad || len(d.b) > 0 {
		return Profile{}, Report{}, ErrStored
	}
	return p, r, nil
}

// encoder appends numbers and texts.
type encoder struct{ b []byte }

func (e *encoder) number(v int64) { e.b = binary.AppendVarint(e.b, v) }

func (e *encoder) float(v float64) {
	e.b = binary.LittleEndian.AppendUint64(e.b, math.Float64bits(v))
}

func (e *encoder) counts(list ...int) {
	for _, v := range list {
		e.number(int64(v))
	}
}

func (e *encoder) texts(list ...string) {
	for _, t := range list {
		t = t[:min(len(t), mostText)]
		e.number(int64(len(t)))
		e.b = append(e.b, t...)
	}
}

func (e *encoder) times(list ...time.Time) {
	for _, t := range list {
		e.number(t.Unix())
		e.number(int64(t.Nanosecond()))
	}
}

func (e *encoder) feature(f Feature) {
	e.texts(string(f.Origin), f.Unit, f.Why)
	e.float(f.Value)
}

func (e *encoder) week(w *Week) {
	for _, s := range w {
		e.float(s.Mean)
		e.float(s.P95)
	}
}

func (e *encoder) report(r Report) {
	e.texts(r.Name, r.TimeColumn, r.Column)
	for _, n := range r.numbers() {
		e.number(int64(*n))
	}
	e.number(int64(r.Cadence))
	e.number(int64(r.GapTime))
	e.number(int64(r.Flat))
	e.float(r.Regular)
	e.float(r.Overlap)
	e.counts(len(r.Problems))
	for _, p := range r.Problems {
		e.counts(p.Line, p.Column)
		e.texts(p.Message)
	}
}

// numbers are the counts of a report, in the order in which they are stored.
func (r *Report) numbers() []*int {
	return []*int{
		&r.Rows, &r.Points, &r.Bad, &r.BadTimes, &r.Skipped, &r.BadValues, &r.NotFinite, &r.Negative, &r.BadShapes,
		&r.Blank, &r.Duplicates, &r.Conflicts, &r.Disorder, &r.Twice, &r.Divided, &r.Gaps, &r.Missing,
	}
}
