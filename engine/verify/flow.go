package verify

// network is a sum over variables y that are 0 or 1:
//
//	Σ unary(v)·y_v  +  Σ over arcs  fwd·y_u·(1−y_v) + back·y_v·(1−y_u)
//
// with fwd, back ≥ 0. A flow on an arc is any number with −back ≤ flow ≤ fwd.
// Because y_u·(1−y_v) − y_v·(1−y_u) = y_u − y_v, taking flow off fwd and adding it
// to back and paying the difference at the ends,
//
//	unary(u) + flow,  unary(v) − flow,  fwd − flow,  back + flow
//
// changes the sum for no y at all. What is left on the arcs is not negative, so the
// sum is at least Σ min(0, unary), whatever the flow. Finding a flow for which that
// is most is the maximum flow problem; then it is the least value of the sum itself.
//
// Only [network.proves] is trusted. The search for the flow may be wrong, or start
// from an old flow, or give up: the bound would be lower and still a bound.
type network struct {
	arcs  []arc
	unary []int64
	// around lists for each node the ways out of it, from first[v] to first[v+1]:
	// the arc times 2, plus 1 where the node is its end v.
	first, around []int32
	// rest is unary after the flow; level the distance from a node with rest < 0,
	// next the way to try next.
	rest        []int64
	level, next []int32
	queue, path []int32
	meter       *meter
}

type arc struct {
	u, v            int32
	fwd, back, flow int64
}

// wire lists the ways out of each node, once all arcs are there.
func (n *network) wire(nodes int) {
	n.unary, n.rest = make([]int64, nodes), make([]int64, nodes)
	n.level, n.next = make([]int32, nodes), make([]int32, nodes)
	n.first = make([]int32, nodes+1)
	for k := range n.arcs {
		n.first[n.arcs[k].u]++
		n.first[n.arcs[k].v]++
	}
	for v := 1; v <= nodes; v++ {
		n.first[v] += n.first[v-1]
	}
	n.around = make([]int32, 2*len(n.arcs))
	for k := len(n.arcs) - 1; k >= 0; k-- {
		for side, v := range []int32{n.arcs[k].u, n.arcs[k].v} {
			n.first[v]--
			n.around[n.first[v]] = int32(2*k + side)
		}
	}
}

// least is a lower bound of the sum, its least value where the search ended. False
// means that numbers left 64 bits: then nothing is proved.
func (n *network) least() (wide, bool) {
	for k := range n.arcs {
		a := &n.arcs[k]
		a.flow = min(a.fwd, max(-a.back, a.flow)) // of the part of the space before
	}
	if _, ok := n.proves(); !ok {
		for k := range n.arcs {
			n.arcs[k].flow = 0
		}
		copy(n.rest, n.unary)
	}
	for n.levels() {
		for v := range n.rest {
			if n.rest[v] < 0 {
				n.push(int32(v))
			}
		}
	}
	return n.proves()
}

// proves computes Σ min(0, unary) after the flow, from nothing but the flow.
func (n *network) proves() (wide, bool) {
	n.meter.spend(len(n.arcs) + len(n.unary))
	copy(n.rest, n.unary)
	ok := true
	for k := range n.arcs {
		a := &n.arcs[k]
		ok = ok && -a.back <= a.flow && a.flow <= a.fwd
		n.rest[a.u] = plus(n.rest[a.u], a.flow, &ok)
		n.rest[a.v] = plus(n.rest[a.v], -a.flow, &ok)
	}
	sum := wide{}
	for _, v := range n.rest {
		sum = sum.plus(widen(min(0, v)))
	}
	return sum, ok
}

// plus adds, and clears ok where the sum leaves 64 bits.
func plus(a, b int64, ok *bool) int64 {
	sum := a + b
	if (sum^a)&(sum^b) < 0 {
		*ok = false
	}
	return sum
}

// way is where a way leads and what more may flow along it.
func (n *network) way(way int32) (to int32, more int64) {
	a := &n.arcs[way>>1]
	if way&1 == 0 {
		return a.v, a.fwd - a.flow
	}
	return a.u, a.back + a.flow
}

// levels finds the distance of each node from those with rest < 0, and whether one
// with rest > 0 can be reached.
func (n *network) levels() bool {
	queue := n.queue[:0]
	for v := range n.level {
		n.level[v], n.next[v] = -1, n.first[v]
		if n.rest[v] < 0 {
			n.level[v] = 0
			queue = append(queue, int32(v))
		}
	}
	found := false
	for at := 0; at < len(queue); at++ {
		v := queue[at]
		found = found || n.rest[v] > 0
		ways := n.around[n.first[v]:n.first[v+1]]
		if !n.meter.spend(len(ways)) {
			return false
		}
		for _, way := range ways {
			if to, more := n.way(way); more > 0 && n.level[to] < 0 {
				n.level[to] = n.level[v] + 1
				queue = append(queue, to)
			}
		}
	}
	n.queue = queue
	return found
}

// push sends flow from node s along ways that lead one level on, to nodes with
// rest > 0, until s has none left or no way.
func (n *network) push(s int32) {
	path, v := n.path[:0], s
	for n.rest[s] < 0 && n.meter.spend(1) {
		if n.rest[v] > 0 {
			keep := n.send(s, v, path)
			// Go on from the start of the first way that is full now.
			if path = path[:keep]; keep == 0 {
				v = s
			} else {
				v, _ = n.way(path[keep-1])
			}
			continue
		}
		if n.next[v] < n.first[v+1] {
			way := n.around[n.next[v]]
			if to, more := n.way(way); more > 0 && n.level[to] == n.level[v]+1 {
				path, v = append(path, way), to
			} else {
				n.next[v]++
			}
			continue
		}
		if len(path) == 0 {
			break
		}
		// A dead end: step back, and do not come here again.
		v, _ = n.way(path[len(path)-1] ^ 1)
		path = path[:len(path)-1]
		n.next[v]++
	}
	n.path = path
}

// send sends what fits along a path from s to v and says how many of its ways come
// before the first that is full now.
func (n *network) send(s, v int32, path []int32) (keep int) {
	much := min(-n.rest[s], n.rest[v])
	for _, way := range path {
		_, more := n.way(way)
		much = min(much, more)
	}
	n.meter.spend(2 * len(path))
	n.rest[s] += much
	n.rest[v] -= much
	keep = len(path)
	for k := len(path) - 1; k >= 0; k-- {
		if path[k]&1 == 0 {
			n.arcs[path[k]>>1].flow += much
		} else {
			n.arcs[path[k]>>1].flow -= much
		}
		if _, more := n.way(path[k]); more == 0 {
			keep = k
		}
	}
	return keep
}
