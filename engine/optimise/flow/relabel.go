package flow

import "slices"

// relabelling is the state of push-relabel: all that is pushed to a node stays there
// as weight, and goes on to neighbours that are nearer to a node with negative weight.
type relabelling struct {
	// label is by node a lower bound of the number of residual arcs to the nearest
	// node that takes weight; len(label) where there is none.
	label []int32
	// current is by node the half arc to look at next.
	current []int32
	// count is by label how many nodes have it, and first and next chain those with
	// weight to push.
	count, first, next []int32
	highest            int32
	// since is the work done since labels were last made exact.
	since int64
}

// finish pushes the rest of the flow by labels and marks the source side. The trees
// are lost.
func (g *Graph) finish() {
	g.relabelled++
	if g.relabel == nil {
		n := len(g.nodes)
		g.relabel = &relabelling{
			label: make([]int32, n), current: make([]int32, n),
			count: make([]int32, n+1), first: make([]int32, n+1), next: make([]int32, n),
		}
	}
	g.saturate()
	g.measure()
	for v := g.highest(); v >= 0; v = g.highest() {
		g.discharge(v)
		if g.relabel.since > int64(len(g.head)+6*len(g.nodes)) {
			g.measure()
		}
	}
	g.settle()
}

// saturate fills the arcs that leave the nodes that are bound to the source. They have
// no weight to push after that, and nothing that is pushed to them ever leaves.
func (g *Graph) saturate() {
	bound := g.bind()
	for _, v := range bound {
		for a := g.first[v]; a < g.first[v+1]; a++ {
			if g.nodes[g.head[a]].parent == noParent {
				g.move(v, a, g.left[a])
			}
		}
	}
	// What a bound node lacks comes from the node that binds it, farthest first.
	for _, v := range slices.Backward(bound) {
		if lack := -g.weight[v]; lack > 0 && g.nodes[v].force == Free {
			a := g.sister[g.relabel.current[v]]
			g.move(g.head[g.sister[a]], a, lack)
		}
	}
}

// bind finds the nodes that are forced to the source, directly or by infinite arcs,
// and makes roots of them and of no others. Of those bound by an arc its reverse is in
// relabelling.current.
func (g *Graph) bind() []int32 {
	queue := g.relabel.next[:0]
	for v := range g.nodes {
		n := &g.nodes[v]
		n.parent = noParent
		if n.force == Source {
			n.parent = terminal
			queue = append(queue, int32(v))
		}
	}
	for k := 0; k < len(queue); k++ {
		for a := g.first[queue[k]]; a < g.first[queue[k]+1]; a++ {
			to := g.head[a]
			if n := &g.nodes[to]; g.left[a] > Infinite/2 && n.parent == noParent && n.force == Free {
				n.parent = terminal
				g.relabel.current[to] = g.sister[a]
				queue = append(queue, to)
			}
		}
	}
	return queue
}

// move pushes amount from v through its half arc a.
func (g *Graph) move(v, a int32, amount int64) {
	to := g.head[a]
	g.left[a] -= amount
	g.left[g.sister[a]] += amount
	g.weight[v] -= amount
	g.weight[to] += amount
	g.pushed = min(Infinite, g.pushed+amount)
}

// takes says whether weight that reaches v is used up there.
func (g *Graph) takes(v int32) bool {
	force := g.nodes[v].force
	return force == Sink || force == Free && g.weight[v] < 0
}

// measure makes all labels exact, by a search from the nodes that take weight against
// the residual arcs, and chains the nodes with weight to push.
func (g *Graph) measure() {
	r, n := g.relabel, int32(len(g.nodes))
	r.since, r.highest = 0, 0
	clear(r.count)
	queue := r.next[:0]
	for v := range n {
		r.label[v], r.current[v] = n, g.first[v]
		if g.nodes[v].parent == noParent && g.takes(v) {
			r.label[v] = 0
			queue = append(queue, v)
		}
	}
	for k := 0; k < len(queue); k++ {
		v := queue[k]
		for a := g.first[v]; a < g.first[v+1]; a++ {
			from := g.head[a]
			if r.label[from] == n && g.left[g.sister[a]] > 0 && g.nodes[from].parent == noParent {
				r.label[from] = r.label[v] + 1
				queue = append(queue, from)
			}
		}
	}
	for l := range r.first {
		r.first[l] = -1
	}
	for v := range n {
		r.count[r.label[v]]++
		g.chain(v)
	}
}

// chain adds v to those of its label with weight to push, where it has any.
func (g *Graph) chain(v int32) {
	r := g.relabel
	l := r.label[v]
	if g.weight[v] <= 0 || l == int32(len(r.label)) || g.nodes[v].force != Free || g.nodes[v].parent != noParent {
		return
	}
	r.next[v] = r.first[l]
	r.first[l] = v
	r.highest = max(r.highest, l)
}

// highest takes the node with weight to push that has the highest label, or -1.
func (g *Graph) highest() int32 {
	r := g.relabel
	for ; r.highest >= 0; r.highest-- {
		if v := r.first[r.highest]; v >= 0 {
			r.first[r.highest] = r.next[v]
			return v
		}
	}
	return -1
}

// discharge pushes the weight of v to neighbours that are one nearer, and lifts v
// when it has none, until the weight or the hope is gone.
func (g *Graph) discharge(v int32) {
	r, n := g.relabel, int32(len(g.nodes))
	for r.label[v] < n {
		for a := r.current[v]; a < g.first[v+1]; a++ {
			r.since++
			to := g.head[a]
			if g.left[a] == 0 || r.label[v] != r.label[to]+1 {
				continue
			}
			waiting := g.weight[to] > 0
			g.move(v, a, min(g.weight[v], g.left[a]))
			if !waiting {
				g.chain(to)
			}
			if g.weight[v] == 0 {
				r.current[v] = a
				return
			}
		}
		g.lift(v)
	}
}

// lift gives v the lowest label from which it can push. Where it was the last with its
// old label, nothing above that reaches a node that takes weight any more.
func (g *Graph) lift(v int32) {
	r, n := g.relabel, int32(len(g.nodes))
	old, lowest := r.label[v], n
	for a := g.first[v]; a < g.first[v+1]; a++ {
		if g.left[a] > 0 {
			lowest = min(lowest, r.label[g.head[a]]+1)
		}
	}
	r.since += int64(g.first[v+1] - g.first[v])
	r.current[v] = g.first[v]
	r.count[old]--
	r.label[v] = lowest
	r.count[lowest]++
	if old == 0 || r.count[old] > 0 {
		return
	}
	for u, l := range r.label {
		if l > old && l < n {
			r.count[l]--
			r.count[n]++
			r.label[u] = n
		}
	}
	for l := old; l < n; l++ {
		r.first[l] = -1
	}
}

// settle marks what the weight left over reaches as the source side.
func (g *Graph) settle() {
	g.grown, g.excess = false, 0
	queue := g.relabel.next[:0]
	for v := range g.nodes {
		n := &g.nodes[v]
		n.sink, n.parent = false, noParent
		g.excess += g.held(int32(v))
		if g.pull(int32(v)) > 0 {
			n.parent = terminal
			queue = append(queue, int32(v))
		}
	}
	for k := 0; k < len(queue); k++ {
		for a := g.first[queue[k]]; a < g.first[queue[k]+1]; a++ {
			if n := &g.nodes[g.head[a]]; g.left[a] > 0 && n.parent == noParent {
				n.parent = terminal
				queue = append(queue, g.head[a])
			}
		}
	}
}
