package spec

import (
	"bytes"
	"fmt"
	"maps"
	"strings"
	"testing"

	"berth.dev/engine/diag"
)

const (
	kib200 = 200 << 10
	// deep is as deep as a file can nest: the depth at which HCL's parser dies
	// wherever it follows, be it brackets or minus signs.
	deep = 1<<20 - 100
)

// much is the size of large files: the limit of a file takes seconds in all, and
// a quarter of it shows the same.
const much = 256 << 10

// fillUp repeats a pattern up to the size of a large file; %d in it counts.
func fillUp(pattern string) string {
	var b strings.Builder
	for i := 0; b.Len() < much-200; i++ {
		if strings.Contains(pattern, "%d") {
			fmt.Fprintf(&b, pattern, i)
		} else {
			b.WriteString(pattern)
		}
	}
	return b.String()
}

// hostileJSON are such files in JSON.
func hostileJSON() map[string]string {
	repeat := strings.Repeat
	return map[string]string{
		"JSON: brackets":                      repeat("[", kib200),
		"JSON: objects":                       repeat(`{"a":`, kib200/5),
		"JSON: hidden by a letter":            `{"a": ["` + "\u0600" + `",", ` + repeat("[", deep),
		"JSON: text over a line end":          "{\"a\": \"\n\"" + repeat("[", kib200),
		"JSON: escape of a line end":          "{\"a\": \"\\\n\"" + repeat("[", kib200),
		"JSON: digits":                        `{"a": ` + fillUp("1") + `}`,
		"JSON: minus signs":                   `{"a": ` + fillUp("-") + `}`,
		"JSON: letters":                       `{"a": ` + fillUp("e") + `}`,
		"JSON: properties":                    `{` + fillUp(`"a%d": 1,`) + `"b": 1}`,
		"JSON: one property":                  `{` + fillUp(`"team": {},`) + `"b": 1}`,
		"JSON: one attribute":                 `{"team": {"a": {` + fillUp(`"owner": "x",`) + `"owner": "x"}}}`,
		"JSON: one key":                       `{"workspace": {"weights": {` + fillUp(`"a": 1,`) + `"a": 1}}}`,
		"JSON: blocks":                        `{"team": [` + fillUp(`{"t": {}},`) + `{"t": {}}]}`,
		"JSON: huge exponent":                 `{"site": {"a": {"pue": 1e999999999}}}`,
		"JSON: larger exponent":               `{"site": {"a": {"pue": 1e99999999999999999999}}}`,
		"JSON: prototype":                     `{"__proto__": {"constructor": 1}, "b": 1}`,
		"JSON: empty":                         "",
		"JSON: no object":                     "[1, 2]",
		"JSON: terminal escapes":              `{"service": {"\u001b[31m": {}}}`,
		"JSON: template":                      `{"team": {"a": {"owners": "${1+1}"}}}`,
		"JSON: a long text":                   `{"a": "` + fillUp("x") + `"}`,
		"JSON: accents":                       `{"a": "e` + repeat("\u0301", 60<<9) + `"} b`,
		"JSON: open text":                     `{"a": "x`,
		"JSON: not a word":                    `{"a": nil}`,
		"JSON: equals":                        `{"a" = 1}`,
		"JSON: trailing comma":                `{"a": 1,}`,
		"JSON: null blocks":                   `{"service": {"a": null, "b": [null, 1, "x"]}}`,
		"JSON: a block that is no object":     `{"service": 1}`,
		"JSON: a labelled block that is none": `{"service": {"a": "x"}}`,
	}
}

// hostile are files meant to crash a parser, to keep it busy or to fill its
// memory.
func hostile() map[string]string {
	repeat := strings.Repeat
	return map[string]string{
		"parentheses":                      "a = " + repeat("(", kib200),
		"closed parentheses":               "a = " + repeat("(", kib200/2) + "1" + repeat(")", kib200/2),
		"brackets":                         "a = " + repeat("[", kib200),
		"braces":                           repeat("a {\n", kib200/4),
		"objects":                          "a = " + repeat("{a=", kib200/3),
		"templates":                        "a = " + repeat(`"${`, kib200/3),
		"template directives":              "a = <<E\n" + repeat("%{if true}", kib200/10) + "\nE\n",
		"nested for":                       "a = " + repeat("[for x in y : ", 5) + "x" + repeat("]", 5),
		"many nested for":                  fillUp("a%d = [for x in [for y in z : y] : x]\n"),
		"minus signs":                      "a = " + repeat("-", kib200) + "1",
		"minus signs after a number":       "a = 5" + repeat("-", deep) + "1",
		"minus signs after a foreign sign": "a = €" + repeat("-", kib200) + "1",
		"minus signs apart":                "a = [" + repeat("- ", kib200) + "1]",
		"exclamation marks":                "a = " + repeat("!", kib200) + "true",
		"conditions":                       "a = " + repeat("b ? c : ", kib200/8) + "d",
		"sums":                             "a = 1" + repeat(" + 1", kib200/4),
		"differences":                      "a = 1" + repeat("-1", kib200/2),
		"equalities":                       "a = 1" + repeat("==1", kib200/3),
		"steps":                            "a = b" + repeat(".c", kib200/2),
		"indexes":                          "a = b" + repeat("[c]", kib200/3),
		"number indexes":                   "a = b" + repeat("[0]", kib200/3),
		"calls":                            fillUp("a%d = f(g(1), 2)\n"),
		"text over a line end":             "b \"x\n\" { c = " + repeat("(", deep),
		"text closed by an escape":         "a = \"\\\n\" " + repeat("(", kib200),
		"comment without end":              "a = 1 /*\nb = " + repeat("(", deep),
		"heredoc with a bad tag":           "a = 1 <<E x\nb = " + repeat("(", deep) + "\nE\n",
		"heredoc without end":              "a = <<E\n" + repeat("(\n", kib200/2),
		"heredoc of many lines":            "a = <<E\n" + fillUp("x\n") + "E\n",
		"heredoc of one line":              "a = <<E\n" + fillUp("x") + "\nE\n",
		"heredocs":                         fillUp("a%d = <<E\n" + repeat("x\n", 900) + "E\n"),
		"dollar signs":                     "a = \"" + fillUp("$ ") + "\"",
		"text of ten megabytes":            "a = \"" + repeat("x", 10<<20) + "\"",
		"a long text":                      "a = \"" + fillUp("x") + "\"",
		"digits":                           "a = " + fillUp("1"),
		"huge exponent":                    "site \"a\" {\n  pue = 1e999999999\n}\n",
		"larger exponent":                  "site \"a\" {\n  pue = 1e99999999999999999999\n}\n",
		"huge numbers":                     fillUp("a%d = 1e999999999\n"),
		"not UTF-8":                        "a = \"" + repeat("\xff", kib200) + "\"",
		"not UTF-8 at the end":             fillUp("# x\n") + "\xc3",
		"zero bytes":                       repeat("\x00", kib200),
		"zero bytes in text":               "team \"a\" {\n  owner = \"x\x00y\"\n}\n",
		"carriage returns":                 "a = 1" + repeat("\r", kib200),
		"open text":                        "a = \"x",
		"open block":                       "team \"a\" {",
		"a long line":                      repeat(" ", much/2) + "a = " + fillUp("b.")[:much/4],
		"a long name":                      fillUp("x") + " = 1",
		"many labels":                      "service " + fillUp(`"x" `) + "{\n}\n",
		"a long label":                     "service \"" + repeat("x", 60<<10) + "\" {\n}\n",
		"attributes":                       fillUp("a%d = 1\n"),
		"attributes twice":                 fillUp("a = 1\n"),
		"attributes on one line":           fillUp("a=1 "),
		"blocks":                           fillUp("team \"t%d\" {\n}\n"),
		"blocks of one name":               fillUp("team \"t\" {}\n"),
		"blocks unknown":                   fillUp("b {}\n"),
		"blocks without a line end":        fillUp("b {} "),
		"wrong values":                     "team \"t\" {}\n" + fillUp("rate \"USD\" {\n  value = 1\n}\n"),
		"foreign signs":                    fillUp("a = €\n"),
		"commas":                           "a = [" + fillUp(",") + "]",
		"a long list":                      "site \"a\" {\n  capabilities = [" + fillUp("\"n%d\",") + "]\n}\n",
		"a long list of one":               "site \"a\" {\n  capabilities = [" + fillUp("\"n\",") + "]\n}\n",
		"a long map":                       "workspace {\n  weights = {" + fillUp("a%d=1,") + "}\n}\n",
		"many currencies":                  currencies(),
		"unknown neighbours":               "service \"a\" {\n  same_site = [" + fillUp("\"n%d\",") + "]\n}\n",
		"calls to nowhere":                 "service \"a\" {\n" + fillUp("  call \"c%d\" {}\n") + "}\n",
		"a circle of likes":                circle(8000),
		"accents":                          "a = \"e" + repeat("\u0301", 60<<9) + "\" b",
		"terminal escapes in a name":       "service \"\x1b[31m\" {\n}\n",
		"escapes of terminal escapes":      `service "\u001b]0;x\u0007" {` + "\n}\n",
	}
}

func currencies() string {
	var b strings.Builder
	b.WriteString("price_book \"p\" {\n")
	for i := 0; b.Len() < much-200; i++ {
		code := string([]byte{byte('A' + i%26), byte('A' + i/26%26), byte('A' + i/676%26)})
		fmt.Fprintf(&b, "  disk \"d%d\" {\n    price = \"1 %s/GiB\"\n  }\n", i, code)
	}
	return b.String() + "}\n"
}

func circle(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "service \"s%d\" {\n  traffic {\n    like = \"s%d\"\n  }\n}\n", i, (i+1)%n)
	}
	return b.String()
}

func TestHostileFilesGiveADiagnosticAndTheProcessLives(t *testing.T) {
	all := hostile()
	maps.Copy(all, hostileJSON())
	for name, src := range all {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			file := "a.hcl"
			if strings.HasPrefix(name, "JSON") {
				file += ".json"
			}
			_, diags := Parse([]Source{{file, []byte(src)}}, Options{})
			if !diags.HasErrors() {
				t.Fatal("no diagnostic")
			}
			if len(diags) > mostPerFile+mostMistakes+10 {
				t.Errorf("%d diagnostics", len(diags))
			}
			for _, d := range diags {
				if len(d.Summary)+len(d.Detail) > 3000 {
					t.Fatalf("a message of %d bytes: %.200s", len(d.Detail), d.Error())
				}
			}
			var out bytes.Buffer
			sources := map[string][]byte{file: []byte(src)}
			if err := diag.WriteText(&out, diags, diag.TextOptions{Sources: sources, Most: 20}); err != nil {
				t.Fatal(err)
			}
			if i := strings.IndexFunc(strings.ReplaceAll(out.String(), "\n", ""), diag.Steers); i >= 0 {
				t.Errorf("the output could steer a terminal: %q", out.String()[i:min(i+80, out.Len())])
			}
			if out.Len() > 40_000 {
				t.Errorf("20 diagnostics take %d bytes of output", out.Len())
			}
		})
	}
}
