package spec

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"berth.dev/engine/diag"
)

// seeds are whole files and the corners of HCL's grammar.
func seeds() []string {
	return []string{
		`service "a" { runs_on = "gke" }`,
		"a = <<-EOT\n  x\n    $${y} %%{z} $ % $$\n  EOT\n",
		"a = <<EOT\r\nx\r\nEOT\r\n",
		`a = "\"${\u00e9 $${x} %%{y} $$ % \\"`,
		"a = { b = 1, \"c\" : 2, (d) = -3, \"e-f\" = [1e+5, - 5,\n- 7,], }",
		"/* \" [ */ # ( \n// {\na = 5----5\n",
		"a = \"x\ny\" ((((",
		"/* (((((",
		"a = <<EOT x\n(((((\nEOT\n",
		"\ufeffa = 1",
		"a = b.c[0].d[*].e ? f : !g",
		"a = \"x\\\ny\"",
		"a = [for x in y : x]\nb = c(d...)\n",
		"a = é-ö--ü\n",
		"policy \"p\" {\n  when = \"a\\tb\\u00e9\"\n  score = <<-X\n    1\n      + 2\n  X\n}\n",
	}
}

// lexed is what HCL's own lexer makes of a file.
type lexed struct {
	depth, minuses      int // the deepest nest, the longest run of minus signs
	template, operators bool
}

func lex(src []byte) (l lexed) {
	tokens, _ := hclsyntax.LexConfig(src, "a.hcl", hcl.InitialPos)
	depth, minuses := 0, 0
	for _, t := range tokens {
		switch t.Type {
		case hclsyntax.TokenOBrace, hclsyntax.TokenOBrack, hclsyntax.TokenOParen:
			depth++
		case hclsyntax.TokenCBrace, hclsyntax.TokenCBrack, hclsyntax.TokenCParen:
			depth--
		case hclsyntax.TokenTemplateInterp, hclsyntax.TokenTemplateControl:
			l.template = true
		case hclsyntax.TokenBang, hclsyntax.TokenQuestion, hclsyntax.TokenAnd, hclsyntax.TokenOr,
			hclsyntax.TokenPlus, hclsyntax.TokenStar, hclsyntax.TokenSlash, hclsyntax.TokenPercent,
			hclsyntax.TokenGreaterThan, hclsyntax.TokenLessThan, hclsyntax.TokenFatArrow:
			l.operators = true
		}
		if t.Type == hclsyntax.TokenMinus {
			minuses++
		} else {
			minuses = 0
		}
		l.depth, l.minuses = max(l.depth, depth), max(l.minuses, minuses)
	}
	return l
}

// isLiteral tells whether a body holds nothing that computes.
func isLiteral(b *hclsyntax.Body) bool {
	for _, a := range b.Attributes {
		if !isLiteralValue(read(a.Expr)) {
			return false
		}
	}
	for _, n := range b.Blocks {
		if !isLiteral(n.Body) {
			return false
		}
	}
	return true
}

func isLiteralValue(l literal) bool {
	if l.is == computed && l.why == "" {
		return false
	}
	for i, item := range l.items {
		if !isLiteralValue(item) || l.is == object && !isLiteralValue(l.keys[i]) {
			return false
		}
	}
	return true
}

func FuzzGuard(f *testing.F) {
	for _, s := range seeds() {
		f.Add([]byte(s))
	}
	limits := Limits{FileBytes: 1 << 16, Depth: 8, Files: 1, TotalBytes: 1 << 20}
	f.Fuzz(func(t *testing.T, src []byte) {
		file := &File{Source: Source{"a.hcl", src}}
		_, diags := guard(file, limits)
		if !utf8.Valid(src) || len(src) > limits.FileBytes {
			if len(diags) == 0 {
				t.Error("passed what is no UTF-8, or too large")
			}
			return
		}
		l := lex(src)
		if len(diags) == 0 {
			if l.depth > limits.Depth || l.minuses > longestDashes || l.template || l.operators {
				t.Errorf("the guard passed a file in which HCL sees %+v", l)
			}
			parsePiece(src, "a.hcl", hcl.InitialPos)
			return
		}
		if l.depth > limits.Depth || l.minuses > longestDashes || diags[0].Code == CodeLimit && len(src) > 500 {
			return
		}
		parsed, bad := hclsyntax.ParseConfig(src, "a.hcl", hcl.InitialPos)
		if !bad.HasErrors() && isLiteral(parsed.Body.(*hclsyntax.Body)) && !strings.Contains(diags[0].Summary, "too long") {
			t.Errorf("the guard refused a file of literals: %v", diags[0])
		}
	})
}

func FuzzParse(f *testing.F) {
	for _, s := range seeds() {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, src []byte) { mustHold(t, "a.hcl", src) })
}

func FuzzParseJSON(f *testing.F) {
	for _, s := range []string{
		`{"service": {"a": {"runs_on": "gke", "//": "why"}}}`,
		`{"service": [{"a": {"replicas": [{"min": 1}]}}, {"b": null}]}`,
		`{"a": "\u00e9\ud83d\ude00\n${x}", "a": [1e5, -0, null, {}], "b": "` + "\u0600" + `"}`,
		`{"policy": {"p": {"score": "a\t\u00e9b"}}}`,
		"\ufeff{}", `{"a": "x`, `[[[[`, `{"a": 1e999999999}`, "{\"a\": \"\\\n\"}",
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, src []byte) { mustHold(t, "a.hcl.json", src) })
}

// mustHold checks what holds for any file whatever: no crash, the same result
// twice, places inside the file, words that are safe to print.
func mustHold(t *testing.T, name string, src []byte) {
	t.Helper()
	w, diags := Parse([]Source{{name, src}}, Options{})
	if _, again := Parse([]Source{{name, src}}, Options{}); len(again) != len(diags) {
		t.Errorf("parsed twice: %d and %d diagnostics", len(diags), len(again))
	}
	mustBeMessages(t, diags, map[string]int{name: len(src)})
	for _, p := range w.Policies {
		for _, e := range []Expr{p.When, p.Score, p.Because} {
			mustMap(t, w, e)
		}
	}
}

// mustBeMessages checks that diagnostics can be shown: places inside their files, which
// have these sizes, and words that are safe to print.
func mustBeMessages(t *testing.T, diags diag.List, sizes map[string]int) {
	t.Helper()
	for _, d := range diags {
		s := d.Subject
		if s.Start.Byte < 0 || s.Start.Byte > s.End.Byte || s.End.Byte > sizes[s.File] {
			t.Errorf("%v: place outside the file: %+v", d, s)
		}
		if strings.ContainsFunc(d.Summary+strings.NewReplacer("\n", "", "\t", "").Replace(d.Detail), diag.Steers) {
			t.Errorf("the words hold a control character: %q", d.Error())
		}
		if d.Code == "" || d.Summary == "" || d.Detail == "" || len(d.Detail) > 2000 {
			t.Errorf("not a message: %+v", d)
		}
	}
}
