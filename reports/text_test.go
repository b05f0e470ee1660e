package reports

import (
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestRunningTextEndsLinesAtSpaces(t *testing.T) {
	got := rendered(t, 40, paragraph{parts: []text{say("one two three four five six seven eight nine ten eleven twelve")}, indent: 2})
	want := `  one two three four five six seven
  eight nine ten eleven twelve
`
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

func TestWideCharactersCountAsTwoCells(t *testing.T) {
	// 18 of them are 36 cells; with a space and a nineteenth and twentieth it
	// would be 41.
	long := strings.Repeat("広", 18)
	got := rendered(t, 40, paragraph{parts: []text{say(long + " 広広")}})
	if d := cmp.Diff(long+"\n広広\n", got); d != "" {
		t.Error(d)
	}
}

func TestToneIsPaintedOnlyWhereColourIsAllowed(t *testing.T) {
	for _, color := range []bool{false, true} {
		var b bytes.Buffer
		p, err := newPage(&b, Options{Format: Text, Width: 80, Color: color})
		if err != nil {
			t.Fatal(err)
		}
		if err := p.write(paragraph{parts: []text{say("it is"), {"very firm", good}, say("now")}}); err != nil {
			t.Fatal(err)
		}
		want := "it is very firm now\n"
		if color {
			want = "it is \x1b[32mvery firm\x1b[0m now\n"
		}
		if d := cmp.Diff(want, b.String()); d != "" {
			t.Error(d)
		}
	}
}

func TestAHeadingTooLongForALineIsWrapped(t *testing.T) {
	got := rendered(t, 40, heading{1, []text{say("a name of some length"), say("and what it is about")}})
	want := "a name of some length and what it is\n  about\n"
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

func TestNoWordIsLostInWrapping(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.SliceOfN(rapid.StringMatching(`[a-zé広]{1,12}`), 1, 60).Draw(t, "words")
		width := rapid.IntRange(narrowest, 120).Draw(t, "width")
		var b bytes.Buffer
		p := &textPage{w: &b, width: width}
		if err := p.write(paragraph{parts: []text{say(strings.Join(words, " "))}}); err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(words, strings.Fields(b.String())); d != "" {
			t.Fatal(d)
		}
		for line := range strings.Lines(b.String()) {
			if w := ruler().StringWidth(strings.TrimRight(line, "\n")); w > width {
				t.Fatalf("a line of %d cells at a width of %d: %q", w, width, line)
			}
		}
	})
}

func TestAWrappedLineIsNoCommandToARunner(t *testing.T) {
	got := rendered(t, 40, paragraph{parts: []text{say("because of a long reason that ends here ::stop-commands::x ##[error]y a::b ::1")}})
	want := "because of a long reason that ends here\n: :stop-commands::x ## [error]y a::b ::1\n"
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
