package spec

import (
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// offsets maps the text of an expression to its source. Each part of a template
// (a line of a heredoc, the text between two escapes) is a run; inside a quoted
// part every escape shifts what follows.
func offsets(e hcl.Expression, start uint32) []run {
	t, ok := e.(*hclsyntax.TemplateExpr)
	if !ok {
		return []run{{0, start + 1}} // JSON: after the opening quote
	}
	var runs []run
	at := uint32(0)
	for _, part := range t.Parts {
		runs = append(runs, run{at, uint32(part.Range().Start.Byte)})
		if l := read(part); l.is == text {
			at += uint32(len(l.text))
		}
	}
	return runs
}

// refine splits the runs of a quoted expression at its escapes, which are
// longer in the source than in the text.
func refine(e *Expr, src []byte) {
	var out []run
	for i, r := range e.offsets {
		stop := uint32(len(e.Source))
		if i+1 < len(e.offsets) {
			stop = e.offsets[i+1].at
		}
		out = append(out, r)
		at, from := r.at, r.source
		for at < stop && int(from) < len(src) {
			width, shown := uint32(1), uint32(1)
			switch rest := string(src[from:min(int(from)+10, len(src))]); {
			case strings.HasPrefix(rest, `\u`):
				width, shown = 6, uint32(len(string([]rune(e.Source[at:])[:1])))
			case strings.HasPrefix(rest, `\U`):
				width, shown = 10, uint32(len(string([]rune(e.Source[at:])[:1])))
			case strings.HasPrefix(rest, `\`):
				width = 2
			case strings.HasPrefix(rest, "$${"), strings.HasPrefix(rest, "%%{"):
				width, shown = 3, 2
			}
			at, from = at+shown, from+width
			if width != shown {
				out = append(out, run{at, from})
			}
		}
	}
	e.offsets = out
}
