package pack

import (
	"math"
	"slices"
)

// bench is where an island's pods are put on nodes, attempt after attempt.
type bench struct {
	isle *island
	// pool and number are by node, of all pools of the island; begin is by pool of
	// the problem where its nodes begin, -1 elsewhere.
	pool, number []int32
	begin        []int32
	// free is what nodes have left, by node and resource; tree finds room in it.
	free []int64
	tree *tree
	// held is by load what it has on which node; out is how many of it have none.
	held [][]stack
	out  []int32
	// kept and left are those of the best attempt, which leaves pods that ask for
	// the share least of all nodes' room.
	kept  [][]stack
	left  []int32
	least float64
	// won is the way that did best last: hours are alike.
	won int
	// failed counts the fills that left something.
	failed int
	// total is what all nodes have, by resource.
	total []int64
}

// stack is a number of like pods on a node.
type stack struct{ node, count int32 }

func newBench(isle *island) *bench {
	p := isle.problem
	b := &bench{isle: isle, begin: make([]int32, len(p.Pools)), total: make([]int64, len(p.Resources)), least: math.Inf(1)}
	for k := range b.begin {
		b.begin[k] = -1
	}
	for _, pool := range isle.pools {
		b.begin[pool] = int32(len(b.pool))
		for k := range p.Pools[pool].Nodes {
			b.pool, b.number = append(b.pool, pool), append(b.number, int32(k))
			for r, v := range p.Pools[pool].Room {
				b.total[r] += v
			}
		}
	}
	b.free = make([]int64, len(b.pool)*len(p.Resources))
	b.tree = newTree(len(b.pool), len(p.Resources))
	b.held, b.kept = make([][]stack, len(isle.loads)), make([][]stack, len(isle.loads))
	b.out, b.left = make([]int32, len(isle.loads)), make([]int32, len(isle.loads))
	return b
}

// clear empties all nodes.
func (b *bench) clear() {
	size := len(b.isle.problem.Resources)
	for k, pool := range b.pool {
		copy(b.free[k*size:], b.isle.problem.Pools[pool].Room)
	}
	b.tree.fill(b.free)
	for k := range b.held {
		b.held[k] = b.held[k][:0]
	}
	clear(b.out)
}

// fill tries the ways to pack the counts until one leaves nothing, at most so many.
// What it held before is lost either way.
func (b *bench) fill(counts []int32, most int) bool {
	b.least = math.Inf(1)
	list, start := ways(b.isle), b.won
	for k := range min(most, len(list)) {
		// The one that did best before comes first.
		at := (k + start) % len(list)
		whole := b.attempt(counts, list[at])
		if whole || b.remains() < b.least {
			b.won = at
			b.remember()
		}
		if whole {
			return true
		}
	}
	b.failed++
	return false
}

// patience is how many hours in vain get every way; later ones get hasty ways only.
// Hours are alike, and a search asks again after it has lowered its limits.
const (
	patience = 3
	hasty    = 1
)

// fillFromLast packs the counts by changing what is kept as little as need be, or
// anew.
func (b *bench) fillFromLast(counts []int32) bool {
	if !math.IsInf(b.least, 1) {
		b.restore()
		b.release(counts)
		way := ways(b.isle)[b.won]
		way.order(b, counts)
		if b.place(counts, way) {
			b.remember()
			return true
		}
	}
	if b.failed > patience {
		return b.fill(counts, hasty)
	}
	return b.fill(counts, math.MaxInt)
}

// attempt packs the counts on empty nodes in one way.
func (b *bench) attempt(counts []int32, way *way) bool {
	b.clear()
	way.order(b, counts)
	return b.place(counts, way)
}

// place puts what the counts ask for beyond what is held onto nodes.
func (b *bench) place(counts []int32, way *way) bool {
	whole := true
	for _, k := range way.list {
		missing := counts[k]
		for _, one := range b.held[k] {
			missing -= one.count
		}
		if missing > 0 {
			if missing = way.put(b, int(k), missing); missing > 0 {
				whole = false
			}
		}
		b.out[k] = max(0, missing)
	}
	return whole
}

// release takes away what the counts no longer ask for.
func (b *bench) release(counts []int32) {
	for k := range b.held {
		surplus := -counts[k]
		for _, one := range b.held[k] {
			surplus += one.count
		}
		for surplus > 0 {
			last := &b.held[k][len(b.held[k])-1]
			n := min(surplus, last.count)
			b.take(int(last.node), k, -n)
			last.count -= n
			surplus -= n
			if last.count == 0 {
				b.held[k] = b.held[k][:len(b.held[k])-1]
			}
		}
	}
}

// take takes room of a node for n pods of load k, or gives it back.
func (b *bench) take(node, k int, n int32) {
	request := b.isle.loads[k].pods.Request
	free := b.free[node*len(request) : (node+1)*len(request)]
	for r, v := range request {
		free[r] -= v * int64(n)
	}
	b.tree.set(node, free)
}

// fitting is how many pods of load k, up to most, have room on a node.
func (b *bench) fitting(node, k int, most int32) int32 {
	request := b.isle.loads[k].pods.Request
	free := b.free[node*len(request):]
	for r, v := range request {
		switch {
		case v <= 0:
		case free[r] < v:
			return 0
		case free[r] < v*int64(most):
			most = int32(free[r] / v)
		}
	}
	return most
}

// remains is what has no node as a share of all nodes' room, the sum of resources.
func (b *bench) remains() float64 {
	sum := 0.0
	for k, n := range b.out {
		if n == 0 {
			continue
		}
		for r, v := range b.isle.loads[k].pods.Request {
			sum += float64(float64(v)*float64(n)) / float64(1+b.total[r])
		}
	}
	return sum
}

// remember keeps the present attempt as the best.
func (b *bench) remember() {
	b.least = b.remains()
	copy(b.left, b.out)
	for k := range b.held {
		b.kept[k] = append(b.kept[k][:0], b.held[k]...)
	}
}

// restore goes back to the attempt that was kept.
func (b *bench) restore() {
	b.clear()
	for k := range b.kept {
		b.held[k] = append(b.held[k][:0], b.kept[k]...)
		for _, one := range b.held[k] {
			b.take(int(one.node), k, one.count)
		}
	}
}

// nodes lists what stands where.
func (b *bench) nodes() []Node {
	at := make([][]Placed, len(b.pool))
	for k := range b.kept {
		d := &b.isle.loads[k]
		merged := slices.Clone(b.kept[k])
		slices.SortFunc(merged, func(a, c stack) int { return int(a.node - c.node) })
		for q, one := range merged {
			if q > 0 && merged[q-1].node == one.node {
				at[one.node][len(at[one.node])-1].Count += one.count
				continue
			}
			at[one.node] = append(at[one.node], Placed{d.service, d.item, one.count})
		}
	}
	var out []Node
	for k, pods := range at {
		if len(pods) > 0 {
			out = append(out, Node{b.pool[k], b.number[k], pods})
		}
	}
	return out
}
