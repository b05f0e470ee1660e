package reports

import (
	"bytes"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// marked writes blocks as Markdown.
func marked(t *testing.T, blocks ...block) string {
	t.Helper()
	var b bytes.Buffer
	p, err := newPage(&b, Options{Format: Markdown})
	if err != nil {
		t.Fatal(err)
	}
	if err := p.write(blocks...); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestMarkdownHasEveryKindOfBlock(t *testing.T) {
	got := marked(t,
		heading{2, []text{{"Title", strong}, say("and more")}},
		paragraph{parts: []text{say("plain"), {"bold", strong}}},
		items{[][]text{{say("one")}, {say("two")}}},
		table{columns: []column{{name: "a"}, {name: "b", right: true}}, rows: []row{
			{cells: []text{say("x"), say("1")}},
			{cells: []text{say("y")}, notes: []text{say("n1"), say("n2")}},
		}},
		source{"a ``` b\n", "hcl"},
	)
	want := "## Title and more\n\nplain **bold**\n\n- one\n- two\n\n" +
		"| a | b | notes |\n| --- | --: | --- |\n| x | 1 |  |\n| y |  | n1<br>n2 |\n\n" +
		"````hcl\na ``` b\n````\n"
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

func TestMarkupInNamesMeansItself(t *testing.T) {
	for in, want := range map[string]string{
		"a|b":                   `a\|b`,
		"<script>x</script>":    "&lt;script&gt;x&lt;/script&gt;",
		"[x](javascript:y)":     `\[x\](javascript:y)`,
		"**bold** _it_ `code`":  "\\*\\*bold\\*\\* \\_it\\_ \\`code\\`",
		"&amp;":                 "&amp;amp;",
		"line\nbreak":           "line break",
		`back\slash`:            `back\\slash`,
		"![img](http://x/y.gif": `\!\[img\](http://x/y.gif`,
	} {
		if d := cmp.Diff(want, escape(in)); d != "" {
			t.Errorf("%q: %s", in, d)
		}
	}
}
