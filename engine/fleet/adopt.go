package fleet

import "berth.dev/engine/place"

// Adopt returns the fleet with the splits that a placement of another build uses, so
// that both can be compared option by option: which splits are tried depends on prices
// that a search finds, and an edit far away may change them. Services that are not
// there, or cannot be split so any more, are passed over. added says how many splits are
// new; where none is, the fleet returned is f.
func (f *Fleet) Adopt(from *Fleet, x place.Placement) (finer *Fleet, added int) {
	used := map[string]*way{}
	for i, g := range from.b.groups {
		if w := g.ways[x[i]]; w.Base != nil {
			used[g.name] = w
		}
	}
	never := func() bool { return false }
	return f.finer(never, func(_ int, g, n *group) int {
		w := used[g.name]
		if w == nil || n.splits[w.ID] == nil || len(g.ways) >= place.MaxOptions || !g.keeps(w.Base) {
			return 0
		}
		return n.split(w.ID, w.Base)
	})
}

// keeps tells whether every member of a group may keep so many replicas of a hybrid.
func (g *group) keeps(base []int) bool {
	for i, m := range g.members {
		if m.clampBase(float64(base[i])*m.step) != base[i] {
			return false
		}
	}
	return true
}
