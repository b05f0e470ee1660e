package chart

import (
	"encoding/xml"
	"errors"
	"html/template"
	"io"
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// names draws names of strangers.
func names() *rapid.Generator[string] {
	return rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{
		`"><script>alert(1)</script>`, `' onload='alert(1)`, "</title></svg>", "javascript:alert(1)", "<!--", "]]>", "a&b", "",
	}))
}

// values draws numbers, some of which are none.
func values() *rapid.Generator[[]float64] {
	return rapid.SliceOfN(rapid.OneOf(rapid.Float64(), rapid.Float64Range(0, 2)), 0, 200)
}

// v0 is the first value, or one that is none.
func v0(v []float64) float64 {
	if len(v) == 0 {
		return math.NaN()
	}
	return v[0]
}

// sound fails unless the chart is well formed and holds no script, no style and no
// number that is none.
func sound(t *rapid.T, chart template.HTML, err error) {
	if err != nil {
		t.Fatal(err)
	}
	d := xml.NewDecoder(strings.NewReader("<x>" + string(chart) + "</x>"))
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			// HTML allows characters that XML does not: they are no markup.
			if strings.Contains(err.Error(), "illegal character code") {
				return
			}
			t.Fatalf("%v in:\n%s", err, chart)
		}
		e, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		if e.Name.Local == "script" || e.Name.Local == "style" {
			t.Fatalf("a %s in:\n%s", e.Name.Local, chart)
		}
		for _, a := range e.Attr {
			if a.Name.Local == "style" || strings.HasPrefix(a.Name.Local, "on") {
				t.Fatalf("attribute %s in:\n%s", a.Name.Local, chart)
			}
			if strings.Contains("d x y width stroke-width", a.Name.Local) && (strings.Contains(a.Value, "NaN") || strings.Contains(a.Value, "Inf")) {
				t.Fatalf("%s=%q", a.Name.Local, a.Value)
			}
		}
	}
}

func TestEveryChartIsSoundWhateverItIsGiven(t *testing.T) {
	pen := NewPen()
	rapid.Check(t, func(t *rapid.T) {
		name, other, v := names().Draw(t, "name"), names().Draw(t, "other"), values().Draw(t, "values")
		week, err := pen.Week(Week{Name: name, Unit: other, Zone: name, Mean: v, P95: values().Draw(t, "p95")})
		sound(t, week, err)
		spark, err := pen.Spark(name, v)
		sound(t, spark, err)
		day, err := pen.Day(Day{Name: name, Unit: other, Zone: name, Mean: v, P95: values().Draw(t, "p95 of a day")})
		sound(t, day, err)
		timeline := Timeline{Name: name, Unit: other, To: int64(len(v)), Ticks: []string{name, other}, Peaks: []int64{1}}
		for i, x := range v {
			timeline.Seen = append(timeline.Seen, Stretch{Between{int64(i), int64(i + 1 + i%2)}, x, 2 * x})
			timeline.Next = append(timeline.Next, Expected{Between{int64(i), int64(i + 1)}, x, x / 2, 3 * x})
		}
		line, err := pen.Timeline(timeline)
		sound(t, line, err)
		heat, err := pen.Heat(Heat{Name: name, Zone: other, Rows: []HeatRow{{name, other, v, ""}, {other, name, nil, name}}})
		sound(t, heat, err)
		var bars []Bar
		for i, x := range v {
			bars = append(bars, Bar{name, x, other, i%3 == 0})
		}
		fall, err := pen.Waterfall(Waterfall{Name: name, Unit: other, Step: name, Bars: bars})
		sound(t, fall, err)
		cut := Waterfall{Name: name, Bars: bars}
		cut.Begin = cut.Near()
		fall, err = pen.Waterfall(cut)
		sound(t, fall, err)
		level, err := pen.Level(Level{Name: name, Mark: v0(v), Parts: []LevelPart{{v0(v), "a"}, {0.5, "b"}, {2, "bad"}}})
		sound(t, level, err)
		stack := Stack{Name: name, Unit: other, Parts: []string{name, other}, Planned: name, Expected: other, Band: name}
		for i, x := range v {
			stack.Columns = append(stack.Columns, Column{Name: name, Label: other, Values: v[:i], Planned: x, Ahead: i%4 == 3, Low: x / 2, Mean: x, High: 2 * x})
		}
		drawn, err := pen.Stack(stack)
		sound(t, drawn, err)
		var links []GraphLink
		for _, x := range v {
			links = append(links, GraphLink{name, other, x, name}, GraphLink{other, "fixed", x, other})
		}
		graph, err := pen.Graph(Graph{name, []GraphPlace{{name, []GraphNode{{Name: name}}}, {other, []GraphNode{{Name: other}, {Name: "fixed", Fixed: true}}}}, links})
		sound(t, graph, err)
	})
}

func TestTheOrderOfLinksAndNodesDrawsTheSameGraph(t *testing.T) {
	pen := NewPen()
	rapid.Check(t, func(t *rapid.T) {
		g := Graph{Name: "g"}
		var all []string
		for i := range 3 {
			p := GraphPlace{Name: string(rune('x' + i))}
			for k := range rapid.IntRange(0, 5).Draw(t, "nodes") {
				p.Nodes = append(p.Nodes, GraphNode{Name: p.Name + string(rune('a'+k))})
				all = append(all, p.Nodes[k].Name)
			}
			g.Places = append(g.Places, p)
		}
		if len(all) < 2 {
			return
		}
		seen := map[[2]string]bool{}
		for range rapid.IntRange(0, 12).Draw(t, "links") {
			l := GraphLink{A: rapid.SampledFrom(all).Draw(t, "a"), B: rapid.SampledFrom(all).Draw(t, "b"), Weight: float64(rapid.IntRange(0, 3).Draw(t, "weight"))}
			if l.A < l.B && !seen[[2]string{l.A, l.B}] {
				seen[[2]string{l.A, l.B}] = true
				g.Links = append(g.Links, l)
			}
		}
		want, err := pen.Graph(g)
		if err != nil {
			t.Fatal(err)
		}
		shuffled := Graph{Name: "g", Links: rapid.Permutation(g.Links).Draw(t, "order")}
		for _, p := range g.Places {
			shuffled.Places = append(shuffled.Places, GraphPlace{p.Name, rapid.Permutation(p.Nodes).Draw(t, "nodes")})
		}
		got, err := pen.Graph(shuffled)
		if err != nil || got != want {
			t.Fatalf("another drawing (%v):\n%s\n%s", err, want, got)
		}
	})
}
