package pack

import (
	"cmp"
	"slices"
)

// settle moves pods until those left over find nodes: a pod left over takes the place
// of a smaller one, which fills nodes to the brim, and nodes change pods with each
// other until the room that is left lies together where a pod needs it. It ends when
// nothing is left or no exchange helps.
func (b *bench) settle() (whole bool) {
	limit := b.work + b.patience()
	for b.work < limit {
		if b.insert() {
			return true
		}
		if b.trade() {
			continue
		}
		if !b.gather(limit) {
			return false
		}
	}
	return b.insert()
}

// patience is how much work one settling may take.
func (b *bench) patience() int64 {
	return 100_000 + 3000*int64(len(b.pool))
}

// leftover are the loads with pods that have no node, the largest first.
func (b *bench) leftover() []int32 {
	var list []int32
	for k, n := range b.out {
		if n > 0 {
			list = append(list, int32(k))
		}
	}
	slices.SortFunc(list, func(a, c int32) int { return cmp.Or(cmp.Compare(b.sized[c], b.sized[a]), cmp.Compare(a, c)) })
	return list
}

// insert puts what has room onto nodes.
func (b *bench) insert() (whole bool) {
	whole = true
	for _, k := range b.leftover() {
		b.out[k] = first(b, k, b.out[k])
		whole = whole && b.out[k] == 0
	}
	return whole
}

// trade lets pods left over take the place of smaller ones.
func (b *bench) trade() (traded bool) {
	list := b.leftover()
	for node := range b.on {
		for b.idle(node) {
			in, out := b.better(node, list)
			if in < 0 {
				break
			}
			b.add(node, out, -1)
			b.add(node, in, 1)
			if b.out[out]++; b.out[out] == 1 {
				list = append(list, out)
			}
			if b.out[in]--; b.out[in] == 0 {
				list = slices.DeleteFunc(list, func(k int32) bool { return k == in })
			}
			traded = true
		}
	}
	return traded
}

// idle says whether a node has room of the resource that counts most.
func (b *bench) idle(node int) bool { return b.free[node*b.width+b.scarce] > 0 }

// better is the exchange of a pod of a node with one of the list that uses the node
// best; -1 where none uses it better.
func (b *bench) better(node int, list []int32) (in, out int32) {
	in, out = -1, -1
	most := 0.0
	free := b.room(node)
	for _, one := range b.on[node] {
		have := b.request(one.load)
		for _, k := range list {
			gain := b.sized[k] - b.sized[one.load]
			if gain <= most {
				continue
			}
			b.work++
			if !b.mayRun(k, node) || !swappable(b.request(k), have, free) {
				continue
			}
			in, out, most = k, one.load, gain
			if b.request(k)[b.scarce]-have[b.scarce] == free[b.scarce] {
				return in, out
			}
		}
	}
	return in, out
}

// swappable says whether a pod fits once another has made room.
func swappable(in, out, free []int64) bool {
	for r, v := range in {
		if v-out[r] > free[r] {
			return false
		}
	}
	return true
}

// hosts is how many nodes are tried as the one on which room is gathered.
const hosts = 4

// gather makes room on one node for a pod left over, by exchanges with other nodes.
func (b *bench) gather(limit int64) (placed bool) {
	for _, k := range b.leftover() {
		for _, host := range b.hostsOf(k) {
			if b.clearFor(host, k, limit) {
				b.add(host, k, 1)
				b.out[k]--
				return true
			}
			if b.work >= limit {
				return false
			}
		}
	}
	return false
}

// hostsOf are the nodes that lack least for a pod of load k.
func (b *bench) hostsOf(k int32) []int {
	type host struct {
		lack float64
		node int
	}
	var best []host
	for _, pool := range b.isle.loads[k].pods.Pools {
		for q := range b.isle.problem.Pools[pool].Nodes {
			node := int(b.begin[pool]) + q
			one := host{b.lack(b.room(node), b.request(k), nil, nil), node}
			at, _ := slices.BinarySearchFunc(best, one, func(a, c host) int {
				return cmp.Or(cmp.Compare(a.lack, c.lack), cmp.Compare(a.node, c.node))
			})
			if at < hosts {
				best = slices.Insert(best, at, one)
				best = best[:min(len(best), hosts)]
			}
		}
		b.work += int64(b.isle.problem.Pools[pool].Nodes)
	}
	nodes := make([]int, len(best))
	for q, one := range best {
		nodes[q] = one.node
	}
	return nodes
}

// lack is what a room lacks for a request once a pod came in and another went out, at
// what resources are worth.
func (b *bench) lack(free, request, in, out []int64) float64 {
	sum := 0.0
	for r, v := range request {
		v -= free[r]
		if in != nil {
			v += in[r]
		}
		if out != nil {
			v -= out[r]
		}
		if v > 0 {
			sum += float64(float64(v) * b.worth[r])
		}
	}
	return sum
}

// clearFor exchanges pods of a host with those of other nodes until a pod of load k
// has room on it.
func (b *bench) clearFor(host int, k int32, limit int64) bool {
	request := b.request(k)
	lack := b.lack(b.room(host), request, nil, nil)
	for progress := true; progress && lack > 0; {
		progress = false
		for step := 1; step < len(b.on) && lack > 0 && b.work < limit; step++ {
			node := (host + step) % len(b.on)
			if !b.idle(node) {
				continue
			}
			if now := b.exchange(host, node, request, lack); now < lack {
				lack, progress = now, true
			}
		}
	}
	return lack == 0
}

// exchange moves a pod of the host to a node, for a smaller one or none of it, such
// that the host lacks least for the request. It returns what it lacks then.
func (b *bench) exchange(host, node int, request []int64, lack float64) float64 {
	from, to := int32(-1), int32(-1)
	here, there := b.room(host), b.room(node)
	for _, one := range b.on[host] {
		b.work++
		gone := b.request(one.load)
		if !b.mayRun(one.load, node) {
			continue
		}
		for at := -1; at < len(b.on[node]); at++ {
			other, back := int32(-1), b.zero
			if at >= 0 {
				other = b.on[node][at].load
				back = b.request(other)
				if gone[b.scarce] <= back[b.scarce] && b.sized[one.load] <= b.sized[other] {
					continue
				}
			}
			b.work++
			if !swappable(gone, back, there) || !swappable(back, gone, here) || other >= 0 && !b.mayRun(other, host) {
				continue
			}
			if now := b.lack(here, request, back, gone); now < lack {
				from, to, lack = one.load, other, now
				if now == 0 || gone[b.scarce]-back[b.scarce] == there[b.scarce] {
					b.swap(host, node, from, to)
					return lack
				}
			}
		}
	}
	if from >= 0 {
		b.swap(host, node, from, to)
	}
	return lack
}

// swap moves a pod of load from to the node and one of load back, if any, to the host.
func (b *bench) swap(host, node int, from, back int32) {
	b.add(host, from, -1)
	if back >= 0 {
		b.add(node, back, -1)
		b.add(host, back, 1)
	}
	b.add(node, from, 1)
}
