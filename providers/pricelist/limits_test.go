package pricelist

import (
	"errors"
	"strings"
	"testing"
	"testing/iotest"
)

// hostile are files that must not reach a price, and must not cost much.
func hostile() map[string]string {
	rep := strings.Repeat
	bomb := "a: &a [x, x, x, x, x, x, x, x, x]\n"
	for c := 'b'; c <= 'z'; c++ {
		p := string(c - 1)
		bomb += string(c) + ": &" + string(c) + " [*" + p + rep(", *"+p, 8) + "]\n"
	}
	var stairs strings.Builder
	for i := range 2000 {
		stairs.WriteString(rep(" ", i) + "a:\n")
	}
	return map[string]string{
		"nothing":                   "",
		"only a comment":            "# nothing\n",
		"alias bomb":                bomb,
		"nested lists":              rep("[", 9000),
		"closed nested lists":       "a: " + rep("[", 2000) + rep("]", 2000),
		"nested lists over lines":   rep("[\n", 100_000),
		"nested maps":               "a: " + rep("{a: ", 1000) + rep("}", 1000),
		"nested items":              rep("- ", 2000),
		"stairs":                    stairs.String(),
		"10 MB scalar":              "a: " + rep("x", 10<<20),
		"7 MB scalar":               "a: " + rep("x", 7<<20),
		"7 MB key":                  rep("x", 7<<20) + ": 1",
		"10 MB of blank lines":      rep("\n", 10<<20),
		"long block of text":        "about:\n  copyright: |\n" + rep("    xxxxxxxx\n", 10_000),
		"many entries":              rep("- a\n", 500_000),
		"many entries in few lines": "a:\n" + rep("- ["+rep("a,", 1000)+"]\n", 500),
		"directives":                rep("%TAG !a! b\n", 10_000),
		"invalid UTF-8":             small + "# \xff\xfe\n",
		"cut UTF-8":                 small + "# \xc3",
		"control characters":        small + "# \x00\n",
		"UTF-16":                    "\xff\xfea\x00:\x00",
		"two documents":             small + "---\n" + small,
		"unclosed quote":            small + "z: \"a",
		"tabs":                      "a:\n\tb: 1\n",
		"carriage returns":          rep("- a\r", 100_000),
		"a list":                    "- a\n",
		"a scalar":                  "a",
		"null":                      "~",
	}
}

func TestHostileFilesAreErrorsAndNothingElse(t *testing.T) {
	for name, text := range hostile() {
		t.Run(name, func(t *testing.T) {
			list, report, err := Read(strings.NewReader(text), DefaultReadOptions())
			if err == nil || list != nil || report.Bytes != 0 {
				t.Fatalf("want an error alone, got %v, %+v", err, report)
			}
			if !strings.HasPrefix(err.Error(), "prices.yml") {
				t.Errorf("the file is not named: %v", err)
			}
			if len(err.Error()) > 500 {
				t.Errorf("an error of %d bytes floods the terminal", len(err.Error()))
			}
		})
	}
}

func TestLimitsSayWhichOneWasReached(t *testing.T) {
	for _, c := range []struct {
		name string
		set  func(*ReadOptions)
		want string
	}{
		{"bytes", func(o *ReadOptions) { o.MaxBytes = len(small) - 1 }, "larger than"},
		{"line", func(o *ReadOptions) { o.MaxLine = 37 }, "line 7: the line is longer than 37 bytes"},
		{"entries", func(o *ReadOptions) { o.MaxEntries = 50 }, "line 50: the file has more than 50 entries"},
		{"depth", func(o *ReadOptions) { o.MaxDepth = 9 }, "More than 9 blocks"},
	} {
		t.Run(c.name, func(t *testing.T) {
			o := DefaultReadOptions()
			c.set(&o)
			_, _, err := Read(strings.NewReader(small), o)
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("want %q, got %v", c.want, err)
			}
		})
	}
}

func TestAListAsLargeAsTheLimitIsRead(t *testing.T) {
	o := DefaultReadOptions()
	o.MaxBytes = len(small)
	if _, _, err := Read(strings.NewReader(small), o); err != nil {
		t.Error(err)
	}
}

func TestAReaderThatFailsIsAnError(t *testing.T) {
	broken := errors.New("cable pulled")
	if _, _, err := Read(iotest.ErrReader(broken), DefaultReadOptions()); !errors.Is(err, broken) {
		t.Errorf("want the cause, got %v", err)
	}
}

func BenchmarkReadHostile(b *testing.B) {
	for name, text := range hostile() {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				_, _, _ = Read(strings.NewReader(text), DefaultReadOptions())
			}
		})
	}
}
