package pack

import (
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
	// unions are all pools and the sets that some pods are bound to; huge are the loads
	// that no node takes.
	unions []*union
	huge   []int32
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
	by = slices.DeleteFunc(by, func(isle *island) bool { return isle == nil })
	for _, isle := range by {
		isle.bound()
	}
	return by
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

// pack adds the island's assignments and lacks: one assignment for all slots, if all
// peaks have room at once, or slot by slot.
func (isle *island) pack(bench *bench, out *Packing) {
	peaks := make([]int32, len(isle.loads))
	for k := range peaks {
		peaks[k] = isle.loads[k].peak
	}
	bench.reset(peaks)
	if isle.impossible(peaks) == "" && bench.fill(peaks, bench.tries()) {
		slots := make([]int32, isle.slots)
		for t := range slots {
			slots[t] = int32(t)
		}
		out.Assignments = append(out.Assignments, Assignment{Slots: slots, Nodes: bench.nodes()})
		return
	}
	isle.bySlot(bench, out)
}
