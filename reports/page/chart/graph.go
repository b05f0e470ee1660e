package chart

import (
	"cmp"
	"html/template"
	"math"
	"slices"
)

// Graph is services by the place they run at, and the traffic between them.
type Graph struct {
	// Name says what is shown, for those who do not see the drawing.
	Name string
	// Places are drawn as columns, from left to right.
	Places []GraphPlace
	// Links join nodes by name; a name that no place has is left out.
	Links []GraphLink
}

// GraphPlace is one site, or several that services are split over.
type GraphPlace struct {
	Name  string
	Nodes []GraphNode
}

// GraphNode is one service or fixed endpoint. Names are unique in a graph.
type GraphNode struct {
	Name string
	// Fixed is true for what cannot move.
	Fixed bool
	// Moved is true for what the plan moves.
	Moved bool
}

// GraphLink is traffic between two nodes, both ways together.
type GraphLink struct {
	A, B string
	// Weight is how much; only its share of the largest counts.
	Weight float64
	// Label is the weight for a person, as in "1.2 TiB a month".
	Label string
}

// Heaviest returns the graph with the n heaviest links between different places
// and the nodes that they join, and what was left out: how many links, and how
// many nodes. A drawing of all links of a fleet shows nothing.
func (g Graph) Heaviest(n int) (kept Graph, links, nodes int) {
	place := g.placeOf()
	kept = Graph{Name: g.Name}
	for _, l := range g.Links {
		a, known := place[l.A]
		b, also := place[l.B]
		if known && also && a != b {
			kept.Links = append(kept.Links, l)
		}
	}
	slices.SortStableFunc(kept.Links, heavierFirst)
	links = max(0, len(kept.Links)-n)
	kept.Links = kept.Links[:len(kept.Links)-links]
	joined := map[string]bool{}
	for _, l := range kept.Links {
		joined[l.A], joined[l.B] = true, true
	}
	for _, p := range g.Places {
		some := GraphPlace{Name: p.Name}
		for _, node := range p.Nodes {
			if joined[node.Name] {
				some.Nodes = append(some.Nodes, node)
			} else {
				nodes++
			}
		}
		kept.Places = append(kept.Places, some)
	}
	return kept, links, nodes
}

// heavierFirst orders links by weight, then by their ends.
func heavierFirst(x, y GraphLink) int {
	return cmp.Or(cmp.Compare(finite(y.Weight), finite(x.Weight)), cmp.Compare(x.A, y.A), cmp.Compare(x.B, y.B))
}

// placeOf tells in which column each node stands.
func (g Graph) placeOf() map[string]int {
	out := map[string]int{}
	for i, p := range g.Places {
		for _, n := range p.Nodes {
			out[n.Name] = i
		}
	}
	return out
}

// Sizes of a drawing, in its own units; a letter is about 7 wide.
const (
	nodeHeight = 22
	nodeWidth  = 168
	// columnGap leaves room for lines between columns.
	columnGap = 190
	graphTop  = 30
	graphEdge = 34
	// widest is the width of the heaviest line.
	widest = 16
	// nameLength is how many letters of a name fit a node.
	nameLength = 22
)

type graphView struct {
	Name       string
	Wide, Tall int
	// Width is how wide the drawing is shown where there is room.
	Width       int
	Places      []graphPlace
	Lines       []graphLine
	NodeW, Node int
}

type graphPlace struct {
	Name  string
	X     int
	Count int
	Nodes []graphNode
}

type graphNode struct {
	Name, Full, Class string
	X, Y, TextX, Text int
}

type graphLine struct {
	Path, Width, Title string
	Class              string
}

// Graph draws a column a place and a curve a link, as wide as its weight.
func (p *Pen) Graph(g Graph) (template.HTML, error) {
	order := untangled(g)
	v := graphView{Name: g.Name, NodeW: nodeWidth, Node: nodeHeight - 4}
	at := map[string]spot{}
	rows := 1
	for _, names := range order {
		rows = max(rows, len(names))
	}
	v.Tall = graphTop + rows*nodeHeight + 8
	for i, place := range g.Places {
		x := graphEdge + i*(nodeWidth+columnGap)
		column := graphPlace{Name: place.Name, X: x, Count: len(place.Nodes)}
		// Short columns stand in the middle of long ones.
		y := graphTop + (rows-len(place.Nodes))*nodeHeight/2
		for _, node := range order[i] {
			class := "node"
			if node.Fixed {
				class += " fixed"
			}
			if node.Moved {
				class += " moved"
			}
			column.Nodes = append(column.Nodes, graphNode{cut(node.Name, nameLength), node.Name, class, x, y, x + 8, y + 13})
			at[node.Name] = spot{i, x, y + (nodeHeight-4)/2}
			y += nodeHeight
		}
		v.Places = append(v.Places, column)
	}
	v.Wide = 2*graphEdge + len(g.Places)*nodeWidth + max(0, len(g.Places)-1)*columnGap
	v.Width = v.Wide * 5 / 4
	v.Lines = lines(g.Links, at)
	return p.draw("graph", v)
}

// spot is where a node stands: its column, left edge and middle.
type spot struct{ column, x, y int }

// lines draws the lightest links last, so that they are not hidden.
func lines(links []GraphLink, at map[string]spot) (out []graphLine) {
	links = slices.Clone(links)
	slices.SortStableFunc(links, heavierFirst)
	top := 0.0
	for _, l := range links {
		top = max(top, finite(l.Weight))
	}
	for _, l := range links {
		a, known := at[l.A]
		b, also := at[l.B]
		if !known || !also || l.A == l.B {
			continue
		}
		width := 1.0
		if top > 0 {
			width = max(1, widest*(finite(l.Weight)/top))
		}
		line := graphLine{Width: tenths(width), Title: l.A + " – " + l.B + ": " + l.Label, Class: "cross"}
		if a.column == b.column {
			line.Class = "near"
		}
		line.Path = curve(a, b)
		out = append(out, line)
	}
	return out
}

// tenths writes a width with one digit after the point at most.
func tenths(v float64) string { return short(math.Round(v*10) / 10) }
