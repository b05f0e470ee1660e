package spec

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"

	"berth.dev/engine/diag"
)

// policyOf parses a policy whose score is written as given.
func policyOf(t interface{ Fatal(...any) }, name, score string) (*Workspace, *Policy) {
	src := "# é 日本 before the place\npolicy \"p\" {\n  criterion = \"cost\"\n  doc       = \"x\"\n  score     = " + score + "\n  because   = \"x\"\n}\n"
	if isJSON(name) {
		src = `{"//": "é 日本", "policy": {"p": {"criterion": "cost", "doc": "x", "because": "x", "score": ` + score + `}}}`
	}
	w, diags := Parse([]Source{{name, []byte(src)}}, Options{Fragment: true})
	if len(diags) > 0 {
		t.Fatal(score, diags[0])
	}
	return w, w.Policies[0]
}

// mustMap checks that each character of an expression stands at its place in
// the file, or that an escape for it does.
func mustMap(t interface{ Fatalf(string, ...any) }, w *Workspace, e Expr) {
	for i, r := range e.Source {
		at := w.ExprPos(e, i)
		src := w.Files[e.file-1].Bytes[at.Start.Byte:]
		there, _ := utf8.DecodeRune(src)
		if there != r && there != '\\' && there != '$' && there != '%' {
			t.Fatalf("byte %d of %q is %q; the file has %q at %v", i, e.Source, r, there, at)
		}
	}
}

func TestAPlaceInAnExpressionIsItsPlaceInTheFile(t *testing.T) {
	for _, c := range []struct {
		name, score, at, want string
	}{
		{"a.hcl", `"a + b"`, "b", "a.hcl:5,20"},
		// \" is one character of the text and two of the file.
		{"a.hcl", `"x == \"y\" ? b : c"`, "b", "a.hcl:5,29"},
		{"a.hcl", `"\u00e9\U0001F600 b"`, "b", "a.hcl:5,33"},
		{"a.hcl", `"é 日本 b"`, "b", "a.hcl:5,21"},
		{"a.hcl", `"$${x} %%{y} b"`, "b", "a.hcl:5,28"},
		{"a.hcl", "<<EOT\na +\n  b\nEOT", "b", "a.hcl:7,3"},
		{"a.hcl", "<<-EOT\n    a +\n      $${x} b\n    EOT", "b", "a.hcl:7,13"},
		{"a.hcl", "<<-EOT\n\n    a\n   \n     b\n  EOT", "b", "a.hcl:9,6"},
		{"a.hcl", "<<EOT\r\na +\r\n  b\r\nEOT", "b", "a.hcl:7,3"},
		// Decomposed: e and an accent are one character for a reader.
		{"a.hcl", "\"e\u0301e\u0301 b\"", "b", "a.hcl:5,19"},
		// 90 characters stand before the value, and its quote is the 91st.
		{"a.hcl.json", `"b"`, "b", "a.hcl.json:1,92"},
		{"a.hcl.json", `"\u00e9\ud83d\ude00\t\"b"`, "b", "a.hcl.json:1,114"},
	} {
		w, p := policyOf(t, c.name, c.score)
		i := strings.Index(p.Score.Source, c.at)
		got := w.ExprPos(p.Score, i)
		if diff := cmp.Diff(c.want, got.String()); diff != "" {
			t.Errorf("%s: %s", c.score, diff)
		}
		if there := w.Files[0].Bytes[got.Start.Byte:got.End.Byte]; string(there) != c.at {
			t.Errorf("%s: the file has %q there", c.score, there)
		}
		mustMap(t, w, p.Score)
	}
}

func TestPlacesPastAnExpressionStayWithinIt(t *testing.T) {
	w, p := policyOf(t, "a.hcl", `"ab"`)
	for at, want := range map[int]string{-5: "a.hcl:5,16", 0: "a.hcl:5,16", 2: "a.hcl:5,18", 99: "a.hcl:5,18"} {
		if diff := cmp.Diff(want, w.ExprPos(p.Score, at).String()); diff != "" {
			t.Errorf("at %d: %s", at, diff)
		}
	}
	if diff := cmp.Diff("", w.ExprPos(p.When, 3).String()); diff != "" {
		t.Errorf("unset: %s", diff)
	}
}

// expression is text in which every character is told from its neighbours.
func expression() *rapid.Generator[string] {
	return rapid.StringOfN(rapid.SampledFrom([]rune("abcxyz é日\u0301😀\"'\\$%{}()\t\n+<-")), 1, 60, -1).
		Filter(func(s string) bool { return strings.TrimSpace(s) != "" })
}

func TestEveryFormOfAnExpressionMapsEveryCharacter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := expression().Draw(t, "text")
		form := rapid.SampledFrom([]string{"quoted", "heredoc", "flush", "JSON"}).Draw(t, "form")
		name, score, want := "a.hcl", "", text
		signs := strings.NewReplacer("${", "$${", "%{", "%%{")
		if strings.Contains(text, "$${") || strings.Contains(text, "%%{") || strings.Contains(text, "$$") || strings.Contains(text, "%%") {
			t.Skip("two signs in a row cannot be told from an escape")
		}
		switch form {
		case "quoted":
			score = `"` + signs.Replace(strings.NewReplacer(`"`, `\"`, `\`, `\\`, "\n", `\n`, "\t", `\t`).Replace(text)) + `"`
		case "heredoc":
			score, want = "<<EOT\n"+signs.Replace(text)+"\nEOT", text+"\n"
		case "flush":
			indent := strings.Repeat(" ", rapid.IntRange(0, 4).Draw(t, "indent"))
			lines := strings.ReplaceAll("|"+signs.Replace(text), "\n", "\n"+indent+"|")
			score, want = "<<-EOT\n"+indent+lines+"\n"+indent+"EOT", "|"+strings.ReplaceAll(text, "\n", "\n|")+"\n"
		case "JSON":
			b, err := json.Marshal(text)
			if err != nil {
				t.Fatal(err)
			}
			name, score = "a.hcl.json", string(b)
		}
		w, p := policyOf(t, name, score)
		if diff := cmp.Diff(want, p.Score.Source); diff != "" {
			t.Fatalf("%s: %s", score, diff)
		}
		mustMap(t, w, p.Score)
		// A place never goes back, and never leaves the value.
		last := 0
		for i := range p.Score.Source {
			at := w.ExprPos(p.Score, i).Start.Byte
			if at < last {
				t.Fatalf("%s: byte %d stands before its neighbour", score, i)
			}
			last = at
		}
	})
}

func TestAnExpressionIsWhatHCLReads(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		src := "policy \"p\" {\n  criterion = \"cost\"\n  doc       = " + rapid.SampledFrom([]string{`"%s"`, "<<EOT\n%s\nEOT", "<<-EOT\n%s\n  EOT"}).Draw(t, "form") + "\n}\n"
		body := soup().Draw(t, "body")
		src = fmt.Sprintf(src, body)
		d := &decoder{file: &File{Source: Source{"a.hcl", []byte(src)}}, index: 1}
		if _, bad := guard(d.file, DefaultLimits()); len(bad) > 0 {
			t.Skip("refused")
		}
		w, diags := Parse([]Source{d.file.Source}, Options{Fragment: true})
		broken := slices.ContainsFunc(diags, func(d diag.Diagnostic) bool { return d.Code == CodeSyntax })
		if broken || len(w.Policies) == 0 || !w.Policies[0].Doc.Set() {
			t.Skip("no text")
		}
		doc := w.Policies[0].Doc
		ours := d.expr(doc.Origin).Source
		if diff := cmp.Diff(doc.V, norm.NFC.String(ours)); diff != "" {
			t.Fatalf("%q: (-HCL +ours):\n%s", src, diff)
		}
	})
}
