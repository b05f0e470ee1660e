package chart

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
)

// curve is a line from one node to another: between columns from side to side,
// inside a column as a bow on its left.
func curve(a, b spot) string {
	if a.column == b.column {
		bow := a.x - min(graphEdge-4, 8+abs(a.y-b.y)/6)
		return path("M", a.x, a.y, "C", bow, a.y, bow, b.y, b.x, b.y)
	}
	if a.column > b.column {
		a, b = b, a
	}
	from, middle := a.x+nodeWidth, (a.x+nodeWidth+b.x)/2
	return path("M", from, a.y, "C", middle, a.y, middle, b.y, b.x, b.y)
}

func abs(v int) int { return max(v, -v) }

// path writes commands and whole numbers.
func path(parts ...any) string {
	var b strings.Builder
	number := false
	for _, p := range parts {
		switch p := p.(type) {
		case string:
			b.WriteString(p)
			number = false
		case int:
			if number {
				b.WriteByte(' ')
			}
			b.WriteString(strconv.Itoa(p))
			number = true
		}
	}
	return b.String()
}

// sweeps is how often columns are put in order; more change nothing that is seen.
const sweeps = 6

// untangled orders the nodes of each column so that lines cross little: each
// moves to the mean height of what it is joined with, weighted, over and over
// (the barycentre method of Sugiyama, Tagawa and Toda, 1981). Ties stay in the
// order of names.
func untangled(g Graph) [][]GraphNode {
	columns := make([][]GraphNode, len(g.Places))
	height, joined := map[string]float64{}, map[string][]GraphLink{}
	for i, p := range g.Places {
		columns[i] = slices.Clone(p.Nodes)
		slices.SortFunc(columns[i], func(a, b GraphNode) int { return cmp.Compare(a.Name, b.Name) })
		spread(columns[i], height)
	}
	place := g.placeOf()
	// Sums of floats depend on their order, and the order of links on their maker.
	for _, l := range slices.SortedStableFunc(slices.Values(g.Links), heavierFirst) {
		if a, known := place[l.A]; known {
			if b, also := place[l.B]; also && a != b {
				joined[l.A] = append(joined[l.A], l)
				joined[l.B] = append(joined[l.B], l)
			}
		}
	}
	for sweep := range sweeps {
		for i := range columns {
			if sweep%2 == 1 {
				i = len(columns) - 1 - i
			}
			settle(columns[i], height, joined)
			spread(columns[i], height)
		}
	}
	return columns
}

// spread sets heights from 0 at the top to 1 at the bottom.
func spread(nodes []GraphNode, height map[string]float64) {
	for k, n := range nodes {
		height[n.Name] = (float64(k) + 0.5) / float64(len(nodes))
	}
}

// settle sorts a column by where the neighbours of its nodes stand.
func settle(nodes []GraphNode, height map[string]float64, joined map[string][]GraphLink) {
	wish := map[string]float64{}
	for _, n := range nodes {
		sum, weight := 0.0, 0.0
		for _, l := range joined[n.Name] {
			other := l.A
			if other == n.Name {
				other = l.B
			}
			w := max(finite(l.Weight), 1e-9)
			sum, weight = sum+w*height[other], weight+w
		}
		wish[n.Name] = height[n.Name]
		if weight > 0 {
			wish[n.Name] = sum / weight
		}
	}
	slices.SortStableFunc(nodes, func(a, b GraphNode) int { return cmp.Compare(wish[a.Name], wish[b.Name]) })
}
