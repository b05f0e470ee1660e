package diag

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func at(file string, line, column, start, end int) Range {
	return Range{File: file, Start: Pos{line, column, start}, End: Pos{line, column + end - start, end}}
}

func TestAListCountsErrorsAndWarnings(t *testing.T) {
	var l List
	if l.HasErrors() {
		t.Error("an empty list has errors")
	}
	l.Warnf("W", Range{}, "careful", "n = %d", 1)
	if l.HasErrors() {
		t.Error("a warning counts as an error")
	}
	l.Errorf("E", at("a", 1, 1, 0, 1), "wrong", "%q", "x")
	errors, warnings := l.Count()
	if errors != 1 || warnings != 1 || !l.HasErrors() {
		t.Errorf("%d errors, %d warnings", errors, warnings)
	}
	want := List{{Warning, "W", "careful", "n = 1", Range{}}, {Error, "E", "wrong", `"x"`, at("a", 1, 1, 0, 1)}}
	if diff := cmp.Diff(want, l); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestADiagnosticIsOneLineAsAnError(t *testing.T) {
	for want, d := range map[string]Diagnostic{
		"a.hcl:2,5: Wrong: do this": {Summary: "Wrong", Detail: "do this", Subject: at("a.hcl", 2, 5, 9, 9)},
		"a.hcl: Wrong: do this":     {Summary: "Wrong", Detail: "do this", Subject: Range{File: "a.hcl"}},
		"Wrong: do this":            {Summary: "Wrong", Detail: "do this"},
		"Wrong":                     {Summary: "Wrong"},
		"a?[2J?b: W?: x?y z":        {Summary: "W\x1b", Detail: "x\ny\tz", Subject: Range{File: "a\x1b[2J\nb"}},
	} {
		if diff := cmp.Diff(want, d.Error()); diff != "" {
			t.Error(diff)
		}
	}
}

func TestSeveritiesHaveNames(t *testing.T) {
	if Error.String() != "error" || Warning.String() != "warning" {
		t.Error(Error, Warning)
	}
}

func TestTheOrderOfReadingNeverShows(t *testing.T) {
	sorted := List{
		{Error, "C", "no place", "", Range{}},
		{Error, "C", "x", "", at("a", 1, 1, 0, 1)},
		{Error, "C", "x", "", at("a", 1, 1, 0, 2)},
		{Error, "C", "y", "a", at("a", 1, 1, 0, 1)},
		{Error, "C", "y", "b", at("a", 1, 1, 0, 1)},
		{Error, "D", "a", "", at("a", 1, 1, 0, 1)},
		{Warning, "A", "a", "", at("a", 1, 1, 0, 1)},
		{Error, "A", "a", "", at("a", 2, 1, 9, 10)},
		{Error, "A", "a", "", at("b", 1, 1, 0, 1)},
	}
	rapid.Check(t, func(t *rapid.T) {
		l := List(rapid.Permutation(append(sorted[:len(sorted):len(sorted)], sorted[2:5]...)).Draw(t, "list"))
		l.Sort()
		if diff := cmp.Diff(sorted, l); diff != "" {
			t.Fatalf("(-want +got):\n%s", diff)
		}
	})
}
