package flow

import "math"

// orphan takes v's parent away until [Graph.adopt].
func (g *Graph) orphan(v int32) {
	g.nodes[v].parent = abandoned
	g.orphans = append(g.orphans, v)
}

// adopt finds every orphan a new parent in its tree, or frees it.
func (g *Graph) adopt() {
	for k := 0; k < len(g.orphans); k++ {
		v := g.orphans[k]
		if g.nodes[v].parent != abandoned {
			continue
		}
		if !g.refuge(v) {
			g.free(v)
		}
	}
	g.orphans = g.orphans[:0]
}

// refuge gives v the parent with the shortest path to the root of its tree, where one
// of its neighbours still has such a path.
func (g *Graph) refuge(v int32) bool {
	n := &g.nodes[v]
	best, nearest := int32(-1), int32(math.MaxInt32)
	g.work += int64(g.first[v+1] - g.first[v])
	for a := g.first[v]; a < g.first[v+1]; a++ {
		if g.toward(a, n.sink) == 0 {
			continue
		}
		to := g.head[a]
		if t := &g.nodes[to]; t.parent == noParent || t.sink != n.sink {
			continue
		}
		if d := g.distance(to); d < nearest {
			best, nearest = a, d
		}
	}
	if best < 0 {
		return false
	}
	n.parent, n.stamp, n.dist = best, g.time, nearest+1
	return true
}

// distance is how many nodes lie on the path from v to its root, and stamps them with
// it; MaxInt32 where the path ends in an orphan.
func (g *Graph) distance(v int32) int32 {
	var d int32
	at := v
	for {
		n := &g.nodes[at]
		g.work++
		if n.stamp == g.time {
			d += n.dist
			break
		}
		d++
		if n.parent == terminal {
			n.stamp, n.dist = g.time, 1
			break
		}
		if n.parent == abandoned {
			return math.MaxInt32
		}
		at = g.head[n.parent]
	}
	for left := d; ; left-- {
		n := &g.nodes[v]
		if n.stamp == g.time {
			return d
		}
		n.stamp, n.dist = g.time, left
		v = g.head[n.parent]
	}
}

// free takes v out of its tree; its children become orphans, and neighbours that could
// grow back to it active.
func (g *Graph) free(v int32) {
	n := &g.nodes[v]
	n.parent = noParent
	for a := g.first[v]; a < g.first[v+1]; a++ {
		to := g.head[a]
		t := &g.nodes[to]
		if t.parent == noParent || t.sink != n.sink {
			continue
		}
		if g.toward(a, n.sink) > 0 {
			g.activate(to)
		}
		if t.parent == g.sister[a] {
			g.orphan(to)
		}
	}
}
