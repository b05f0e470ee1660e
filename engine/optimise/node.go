package optimise

import (
	"math"

	"berth.dev/engine/optimise/bundle"
	"berth.dev/engine/optimise/share"
	"berth.dev/engine/place"
)

// node is a part of the space of placements: all that its ancestors' splits leave.
type node struct {
	parent *node
	// service is what the parent splits; side the options on this node's side.
	service int32
	side    place.Set
	depth   int
	// floor is proven for the part, by leaf or by an ancestor's leaf where leaf is nil.
	floor int64
	leaf  *place.Leaf
	// model is what is known of the part's floor as a function of the prices; dropped
	// once the node is split or closed.
	model *bundle.Model
	// mix is how the costs were shared out where the floor was proven, for a problem
	// with views.
	mix share.Mix
	// fresh says that the model's centre was not evaluated in this part yet.
	fresh bool
	// kids are the two parts that the node was split into, both set or none.
	kids [2]*node
	// order numbers the nodes as they were made, to break ties.
	order int
}

// restrict writes the options that the node leaves to every service into out.
func (n *node) restrict(all, out []place.Set) {
	copy(out, all)
	for m := n; m.parent != nil; m = m.parent {
		out[m.service] &= m.side
	}
}

// proof is the leaf that proves the node's floor.
func (n *node) proof() *place.Leaf {
	for n.leaf == nil {
		n = n.parent
	}
	return n.leaf
}

// least is the lowest floor of the leaves below a node.
func (n *node) least() int64 {
	if n.kids[0] == nil {
		if n.proof().Empty {
			return math.MaxInt64
		}
		return n.floor
	}
	return min(n.kids[0].least(), n.kids[1].least())
}

// nodes is a queue of open nodes, the lowest floor first.
type nodes []*node

func (h nodes) Len() int { return len(h) }
func (h nodes) Less(a, b int) bool {
	if h[a].floor != h[b].floor {
		return h[a].floor < h[b].floor
	}
	return h[a].order < h[b].order
}
func (h nodes) Swap(a, b int) { h[a], h[b] = h[b], h[a] }

// Push and Pop are container/heap's.
func (h *nodes) Push(v any) { *h = append(*h, v.(*node)) }

// Pop takes the last node away.
func (h *nodes) Pop() any {
	old := *h
	last := old[len(old)-1]
	old[len(old)-1] = nil
	*h = old[:len(old)-1]
	return last
}
