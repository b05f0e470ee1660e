package diag

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestCharactersThatSteerATerminalBecomeQuestionMarks(t *testing.T) {
	for in, want := range map[string]string{
		"plain ~":                 "plain ~",
		"é 日本 😀":                  "é 日本 😀",
		"\x1b[31mred\x1b[0m":      "?[31mred?[0m",
		"\x9b31m":                 "?31m", // a byte that is no UTF-8
		"\u009b31m":               "?31m", // the same control in UTF-8
		"\x1b]0;title\a":          "?]0;title?",
		"a\rb\bc\x7fd\x00":        "a?b?c?d?",
		"a\nb\tc":                 "a\nb\tc",
		"\u202eevil\u2066x\u200f": "?evil?x?",
		"a\u2028b\ufeffc":         "a?b?c",
		"👩‍👩‍👧":                   "👩‍👩‍👧", // a joiner steers nothing
	} {
		if diff := cmp.Diff(want, Clean(in)); diff != "" {
			t.Errorf("%q: %s", in, diff)
		}
	}
}

func TestCleanTextIsSafeAndStaysAsItIs(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := string(rapid.SliceOf(rapid.Byte()).Draw(t, "bytes"))
		got := Clean(s)
		if !utf8.ValidString(got) || strings.ContainsFunc(strings.NewReplacer("\n", "", "\t", "").Replace(got), Steers) {
			t.Fatalf("%q is not clean", got)
		}
		if diff := cmp.Diff(got, Clean(got)); diff != "" {
			t.Fatal(diff)
		}
		if line := cleanLine(s); strings.ContainsAny(line, "\n\t") {
			t.Fatalf("%q is not one line", line)
		}
	})
}

func TestWordsOfAStrangerAreCleanedWhenTheyAreTaken(t *testing.T) {
	var l List
	l.Errorf("C", Range{}, "name \x1b[1m", "detail %s\nline", "\x1b]0;x\a")
	l.Warnf("C", Range{}, "name \n", "\u202e")
	want := List{{Error, "C", "name ?[1m", "detail ?]0;x?\nline", Range{}}, {Warning, "C", "name ?", "?", Range{}}}
	if diff := cmp.Diff(want, l); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
