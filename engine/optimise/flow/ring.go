package flow

import (
	"math/bits"
	"slices"
)

// ring is a queue of nodes, each at most once in it.
type ring struct {
	at         []int32
	mask       uint32
	next, size uint32
}

// newRing has room for n nodes.
func newRing(n int) ring {
	size := 1 << bits.Len(uint(n))
	return ring{at: make([]int32, size), mask: uint32(size - 1)}
}

func (r *ring) clone() ring {
	c := *r
	c.at = slices.Clone(r.at)
	return c
}

func (r *ring) push(v int32) {
	r.at[(r.next+r.size)&r.mask] = v
	r.size++
}

func (r *ring) pop() int32 {
	v := r.at[r.next&r.mask]
	r.next++
	r.size--
	return v
}
