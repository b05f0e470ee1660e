package optimise

import (
	"slices"

	"berth.dev/engine/place"
)

// views gives the fragment the views of its services, once all of them are there. What
// stays where it is has no level: its traffic is in what the free services cost alone.
func (f *fragment) views(index []int32) {
	for v := range f.whole.Views {
		view := &f.whole.Views[v]
		out := place.View{Name: view.Name, Level: make([][]uint8, len(f.problem.Services))}
		for k := range out.Level {
			if k >= len(f.free) {
				out.Level[k] = []uint8{0}
				continue
			}
			for _, l := range f.option[k] {
				out.Level[k] = append(out.Level[k], view.Level[f.free[k]][l])
			}
		}
		for n := range f.whole.Pairs {
			q := &f.whole.Pairs[n]
			a, b := index[q.A], index[q.B]
			if a < 0 || b < 0 {
				continue
			}
			side := int(slices.Max(view.Level[q.B])) + 1
			out.Cost = append(out.Cost, corner(view.Cost[n], side, slices.Max(out.Level[a]), slices.Max(out.Level[b])))
		}
		f.problem.Views = append(f.problem.Views, out)
	}
}

// corner is what a table has up to these levels; side is its width.
func corner(table []int64, side int, a, b uint8) []int64 {
	if table == nil {
		return nil
	}
	var out []int64
	for l := range int(a) + 1 {
		out = append(out, table[l*side:l*side+int(b)+1]...)
	}
	return out
}
