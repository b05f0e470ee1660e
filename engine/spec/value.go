package spec

import (
	"berth.dev/engine/diag"
)

// Level says which block of the inheritance a value was written in.
type Level uint8

// The levels, from the most general to the most specific.
const (
	InWorkspace Level = iota
	InProduct
	InClass
	InService
)

// String names the level as the language does.
func (l Level) String() string {
	return [...]string{"workspace", "product", "class", "service"}[l]
}

// Origin says where a value was written: 16 bytes, because a fleet of a hundred
// thousand services keeps millions of them. [Workspace.Range] turns it into a
// place a person can read. The zero Origin means that nothing was written.
type Origin struct {
	// file counts from 1; 0 means unset.
	file, start, end uint32
	level            Level
}

// Set tells whether the value was written anywhere.
func (o Origin) Set() bool { return o.file != 0 }

// Level returns the block of the inheritance in which the value was written.
func (o Origin) Level() Level { return o.level }

// Value is what an attribute said, and where.
type Value[T any] struct {
	// V is the value, or the documented default when the attribute is unset.
	V T
	Origin
}

// Or returns the value, or other when the attribute is unset.
func (v Value[T]) Or(other T) T {
	if v.Set() {
		return v.V
	}
	return other
}

// Measure is a quantity that a person may not know: a number, a range
// ("10G..2T") or "unknown". Unset means that nobody said anything, which is
// unknown too unless the field's doc says otherwise.
type Measure struct {
	// Lo and Hi are equal for a number, and meaningless for "unknown".
	Lo, Hi float64
	// Unknown is true when "unknown" was written.
	Unknown bool
	Origin
	// Evidence is what the quantity was measured by, the place in
	// [Workspace.Evidence] counted from 1; 0 for what a person wrote. Origin then is
	// where it was left open, if anywhere.
	Evidence uint32
}

// Set tells whether the quantity was written or measured.
func (m Measure) Set() bool { return m.Origin.Set() || m.Measured() }

// Measured tells whether the quantity comes from a source of measurements.
func (m Measure) Measured() bool { return m.Evidence != 0 }

// Known tells whether the quantity is one number.
func (m Measure) Known() bool { return m.Set() && !m.Unknown && m.Lo == m.Hi }

// Ranged tells whether the quantity was written as a range.
func (m Measure) Ranged() bool { return m.Set() && !m.Unknown && m.Lo < m.Hi }

// Upper is what must be counted with: of a range the upper end, 0 where nobody knows.
func (m Measure) Upper() float64 {
	if !m.Set() || m.Unknown {
		return 0
	}
	return m.Hi
}

// Expr is an expression of the policy language with its place, so that an error
// inside it can be shown where it stands.
type Expr struct {
	// Source is the text of the expression, "" when the attribute is unset.
	Source string
	Origin
	// offsets maps byte offsets in Source to offsets in the file, as runs.
	offsets []run
}

// run says that from byte `at` of the text on, the source is at byte `source`
// of the file, and both advance together up to the next run.
type run struct{ at, source uint32 }

// Range returns the place of an origin, or the zero Range when it is unset.
func (w *Workspace) Range(o Origin) diag.Range {
	if !o.Set() {
		return diag.Range{}
	}
	f := w.Files[o.file-1]
	return diag.Range{File: f.Name, Start: f.pos(o.start), End: f.pos(o.end)}
}

// ExprPos returns the place of byte offset at of an expression's text, as a
// range of one character. Past the end of the text it is the last place.
func (w *Workspace) ExprPos(e Expr, at int) diag.Range {
	if !e.Set() {
		return diag.Range{}
	}
	f := w.Files[e.file-1]
	here := uint32(min(max(at, 0), len(e.Source)))
	source := e.start
	for _, r := range e.offsets {
		if r.at > here {
			break
		}
		source = r.source + here - r.at
	}
	source = min(source, e.end)
	stop := source
	if rest := f.Bytes[source:e.end]; len(rest) > 0 {
		stop += uint32(character(rest))
	}
	return diag.Range{File: f.Name, Start: f.pos(source), End: f.pos(stop)}
}
