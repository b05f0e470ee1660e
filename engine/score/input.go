package score

import (
	"math"

	"berth.dev/engine/spec"
)

// Input is one number a decision depends on.
type Input struct {
	// ID names it for good, as in "call.user-db.received".
	ID string
	// Unit of the values, as in "GiB/mo".
	Unit string
	// Low, Typical and High are equal for a known input.
	Low, Typical, High float64
	// Origin says where the value or range comes from: "declared", "measured",
	// "derived", "default", "unknown".
	Origin string
	// By is the source that measured it, with its window; zero where none did.
	By spec.Evidence
	// Note is what a reader should know of the value besides.
	Note string
	// Measurement names what would settle it, as in "calls of frontend"; empty
	// for known inputs.
	Measurement string
	// At is where the value was written, unset where it was not.
	At spec.Origin
	// From and To bound the search of flip.
	From, To float64
}

// Known tells whether the input is one number.
func (i Input) Known() bool { return i.Low == i.High }

// inputs is a subject's list while it is built.
type inputs struct {
	list []Input
	at   map[string]int
	// by tells what measured quantities were measured by.
	by func(spec.Measure) spec.Evidence
}

// known adds an input with one value; flip searches a hundredth to a hundred
// times of it.
func (in *inputs) known(id, unit string, value float64, origin string, at spec.Origin) int {
	return in.add(Input{ID: id, Unit: unit, Low: value, Typical: value, High: value, Origin: origin, At: at, From: value / 100, To: value * 100})
}

// measure adds an input that a person may have left open. scale turns the
// language's unit into the input's.
func (in *inputs) measure(id, unit string, m spec.Measure, scale float64, p Prior, measurement string) int {
	i := Input{ID: id, Unit: unit, Low: p.Low, Typical: p.Typical, High: p.High, Origin: "unknown", Measurement: measurement, At: m.Origin}
	switch {
	case m.Known():
		v := m.Lo * scale
		i.Low, i.Typical, i.High, i.Origin, i.Measurement = v, v, v, "declared", ""
		if m.Measured() {
			i.Origin, i.By = "measured", in.by(m)
			i.Note = i.By.String()
		}
	case m.Ranged():
		i.Low, i.High, i.Origin = m.Lo*scale, m.Hi*scale, "declared range"
		i.Typical = (i.Low + i.High) / 2
		if i.Low > 0 {
			i.Typical = math.Sqrt(i.Low * i.High)
		}
	}
	i.From, i.To = searchRange(i, p)
	return in.add(i)
}

// searchRange is where flip looks: the prior's range, and a hundredth to a
// hundred times of the value.
func searchRange(i Input, p Prior) (from, to float64) {
	return min(p.Low, i.Low/100), max(p.High, i.High*100)
}

func (in *inputs) add(i Input) int {
	if in.at == nil {
		in.at = map[string]int{}
	}
	if n, there := in.at[i.ID]; there {
		return n
	}
	in.list = append(in.list, i)
	in.at[i.ID] = len(in.list) - 1
	return len(in.list) - 1
}

// point is a value for every input, by index.
type point []float64

// box is a range for every input.
type box struct{ lo, hi point }

func (b box) clone() box {
	return box{append(point(nil), b.lo...), append(point(nil), b.hi...)}
}

// decided tells whether the box is one point.
func (b box) decided() bool {
	for i := range b.lo {
		if b.lo[i] != b.hi[i] {
			return false
		}
	}
	return true
}
