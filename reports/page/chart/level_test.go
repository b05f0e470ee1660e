package chart

import (
	"strings"
	"testing"
)

func TestALevelPutsPartsBesideEachOther(t *testing.T) {
	got, err := NewPen().Level(Level{Mark: 0.5, Parts: []LevelPart{{0.6, "a"}, {0.3, "b"}, {0, "c"}, {0.1, ""}}})
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		`aria-hidden="true"`, `<rect class="a" x="0" width="600"`, `<rect class="b" x="600" width="300"`, `<rect x="900" width="100"`, `<path class="mark" d="M500 0V10"/>`,
	} {
		if !strings.Contains(string(got), want) {
			t.Errorf("%s is not in:\n%s", want, got)
		}
	}
	if strings.Contains(string(got), `class="c"`) {
		t.Error("a part of nothing is drawn")
	}
}

func TestALevelIsNeverWiderThanItsWhole(t *testing.T) {
	got, err := NewPen().Level(Level{Name: "over budget", Mark: -1, Parts: []LevelPart{{0.9, "a"}, {0.7, "bad"}, {-3, "b"}}})
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(got), `role="img" aria-label="over budget"`) || !strings.Contains(string(got), `<rect class="bad" x="900" width="100"`) {
		t.Error(got)
	}
	for _, never := range []string{`class="mark"`, `class="b"`} {
		if strings.Contains(string(got), never) {
			t.Errorf("%s is in %s", never, got)
		}
	}
}
