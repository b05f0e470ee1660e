package reports

import (
	"fmt"
	"io"
	"strings"
)

// WriteCheck writes a run of checks in one of CheckFormats.
func WriteCheck(w io.Writer, o Options, c Check) error {
	if o.Format != JSON && o.Format != Text && o.Format != Markdown {
		return unknownFormat(o.Format, CheckFormats())
	}
	return write(w, o, c, func() []block { return c.view(o.Verbose) })
}

// ruleFindings are the findings of one rule.
type ruleFindings struct {
	rule     *CheckFinding
	doc      string
	findings []*CheckFinding
}

// byRule groups findings by rule and severity, in the order in which they stand.
func (c *Check) byRule() []ruleFindings {
	type key struct{ kind, rule, severity string }
	docs := map[string]string{}
	for i := range c.Rules {
		docs[c.Rules[i].Kind+" "+c.Rules[i].Name] = c.Rules[i].Doc
	}
	var out []ruleFindings
	at := map[key]int{}
	for i := range c.Findings {
		f := &c.Findings[i]
		k := key{f.Kind, f.Rule, f.Severity}
		n, seen := at[k]
		if !seen {
			n = len(out)
			at[k] = n
			out = append(out, ruleFindings{rule: f, doc: docs[f.Kind+" "+f.Rule]})
		}
		out[n].findings = append(out[n].findings, f)
	}
	return out
}

// view is a run for a terminal: what does not hold first, the counts last.
func (c *Check) view(verbose bool) []block {
	var blocks []block
	for _, g := range c.byRule() {
		blocks = append(blocks, g.heading(), g.table(c))
	}
	blocks = append(blocks, c.errorsView()...)
	blocks = append(blocks, c.rulesView(verbose)...)
	blocks = append(blocks, c.exceptionsView()...)
	if len(blocks) > 0 {
		blocks = append(blocks, paragraph{})
	}
	blocks = append(blocks, paragraph{parts: []text{say(c.Totals.line())}})
	return append(blocks, paragraph{parts: []text{c.verdictLine()}})
}

// heading names the rule and says in a sentence what it is for.
func (g *ruleFindings) heading() heading {
	parts := []text{severityText(g.rule.Severity), {g.rule.Rule, strong}}
	if first := firstSentence(g.doc); first != "" {
		parts = append(parts, text{first, dim})
	}
	return heading{2, parts}
}

// table is one line a finding.
func (g *ruleFindings) table(c *Check) table {
	t := table{columns: []column{{drop: 1}, {}, {drop: 2}, {wraps: true}}, indent: 2}
	for _, f := range g.findings {
		r := row{cells: []text{{place(f.At.File, f.At.Line), dim}, {f.Subject.String(), strong}, say(f.moment()), say(f.Because)}}
		if e := c.exception(f); e != nil {
			r.notes = []text{{e.excuse(), doubtful}}
		}
		t.rows = append(t.rows, r)
	}
	return t
}

// moment says when and where a constraint is broken, as in "today on gke".
func (f *CheckFinding) moment() string {
	if f.Where == "" {
		return f.Moment
	}
	return strings.TrimSpace(f.Moment + " on " + f.Where)
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
	return []block{heading{2, []text{{"Rules that could not be asked", bad}}}, t}
}

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

// skips says what a rule was not asked about, and why.
func (r *CheckRule) skips() string {
	var out []string
	for _, s := range r.Skipped {
		out = append(out, fmt.Sprintf("%s: %s", Number(s.Count), s.Why))
	}
	return strings.Join(out, "; ")
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

// verdictLine says in one line what came of the run.
func (c *Check) verdictLine() text {
	found := strings.Join([]string{count(c.Totals.Errors, "error"), count(c.Totals.Warnings, "warning"), fmt.Sprintf("%s info", Number(c.Totals.Infos))}, ", ")
	switch c.Verdict {
	case checkBroken:
		return text{fmt.Sprintf("Not finished: %s could not be asked; found so far: %s.", count(len(c.Errors), "rule"), found), bad}
	case checkRefused:
		return text{fmt.Sprintf("Refused: %s.", found), bad}
	}
	return text{fmt.Sprintf("Passed: %s.", found), good}
}

// firstSentence is what stands before the first full stop that ends a sentence.
func firstSentence(s string) string {
	s = strings.TrimSpace(s)
	if i := strings.Index(s, ". "); i >= 0 {
		return s[:i+1]
	}
	return s
}
