package cli_test

import (
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"berth.dev/engine/object"
	"berth.dev/providers/providertest/fake"
)

var escapes = regexp.MustCompile(`\x1b\[[0-9;?]*[A-Za-z]`)

// pictures are what a terminal shows, one after another.
func pictures(stderr string) []string {
	var out []string
	for _, part := range strings.Split(stderr, "\x1b[?2026h")[1:] {
		picture, _, _ := strings.Cut(part, "\x1b[?2026l")
		out = append(out, picture)
	}
	return out
}

func TestATerminalShowsOneBlockThatFitsAndIsTakenAwayAtTheEnd(t *testing.T) {
	for _, paint := range []string{"never", "always"} {
		h := newHarbour(t).planned()
		h.env.StdoutTerminal, h.env.StderrTerminal, h.env.Columns, h.env.Rows = true, true, 60, 14
		h.servers["admin@tokyo"].Behave(object.Ref{Kind: "Deployment", Namespace: "shop", Name: "api"}, fake.Failing)
		s := h.berth(applyIt + " --color " + paint)
		if s.code != 7 {
			t.Fatalf("exit code %d: %s", s.code, s.errors)
		}
		shown := pictures(s.errors)
		if len(shown) == 0 {
			t.Fatal("nothing was drawn")
		}
		for _, p := range shown {
			lines := strings.Split(strings.TrimSuffix(p, "\n\x1b[J"), "\n")
			if len(lines) >= 14 {
				t.Errorf("%d lines on a terminal of 14:\n%s", len(lines), p)
			}
			for _, line := range lines {
				if n := utf8.RuneCountInString(strings.ReplaceAll(escapes.ReplaceAllString(line, ""), "\r", "")); n >= 60 {
					t.Errorf("%d columns on a terminal of 60: %q", n, line)
				}
				if !strings.HasSuffix(line, "\x1b[K") {
					t.Errorf("what stood there before is not taken away: %q", line)
				}
				if painted := strings.Contains(line, "m") && strings.Contains(line, "\x1b[0m"); painted && paint == "never" {
					t.Errorf("painted: %q", line)
				}
			}
		}
		last := s.errors[strings.LastIndex(s.errors, "\x1b[?2026l"):]
		if !strings.Contains(last, "\x1b[J") {
			t.Errorf("the block is left standing: %q", last)
		}
		h.tells(escapes.ReplaceAllString(last, ""), "of 9 stages done, and the plan is open")
	}
}

func TestADumbTerminalGetsLines(t *testing.T) {
	h := newHarbour(t).planned()
	h.env.StdoutTerminal, h.env.StderrTerminal = true, true
	vars := h.env.Getenv
	h.env.Getenv = func(name string) string {
		if name == "TERM" {
			return "dumb"
		}
		return vars(name)
	}
	s := h.berth(applyIt)
	if strings.Contains(s.errors+s.out, "\x1b") {
		t.Errorf("steered a dumb terminal: %q", s.errors)
	}
	h.tells(s.out, "stage 9 is done")
}
