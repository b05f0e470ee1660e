package spec

import (
	"fmt"
	"strings"
	"testing"
)

// mustGuard guards marked sources.
func mustGuard(t *testing.T, cases []mistakeCase) {
	t.Helper()
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			src, places := unmark(c.src)
			f := &File{Source: Source{"case.hcl", []byte(src)}}
			_, diags := guard(f, DefaultLimits())
			compare(t, diags, c.want, places)
		})
	}
}

func TestNestsStopAtTheLimit(t *testing.T) {
	for _, open := range []string{"[", "{", "("} {
		closing := map[string]string{"[": "]", "{": "}", "(": ")"}[open]
		good := "a = " + strings.Repeat(open, 64) + strings.Repeat(closing, 64)
		bad := "a = " + strings.Repeat(open, 64) + "▸" + open
		mustGuard(t, []mistakeCase{
			{"64", good, nil},
			{"65", bad, []said{{"", CodeLimit, "Nested too deep", "deeper than 64 levels"}}},
			{"in a comment, a text, a heredoc", "# " + bad[:len(bad)-4] + "\na = \"" + strings.Repeat(open, 99) + "\"\nb = <<E\n" + strings.Repeat(open, 99) + "\nE\n", nil},
		})
	}
}

func TestNestsStopAtTheLimitThatWasSet(t *testing.T) {
	f := &File{Source: Source{"a.hcl", []byte("a = [[[")}}
	_, diags := guard(f, Limits{FileBytes: 100, Depth: 2})
	compare(t, diags, []said{{"a.hcl:1,7", CodeLimit, "Nested too deep", "deeper than 2 levels"}}, nil)
}

func TestTextMustEnd(t *testing.T) {
	mustGuard(t, []mistakeCase{
		{"text", "a = ▸\"x\nb = 1\n", []said{{"", CodeSyntax, "Text not closed", "no closing quote on its line"}}},
		{"at the end", "a = ▸\"x", []said{{"", CodeSyntax, "Text not closed", ""}}},
		{"escaped quote", "a = ▸\"x\\\"\n", []said{{"", CodeSyntax, "Text not closed", `a quote inside text is \"`}}},
		{"escaped line end", "a = ▸\"x\\\ny\"\n", []said{{"", CodeSyntax, "Text not closed", ""}}},
		{"comment", "a = 1 ▸/* x\n", []said{{"", CodeSyntax, "Comment not closed", "no */"}}},
		{"heredoc", "a = ▸<<E\nx\nEE\n", []said{{"", CodeSyntax, "Heredoc not closed", "closing tag is missing"}}},
		{"heredoc without a last line end", "a = ▸<<E\nx\nE", []said{{"", CodeSyntax, "Heredoc not closed", "that line ends with a line end"}}},
		{"no tag", "a = ▸<<\nx\n", []said{{"", CodeComputed, "Not a heredoc", "as in <<EOT"}}},
		{"text after the tag", "a = ▸<<E x\nE\n", []said{{"", CodeComputed, "Not a heredoc", "a tag that ends its line"}}},
	})
}

func TestWhatComputesIsToldOnEachLine(t *testing.T) {
	mustGuard(t, []mistakeCase{
		{"templates", "a = \"x ▸${y} ${z}\"\nb = \"%%{x}▸%{if}\"\nc = <<E\n  ▸${x} ${y}\n  $${z}\n  ▸%{if}\nE\nd = 1\n", []said{
			{"", CodeComputed, "Template in a spec", "$${ or %%{."}, {"", CodeComputed, "Template in a spec", ""},
			{"", CodeComputed, "Template in a spec", ""}, {"", CodeComputed, "Template in a spec", ""},
		}},
		{"operators", "a = 1 ▸+ 1 - 2\nb = x ▸? y : z\nc = ▸!true\nd = 5▸-3\ne = [▸*]\nf = -1\n", []said{
			{"", CodeComputed, "Operator in a spec", "in quotes if it is text"}, {"", CodeComputed, "Operator in a spec", ""}, {"", CodeComputed, "Operator in a spec", ""},
			{"", CodeComputed, "Operator in a spec", ""}, {"", CodeComputed, "Operator in a spec", ""},
		}},
	})
}

func TestWhatIsLongIsRefusedBeforeItCosts(t *testing.T) {
	mustGuard(t, []mistakeCase{
		{"text", "a = \"" + strings.Repeat("x", longestText-2) + "\"", nil},
		{"longer text", "a = ▸\"" + strings.Repeat("x", longestText+1) + "\"", []said{{"", CodeLimit, "Text too long", "more than 65536 bytes"}}},
		{"lines", "a = <<E\n" + strings.Repeat("x\n", mostPieces) + "E\n", nil},
		{"more lines", "a = ▸<<E\n" + strings.Repeat("x\n", mostPieces+1) + "E\n", []said{{"", CodeLimit, "Text too long", "more than 1000 lines"}}},
		{"signs", "a = ▸\"" + strings.Repeat("$ ", mostPieces+2) + "\"", []said{{"", CodeLimit, "Text too long", "signs $ and %"}}},
		{"digits", "a = " + strings.Repeat("1", longestNumber), nil},
		{"more digits", "a = ▸" + strings.Repeat("1", longestNumber+1), []said{{"", CodeLimit, "Number too long", "more than 64 characters"}}},
		{"dashes", "a = b" + strings.Repeat("-", longestDashes), nil},
		{"more dashes", "a = b" + strings.Repeat("-", longestDashes) + "▸-", []said{{"", CodeComputed, "Operator in a spec", ""}}},
	})
}

func TestAFileMustBeUTF8AndOfSomeSize(t *testing.T) {
	mustGuard(t, []mistakeCase{
		{"not UTF-8", "# é\na = \"▸\xff\"", []said{{"", CodeLimit, "Not UTF-8", "Byte 10 of the file, 0xff, is not UTF-8. Save the file as UTF-8."}}},
		{"half a character", "▸\xc3", []said{{"", CodeLimit, "Not UTF-8", "Byte 0"}}},
		{"size", strings.Repeat("#", 1<<20), nil},
		{"too large", strings.Repeat("#", 1<<20+1), []said{{"case.hcl", CodeLimit, "File too large", "more than 1048576 bytes"}}},
	})
}

func TestTheMistakesOfAFileAreCappedAndCounted(t *testing.T) {
	var b strings.Builder
	for i := range mostPerFile + 234 {
		fmt.Fprintf(&b, "a%d = 1\n", i)
	}
	_, diags := Parse([]Source{{"a.hcl", []byte(b.String())}}, Options{Fragment: true})
	if len(diags) != mostPerFile+1 {
		t.Fatalf("%d diagnostics", len(diags))
	}
	compare(t, diags[:1], []said{{"a.hcl", CodeLimit, "More mistakes", "The file has 234 more mistakes than the 1000 that are listed"}}, nil)
}

func TestTheMistakesOfAWorkspaceAreCappedAndCounted(t *testing.T) {
	var b strings.Builder
	for i := range 12_000 {
		fmt.Fprintf(&b, "service \"s%d\" {\n  class = \"none\"\n}\n", i)
	}
	_, diags := Parse([]Source{{"base.hcl", []byte(base)}, {"a.hcl", []byte(b.String())}}, Options{})
	if len(diags) != mostMistakes+1 {
		t.Fatalf("%d diagnostics", len(diags))
	}
	compare(t, diags[:1], []said{{"", CodeLimit, "More mistakes", "There are 2000 more mistakes between blocks than the 10000 that are listed"}}, nil)
}

func TestReadingStopsAfterTooManyMistakes(t *testing.T) {
	bad := []byte(strings.Repeat("a {}\n", mostPerFile))
	var sources []Source
	for i := range 3 * batch {
		sources = append(sources, Source{fmt.Sprintf("%03d.hcl", i), bad})
	}
	_, diags := Parse(sources, Options{})
	compare(t, diags[:1], []said{{"", CodeLimit, "Too many mistakes", "After 64000 mistakes the remaining 128 files were not read"}}, nil)
}
