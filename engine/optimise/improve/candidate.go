package improve

import (
	"cmp"
	"slices"
)

// candidate is a move with the key that orders it, smallest first.
type candidate struct {
	key     float64
	service int32
	option  uint8
}

// compare orders by key, and equal keys by service and option: results must not
// depend on how a sort treats equals.
func (c candidate) compare(d candidate) int {
	if c.key != d.key {
		return cmp.Compare(c.key, d.key)
	}
	if c.service != d.service {
		return cmp.Compare(c.service, d.service)
	}
	return cmp.Compare(c.option, d.option)
}

func sortCandidates(list []candidate) { slices.SortFunc(list, candidate.compare) }

// heap is a binary heap of candidates.
type heap []candidate

func (h heap) init() {
	for k := len(h)/2 - 1; k >= 0; k-- {
		h.down(k)
	}
}

func (h *heap) push(c candidate) {
	*h = append(*h, c)
	list := *h
	for k := len(list) - 1; k > 0; {
		up := (k - 1) / 2
		if list[up].compare(list[k]) <= 0 {
			return
		}
		list[up], list[k] = list[k], list[up]
		k = up
	}
}

func (h *heap) pop() candidate {
	list := *h
	top := list[0]
	list[0] = list[len(list)-1]
	*h = list[:len(list)-1]
	h.down(0)
	return top
}

func (h heap) down(k int) {
	for {
		least := k
		for child := 2*k + 1; child <= 2*k+2 && child < len(h); child++ {
			if h[child].compare(h[least]) < 0 {
				least = child
			}
		}
		if least == k {
			return
		}
		h[least], h[k] = h[k], h[least]
		k = least
	}
}
