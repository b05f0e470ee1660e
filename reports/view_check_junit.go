package reports

import (
	"fmt"
	"io"

	"berth.dev/engine/check"
)

// writeCheckJUnit writes a run as JUnit: a suite for every rule, with a case for each
// thing that does not hold, or one case where all hold. What passed is only counted, in
// the suite's properties. A case fails where its finding refuses the run, so that a red
// case and the exit code say the same; other findings are skipped cases with their words,
// as are those that an exception excuses.
func writeCheckJUnit(w io.Writer, c *Check) error {
	var suites []junitSuite
	if len(c.Errors) > 0 {
		s := junitSuite{Name: c.errorsAre()}
		for i := range c.Errors {
			e := &c.Errors[i]
			s.Cases = append(s.Cases, junitCase{Class: "berth.error", Name: e.at(), Error: &junitOutcome{Type: e.Code, Message: e.words()}})
		}
		suites = append(suites, s)
	}
	for _, g := range c.allRules() {
		// Policies score and cannot fail; of what berth looks at by itself only what was
		// there to look at is told.
		idle := g.rule.Kind == check.KindBerth && g.rule.Evaluated == 0 && len(g.findings) == 0
		if g.rule.Kind != "policy" && !idle {
			suites = append(suites, g.junit(c))
		}
	}
	return writeJUnit(w, "berth check", suites)
}

// at names an error by its place.
func (e *CheckError) at() string {
	if e.At.File == "" {
		return e.Summary
	}
	return place(e.At.File, e.At.Line)
}

func (g *ruleFindings) junit(c *Check) junitSuite {
	r, class := g.rule, "berth."+g.rule.Kind+"."+g.rule.Name
	s := junitSuite{Name: r.Name}
	if r.NotRun == "" {
		s.Properties = &junitProperties{r.counts()}
	}
	for _, f := range g.findings {
		s.Cases = append(s.Cases, f.junit(class, c))
	}
	if len(g.findings) > 0 {
		return s
	}
	one := junitCase{Class: class, Name: "no findings"}
	switch {
	case r.NotRun != "":
		one.Skipped = &junitOutcome{Message: r.NotRun}
	case r.Evaluated == 0:
		one.Skipped = &junitOutcome{Message: "applied to nothing"}
		if skips := r.skips(); skips != "" {
			one.Skipped.Message += "; skipped: " + skips
		}
	default:
		// Where only what a change brings is told, older findings are counted here.
		if r.Failed > 0 {
			one.Name = "no new findings"
		}
		one.Out = fmt.Sprintf("evaluated %s: %s passed, %s failed, %s excused", count(r.Evaluated, "time"), Number(r.Passed), Number(r.Failed), Number(r.Excused))
	}
	s.Cases = append(s.Cases, one)
	return s
}

// counts are the properties of a rule's suite.
func (r *CheckRule) counts() []junitProperty {
	out := []junitProperty{
		{"severity", r.Severity}, {"evaluated", fmt.Sprint(r.Evaluated)}, {"passed", fmt.Sprint(r.Passed)},
		{"failed", fmt.Sprint(r.Failed)}, {"excused", fmt.Sprint(r.Excused)},
	}
	if skips := r.skips(); skips != "" {
		out = append(out, junitProperty{"skipped", clean(skips)})
	}
	return out
}

func (f *CheckFinding) junit(class string, c *Check) junitCase {
	out := junitCase{Class: class, Name: f.Subject.String()}
	if f.Moment != "" {
		out.Name += ", " + f.Moment
	}
	words := &junitOutcome{Type: f.Severity, Message: f.words()}
	switch e := c.exception(f); {
	case e != nil:
		words.Message = e.excuse() + " (" + words.Message + ")"
		out.Skipped = words
	case f.Refuses:
		out.Failure = words
	default:
		words.Message = f.Severity + ": " + words.Message
		out.Skipped = words
	}
	words.Text = words.Message + "\n" + place(f.At.File, f.At.Line)
	return out
}
