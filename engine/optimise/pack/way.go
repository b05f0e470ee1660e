package pack

import (
	"cmp"
	"math"
	"slices"

	"berth.dev/engine/place"
)

// way is one heuristic: by what pods are ordered, the largest first, and which node
// each is given.
type way struct {
	size func(pods *place.Pods, worth []float64) float64
	// bound says that pods with fewer nodes to choose from come first.
	bound bool
	put   func(b *bench, k, n int32) (left int32)
}

// ways are the heuristics in the order in which they are tried. Where there is little
// to spare, small pods on all nodes are what settles the rest.
func (b *bench) ways() []*way {
	out := []*way{
		{size: dominant, put: first},
		{size: weighted, put: evenly},
		{size: dominant, put: tightest},
		{size: weighted, put: first},
		{size: weighted, put: tightest},
		{size: dominant, bound: true, put: first},
		{size: dominant, bound: true, put: tightest},
	}
	if b.full > roomyFill {
		out[0], out[1] = out[1], out[0]
	}
	for r := range min(3, b.width) {
		single := func(pods *place.Pods, worth []float64) float64 { return float64(float64(pods.Request[r]) * worth[r]) }
		out = append(out, &way{size: single, put: first}, &way{size: single, put: tightest})
	}
	return out
}

// dominant is a pod's largest share of what there is of a resource.
func dominant(pods *place.Pods, worth []float64) float64 {
	most := 0.0
	for r, v := range pods.Request {
		most = max(most, float64(v)*worth[r])
	}
	return most
}

// weighted is the sum of a pod's shares.
func weighted(pods *place.Pods, worth []float64) float64 {
	sum := 0.0
	for r, v := range pods.Request {
		sum += float64(float64(v) * worth[r])
	}
	return sum
}

// order lists the loads by size.
func (w *way) order(b *bench) []int32 {
	type keyed struct {
		size  float64
		nodes int
		load  int32
	}
	keys := make([]keyed, len(b.isle.loads))
	for k := range keys {
		pods := b.isle.loads[k].pods
		keys[k] = keyed{size: w.size(pods, b.worth), load: int32(k)}
		if w.bound {
			for _, pool := range pods.Pools {
				keys[k].nodes += b.isle.problem.Pools[pool].Nodes
			}
		}
	}
	slices.SortFunc(keys, func(a, c keyed) int {
		return cmp.Or(cmp.Compare(a.nodes, c.nodes), cmp.Compare(c.size, a.size), cmp.Compare(a.load, c.load))
	})
	list := make([]int32, len(keys))
	for k, one := range keys {
		list[k] = one.load
	}
	return list
}

// first puts n pods of load k on the first nodes with room.
func first(b *bench, k, n int32) int32 {
	request := b.request(k)
	for _, pool := range b.isle.loads[k].pods.Pools {
		node, end := int(b.begin[pool]), int(b.begin[pool])+b.isle.problem.Pools[pool].Nodes
		for n > 0 {
			if node = b.tree.first(request, node, end); node < 0 {
				break
			}
			n -= b.put(node, k, n)
			node++
		}
	}
	return n
}

// put puts as many of n pods of load k on a node as it takes.
func (b *bench) put(node int, k, n int32) int32 {
	fit := b.fitting(node, k, n)
	b.work++
	b.add(node, k, fit)
	return fit
}

// looked is how many nodes with room are compared for the tightest: the first ones
// are the fullest anyway, since everything prefers them.
const looked = 24

// tightest puts n pods of load k one after the other on the node where the least
// room is left then, as a share of the node's own. A node that took one goes on
// taking: it has become the tightest.
func tightest(b *bench, k, n int32) int32 {
	for n > 0 {
		node := b.tightestNode(k)
		if node < 0 {
			return n
		}
		n -= b.put(node, k, n)
	}
	return 0
}

func (b *bench) tightestNode(k int32) int {
	request := b.request(k)
	found, least, seen := -1, math.Inf(1), 0
	for _, pool := range b.isle.loads[k].pods.Pools {
		room := b.isle.problem.Pools[pool].Room
		node, end := int(b.begin[pool]), int(b.begin[pool])+b.isle.problem.Pools[pool].Nodes
		for ; seen < looked; seen++ {
			if node = b.tree.first(request, node, end); node < 0 {
				break
			}
			sum := 0.0
			b.work++
			for r, v := range request {
				share := float64(b.free[node*len(request)+r]-v) / float64(1+room[r])
				sum += float64(share * share)
			}
			if sum < least {
				found, least = node, sum
			}
			node++
		}
	}
	return found
}
