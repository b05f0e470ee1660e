package flow

import (
	"iter"
	"slices"
)

// Infinite is a capacity that no cut goes through. What is cut in a graph may add up
// to a quarter of it.
const Infinite = int64(1) << 62

// Arc joins two different nodes.
type Arc struct {
	From, To int32
	// Cap is what it costs to have From on the source side and To on the other; Back
	// the reverse.
	Cap, Back int64
}

// Side says where a node must be.
type Side int8

// The sides of a cut; Free is either.
const (
	Free Side = iota
	Source
	Sink
)

// What a node's parent is when it is no half arc.
const (
	noParent  = -1 // in no tree
	terminal  = -2 // the root of a tree
	abandoned = -3 // in a tree, its parent lost, waiting in Graph.orphans
)

// shape is what never changes and clones share. Every arc is two half arcs, each the
// other's sister; those that leave a node stand together.
type shape struct {
	// first is by node where its half arcs begin, with one entry more for the end.
	first []int32
	// head is by half arc where it leads, sister its reverse.
	head, sister []int32
}

// node is a node's place in the two search trees.
type node struct {
	// parent is the half arc from the node to its parent, or noParent, terminal,
	// abandoned.
	parent int32
	// stamp is when dist was right: the path to the root was dist nodes long.
	stamp, dist int32
	// sink says which tree, where parent is not noParent.
	sink bool
	// marked nodes had their weight changed since the last cut; queued ones are
	// active.
	marked, queued bool
	force          Side
}

// Graph is a cut problem and what is known of its solution. Its zero value is not
// usable: see [New]. One goroutine at a time may use it.
type Graph struct {
	*shape
	// Guard is how many half arcs one cut may look at before push-relabel takes
	// over; 0 is [Graph.DefaultGuard], below 0 takes push-relabel at once.
	Guard int64

	// left is by half arc its residual capacity; weight by node what its terminal
	// has left, which for forced nodes may have either sign.
	left   []int64
	weight []int64
	nodes  []node
	// excess is the sum of the weights that no flow has taken: of
	// nodes forced to the source, and of free ones where positive. The least value
	// is its negative.
	excess int64
	// pushed is an upper bound of the flow through any arc of infinite capacity.
	pushed int64

	// grown says that the trees are those of the last cut; otherwise they are built
	// anew.
	grown      bool
	marked     []int32
	orphans    []int32
	active     ring
	time       int32
	work       int64
	relabel    *relabelling
	relabelled int
}

// New is a graph of n nodes without weights. It walks the arcs twice.
func New(n int, arcs iter.Seq[Arc]) *Graph {
	s := &shape{first: make([]int32, n+1)}
	for a := range arcs {
		s.first[a.From+1]++
		s.first[a.To+1]++
	}
	for v := range n {
		s.first[v+1] += s.first[v]
	}
	size := s.first[n]
	s.head, s.sister = make([]int32, size), make([]int32, size)
	g := &Graph{shape: s, left: make([]int64, size), weight: make([]int64, n), nodes: make([]node, n), active: newRing(n)}
	next := slices.Clone(s.first[:n])
	for a := range arcs {
		from, to := next[a.From], next[a.To]
		next[a.From]++
		next[a.To]++
		s.head[from], s.head[to] = a.To, a.From
		s.sister[from], s.sister[to] = to, from
		g.left[from], g.left[to] = a.Cap, a.Back
	}
	return g
}

// Clone is a copy that shares only what never changes.
func (g *Graph) Clone() *Graph {
	c := *g
	c.left, c.weight, c.nodes = slices.Clone(g.left), slices.Clone(g.weight), slices.Clone(g.nodes)
	c.marked, c.orphans = slices.Clone(g.marked), slices.Clone(g.orphans)
	c.active = g.active.clone()
	c.relabel = nil
	return &c
}

// Len is the number of nodes.
func (g *Graph) Len() int { return len(g.nodes) }

// Arc is the half arc from u to v for [Graph.AddArc], or −1. Of several it is the
// first.
func (g *Graph) Arc(u, v int32) int32 {
	for a := g.first[u]; a < g.first[u+1]; a++ {
		if g.head[a] == v {
			return a
		}
	}
	return -1
}

// DefaultGuard is the work that a cut may take before push-relabel finishes it: much
// more than any cut of a fleet was seen to need.
func (g *Graph) DefaultGuard() int64 { return 100 * int64(len(g.head)+len(g.nodes)) }

// Relabelled is how many cuts push-relabel had to finish.
func (g *Graph) Relabelled() int { return g.relabelled }

// Min is the least value, after [Graph.Max].
func (g *Graph) Min() int64 { return -g.excess }

// OnSource says after [Graph.Max] whether v is on the source side of the smallest
// minimum cut.
func (g *Graph) OnSource(v int32) bool {
	n := &g.nodes[v]
	return n.parent != noParent && !n.sink
}
