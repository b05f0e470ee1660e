package reports

import (
	"fmt"
	"io"
	"strings"
)

// writeTrialJUnit writes a run as JUnit: a suite for every file, and a case for every
// case. A threshold that was missed is a case that failed.
func writeTrialJUnit(w io.Writer, t *Trial) error {
	var suites []junitSuite
	for i := range t.Tests {
		test := &t.Tests[i]
		if last := len(suites) - 1; last < 0 || suites[last].Name != test.At.File {
			suites = append(suites, junitSuite{Name: test.At.File})
		}
		s := &suites[len(suites)-1]
		for k := range test.Cases {
			s.Cases = append(s.Cases, test.junit(&test.Cases[k]))
		}
	}
	figures := junitSuite{Name: "figures"}
	for _, f := range []struct {
		share *TrialShare
		what  string
	}{{t.Coverage, "branches taken"}, {t.Mutation, "mistakes noticed"}} {
		if f.share != nil {
			figures.Cases = append(figures.Cases, f.share.junit(f.what))
		}
	}
	if len(figures.Cases) > 0 {
		suites = append(suites, figures)
	}
	return writeJUnit(w, "berth test", suites)
}

func (t *TrialTest) junit(c *TrialCase) junitCase {
	out := junitCase{Class: "berth.test", Name: t.caseName(c)}
	if t.Rule != "" {
		out.Class += "." + t.Rule
	}
	if c.Passed {
		return out
	}
	var lines []string
	for _, f := range c.Failures {
		lines = append(lines, fmt.Sprintf("%s: %s\n  want %s\n  got  %s", place(f.At.File, f.At.Line), f.Word, f.Want, f.Got))
	}
	first := c.Failures[0]
	out.Failure = &junitOutcome{Type: first.Word, Message: fmt.Sprintf("%s: want %s, got %s", first.Word, first.Want, first.Got), Text: strings.Join(lines, "\n")}
	return out
}

func (s *TrialShare) junit(what string) junitCase {
	out := junitCase{Class: "berth.test", Name: what, Out: s.line(what).words}
	if s.Missed {
		out.Failure = &junitOutcome{Type: "threshold", Message: out.Out}
	}
	return out
}
