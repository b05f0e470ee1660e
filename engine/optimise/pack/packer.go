package pack

import "berth.dev/engine/place"

// Packer packs one placement of a problem after the other.
type Packer struct {
	// Work counts the nodes and pods that were looked at.
	Work    int64
	problem *place.Problem
}

// New makes a packer for a problem, which must have passed [place.Problem.Check].
func New(p *place.Problem) *Packer { return &Packer{problem: p} }

// Check packs the pods of x. What it answers depends on nothing that it packed before.
func (k *Packer) Check(x place.Placement) Packing {
	var out Packing
	for _, isle := range islands(k.problem, x) {
		bench := newBench(isle)
		isle.pack(bench, &out)
		k.Work += bench.work + int64(isle.slots*len(isle.loads))
	}
	out.sort()
	return out
}
