package diag

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestTheNearestNameIsSuggested(t *testing.T) {
	names := []string{"runs_on", "replica", "replicas", "gke", "tokyo", "user-db"}
	for word, want := range map[string]string{
		"run_on":   "runs_on",
		"Runs-On":  "runs_on", // case and dashes do not count
		"user_db":  "user-db",
		"replcas":  "replicas", // 1 letter, against 2 for replica
		"replicaz": "replica",  // as near to both, and this stands first
		"gek":      "gke",      // two letters that changed places
		"gk":       "gke",
		"tokio":    "tokyo",
		"osaka":    "", // 5 letters: 1 may differ
		"xyz":      "",
		"":         "",
		"é":        "",
	} {
		if diff := cmp.Diff(want, Nearest(word, names)); diff != "" {
			t.Errorf("%s: %s", word, diff)
		}
	}
}

func TestTiesGoToTheNameThatStandsFirst(t *testing.T) {
	if got := Nearest("cat", []string{"dat", "bat", "cut"}); got != "dat" {
		t.Error(got)
	}
	if got := Nearest("bat", []string{"cat", "BAT", "bat"}); got != "BAT" {
		t.Error(got)
	}
}

func TestTheLettersOfForeignScriptsCountOnceEach(t *testing.T) {
	// 4 letters: 1 may differ, though it has 3 bytes.
	if got := Nearest("東京都庁", []string{"大阪府庁", "東京都町"}); got != "東京都町" {
		t.Error(got)
	}
}

func TestASuggestionIsNeverFarAway(t *testing.T) {
	letters := rapid.StringOfN(rapid.SampledFrom([]rune("abc")), 0, 9, -1)
	rapid.Check(t, func(t *rapid.T) {
		word, names := letters.Draw(t, "word"), rapid.SliceOf(letters).Draw(t, "names")
		got := Nearest(word, names)
		for _, n := range names {
			if n == word && got != word {
				t.Fatalf("%q is a name, and %q was suggested", word, got)
			}
		}
		if d := len(got) - len(word); got != "" && (d > max(1, len(word)/3) || -d > max(1, len(word)/3)) {
			t.Fatalf("%q for %q", got, word)
		}
	})
}

func TestWhereNoneIsNearAShortListIsShown(t *testing.T) {
	many := strings.Split(strings.Repeat("abcdefgh,", mostListed+1), ",")
	for _, c := range []struct {
		word  string
		names []string
		want  string
	}{
		{"gkee", []string{"gke", "tokyo"}, `Did you mean "gke"?`},
		{"osaka", []string{"gke", "tokyo"}, `Known here: "gke", "tokyo".`},
		{"osaka", nil, ""},
		{"osaka", many, ""},
		{"x\x1b", []string{"x\x1b[m"}, `Known here: "x\x1b[m".`},
	} {
		if diff := cmp.Diff(c.want, Meant(c.word, c.names)); diff != "" {
			t.Errorf("%s: %s", c.word, diff)
		}
	}
}

func TestAWordOfAMegabyteIsComparedWithNothing(t *testing.T) {
	if got := Nearest(strings.Repeat("x", 1<<20), []string{"x", "y"}); got != "" {
		t.Error(got)
	}
}
