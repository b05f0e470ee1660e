package pack

import "math"

// window is how many nodes are compared for one load: with more, those of the next
// load begin where these end.
const window = 64

// evenly puts n pods of load k one by one on the node that has the most room left of
// what the pod asks for, so that small pods, which fill gaps best, and pods that ask
// for much of one resource are spread over all nodes.
func evenly(b *bench, k, n int32) int32 {
	h := b.roomiest(k)
	for n > 0 && len(h) > 0 {
		node := int(h[0].node)
		if b.fitting(node, k, 1) == 0 {
			h[0].room = math.Inf(-1) // the others may have room of another shape
		} else {
			b.add(node, k, 1)
			h[0].room = b.suits(k, node)
			n--
		}
		h.down(0)
		b.work++
		if math.IsInf(h[0].room, -1) {
			break
		}
	}
	if n > 0 {
		return first(b, k, n)
	}
	return 0
}

// roomy is a node and how well its room suits a load.
type roomy struct {
	room float64
	node int32
}

// roomiest are the nodes that a load may run on, as a heap.
func (b *bench) roomiest(k int32) heap {
	h := heap{}
	for _, pool := range b.isle.loads[k].pods.Pools {
		nodes := b.isle.problem.Pools[pool].Nodes
		begin := 0
		if nodes > window {
			begin = int(int64(k) * window % int64(nodes))
		}
		for q := range min(nodes, window) {
			node := int(b.begin[pool]) + (begin+q)%nodes
			h = append(h, roomy{b.suits(k, node), int32(node)})
		}
		b.work += int64(min(nodes, window))
	}
	for q := len(h)/2 - 1; q >= 0; q-- {
		h.down(q)
	}
	return h
}

// suits is what a node has left, weighted by what a pod of load k asks for.
func (b *bench) suits(k int32, node int) float64 {
	sum := 0.0
	free := b.room(node)
	for r, v := range b.request(k) {
		part := float64(float64(v) * b.worth[r])
		sum += float64(part * float64(free[r]))
	}
	return sum
}

// heap holds nodes with the roomiest first; ties break by number.
type heap []roomy

func (h heap) before(a, c int) bool {
	if h[a].room != h[c].room {
		return h[a].room > h[c].room
	}
	return h[a].node < h[c].node
}

func (h heap) down(k int) {
	for {
		kid := 2*k + 1
		if kid >= len(h) {
			return
		}
		if kid+1 < len(h) && h.before(kid+1, kid) {
			kid++
		}
		if !h.before(kid, k) {
			return
		}
		h[k], h[kid] = h[kid], h[k]
		k = kid
	}
}
