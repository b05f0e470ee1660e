package flow

import "math"

// augment pushes what fits along the path that the half arc bridge closes, from the
// root of the source's tree to the root of the sink's. Nodes whose parent it cuts off
// become orphans.
func (g *Graph) augment(bridge int32) {
	back := g.sister[bridge]
	up, down := g.head[back], g.head[bridge]
	amount := min(g.left[bridge], g.room(up), g.room(down))
	g.left[bridge] -= amount
	g.left[back] += amount
	g.drain(g.push(up, amount), -amount)
	g.drain(g.push(down, amount), amount)
	g.excess -= amount
	g.pushed = min(Infinite, g.pushed+amount)
}

// room is what still fits between v and the terminal of its tree.
func (g *Graph) room(v int32) int64 {
	least := int64(math.MaxInt64)
	sink := g.nodes[v].sink
	for {
		n := &g.nodes[v]
		g.work++
		if n.parent == terminal {
			if n.force != Free {
				return least
			}
			return min(least, max(g.weight[v], -g.weight[v]))
		}
		least = min(least, g.toward(n.parent, sink))
		v = g.head[n.parent]
	}
}

// push moves amount through the tree between v and its root, and returns the root.
func (g *Graph) push(v int32, amount int64) int32 {
	sink := g.nodes[v].sink
	for {
		a := g.nodes[v].parent
		if a == terminal {
			return v
		}
		next := g.head[a]
		b := g.sister[a]
		if sink {
			a, b = b, a
		}
		g.left[a] += amount
		g.left[b] -= amount
		if g.left[b] == 0 {
			g.orphan(v)
		}
		v = next
	}
}

// drain adds to the weight of a root, which is none any more when nothing is left.
func (g *Graph) drain(root int32, d int64) {
	g.weight[root] += d
	if g.weight[root] == 0 && g.nodes[root].force == Free {
		g.orphan(root)
	}
}
