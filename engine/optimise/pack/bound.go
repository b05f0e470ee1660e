package pack

import (
	"fmt"
	"slices"
)

// impossible says why no packing of the counts exists, or nothing where that is not
// seen. Each reason holds for the pods that can only run on some pools, against what
// these pools have.
func (isle *island) impossible(counts []int32) string {
	for k := range isle.loads {
		if counts[k] > 0 && !isle.roomy(&isle.loads[k]) {
			return fmt.Sprintf("a pod of %s is larger than every node it may run on", isle.problem.Services[isle.loads[k].service].Name)
		}
	}
	for _, union := range isle.unions() {
		if why := isle.tooMuch(union, counts); why != "" {
			return why
		}
	}
	return ""
}

// roomy says whether an empty node of some pool takes one of the pods.
func (isle *island) roomy(d *load) bool {
	return slices.ContainsFunc(d.pods.Pools, func(pool int32) bool {
		q := &isle.problem.Pools[pool]
		if q.Nodes <= 0 {
			return false
		}
		for r, v := range d.pods.Request {
			if v > q.Room[r] {
				return false
			}
		}
		return true
	})
}

// unions are the sets of pools that some pods are bound to, and all pools.
func (isle *island) unions() [][]int32 {
	list := [][]int32{isle.pools}
	for k := range isle.loads {
		if pools := isle.loads[k].pods.Pools; !slices.ContainsFunc(list, func(have []int32) bool { return slices.Equal(have, pools) }) {
			list = append(list, pools)
		}
	}
	return list
}

// tooMuch compares what the pods bound to a union of pools ask for with what is
// there: the sum of each resource, and those of which no two go on one node.
func (isle *island) tooMuch(union []int32, counts []int32) string {
	p := isle.problem
	nodes := int64(0)
	room, asked, big := make([]int64, len(p.Resources)), make([]int64, len(p.Resources)), make([]int64, len(p.Resources))
	for _, pool := range union {
		nodes += int64(p.Pools[pool].Nodes)
		for r := range room {
			room[r] += p.Pools[pool].Room[r] * int64(p.Pools[pool].Nodes)
		}
	}
	for k := range isle.loads {
		d := &isle.loads[k]
		if counts[k] == 0 || !within(d.pods.Pools, union) {
			continue
		}
		for r, v := range d.pods.Request {
			asked[r] += v * int64(counts[k])
			// Above half of the largest node of the union: no two of these share one.
			if isle.aboveHalf(union, r, v) {
				big[r] += int64(counts[k])
			}
		}
	}
	for r := range room {
		switch {
		case asked[r] > room[r]:
			return fmt.Sprintf("the pods ask for %d of %s where all nodes have %d", asked[r], p.Resources[r], room[r])
		case big[r] > nodes:
			return fmt.Sprintf("%d pods ask for more than half a node's %s, on %d nodes", big[r], p.Resources[r], nodes)
		}
	}
	return ""
}

func (isle *island) aboveHalf(union []int32, r int, v int64) bool {
	for _, pool := range union {
		if 2*v <= isle.problem.Pools[pool].Room[r] {
			return false
		}
	}
	return true
}

// within says whether all of a sorted list is in another.
func within(list, of []int32) bool {
	for _, v := range list {
		if _, found := slices.BinarySearch(of, v); !found {
			return false
		}
	}
	return true
}
