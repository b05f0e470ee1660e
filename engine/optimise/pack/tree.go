package pack

// tree finds the first node with room: a binary tree over the nodes whose inner
// entries hold the most that is free below them, resource by resource.
type tree struct {
	size  int // leaves, a power of two
	width int // resources
	most  []int64
}

func newTree(nodes, width int) *tree {
	size := 1
	for size < nodes {
		size *= 2
	}
	return &tree{size: size, width: width, most: make([]int64, 2*size*width)}
}

// fill takes over what all nodes have free.
func (t *tree) fill(free []int64) {
	copy(t.most[t.size*t.width:], free)
	for k := t.size - 1; k >= 1; k-- {
		t.lift(k)
	}
}

func (t *tree) lift(k int) {
	w := t.width
	left, right, here := t.most[2*k*w:(2*k+1)*w], t.most[(2*k+1)*w:(2*k+2)*w], t.most[k*w:(k+1)*w]
	for r := range here {
		here[r] = max(left[r], right[r])
	}
}

// set takes over what one node has free.
func (t *tree) set(node int, free []int64) {
	k := t.size + node
	copy(t.most[k*t.width:(k+1)*t.width], free)
	for k /= 2; k >= 1; k /= 2 {
		t.lift(k)
	}
}

// first is the first node from low up to, not including, high that has the request
// free, -1 where there is none.
func (t *tree) first(request []int64, low, high int) int {
	return t.search(request, 1, 0, t.size, low, high)
}

func (t *tree) search(request []int64, k, begin, end, low, high int) int {
	if end <= low || high <= begin {
		return -1
	}
	most := t.most[k*t.width : (k+1)*t.width]
	for r, v := range request {
		if most[r] < v {
			return -1
		}
	}
	if k >= t.size {
		return begin
	}
	middle := (begin + end) / 2
	if found := t.search(request, 2*k, begin, middle, low, high); found >= 0 {
		return found
	}
	return t.search(request, 2*k+1, middle, end, low, high)
}
