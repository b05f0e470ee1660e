package spec

import (
	"io/fs"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"pgregory.net/rapid"
)

// understood is what a decoder is given of a body, by whichever reader.
type understood struct {
	Attrs  []given
	Blocks []inner
}

type given struct {
	Name    string
	NameAt  hcl.Range
	Start   int
	Literal literal
}

type inner struct {
	Name     string
	At       hcl.Range
	Labels   []string
	LabelsAt []hcl.Range
	Body     understood
}

func understand(body any) (out understood) {
	attrs, blocks := (&decoder{file: &File{}}).content(body, nil, hcl.Range{})
	for i := range attrs {
		out.Attrs = append(out.Attrs, given{attrs[i].name, attrs[i].nameAt, attrs[i].start, attrs[i].literal()})
	}
	for _, b := range blocks {
		out.Blocks = append(out.Blocks, inner{b.name, b.at, append([]string(nil), b.labels...), append([]hcl.Range(nil), b.labelsAt...), understand(b.body)})
	}
	return out
}

// mustAgree compares both readers on a source, and tells whether it is plain.
func mustAgree(t rapid.TB, src string) bool {
	start := hcl.Pos{Line: 7, Column: 1, Byte: 100}
	var r plainReader
	plain, ok := r.read([]byte(src), "a.hcl", start)
	if !ok {
		return false
	}
	file, diags := hclsyntax.ParseConfig([]byte(src), "a.hcl", start)
	if diags.HasErrors() {
		t.Fatalf("%q is plain, and HCL says: %v", src, diags)
	}
	if diff := cmp.Diff(understand(file.Body), understand(plain), cmp.AllowUnexported(literal{})); diff != "" {
		t.Fatalf("%q (-HCL +plain):\n%s", src, diff)
	}
	return true
}

func TestPlainSourcesAreReadAsHCLReadsThem(t *testing.T) {
	for src, plain := range map[string]bool{
		"":                                       true,
		"a = 1":                                  true,
		"a = 1 # why\n\n// more\nb = \"\"\n":     true,
		"a=\"x\"\n\tb\t=\ttrue\n":                true,
		"s \"x\" \"y\" {\n  a = 0.5\n}\n":        true,
		"s {}\n":                                 true,
		"s { # c\n\n}":                           true,
		"s {\n  t \"u\" {\n  }\n  a = 3\n}\n":    true,
		"a = [\"x\", \"y\"]":                     true,
		"a = [ # one\n  \"x\", # two\n  1,\n]\n": true,
		"a = []\n":                               true,
		"a = [[1], [true, false]]\n":             true,
		"a = \"5%/mo $ % $$\"":                   true,
		"a = 007\nb = 1.50\n":                    true,
		// What follows is left to HCL, be it right or wrong.
		"a = 1\na = 2\n":         false,
		"a = { b = 1 }\n":        false,
		"a = \"${b}\"\n":         false,
		"a = \"%{if b}\"\n":      false,
		"a = \"\\n\"\n":          false,
		"a = \"é\"\n":            false,
		"a = <<X\nX\n":           false,
		"a = -1\n":               false,
		"a = 1e3\n":              false,
		"a = 1.\n":               false,
		"a = 1.2.3\n":            false,
		"a = 1234567890123456\n": false,
		"a = 1 b = 2\n":          false,
		"a = 1 + 1\n":            false,
		"a = null\n":             false,
		"a = b\n":                false,
		"a = [1 2]\n":            false,
		"a = [1,,2]\n":           false,
		"a = [\n":                false,
		"a = \"x\n\"":            false,
		"s { a = 1 }\n":          false,
		"s {\n":                  false,
		"s {":                    false,
		"s \"x\"\n":              false,
		"s x {\n}\n":             false,
		"s {\n} a = 1\n":         false,
		"}\n":                    false,
		"a =\n1\n":               false,
		"/* c */\na = 1\n":       false,
		"a = 1 /* c */\n":        false,
		"a = 1\r\n":              false,
		"_a = 1\n":               false,
	} {
		if got := mustAgree(t, src); got != plain {
			t.Errorf("%q is plain: %v", src, got)
		}
	}
}

func TestFilesOfWorkspacesAreReadAlikeAndMostlyPlain(t *testing.T) {
	plain, all := 0, 0
	for _, dir := range []string{"../../testdata", "../../policies/standard"} {
		err := fs.WalkDir(os.DirFS(dir), ".", func(name string, d fs.DirEntry, err error) error {
			if err != nil || !strings.HasSuffix(name, ".hcl") {
				return err
			}
			src, err := fs.ReadFile(os.DirFS(dir), name)
			all++
			if mustAgree(t, string(src)) {
				plain++
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if plain < 10 || plain == all {
		t.Errorf("%d of %d files are plain: the test wants both", plain, all)
	}
}

// scraps are what random sources are put together from.
var scraps = []string{
	"a", "b-c", "x_1", " = ", "=", "1", "2.5", "0", "true", "false", "null", "\"x\"", "\"5%\"", "\"$\"", "\"", "[", "]", ",", ", ",
	"\n", "\n  ", " ", "\t", "{\n", "}\n", "{", "}", "{}", "#c\n", "//c\n", "/", "*", "-", ".", "s \"l\" {\n", "a = 1\n", "b = [1, \"x\"]\n",
	"${", "%{", "\\", "é", "\r\n", "<<X\n", "X\n", "(", ")", "e5",
}

func TestWhateverIsPlainHCLUnderstandsAlike(t *testing.T) {
	plain := 0
	rapid.Check(t, func(r *rapid.T) {
		if mustAgree(r, strings.Join(rapid.SliceOfN(rapid.SampledFrom(scraps), 0, 9).Draw(r, "scraps"), "")) {
			plain++
		}
	})
	if plain == 0 {
		t.Error("nothing that was drawn is plain")
	}
}

func FuzzPlainIsReadAsHCLReadsIt(f *testing.F) {
	for _, s := range append(seeds(), "a = [1, \"x\",\n]\ns \"l\" {\n  b = true # c\n}\n") {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, src string) {
		if depth := strings.Count(src, "["); depth < 100 { // the guard bounds it in files
			mustAgree(t, src)
		}
	})
}
