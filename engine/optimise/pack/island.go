package pack

import (
	"math"
	"slices"

	"berth.dev/engine/place"
)

// load is like pods of one service.
type load struct {
	service, item int32
	pods          *place.Pods
	peak          int32
}

// at is how many pods there are in a slot; slots that are not listed have none.
func (d *load) at(slot int) int32 {
	if slot < len(d.pods.Count) {
		return d.pods.Count[slot]
	}
	return 0
}

// island is a set of pools that pods tie together, and those pods.
type island struct {
	problem *place.Problem
	pools   []int32
	loads   []load
	slots   int
}

// islands are the sets of pools with pods of x, in the order of their first pool.
// Pods that may run nowhere are an island without pools, the first.
func islands(p *place.Problem, x place.Placement) []*island {
	top := make([]int32, len(p.Pools))
	for k := range top {
		top[k] = int32(k)
	}
	find := func(k int32) int32 {
		for top[k] != k {
			k = top[k]
		}
		return k
	}
	each(p, x, func(d load) {
		for _, pool := range d.pods.Pools {
			a, b := find(d.pods.Pools[0]), find(pool)
			top[max(a, b)] = min(a, b)
		}
	})
	by := make([]*island, len(p.Pools)+1)
	each(p, x, func(d load) {
		k := int32(0)
		if len(d.pods.Pools) > 0 {
			k = 1 + find(d.pods.Pools[0])
		}
		if by[k] == nil {
			by[k] = &island{problem: p}
		}
		by[k].loads = append(by[k].loads, d)
		by[k].slots = max(by[k].slots, len(d.pods.Count))
	})
	for k := range p.Pools {
		if isle := by[1+find(int32(k))]; isle != nil {
			isle.pools = append(isle.pools, int32(k))
		}
	}
	return slices.DeleteFunc(by, func(isle *island) bool { return isle == nil })
}

// each gives all pods of x of which there is ever one, in the order of services.
func each(p *place.Problem, x place.Placement, do func(load)) {
	for i := range x {
		pods := p.Services[i].Options[x[i]].Pods
		for k := range pods {
			if len(pods[k].Count) == 0 {
				continue
			}
			if peak := slices.Max(pods[k].Count); peak > 0 {
				do(load{service: int32(i), item: int32(k), pods: &pods[k], peak: peak})
			}
		}
	}
}

// pack adds the island's assignments and lacks.
func (isle *island) pack(out *Packing) {
	counts := make([]int32, len(isle.loads))
	for k := range counts {
		counts[k] = isle.loads[k].peak
	}
	bench := newBench(isle)
	if isle.impossible(counts) == "" && bench.fill(counts, math.MaxInt) {
		slots := make([]int32, isle.slots)
		for t := range slots {
			slots[t] = int32(t)
		}
		out.Assignments = append(out.Assignments, Assignment{Slots: slots, Nodes: bench.nodes()})
		return
	}
	isle.bySlot(bench, out)
}

// bySlot packs slot by slot, those with the most pods first.
func (isle *island) bySlot(bench *bench, out *Packing) {
	total := make([]int64, isle.slots)
	order := make([]int32, isle.slots)
	for t := range order {
		order[t] = int32(t)
		for k := range isle.loads {
			total[t] += int64(isle.loads[k].at(t))
		}
	}
	slices.SortStableFunc(order, func(a, b int32) int { return int(min(1, max(-1, total[b]-total[a]))) })
	counts := make([]int32, len(isle.loads))
	done := make([]bool, isle.slots)
	for k, t := range order {
		if done[t] || total[t] == 0 {
			continue
		}
		for k := range counts {
			counts[k] = isle.loads[k].at(int(t))
		}
		why := isle.impossible(counts)
		if why != "" || !bench.fillFromLast(counts) {
			out.Lacks = append(out.Lacks, isle.lack(t, why, bench, counts))
			continue
		}
		held := []int32{t}
		for _, later := range order[k+1:] {
			if !done[later] && isle.needsLess(later, counts) {
				done[later] = true
				held = append(held, later)
			}
		}
		slices.Sort(held)
		out.Assignments = append(out.Assignments, Assignment{Slots: held, Nodes: bench.nodes()})
	}
}

// needsLess says whether a slot asks for at most the given pods.
func (isle *island) needsLess(slot int32, counts []int32) bool {
	for k := range isle.loads {
		if isle.loads[k].at(int(slot)) > counts[k] {
			return false
		}
	}
	return true
}

// lack is what the best attempt at a slot left without a node.
func (isle *island) lack(slot int32, why string, bench *bench, counts []int32) Lack {
	if why != "" {
		// Attempts were spared; one still shows how much there is too much.
		bench.attempt(counts, ways(isle)[0])
		bench.remember()
	}
	out := Lack{Slot: slot, Pools: isle.pools, Proven: why != "", Why: why, Missing: make([]int64, len(isle.problem.Resources))}
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
