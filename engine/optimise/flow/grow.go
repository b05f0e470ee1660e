package flow

import "math"

// lastTime is when stamps are begun anew, long before they overflow.
const lastTime = math.MaxInt32 / 2

// Max pushes all the flow there is; then [Graph.Min] and [Graph.OnSource] speak of the
// weights, sides and capacities as they are now.
//
// Two trees hold throughout: the source's, whose paths from the root have residual
// capacity, and the sink's, whose paths to the root have. A node that is not active has
// no residual arc that would let its tree grow there, nor one to the other tree. So when
// no node is active no path is left, and the source's tree is what its roots reach: the
// smallest source side.
func (g *Graph) Max() {
	g.relieve()
	g.work = 0
	guard := g.Guard
	if guard == 0 {
		guard = g.DefaultGuard()
	}
	if guard < 0 {
		g.finish()
		return
	}
	if g.grown && g.time < lastTime {
		g.regrow()
	} else {
		g.plant()
	}
	for at := g.next(); at >= 0; {
		bridge := g.grow(at)
		g.time++
		if bridge < 0 {
			at = g.next()
			continue
		}
		g.augment(bridge)
		g.adopt()
		if g.work > guard {
			g.finish()
			return
		}
		if g.nodes[at].parent == noParent {
			at = g.next()
		}
	}
}

// plant makes every node with weight left a root, and empties the trees otherwise.
func (g *Graph) plant() {
	g.active.next, g.active.size = 0, 0
	g.orphans, g.marked = g.orphans[:0], g.marked[:0]
	g.time = 0
	for v := range g.nodes {
		n := &g.nodes[v]
		*n = node{parent: noParent, force: n.force}
		if pull := g.pull(int32(v)); pull != 0 {
			n.parent, n.dist, n.sink = terminal, 1, pull < 0
			g.activate(int32(v))
		}
	}
	g.grown = true
}

// regrow mends the trees of the last cut where weights have changed. A node that
// stays in its tree needs nothing more: all it could grow to is in the tree too.
func (g *Graph) regrow() {
	g.time++
	for _, v := range g.marked {
		n := &g.nodes[v]
		n.marked = false
		pull := g.pull(v)
		if pull == 0 {
			if n.parent == terminal {
				g.orphan(v)
			}
			continue
		}
		if sink := pull < 0; n.parent == noParent || n.sink != sink {
			n.sink = sink
			g.cross(v)
			g.activate(v)
		}
		n.parent, n.stamp, n.dist = terminal, g.time, 1
	}
	g.marked = g.marked[:0]
	g.adopt()
}

// cross tells the neighbours of v that it has changed trees: its children are orphans,
// and who could push to it from the other tree is active, because a node that is not
// must have nothing to grow to even when v is freed again.
func (g *Graph) cross(v int32) {
	sink := g.nodes[v].sink
	for a := g.first[v]; a < g.first[v+1]; a++ {
		to := g.head[a]
		n := &g.nodes[to]
		if n.parent == g.sister[a] {
			g.orphan(to)
		}
		if n.parent != noParent && n.sink != sink && g.toward(a, !sink) > 0 {
			g.activate(to)
		}
	}
}

func (g *Graph) activate(v int32) {
	if n := &g.nodes[v]; !n.queued {
		n.queued = true
		g.active.push(v)
	}
}

// next takes an active node that is in a tree, or -1.
func (g *Graph) next() int32 {
	for g.active.size > 0 {
		v := g.active.pop()
		g.nodes[v].queued = false
		if g.nodes[v].parent != noParent {
			return v
		}
	}
	return -1
}

// toward is the residual capacity, in the direction that the flow takes in its tree,
// of the half arc a that leads from a child to its parent.
func (g *Graph) toward(a int32, sink bool) int64 {
	if sink {
		return g.left[a]
	}
	return g.left[g.sister[a]]
}

// grow takes the free neighbours of v into its tree. Where a residual arc leads to the
// other tree it stops and returns that half arc, in the direction from the source's
// tree to the sink's; otherwise -1.
func (g *Graph) grow(v int32) int32 {
	from := &g.nodes[v]
	begin, end := g.first[v], g.first[v+1]
	for a := begin; a < end; a++ {
		b := g.sister[a]
		ahead := a
		if from.sink {
			ahead = b
		}
		if g.left[ahead] == 0 {
			continue
		}
		to := &g.nodes[g.head[a]]
		switch {
		case to.parent == noParent:
			to.parent, to.sink, to.stamp, to.dist = b, from.sink, from.stamp, from.dist+1
			g.activate(g.head[a])
		case to.sink != from.sink:
			g.work += int64(a - begin)
			return ahead
		case to.stamp <= from.stamp && to.dist > from.dist:
			// A shorter way to the root.
			to.parent, to.stamp, to.dist = b, from.stamp, from.dist+1
		}
	}
	g.work += int64(end - begin)
	return -1
}
