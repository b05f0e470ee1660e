package diag

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/mattn/go-runewidth"
	"pgregory.net/rapid"
)

func written(t *testing.T, l List, o TextOptions) string {
	t.Helper()
	var b bytes.Buffer
	if err := WriteText(&b, l, o); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestADiagnosticShowsItsSourceUnderlined(t *testing.T) {
	src := "site \"a\" {\n\tkind = \"clowd\"\r\n}\n"
	start := strings.Index(src, `"clowd"`)
	l := List{{Error, "BERTH-S006", "Wrong value", "It must be one of these.\nOr those.", at("a.hcl", 2, 9, start, start+7)}}
	want := `error: Wrong value [BERTH-S006]
  at a.hcl:2,9
  2 |  kind = "clowd"
    |         ^^^^^^^
  It must be one of these.
  Or those.

`
	if diff := cmp.Diff(want, written(t, l, TextOptions{Sources: map[string][]byte{"a.hcl": []byte(src)}})); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestOnlyTheFirstLineOfARangeIsShown(t *testing.T) {
	src := "a {\n  b\n}\n"
	r := Range{File: "a", Start: Pos{1, 1, 0}, End: Pos{3, 2, len(src) - 1}}
	got := written(t, List{{Warning, "", "w", "", r}}, TextOptions{Sources: map[string][]byte{"a": []byte(src)}})
	if diff := cmp.Diff("warning: w\n  at a:1,1\n  1 | a {\n    | ^^^\n\n", got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// Parsers of YAML know lines and no bytes.
func TestAPlaceThatIsALineShowsThatLine(t *testing.T) {
	sources := map[string][]byte{"a": []byte("one\ntwo\nthree")}
	for line, want := range map[int]string{1: "1 | one\n    | ^\n", 2: "2 | two\n    | ^\n", 3: "3 | three\n    | ^\n", 4: ""} {
		got := written(t, List{{Warning, "", "w", "", at("a", line, 1, 0, 0)}}, TextOptions{Sources: sources})
		if want != "" {
			want = "  " + want
		}
		if diff := cmp.Diff(fmt.Sprintf("warning: w\n  at a:%d,1\n%s\n", line, want), got); diff != "" {
			t.Errorf("line %d (-want +got):\n%s", line, diff)
		}
	}
}

func TestWithoutSourceOrPlaceTheRestIsShown(t *testing.T) {
	l := List{
		{Error, "", "no place", "", Range{}},
		{Error, "", "no text", "do", at("gone", 3, 1, 5, 6)},
		{Error, "", "no line", "", Range{File: "a"}},
		{Error, "", "past the end", "", at("a", 9, 9, 99, 100)},
		{Error, "", "at the end", "", at("a", 2, 1, 2, 2)},
	}
	want := "error: no place\n\nerror: no text\n  at gone:3,1\n  do\n\nerror: no line\n  at a\n\n" +
		"error: past the end\n  at a:9,9\n\nerror: at the end\n  at a:2,1\n  2 | \n    | ^\n\n"
	if diff := cmp.Diff(want, written(t, l, TextOptions{Sources: map[string][]byte{"a": []byte("x\n")}})); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestTheMarkStandsUnderWideCharacters(t *testing.T) {
	src := "日本 = x"
	start := strings.Index(src, "x")
	got := written(t, List{{Error, "", "e", "", at("a", 1, 6, start, start+1)}}, TextOptions{Sources: map[string][]byte{"a": []byte(src)}})
	// 日本 takes four cells, " = " three.
	if diff := cmp.Diff("error: e\n  at a:1,6\n  1 | 日本 = x\n    |        ^\n\n", got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestTheLocaleNeverShows(t *testing.T) {
	src := []byte("…± x") // of ambiguous width: two cells each in an East Asian locale
	l := List{{Error, "", "e", "", at("a", 1, 4, len(src)-1, len(src))}}
	for _, asian := range []bool{false, true} {
		// What the library takes from the environment when the program starts.
		before := runewidth.DefaultCondition.EastAsianWidth
		runewidth.DefaultCondition.EastAsianWidth = asian
		got := written(t, l, TextOptions{Sources: map[string][]byte{"a": src}})
		runewidth.DefaultCondition.EastAsianWidth = before
		if !strings.Contains(got, "\n    |    ^\n") {
			t.Errorf("East Asian %v: %s", asian, got)
		}
	}
}

func TestColorPaintsTheSeverityAndTheMark(t *testing.T) {
	l := List{{Error, "", "e", "", at("a", 1, 1, 0, 1)}, {Warning, "", "w", "", Range{}}}
	want := "\x1b[1;31merror\x1b[0m: e\n  at a:1,1\n  1 | x\n    | \x1b[1;31m^\x1b[0m\n\n\x1b[1;33mwarning\x1b[0m: w\n\n"
	if diff := cmp.Diff(want, written(t, l, TextOptions{Sources: map[string][]byte{"a": []byte("x")}, Color: true})); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestWhatIsNotShownIsCounted(t *testing.T) {
	l := List{{Summary: "a"}, {Summary: "b"}, {Summary: "c"}}
	if diff := cmp.Diff("error: a\n\n… and 2 more.\n", written(t, l, TextOptions{Most: 1})); diff != "" {
		t.Error(diff)
	}
	if got := written(t, l, TextOptions{Most: 3}); strings.Contains(got, "more") {
		t.Error(got)
	}
}

func TestALineOfAMegabyteIsCutAroundTheMistake(t *testing.T) {
	for _, pad := range []string{"x", "日", "e\u0301", "\u0301", "\xff", "\t", "\x1b"} {
		src := []byte(strings.Repeat(pad, 1<<20/len(pad)) + "HERE" + strings.Repeat(pad, 1<<19/len(pad)))
		start := bytes.Index(src, []byte("HERE"))
		for _, end := range []int{start + 4, len(src)} {
			got := written(t, List{{Error, "", "e", "", at("a", 1, 9, start, end)}}, TextOptions{Sources: map[string][]byte{"a": src}})
			if len(got) > 6000 {
				t.Errorf("%q: %d bytes", pad, len(got))
			}
			lines := strings.Split(got, "\n")
			if i := strings.Index(lines[2], "HERE"); i < 0 || cells().StringWidth(lines[2][:i]) != strings.Index(lines[3], "^") {
				t.Errorf("%q: the mark is not under its place:\n%.500s\n%.200s", pad, lines[2], lines[3])
			}
		}
	}
}

func TestTextIsSafeToPrintWhateverIsInIt(t *testing.T) {
	word := rapid.StringOf(rapid.SampledFrom([]rune("a é日\x1b[m\x00\r\n\t\u009b\u202e😀\u0301")))
	rapid.Check(t, func(t *rapid.T) {
		src := word.Draw(t, "src")
		start := rapid.IntRange(-1, len(src)+1).Draw(t, "start")
		end := rapid.IntRange(-1, len(src)+1).Draw(t, "end")
		d := Diagnostic{Error, word.Draw(t, "code"), word.Draw(t, "summary"), word.Draw(t, "detail"), Range{word.Draw(t, "file"), Pos{1, 1, start}, Pos{1, 1, end}}}
		var b bytes.Buffer
		if err := WriteText(&b, List{d}, TextOptions{Sources: map[string][]byte{d.Subject.File: []byte(src)}}); err != nil {
			t.Fatal(err)
		}
		if strings.ContainsFunc(strings.ReplaceAll(strings.ReplaceAll(b.String(), "\n", ""), "\t", ""), Steers) {
			t.Fatalf("%q", b.String())
		}
	})
}

type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("disk full") }

func TestAFailingWriterIsToldToTheCaller(t *testing.T) {
	l := List{{Summary: "a"}}
	if err := WriteText(full{}, l, TextOptions{}); err == nil {
		t.Error("no error from WriteText")
	}
	if err := WriteJSON(full{}, l); err == nil {
		t.Error("no error from WriteJSON")
	}
}
