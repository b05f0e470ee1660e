package plan

import "berth.dev/engine/place"

// encodeProof lists the nodes of a tree as a walk meets them.
func encodeProof(p *place.Problem, t *place.Tree) []Node {
	var out []Node
	// A stack, not recursion: a tree of a long search is deep.
	stack := []*place.Tree{t}
	for len(stack) > 0 {
		n := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		if n.Leaf != nil {
			out = append(out, encodeLeaf(n.Leaf))
			continue
		}
		node := Node{Group: int(n.Service), Prices: [][3]int64{}, Shares: [][][]int64{}, Yes: []int{}}
		for l := range p.Width(n.Service) {
			if n.Yes.Has(uint8(l)) {
				node.Yes = append(node.Yes, l)
			}
		}
		out = append(out, node)
		stack = append(stack, n.Else, n.Then)
	}
	return out
}

func encodeLeaf(l *place.Leaf) Node {
	out := Node{Empty: l.Empty, Prices: encodePrices(l.Prices), Shares: [][][]int64{}, Yes: []int{}}
	if l.Shares != nil {
		out.Shares = l.Shares
	}
	return out
}

func encodePrices(prices []place.Price) [][3]int64 {
	out := [][3]int64{}
	for _, one := range prices {
		out = append(out, [3]int64{int64(one.Block), int64(one.Slot), one.Value})
	}
	return out
}
