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
	size func(pods *place.Pods, scarce []float64) float64
	// bound says that pods with fewer nodes to choose from come first.
	bound bool
	put   func(b *bench, k int, n int32) (left int32)
	list  []int32
}

// ways are the heuristics in the order in which they are tried.
func ways(isle *island) []*way {
	out := []*way{
		{size: dominant, put: first},
		{size: dominant, put: tightest},
		{size: weighted, put: first},
		{size: weighted, put: tightest},
		{size: dominant, bound: true, put: first},
		{size: dominant, bound: true, put: tightest},
	}
	for r := range min(3, len(isle.problem.Resources)) {
		single := func(pods *place.Pods, scarce []float64) float64 { return float64(float64(pods.Request[r]) * scarce[r]) }
		out = append(out, &way{size: single, put: first}, &way{size: single, put: tightest})
	}
	return out
}

// dominant is a pod's largest share of what there is of a resource.
func dominant(pods *place.Pods, scarce []float64) float64 {
	most := 0.0
	for r, v := range pods.Request {
		most = max(most, float64(v)*scarce[r])
	}
	return most
}

// weighted is the sum of a pod's shares.
func weighted(pods *place.Pods, scarce []float64) float64 {
	sum := 0.0
	for r, v := range pods.Request {
		sum += float64(float64(v) * scarce[r])
	}
	return sum
}

// order lists the loads by size. A resource counts by how much of it is asked for:
// what nobody lacks should not decide.
func (w *way) order(b *bench, counts []int32) {
	asked := make([]float64, len(b.total))
	for k := range counts {
		for r, v := range b.isle.loads[k].pods.Request {
			asked[r] += float64(float64(v) * float64(counts[k]))
		}
	}
	scarce := make([]float64, len(asked))
	for r := range scarce {
		room := float64(1 + b.total[r])
		scarce[r] = asked[r] / (room * room)
	}
	type keyed struct {
		size  float64
		nodes int
		load  int32
	}
	keys := make([]keyed, len(counts))
	for k := range keys {
		pods := b.isle.loads[k].pods
		keys[k] = keyed{size: w.size(pods, scarce), load: int32(k)}
		if w.bound {
			for _, pool := range pods.Pools {
				keys[k].nodes += b.isle.problem.Pools[pool].Nodes
			}
		}
	}
	slices.SortFunc(keys, func(a, c keyed) int {
		return cmp.Or(cmp.Compare(a.nodes, c.nodes), cmp.Compare(c.size, a.size), cmp.Compare(a.load, c.load))
	})
	w.list = w.list[:0]
	for _, one := range keys {
		w.list = append(w.list, one.load)
	}
}

// first puts n pods of load k on the first nodes with room.
func first(b *bench, k int, n int32) int32 {
	pods := b.isle.loads[k].pods
	for _, pool := range pods.Pools {
		node, end := int(b.begin[pool]), int(b.begin[pool])+b.isle.problem.Pools[pool].Nodes
		for n > 0 {
			if node = b.tree.first(pods.Request, node, end); node < 0 {
				break
			}
			n -= b.put(node, k, n)
			node++
		}
	}
	return n
}

// put puts as many of n pods of load k on a node as it takes.
func (b *bench) put(node, k int, n int32) int32 {
	fit := b.fitting(node, k, n)
	b.take(node, k, fit)
	b.held[k] = append(b.held[k], stack{int32(node), fit})
	return fit
}

// looked is how many nodes with room are compared for the tightest: the first ones
// are the fullest anyway, since everything prefers them.
const looked = 24

// tightest puts n pods of load k one after the other on the node where the least
// room is left then, as a share of the node's own. A node that took one goes on
// taking: it has become the tightest.
func tightest(b *bench, k int, n int32) int32 {
	for n > 0 {
		node := b.tightestNode(k)
		if node < 0 {
			return n
		}
		n -= b.put(node, k, n)
	}
	return 0
}

func (b *bench) tightestNode(k int) int {
	request := b.isle.loads[k].pods.Request
	found, least, seen := -1, math.Inf(1), 0
	for _, pool := range b.isle.loads[k].pods.Pools {
		room := b.isle.problem.Pools[pool].Room
		node, end := int(b.begin[pool]), int(b.begin[pool])+b.isle.problem.Pools[pool].Nodes
		for ; seen < looked; seen++ {
			if node = b.tree.first(request, node, end); node < 0 {
				break
			}
			sum := 0.0
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
