package spec

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"pgregory.net/rapid"
)

// soup is text made of what HCL's lexer and the scanner could disagree on.
func soup() *rapid.Generator[string] {
	parts := rapid.SampledFrom([]string{
		`"`, `\`, `$`, `%`, `{`, `}`, `[`, `]`, `(`, `)`, "${", "%{", "$${", "%%{", "<<", "<<-", "EOT", "<<EOT\n", "<<-EOT\r\n", "\nEOT\n", "\n  EOT\n",
		"\n", "\r\n", "\r", "\t", " ", "#", "//", "/*", "*/", "/", "-", "--", "- ", "5", "1.5", "1e5", "e+5", ".", "..", "a", "a-b", "_", "é", "€", "\u0600", "e\u0301",
		"=", " = ", ":", ",", "?", "!", "~", "<", ">", "'", "`", ";", "@", "\u00a0", "\u2028", "\x00", "\ufeff", "for", " in ", "if", "\"a\" = \"b\"\n", "a = 1\n", "b {\n", "}\n", "\\\"", "\\u00e9", "\\\n",
	})
	return rapid.Custom(func(t *rapid.T) string {
		return strings.Join(rapid.SliceOfN(parts, 1, 30).Draw(t, "parts"), "")
	})
}

// literals is a file of literals as a person may write it, in every form that
// HCL allows.
func literals() *rapid.Generator[string] {
	key := rapid.SampledFrom([]string{"a", "a-b", "_c", "d--e-", "é", `"f g"`, `"#/*"`, "for1", `"h$"`})
	scalar := rapid.SampledFrom([]string{
		"1", "-1", "- 1", "1.5", "1e5", "1e+5", "1E-5", "-0", "true", "false", `""`, `"x"`, `"a \" b"`, `"\\"`, `"# // /* ("`, `"$${x} %%{y}"`, `"$"`, `"100%"`, `"é\u00e9"`, `"a - b ? c : d"`,
		"<<EOT\nEOT\n", "<<EOT\n\"quotes\" # ( [ {\nEOT\n", "<<-E_1-x\n   a\n  - b\n\n   E_1-x\n", "<<é\n$ % $$ $${x}\né\n", "<<EOT\r\nx\r\nEOT\r\n", "<<EOT\n<<EOT\nxEOT\nEOT x\n  EOT  \n",
	})
	space := rapid.SampledFrom([]string{"", " ", "\t", "/* [ \" */", "  "})
	line := rapid.SampledFrom([]string{"", "\n", "# it's \"a\" [comment\n", "// ( <<EOT\n", "/* \n { */\n", "\r\n"})
	var value func(t *rapid.T, depth int) string
	value = func(t *rapid.T, depth int) string {
		kind := rapid.IntRange(0, 3).Draw(t, "kind")
		if depth == 0 || kind < 2 {
			s := scalar.Draw(t, "scalar")
			if depth < 3 { // inside brackets a heredoc ends its own line
				s = strings.TrimSuffix(s, "\n")
			}
			if depth < 3 && strings.HasPrefix(s, "<<") {
				s += "\n"
			}
			return s
		}
		var b strings.Builder
		n := rapid.IntRange(0, 3).Draw(t, "n")
		if kind == 2 {
			b.WriteString("[" + line.Draw(t, "line"))
			for range n {
				b.WriteString(value(t, depth-1) + space.Draw(t, "space") + "," + line.Draw(t, "line"))
			}
			return b.String() + "]"
		}
		b.WriteString("{" + line.Draw(t, "line"))
		for range n {
			sep := rapid.SampledFrom([]string{" = ", "=", ": ", " :"}).Draw(t, "separator")
			v := value(t, depth-1)
			end := "," + line.Draw(t, "line")
			if strings.HasSuffix(v, "\n") {
				end = ""
			}
			b.WriteString(key.Draw(t, "key") + sep + v + end)
		}
		return b.String() + "}"
	}
	word := rapid.SampledFrom([]string{"a", "b-c", "_d", "é", "e--f"})
	return rapid.Custom(func(t *rapid.T) string {
		var b strings.Builder
		for i := range rapid.IntRange(0, 4).Draw(t, "n") {
			b.WriteString(line.Draw(t, "line"))
			v := value(t, 3)
			if !strings.HasSuffix(v, "\n") {
				v += space.Draw(t, "space") + "\n"
			}
			b.WriteString(word.Draw(t, "word") + strings.Repeat("x", i) + space.Draw(t, "space") + "=" + space.Draw(t, "space") + v)
		}
		return b.String()
	})
}

func TestTheScannerLetsNothingPastThatHCLReadsOtherwise(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		src := soup().Draw(t, "src")
		f := &File{Source: Source{"a.hcl", []byte(src)}}
		_, diags := guard(f, Limits{FileBytes: 1 << 20, Depth: 5})
		l := lex([]byte(src))
		if len(diags) == 0 && (l.depth > 5 || l.minuses > longestDashes || l.template || l.operators) {
			t.Fatalf("passed %q, in which HCL sees %+v", src, l)
		}
	})
}

func TestTheScannerRefusesNothingThatIsAFileOfLiterals(t *testing.T) {
	valid := 0
	rapid.Check(t, func(t *rapid.T) {
		// Many of a draw are no HCL: several each time leave enough that are.
		for _, src := range rapid.SliceOfN(rapid.OneOf(literals(), soup()), 5, 5).Draw(t, "sources") {
			if !isFileOfLiterals(src) {
				continue
			}
			valid++
			f := &File{Source: Source{"a.hcl", []byte(src)}}
			if _, diags := guard(f, DefaultLimits()); len(diags) > 0 {
				t.Fatalf("refused %q: %v", src, diags[0])
			}
		}
	})
	if valid < 10 {
		t.Errorf("only %d files were valid HCL: the generator is broken", valid)
	}
}

// isFileOfLiterals tells whether HCL reads a text as a file that a workspace may have.
func isFileOfLiterals(src string) bool {
	l := lex([]byte(src))
	if l.depth > 64 || l.minuses > longestDashes || !utf8.ValidString(src) {
		return false
	}
	parsed, bad := hclsyntax.ParseConfig([]byte(src), "a.hcl", hcl.InitialPos)
	return !bad.HasErrors() && isLiteral(parsed.Body.(*hclsyntax.Body))
}
