package reports

import (
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestACommentCallsNobodyAndCommandsNothing(t *testing.T) {
	view := func(int) []block {
		return []block{
			marker{"berth:x"},
			paragraph{parts: []text{say("/close this, @ann, see #12 and https://a.example or www.a.example")}},
			items{entries: [][]text{{say("/merge")}}},
			folded{"a <b> & c", []block{paragraph{parts: []text{say("/label ~bug")}}}},
		}
	}
	var b bytes.Buffer
	if err := writeComment(&b, 1, view); err != nil {
		t.Fatal(err)
	}
	want := `<!-- berth:x -->

&#8203;/close this, @&#8203;ann, see \#&#8203;12 and https:&#8203;//a.example or www&#8203;.a.example

- /merge

<details><summary>a &lt;b&gt; &amp; c</summary>

&#8203;/label \~bug

</details>
`
	if diff := cmp.Diff(want, b.String()); diff != "" {
		t.Error(diff)
	}
}

func TestAPartThatMarkdownFoldsIsAnOrdinaryOneInText(t *testing.T) {
	got := rendered(t, 80, marker{"berth:x"}, paragraph{parts: []text{say("first")}}, folded{"more", []block{paragraph{parts: []text{say("second")}}}})
	if diff := cmp.Diff("first\n\nmore\nsecond\n", got); diff != "" {
		t.Error(diff)
	}
}

func TestACommentThatNeverFitsIsAskedForNothingAtLast(t *testing.T) {
	var asked []int
	view := func(most int) []block {
		asked = append(asked, most)
		return []block{paragraph{parts: []text{say(strings.Repeat("x", commentRoom+1))}}}
	}
	if err := writeComment(&bytes.Buffer{}, 5, view); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]int{5, 2, 1, 0}, asked); diff != "" {
		t.Error(diff)
	}
}

func TestCodeInACommentCanBeCopied(t *testing.T) {
	view := func(int) []block {
		return []block{
			paragraph{parts: []text{say("@ann")}},
			source{"match = { resource = \"https://a.example/@b\" }\n/close\n```x\n", "hcl"},
			paragraph{parts: []text{say("@bob")}},
			source{"@c", ""},
			items{entries: [][]text{{say("@dan")}}},
		}
	}
	var b bytes.Buffer
	if err := writeComment(&b, 1, view); err != nil {
		t.Fatal(err)
	}
	want := "@&#8203;ann\n\n````hcl\nmatch = { resource = \"https://a.example/@b\" }\n /close\n```x\n````\n\n@&#8203;bob\n\n```\n@c\n```\n\n- @&#8203;dan\n"
	if diff := cmp.Diff(want, b.String()); diff != "" {
		t.Error(diff)
	}
}

func TestNoProseOfACommentIsTakenForCode(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.OneOf(nasty(), rapid.StringMatching("[`\n@ a]{1,12}"))
		var b bytes.Buffer
		err := writeComment(&b, 1, func(int) []block {
			return []block{
				heading{3, []text{say(words.Draw(t, "heading"))}}, paragraph{parts: []text{say("@a " + words.Draw(t, "prose"))}},
				source{words.Draw(t, "code"), "hcl"}, items{entries: [][]text{{say(words.Draw(t, "item") + " @b")}}},
			}
		})
		if err != nil {
			t.Fatal(err)
		}
		// What stands outside code is what a reader of fences finds outside.
		fence := ""
		for line := range strings.Lines(b.String()) {
			line = strings.TrimSuffix(line, "\n")
			ticks := line[:len(line)-len(strings.TrimLeft(line, "`"))]
			switch {
			case fence == "" && len(ticks) >= 3:
				fence = ticks
			case fence != "" && line == fence:
				fence = ""
			case fence == "" && strings.Contains(strings.ReplaceAll(line, "@&#8203;", ""), "@"):
				t.Fatalf("somebody is called by %q in:\n%s", line, b.String())
			}
		}
		if fence != "" {
			t.Fatalf("code is left open in:\n%s", b.String())
		}
	})
}
