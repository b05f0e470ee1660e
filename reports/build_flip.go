package reports

import (
	"cmp"
	"math"
	"slices"

	"berth.dev/engine/score"
)

// flipSchema names the shape of flip's JSON.
const flipSchema = "berth.flip/1"

// NewFlips turns the engine's answer into the model.
func NewFlips(service string, flips []score.Flip) Flips {
	out := Flips{Schema: flipSchema, Service: service, Now: none, Flips: []Flip{}, Never: []NoFlip{}}
	for _, f := range flips {
		out.Now = cmp.Or(f.Now, none)
		in := f.Input
		if !f.Found {
			out.Never = append(out.Never, NoFlip{in.ID, in.Unit, Number(in.Typical), Number(f.From), Number(f.To)})
			continue
		}
		flip := Flip{
			Input: in.ID, Unit: in.Unit, Now: Number(in.Typical), At: Number(f.At), Before: Number(f.Before),
			To: cmp.Or(f.Then, none), Origin: in.Origin, From: Number(f.From), Until: Number(f.To),
		}
		if in.Typical != 0 {
			flip.Factor = Number(f.At / in.Typical)
		}
		out.Flips = append(out.Flips, flip)
	}
	slices.SortFunc(out.Flips, func(a, b Flip) int {
		return cmp.Or(cmp.Compare(a.distance(), b.distance()), cmp.Compare(a.Input, b.Input))
	})
	slices.SortFunc(out.Never, func(a, b NoFlip) int { return cmp.Compare(a.Input, b.Input) })
	return out
}

// distance orders flips by how many times the value must change. From or to
// nothing is farther than any multiple.
func (f Flip) distance() float64 {
	if f.Factor <= 0 {
		return math.Inf(1)
	}
	return math.Abs(math.Log(float64(f.Factor)))
}
