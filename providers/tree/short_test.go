package tree

import (
	"strings"
	"testing"
)

func TestWordsOfAFileStayOnOneLineOfAMessage(t *testing.T) {
	for in, want := range map[string]string{
		"web":                     "web",
		"東京":                      "東京",
		"a\nb\tc\x1b[31m":         "a b c [31m",
		"a\u2028b\u202ec":         "a b c",
		strings.Repeat("x", 81):   strings.Repeat("x", 80) + "…",
		strings.Repeat("東", 27):   strings.Repeat("東", 26) + "…",
		"broken \xff\xfe between": "broken \ufffd\ufffd between",
	} {
		if got := Short(in); got != want {
			t.Errorf("%q becomes %q, want %q", in, got, want)
		}
	}
}
