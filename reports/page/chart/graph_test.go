package chart

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// twoSites has a, b, c in tokyo and x, y in gke; c talks to nobody elsewhere.
func twoSites() Graph {
	return Graph{
		Name: "traffic",
		Places: []GraphPlace{
			{"tokyo", []GraphNode{{Name: "a"}, {Name: "b", Moved: true}, {Name: "c"}}},
			{"gke", []GraphNode{{Name: "x"}, {Name: "y", Fixed: true}}},
		},
		Links: []GraphLink{
			{"a", "y", 10, "10 GiB"}, {"b", "x", 40, "40 GiB"}, {"a", "c", 99, "99 GiB"}, {"y", "c", 1, "1 GiB"}, {"a", "nobody", 500, ""},
		},
	}
}

func TestOnlyTheHeaviestLinksBetweenPlacesAreKept(t *testing.T) {
	got, links, nodes := twoSites().Heaviest(2)
	want := Graph{
		Name: "traffic",
		Places: []GraphPlace{
			{"tokyo", []GraphNode{{Name: "a"}, {Name: "b", Moved: true}}},
			{"gke", []GraphNode{{Name: "x"}, {Name: "y", Fixed: true}}},
		},
		Links: []GraphLink{{"b", "x", 40, "40 GiB"}, {"a", "y", 10, "10 GiB"}},
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	// c's link of 1 GiB crosses and is left out, and c with it.
	if links != 1 || nodes != 1 {
		t.Errorf("%d links and %d nodes left out, want 1 and 1", links, nodes)
	}
}

func TestALineIsAsWideAsItsShareOfTheLargest(t *testing.T) {
	g := twoSites()
	g.Links = g.Links[:2]
	got, err := NewPen().Graph(g)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		`stroke-width="16"><title>b – x: 40 GiB`, `stroke-width="4"><title>a – y: 10 GiB`, // 16 × 10/40
		`class="node moved"><title>b`, `class="node fixed"><title>y`, "tokyo · 3", "gke · 2",
	} {
		if !strings.Contains(string(got), want) {
			t.Errorf("%s is not in:\n%s", want, got)
		}
	}
}

func TestNodesStandOppositeToTheirNeighbours(t *testing.T) {
	// a talks to y and b to x: in the order of names the lines would cross.
	g := twoSites()
	g.Links = g.Links[:2]
	var names [][]string
	for _, column := range untangled(g) {
		var n []string
		for _, node := range column {
			n = append(n, node.Name)
		}
		names = append(names, n)
	}
	rank := func(column []string, name string) int {
		for i, n := range column {
			if n == name {
				return i
			}
		}
		t.Fatalf("%s is lost in %v", name, column)
		return 0
	}
	if (rank(names[0], "a") < rank(names[0], "b")) != (rank(names[1], "y") < rank(names[1], "x")) {
		t.Errorf("the lines cross: %v", names)
	}
}

func TestCurvesJoinTheSidesThatFaceEachOther(t *testing.T) {
	left, right := spot{0, 34, 40}, spot{1, 392, 80}
	// From the right side of the left node, 34 + 168, to the left side of the right.
	want := "M202 40C297 40 297 80 392 80"
	if d := cmp.Diff(want, curve(left, right)); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff(want, curve(right, left)); d != "" {
		t.Error("turned round: " + d)
	}
	// Inside a column it bows 8 + 60/6 = 18 to the left.
	if d := cmp.Diff("M34 40C16 40 16 100 34 100", curve(left, spot{0, 34, 100})); d != "" {
		t.Error(d)
	}
}
