package pack

import (
	"fmt"
	"slices"
)

// union is a set of pools that some pods are bound to, with what it has.
type union struct {
	pools []int32
	nodes int64
	room  []int64
	// inside says by load whether it may run nowhere else, big by resource and load
	// whether no two of its pods share a node.
	inside []bool
	big    [][]bool
}

// bound fills in what is asked about slot after slot: the unions, and the loads whose
// pods go on no node at all.
func (isle *island) bound() {
	isle.addUnion(isle.pools)
	for k := range isle.loads {
		pools := isle.loads[k].pods.Pools
		if !slices.ContainsFunc(isle.unions, func(u *union) bool { return slices.Equal(u.pools, pools) }) {
			isle.addUnion(pools)
		}
		if !isle.roomy(&isle.loads[k]) {
			isle.huge = append(isle.huge, int32(k))
		}
	}
}

func (isle *island) addUnion(pools []int32) {
	p := isle.problem
	u := &union{pools: pools, room: make([]int64, len(p.Resources)), inside: make([]bool, len(isle.loads)), big: make([][]bool, len(p.Resources))}
	for _, pool := range pools {
		u.nodes += int64(p.Pools[pool].Nodes)
		for r := range u.room {
			u.room[r] += p.Pools[pool].Room[r] * int64(p.Pools[pool].Nodes)
		}
	}
	for k := range isle.loads {
		u.inside[k] = within(isle.loads[k].pods.Pools, pools)
	}
	for r := range u.big {
		u.big[r] = make([]bool, len(isle.loads))
		for k := range isle.loads {
			// Above half of the largest node of the union: no two of these share one.
			u.big[r][k] = isle.aboveHalf(pools, r, isle.loads[k].pods.Request[r])
		}
	}
	isle.unions = append(isle.unions, u)
}

// impossible says why no packing of the counts exists, or nothing where that is not
// seen. Each reason holds for the pods that can only run on some pools, against what
// these pools have.
func (isle *island) impossible(counts []int32) string {
	for _, k := range isle.huge {
		if counts[k] > 0 {
			return fmt.Sprintf("a pod of %s is larger than every node it may run on", isle.problem.Services[isle.loads[k].service].Name)
		}
	}
	for _, u := range isle.unions {
		if why := isle.tooMuch(u, counts); why != "" {
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

// asked is what the pods bound to a union ask for of a resource, and how many of them
// share no node.
func (isle *island) asked(u *union, r int, counts []int32) (sum, big int64) {
	for k, n := range counts {
		if n == 0 || !u.inside[k] {
			continue
		}
		sum += isle.loads[k].pods.Request[r] * int64(n)
		if u.big[r][k] {
			big += int64(n)
		}
	}
	return sum, big
}

// tooMuch compares what the pods bound to a union of pools ask for with what is
// there: the sum of each resource, and those of which no two go on one node.
func (isle *island) tooMuch(u *union, counts []int32) string {
	for r, room := range u.room {
		switch sum, big := isle.asked(u, r, counts); {
		case sum > room:
			return fmt.Sprintf("the pods ask for %d of %s where all nodes have %d", sum, isle.problem.Resources[r], room)
		case big > u.nodes:
			return fmt.Sprintf("%d pods ask for more than half a node's %s, on %d nodes", big, isle.problem.Resources[r], u.nodes)
		}
	}
	return ""
}

// fullness is the largest share of a union's resource or nodes that counts ask for.
func (isle *island) fullness(counts []int32) float64 {
	most := 0.0
	for _, u := range isle.unions {
		for r, room := range u.room {
			sum, big := isle.asked(u, r, counts)
			most = max(most, float64(sum)/float64(max(1, room)), float64(big)/float64(max(1, u.nodes)))
		}
	}
	return most
}

func (isle *island) aboveHalf(pools []int32, r int, v int64) bool {
	for _, pool := range pools {
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
