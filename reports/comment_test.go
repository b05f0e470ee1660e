package reports

import (
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
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
