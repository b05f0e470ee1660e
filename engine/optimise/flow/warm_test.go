package flow

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// change draws one change of a cut problem and makes it in both forms.
func (in *instance) change(t *rapid.T, g *Graph) {
	n := len(in.weight)
	v := rapid.IntRange(0, n-1).Draw(t, "node")
	switch rapid.IntRange(0, 3).Draw(t, "change") {
	case 0, 1:
		d := rapid.Int64Range(-30, 30).Draw(t, "by")
		in.weight[v] += d
		g.Add(int32(v), d)
	case 2:
		side := rapid.SampledFrom([]Side{Free, Source, Sink}).Draw(t, "side")
		in.force[v] = side
		g.Force(int32(v), side)
	case 3:
		if len(in.arcs) == 0 {
			return
		}
		a := &in.arcs[rapid.IntRange(0, len(in.arcs)-1).Draw(t, "arc")]
		half := g.Arc(a.From, a.To)
		if a.Cap == Infinite || half < 0 {
			return
		}
		// Several arcs may join two nodes; only the first has a name.
		for k := range in.arcs {
			if one := &in.arcs[k]; one.From == a.From && one.To == a.To || one.From == a.To && one.To == a.From {
				a = one
				break
			}
		}
		if a.Cap == Infinite || a.Back == Infinite {
			return
		}
		ahead, back := rapid.Int64Range(0, 15).Draw(t, "ahead")-a.Cap, rapid.Int64Range(0, 15).Draw(t, "back")-a.Back
		a.Cap, a.Back = a.Cap+ahead, a.Back+back
		if g.head[half] == a.To {
			g.AddArc(half, ahead, back)
		} else {
			g.AddArc(half, back, ahead)
		}
	}
}

func TestACutAfterChangesIsTheCutOfTheChangedProblem(t *testing.T) {
	for name, guard := range methods {
		t.Run(name, func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				in := drawSmall(t)
				g := in.graph()
				g.Guard = guard
				for range rapid.IntRange(1, 8).Draw(t, "cuts") {
					for range rapid.IntRange(0, 4).Draw(t, "changes") {
						in.change(t, g)
					}
					value, y := in.best()
					if y == nil {
						t.Skip("infinite arcs join the forced sides")
					}
					g.Max()
					if g.Min() != value {
						t.Fatalf("value %d, want %d", g.Min(), value)
					}
					if diff := cmp.Diff(y, sides(g)); diff != "" {
						t.Fatalf("source side (-want +got):\n%s", diff)
					}
				}
			})
		})
	}
}
