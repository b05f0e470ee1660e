package profile

import (
	"encoding/binary"
	"math"
	"time"
)

// decoder reads what encoder wrote. After the first thing that is not as it should be
// it is bad, and everything it reads is zero.
type decoder struct {
	b   []byte
	bad bool
}

// take returns the next n bytes, or nil.
func (d *decoder) take(n int) []byte {
	if d.bad || n < 0 || n > len(d.b) {
		d.bad = true
		return nil
	}
	taken := d.b[:n]
	d.b = d.b[n:]
	return taken
}

func (d *decoder) number() int64 {
	v, n := binary.Varint(d.b)
	if d.take(n) == nil || n <= 0 {
		d.bad = true
		return 0
	}
	return v
}

// float reads a number that is finite, as all are that a profile has.
func (d *decoder) float() float64 {
	b := d.take(8)
	if b == nil {
		return 0
	}
	v := math.Float64frombits(binary.LittleEndian.Uint64(b))
	if v-v != 0 {
		d.bad = true
		return 0
	}
	return v
}

func (d *decoder) counts(list ...*int) {
	for _, v := range list {
		*v = int(d.number())
	}
}

func (d *decoder) texts(list ...*string) {
	for _, t := range list {
		*t = d.text()
	}
}

func (d *decoder) times(list ...*time.Time) {
	for _, t := range list {
		sec := d.number()
		*t = time.Unix(sec, d.number()).UTC()
	}
}

// text reads a text, and is the known one that it equals, where it does: a fleet has
// thousands of features of the same unit and origin.
func (d *decoder) text(known ...string) string {
	b := d.take(int(min(d.number(), mostText+1)))
	for _, k := range known {
		if string(b) == k {
			return k
		}
	}
	return string(b)
}

// feature reads a feature of a profile of that unit.
func (d *decoder) feature(f *Feature, unit string) {
	f.Origin = Origin(d.text(string(OriginMeasured), string(OriginDerived), string(OriginExtrapolated), string(OriginDeclared)))
	f.Unit, f.Why = d.text(unit), d.text()
	f.Value = d.float()
}

func (d *decoder) week() *Week {
	w := new(Week)
	for i := range w {
		w[i] = Slot{Mean: d.float(), P95: d.float()}
	}
	return w
}

func (d *decoder) curve() Curve {
	n := 0
	if d.counts(&n); n != curveBins {
		d.bad = true
		return nil
	}
	c := make(Curve, n)
	for i := range c {
		c[i] = d.float()
	}
	return c
}

func (d *decoder) report(r *Report) {
	d.texts(&r.Name, &r.TimeColumn, &r.Column)
	d.counts(r.numbers()...)
	r.Cadence, r.GapTime, r.Flat = time.Duration(d.number()), time.Duration(d.number()), time.Duration(d.number())
	r.Regular, r.Overlap = d.float(), d.float()
	n := 0
	if d.counts(&n); n < 0 || n > keptProblems {
		d.bad = true
		return
	}
	for range n {
		var p Problem
		d.counts(&p.Line, &p.Column)
		d.texts(&p.Message)
		r.Problems = append(r.Problems, p)
	}
}
