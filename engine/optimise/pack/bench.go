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
	// width is the number of resources. free is what nodes have left and ask what a
	// pod of a load takes, width entries each; tree finds room in free.
	width     int
	free, ask []int64
	tree      *tree
	// on is by node what stands there, a load once; out is by load how many pods have
	// no node.
	on  [][]stack
	out []int32
	// kept, spare and left are on, free and out of the best attempt, which leaves pods
	// that ask for the share least of all nodes' room.
	kept  [][]stack
	spare []int64
	left  []int32
	least float64
	// total is what all nodes have, by resource.
	total []int64
	weights
	// work counts nodes and pods looked at.
	work int64
	// failed counts the fills that left something.
	failed int
}

// stack is a number of like pods on a node.
type stack struct{ load, count int32 }

func newBench(isle *island) *bench {
	p := isle.problem
	b := &bench{
		isle: isle, width: len(p.Resources), begin: make([]int32, len(p.Pools)), total: make([]int64, len(p.Resources)), out: make([]int32, len(isle.loads)), left: make([]int32, len(isle.loads)),
		least: math.Inf(1),
	}
	for k := range b.begin {
		b.begin[k] = -1
	}
	for _, pool := range isle.pools {
		b.begin[pool] = int32(len(b.pool))
		for k := range p.Pools[pool].Nodes {
			b.pool, b.number = append(b.pool, pool), append(b.number, int32(k))
			b.spare = append(b.spare, p.Pools[pool].Room...)
			for r, v := range p.Pools[pool].Room {
				b.total[r] += v
			}
		}
	}
	for k := range isle.loads {
		b.ask = append(b.ask, isle.loads[k].pods.Request...)
	}
	b.weights = newWeights(b.width, len(isle.loads))
	b.free = slices.Clone(b.spare)
	b.tree = newTree(len(b.pool), b.width)
	b.on, b.kept = make([][]stack, len(b.pool)), make([][]stack, len(b.pool))
	return b
}

// request is what a pod of load k takes; room is what a node has left.
func (b *bench) request(k int32) []int64 { return b.ask[int(k)*b.width : (int(k)+1)*b.width] }
func (b *bench) room(node int) []int64   { return b.free[node*b.width : (node+1)*b.width] }

// clear empties all nodes.
func (b *bench) clear() {
	for k, pool := range b.pool {
		copy(b.room(k), b.isle.problem.Pools[pool].Room)
		b.on[k] = b.on[k][:0]
	}
	b.tree.fill(b.free)
	clear(b.out)
}

// take takes room of a node for n pods of load k, or gives it back.
func (b *bench) take(node int, k, n int32) {
	free := b.room(node)
	for r, v := range b.request(k) {
		free[r] -= v * int64(n)
	}
	b.tree.set(node, free)
}

// add puts n pods of load k on a node that has room for them, or takes them away.
func (b *bench) add(node int, k, n int32) {
	b.take(node, k, n)
	list := b.on[node]
	for at := range list {
		if list[at].load != k {
			continue
		}
		if list[at].count += n; list[at].count == 0 {
			b.on[node] = slices.Delete(list, at, at+1)
		}
		return
	}
	b.on[node] = append(list, stack{k, n})
}

// fitting is how many pods of load k, up to most, have room on a node.
func (b *bench) fitting(node int, k, most int32) int32 {
	free := b.room(node)
	for r, v := range b.request(k) {
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

// mayRun says whether pods of load k may run on a node.
func (b *bench) mayRun(k int32, node int) bool {
	pools := b.isle.loads[k].pods.Pools
	if len(pools) == len(b.isle.pools) {
		return true
	}
	_, found := slices.BinarySearch(pools, b.pool[node])
	return found
}

// release takes away what the counts no longer ask for, and counts what has no node.
func (b *bench) release(counts []int32) {
	copy(b.out, counts)
	for node := range b.on {
		list := b.on[node]
		for at := len(list) - 1; at >= 0; at-- {
			k, stay := list[at].load, min(list[at].count, b.out[list[at].load])
			b.out[k] -= stay
			if gone := list[at].count - stay; gone > 0 {
				b.add(node, k, -gone)
			}
		}
	}
}

// remains is what has no node as a share of all nodes' room, the sum of resources.
func (b *bench) remains() float64 {
	sum := 0.0
	for k, n := range b.out {
		if n == 0 {
			continue
		}
		for r, v := range b.request(int32(k)) {
			sum += float64(float64(v)*float64(n)) / float64(1+b.total[r])
		}
	}
	return sum
}

// remember keeps the present attempt if it is the best, and says whether it leaves
// nothing.
func (b *bench) remember() (whole bool) {
	if now := b.remains(); now < b.least {
		b.least = now
		copy(b.left, b.out)
		copy(b.spare, b.free)
		for k := range b.on {
			b.kept[k] = append(b.kept[k][:0], b.on[k]...)
		}
	}
	return b.least == 0 && !slices.ContainsFunc(b.left, func(n int32) bool { return n > 0 })
}

// restore goes back to the attempt that was kept.
func (b *bench) restore() {
	copy(b.out, b.left)
	copy(b.free, b.spare)
	b.tree.fill(b.free)
	for k := range b.kept {
		b.on[k] = append(b.on[k][:0], b.kept[k]...)
	}
}

// nodes lists what stands where in the attempt that was kept.
func (b *bench) nodes() []Node {
	var out []Node
	for k, list := range b.kept {
		if len(list) == 0 {
			continue
		}
		node := Node{Pool: b.pool[k], Number: b.number[k]}
		list = slices.Clone(list)
		slices.SortFunc(list, func(a, c stack) int { return int(a.load - c.load) })
		for _, one := range list {
			d := &b.isle.loads[one.load]
			node.Pods = append(node.Pods, Placed{d.service, d.item, one.count})
		}
		out = append(out, node)
	}
	return out
}
