package reports

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestNumbersStandUnderEachOtherOnTheRight(t *testing.T) {
	got := rendered(t, 80, table{
		columns: []column{{name: "site"}, {name: "money", right: true}, {name: "note"}},
		rows: []row{
			{cells: []text{say("tokyo"), say("1,000"), say("x")}},
			{cells: []text{say("gke"), say("20"), {}}, notes: []text{say("a note")}},
		},
	})
	want := `site   money  note
tokyo  1,000  x
gke       20
    a note
`
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

func TestAWrappingCellGoesOnBelow(t *testing.T) {
	got := rendered(t, 40, table{
		columns: []column{{name: "name"}, {name: "why", wraps: true}, {name: "n", right: true}},
		rows:    []row{{cells: []text{say("a"), say("because it was said so many times before"), say("7")}}},
	})
	// 40 − (4 + 1 + 2×2) leaves 31 cells for the reason.
	want := `name  why                              n
a     because it was said so many      7
      times before
`
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

func TestAFillingCellIsCut(t *testing.T) {
	got := rendered(t, 40, table{
		columns: []column{{name: "name", width: 20}, {name: "needs", fill: true}},
		rows:    []row{{cells: []text{say("a"), say("calls of a, calls of b, calls of c")}}},
	})
	want := "name                  needs\na                     calls of a, calls…\n"
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

func TestAColumnWithoutContentTakesNoRoom(t *testing.T) {
	got := rendered(t, 40, table{
		columns: []column{{name: "a"}, {name: "empty"}, {name: "b"}},
		rows:    []row{{cells: []text{say("1"), {}, say("2")}}, {cells: []text{say("3"), {}, {}}}},
	})
	if d := cmp.Diff("a  b\n1  2\n3\n", got); d != "" {
		t.Error(d)
	}
}

func TestTablesSideBySideStandApart(t *testing.T) {
	one := table{columns: []column{{name: "a"}}, rows: []row{{cells: []text{say("1")}}}}
	if d := cmp.Diff("a\n1\n\na\n1\n", rendered(t, 80, one, one)); d != "" {
		t.Error(d)
	}
	two := one
	two.continues = true
	if d := cmp.Diff("a\n1\n1\n", rendered(t, 80, one, two)); d != "" {
		t.Error(d)
	}
}

func TestAWordLongerThanItsColumnIsBroken(t *testing.T) {
	if d := cmp.Diff([]string{"aaaa", "aa b", "ccc"}, fold("aaaaaa b ccc", 4)); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff([]string{""}, fold("", 4)); d != "" {
		t.Error(d)
	}
	// A wide character does not fit a column of one cell, and that must end.
	fold("広広", 1)
}

func TestNoTableIsWiderThanItsWidthIfColumnsMayGo(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		width := rapid.IntRange(narrowest, 160).Draw(t, "width")
		n := rapid.IntRange(1, 9).Draw(t, "columns")
		tb := table{columns: []column{{name: "first"}}}
		for i := range n {
			tb.columns = append(tb.columns, column{
				name: fmt.Sprintf("c%d", i), right: rapid.Bool().Draw(t, "right"), drop: rapid.IntRange(1, 5).Draw(t, "drop"),
			})
		}
		for range rapid.IntRange(0, 4).Draw(t, "rows") {
			r := row{cells: []text{say("x")}}
			for range n {
				r.cells = append(r.cells, say(rapid.StringMatching(`[a-z0-9 広]{0,30}`).Draw(t, "cell")))
			}
			tb.rows = append(tb.rows, r)
		}
		var b bytes.Buffer
		p := &textPage{w: &b, width: width}
		if err := p.write(tb); err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(b.String()) {
			line = strings.TrimRight(line, "\n")
			if w := ruler().StringWidth(line); w > width {
				t.Fatalf("%d cells at a width of %d: %q", w, width, line)
			}
			if strings.TrimRight(line, " ") != line {
				t.Fatalf("spaces at the end of %q", line)
			}
		}
	})
}
