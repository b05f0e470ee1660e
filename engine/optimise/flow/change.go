package flow

// Weight is what v's weight is, less what flow has taken: before the first cut the sum of
// what was added.
func (g *Graph) Weight(v int32) int64 { return g.weight[v] }

// Add adds d to the weight of v.
func (g *Graph) Add(v int32, d int64) {
	if d == 0 {
		return
	}
	w := g.weight[v]
	g.weight[v] = w + d
	switch g.nodes[v].force {
	case Free:
		g.excess += max(0, w+d) - max(0, w)
	case Source:
		g.excess += d
	}
	g.mark(v)
}

// Force says on which side v must be, until it is said again. There must be a cut: no
// path of infinite arcs leads from a node forced to the source to one forced to the
// sink.
func (g *Graph) Force(v int32, side Side) {
	n := &g.nodes[v]
	if n.force == side {
		return
	}
	before := g.held(v)
	n.force = side
	g.excess += g.held(v) - before
	g.mark(v)
}

// AddArc adds to the capacities of the half arc a and of its sister; neither may fall
// below zero in sum over all changes. Flow that no longer fits is returned to its ends,
// where it is weight again.
func (g *Graph) AddArc(a int32, ahead, back int64) {
	b := g.sister[a]
	g.left[a] += ahead
	g.left[b] += back
	g.unpush(a)
	g.unpush(b)
	g.hold(a)
	g.hold(b)
}

// unpush takes back what flows through a half arc above its capacity.
func (g *Graph) unpush(a int32) {
	over := -g.left[a]
	if over <= 0 {
		return
	}
	b := g.sister[a]
	g.left[a] += over
	g.left[b] -= over
	g.Add(g.head[b], over)
	g.Add(g.head[a], -over)
}

// hold repairs the trees around the half arc a after its capacity changed: what hangs
// on it may have lost its parent, and its tail may have somewhere to grow.
func (g *Graph) hold(a int32) {
	if !g.grown {
		return
	}
	tail := g.head[g.sister[a]]
	n := &g.nodes[tail]
	if n.parent == a && g.toward(a, n.sink) == 0 {
		g.orphan(tail)
	}
	if n.parent != noParent {
		g.activate(tail)
	}
}

// held is what v adds to Graph.excess.
func (g *Graph) held(v int32) int64 {
	switch g.nodes[v].force {
	case Source:
		return g.weight[v]
	case Sink:
		return 0
	default:
		return max(0, g.weight[v])
	}
}

// pull is 1 where v is a root of the source's tree, -1 of the sink's, 0 of none.
func (g *Graph) pull(v int32) int {
	w := g.weight[v]
	switch force := g.nodes[v].force; {
	case force == Source || force == Free && w > 0:
		return 1
	case force == Sink || w < 0:
		return -1
	default:
		return 0
	}
}

func (g *Graph) mark(v int32) {
	if g.grown && !g.nodes[v].marked {
		g.nodes[v].marked = true
		g.marked = append(g.marked, v)
	}
}

// relieve returns the flow through infinite arcs to their ends before it could grow
// to where they seem finite. Flows stay where they are from cut to cut, so that in a
// very long search they might.
func (g *Graph) relieve() {
	if g.pushed < Infinite/4 {
		return
	}
	g.pushed, g.grown = 0, false
	for a, left := range g.left {
		if left <= Infinite/2 {
			continue
		}
		flow, b := Infinite-left, g.sister[a]
		g.left[a] += flow
		g.left[b] -= flow
		g.Add(g.head[b], flow)
		g.Add(g.head[a], -flow)
	}
}
