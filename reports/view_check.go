package reports

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"
)

// WriteCheck writes a run of checks in one of CheckFormats.
func WriteCheck(w io.Writer, o Options, c Check) error {
	switch o.Format {
	case Text, JSON:
		return write(w, o, c, func() []block { return c.view(o.Verbose) })
	case Markdown:
		return writeComment(w, len(c.Errors)+len(c.Findings)+len(c.Rules)+len(c.Exceptions), c.comment)
	case JUnit:
		return writeCheckJUnit(w, &c)
	case SARIF:
		return writeCheckSARIF(w, &c)
	case CodeQuality:
		return writeCheckQuality(w, &c)
	case GitHub:
		return writeCheckGitHub(w, o, &c)
	}
	return unknownFormat(o.Format, CheckFormats())
}

// ruleFindings are the findings of one rule.
type ruleFindings struct {
	rule     *CheckRule
	findings []*CheckFinding
}

// allRules are the rules with their findings, by kind and name.
func (c *Check) allRules() []ruleFindings {
	type key struct{ kind, name string }
	out, at := make([]ruleFindings, 0, len(c.Rules)), map[key]int{}
	for i := range c.Rules {
		at[key{c.Rules[i].Kind, c.Rules[i].Name}] = i
		out = append(out, ruleFindings{rule: &c.Rules[i]})
	}
	for i := range c.Findings {
		f := &c.Findings[i]
		k := key{f.Kind, f.Rule}
		n, known := at[k]
		if !known {
			n = len(out)
			at[k] = n
			out = append(out, ruleFindings{rule: &CheckRule{Kind: f.Kind, Name: f.Rule, Severity: f.Severity}})
		}
		out[n].findings = append(out[n].findings, f)
	}
	return out
}

// broken are the rules that do not hold, the worst first.
func (c *Check) broken() []ruleFindings {
	out := slices.DeleteFunc(c.allRules(), func(g ruleFindings) bool { return len(g.findings) == 0 })
	slices.SortStableFunc(out, func(a, b ruleFindings) int {
		return cmp.Compare(badness(a.findings[0].Severity), badness(b.findings[0].Severity))
	})
	return out
}

// badness sorts severities, the worst first.
func badness(severity string) int {
	return slices.Index([]string{"error", "warning", "info"}, severity)
}

// view is a run for a terminal: what does not hold first, the counts last.
func (c *Check) view(verbose bool) []block {
	var blocks []block
	for _, g := range c.broken() {
		blocks = append(blocks, g.heading(), g.table(c))
	}
	blocks = append(blocks, c.errorsView()...)
	blocks = append(blocks, c.rulesView(verbose)...)
	blocks = append(blocks, c.exceptionsView()...)
	if len(blocks) > 0 {
		blocks = append(blocks, paragraph{})
	}
	return append(blocks, paragraph{parts: []text{say(c.Totals.line())}}, paragraph{parts: []text{c.verdictLine()}})
}

// heading names the rule and says in a sentence what it is for.
func (g *ruleFindings) heading() heading {
	parts := []text{severityText(g.findings[0].Severity), {g.rule.Name, strong}}
	if first := firstSentence(g.rule.Doc); first != "" {
		parts = append(parts, text{first, dim})
	}
	return heading{2, parts}
}

// table is one line a finding.
func (g *ruleFindings) table(c *Check) table {
	t := table{columns: []column{{drop: 1}, {}, {drop: 2}, {wraps: true}}, indent: 2}
	timed := slices.ContainsFunc(g.findings, func(f *CheckFinding) bool { return f.moment() != "" })
	if !timed {
		t.columns = slices.Delete(t.columns, momentColumn, momentColumn+1)
	}
	for _, f := range g.findings {
		r := f.row(c)
		if !timed {
			r.cells = slices.Delete(r.cells, momentColumn, momentColumn+1)
		}
		t.rows = append(t.rows, r)
	}
	return t
}

// momentColumn is where a row says when.
const momentColumn = 2

// row is where a finding is, on what, when and why.
func (f *CheckFinding) row(c *Check) row {
	r := row{cells: []text{{place(f.At.File, f.At.Line), dim}, {f.Subject.String(), strong}, say(f.moment()), say(f.Because)}}
	if e := c.exception(f); e != nil {
		r.notes = []text{{e.excuse(), doubtful}}
	}
	return r
}

// moment says when and where a constraint is broken, as in "today on gke".
func (f *CheckFinding) moment() string {
	if f.Where == "" {
		return f.Moment
	}
	return strings.TrimSpace(f.Moment + " on " + f.Where)
}

// words are the reason with the place that a constraint forbids.
func (f *CheckFinding) words() string {
	if f.Where == "" {
		return f.Because
	}
	return "on " + f.Where + ": " + f.Because
}

// sentence says all of a finding on one line, for formats that show it alone.
func (f *CheckFinding) sentence() string {
	subject := upper(f.Subject.String())
	if when := f.moment(); when != "" {
		subject += ", " + when
	}
	return clean(subject + ": " + f.Because)
}

// excuse says until when a finding is excused, by whom and why.
func (e *CheckException) excuse() string {
	return fmt.Sprintf("excused until %s by exception %s (%s): %s", e.Expires, e.Name, e.Owner, e.Reason)
}

func severityText(severity string) text {
	switch severity {
	case "error":
		return text{severity, bad}
	case "warning":
		return text{severity, doubtful}
	}
	return text{severity, dim}
}

// errorsView lists why rules could not be asked.
func (c *Check) errorsView() []block {
	if len(c.Errors) == 0 {
		return nil
	}
	t := table{columns: []column{{drop: 1}, {wraps: true}}, indent: 2}
	for i := range c.Errors {
		e := &c.Errors[i]
		t.rows = append(t.rows, row{cells: []text{{place(e.At.File, e.At.Line), dim}, say(e.words())}})
	}
	return []block{heading{2, []text{{upper(c.errorsAre()), bad}}}, t}
}

// errorsAre says what the errors are.
func (c *Check) errorsAre() string {
	if c.Verdict == checkUnread {
		return "mistakes in the specs"
	}
	return "rules that could not be asked"
}

// failed tells whether the run did not come to its end.
func (c *Check) failed() bool { return c.Verdict == checkBroken || c.Verdict == checkUnread }

func (e *CheckError) words() string {
	if e.Detail == "" {
		return e.Summary
	}
	return e.Summary + ": " + e.Detail
}

// rulesView counts what the rules were asked: of those with findings, or of all.
func (c *Check) rulesView(all bool) []block {
	t := table{columns: []column{
		{name: "rule"}, {name: "kind", drop: 3}, {name: "evaluated", right: true}, {name: "passed", right: true, drop: 2},
		{name: "failed", right: true}, {name: "excused", right: true, drop: 1}, {name: "skipped", wraps: true, drop: 4},
	}}
	for i := range c.Rules {
		r := &c.Rules[i]
		switch {
		case !all && r.Failed+r.Excused == 0:
		case r.NotRun != "":
			t.rows = append(t.rows, row{cells: []text{{r.Name, dim}, {r.Kind, dim}, {"–", dim}, {"–", dim}, {"–", dim}, {"–", dim}, {r.NotRun, dim}}})
		default:
			t.rows = append(t.rows, row{cells: []text{say(r.Name), say(r.Kind), whole(r.Evaluated), whole(r.Passed), whole(r.Failed), whole(r.Excused), {r.skips(), dim}}})
		}
	}
	if len(t.rows) == 0 {
		return nil
	}
	return []block{heading{2, []text{{"Rules", strong}}}, t}
}

func whole(n int) text { return say(Number(n).String()) }

// skips says of how many subjects a rule was not asked, and why, as in "3 (its when is
// false)".
func (r *CheckRule) skips() string {
	var out []string
	for _, s := range r.Skipped {
		out = append(out, fmt.Sprintf("%s (%s)", Number(s.Count), s.Why))
	}
	return strings.Join(out, ", ")
}

// exceptionsView lists all exceptions, also those that excuse nothing.
func (c *Check) exceptionsView() []block {
	if len(c.Exceptions) == 0 {
		return nil
	}
	t := table{columns: []column{{name: "exception"}, {name: "check"}, {name: "for"}, {name: "owner", drop: 1}, {name: "until"}, {name: "state"}, {name: "reason", wraps: true, drop: 2}}}
	for i := range c.Exceptions {
		e := &c.Exceptions[i]
		t.rows = append(t.rows, row{cells: []text{say(e.Name), say(e.Check), say(e.Subject.String()), say(e.Owner), say(e.Expires), e.state(), say(e.Reason)}})
	}
	return []block{heading{2, []text{{"Exceptions", strong}}}, t}
}

func (e *CheckException) state() text {
	switch e.State {
	case "expired":
		return text{e.State, bad}
	case "in use":
		return text{e.State, good}
	}
	return text{e.State, doubtful}
}

// line counts the run.
func (t *CheckTotals) line() string {
	words := fmt.Sprintf("%s, evaluated %s: %s passed, %s failed, %s excused.",
		count(t.Rules, "rule"), count(t.Evaluated, "time"), Number(t.Passed), Number(t.Failed), Number(t.Excused))
	if t.NotRun > 0 {
		words += fmt.Sprintf(" %s did not run.", count(t.NotRun, "rule"))
	}
	return words
}

// found counts what no exception excuses.
func (t *CheckTotals) found() string {
	return fmt.Sprintf("%s, %s, %s info", count(t.Errors, "error"), count(t.Warnings, "warning"), Number(t.Infos))
}

// verdictLine says in one line what came of the run.
func (c *Check) verdictLine() text {
	switch c.Verdict {
	case checkUnread:
		return text{fmt.Sprintf("Not checked: the specs have %s, so nothing was asked.", count(len(c.Errors), "mistake")), bad}
	case checkBroken:
		return text{fmt.Sprintf("Not finished: %s could not be asked. Found so far: %s.", count(len(c.Errors), "rule"), c.Totals.found()), bad}
	case checkRefused:
		return text{fmt.Sprintf("Refused: %s.", c.Totals.found()), bad}
	}
	return text{fmt.Sprintf("Passed: %s.", c.Totals.found()), good}
}

// firstSentence is what stands before the first full stop that ends a sentence.
func firstSentence(s string) string {
	s = strings.TrimSpace(s)
	if i := strings.Index(s, ". "); i >= 0 {
		return s[:i+1]
	}
	return s
}
