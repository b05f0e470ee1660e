package pack

import (
	"cmp"
	"slices"
)

// bySlot packs slot by slot, those with the most pods first. What one needs may do for
// others.
func (isle *island) bySlot(bench *bench, out *Packing) {
	table, order := isle.table()
	for at, t := range order {
		counts := table[t]
		if counts == nil {
			continue // another slot's assignment holds it
		}
		why := isle.impossible(counts)
		if why == "" {
			if wide := isle.widen(counts, table, order[at+1:]); wide != nil && bench.fillFromLast(wide) {
				counts = wide
			} else if !bench.fillFromLast(counts) {
				why = unseen
			}
		}
		var held []int32
		for _, later := range order[at:] {
			if table[later] != nil && (why == "" && below(table[later], counts) || slices.Equal(table[later], counts)) {
				held = append(held, later)
				table[later] = nil
			}
		}
		slices.Sort(held)
		if why == "" {
			out.Assignments = append(out.Assignments, Assignment{Slots: held, Nodes: bench.nodes()})
			continue
		}
		lack := isle.lack(why, bench, counts)
		for _, lack.Slot = range held {
			out.Lacks = append(out.Lacks, lack)
		}
	}
}

// unseen stands for a reason why no packing exists: none is known.
const unseen = "-"

// table is how many pods there are by slot and load, nil for slots with none, and the
// slots in order, those with the most pods first.
func (isle *island) table() (table [][]int32, order []int32) {
	table, order = make([][]int32, isle.slots), make([]int32, isle.slots)
	total := make([]int64, isle.slots)
	all := make([]int32, isle.slots*len(isle.loads))
	for t := range table {
		order[t] = int32(t)
		table[t] = all[t*len(isle.loads) : (t+1)*len(isle.loads)]
		for k := range isle.loads {
			table[t][k] = isle.loads[k].at(t)
			total[t] += int64(table[t][k])
		}
		if total[t] == 0 {
			table[t] = nil
		}
	}
	slices.SortStableFunc(order, func(a, b int32) int { return cmp.Compare(total[b], total[a]) })
	return table, order
}

// roomyFill is how full an assignment may be that is made for several slots, as a
// share: nodes that are fuller are packed for each alone.
const roomyFill = 0.9

// widen joins counts with those of other slots, as long as that leaves room; nil where
// none joins.
func (isle *island) widen(counts []int32, table [][]int32, others []int32) []int32 {
	if isle.fullness(counts) > roomyFill {
		return nil
	}
	wide, joined := slices.Clone(counts), false
	for _, t := range others {
		if table[t] == nil || below(table[t], wide) {
			continue
		}
		next := slices.Clone(wide)
		for k, n := range table[t] {
			next[k] = max(next[k], n)
		}
		if isle.fullness(next) <= roomyFill {
			wide, joined = next, true
		}
	}
	if !joined {
		return nil
	}
	return wide
}

// below says whether a slot asks for at most the given pods.
func below(slot, counts []int32) bool {
	for k, n := range slot {
		if n > counts[k] {
			return false
		}
	}
	return true
}

// lack is what the best attempt left without a node.
func (isle *island) lack(why string, bench *bench, counts []int32) Lack {
	if why != unseen {
		// Attempts were spared; a quick one still shows how much there is too much.
		bench.reuse(counts)
		bench.insert()
		bench.remember()
	}
	out := Lack{Pools: isle.pools, Missing: make([]int64, len(isle.problem.Resources))}
	if why != unseen {
		out.Proven, out.Why = true, why
	}
	for k, left := range bench.left {
		if left == 0 {
			continue
		}
		d := &isle.loads[k]
		out.Left = append(out.Left, Placed{d.service, d.item, left})
		for r, v := range d.pods.Request {
			out.Missing[r] += v * int64(left)
		}
	}
	return out
}
