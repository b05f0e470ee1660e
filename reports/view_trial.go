package reports

import (
	"fmt"
	"io"
)

// TrialFormats returns the formats of a run of tests.
func TrialFormats() []string { return append(Formats(), JUnit) }

// WriteTrial writes a run of tests in one of TrialFormats.
func WriteTrial(w io.Writer, o Options, t Trial) error {
	switch o.Format {
	case Text, JSON, Markdown:
		return write(w, o, t, func() []block { return t.view(o.Verbose) })
	case JUnit:
		return writeTrialJUnit(w, &t)
	}
	return unknownFormat(o.Format, TrialFormats())
}

// view shows what failed, then what no test looks at, and the counts last.
func (t *Trial) view(verbose bool) []block {
	blocks := t.testsView(verbose)
	blocks = append(blocks, t.branchesView()...)
	blocks = append(blocks, t.mutantsView()...)
	blocks = append(blocks, t.rulesView(verbose)...)
	if len(blocks) > 0 {
		blocks = append(blocks, paragraph{})
	}
	for _, line := range t.lines() {
		blocks = append(blocks, paragraph{parts: []text{line}})
	}
	return blocks
}

// testsView lists cases that failed, each with its expectations, or all of them.
func (t *Trial) testsView(all bool) []block {
	var blocks []block
	var passed table
	flush := func() {
		if len(passed.rows) > 0 {
			blocks = append(blocks, passed)
		}
		passed = table{columns: []column{{}, {wraps: true}, {drop: 1}}}
	}
	flush()
	for i := range t.Tests {
		test := &t.Tests[i]
		for k := range test.Cases {
			c := &test.Cases[k]
			switch {
			case !c.Passed:
				flush()
				blocks = append(blocks, heading{2, []text{{"FAIL", bad}, {test.caseName(c), strong}}}, c.failures())
			case all:
				passed.rows = append(passed.rows, row{cells: []text{{"ok", good}, say(test.caseName(c)), {place(c.At.File, c.At.Line), dim}}})
			}
		}
	}
	flush()
	return blocks
}

// caseName is the name by which --run knows a case.
func (t *TrialTest) caseName(c *TrialCase) string {
	if c.Name == "" {
		return t.Name
	}
	return t.Name + "/" + c.Name
}

func (c *TrialCase) failures() table {
	out := table{columns: []column{{drop: 1}, {}, {}, {wraps: true}}, indent: 2}
	for _, f := range c.Failures {
		out.rows = append(out.rows,
			row{cells: []text{{place(f.At.File, f.At.Line), dim}, say(f.Word), {"want", good}, say(f.Want)}},
			row{cells: []text{{}, {}, {"got", bad}, say(f.Got)}})
	}
	return out
}

// branchesView lists branches that no test takes.
func (t *Trial) branchesView() []block {
	out := table{columns: []column{{drop: 1}, {}, {wraps: true}}, indent: 2}
	for i := range t.Branches {
		b := &t.Branches[i]
		if !b.Hit {
			out.rows = append(out.rows, row{cells: []text{{place(b.At.File, b.At.Line), dim}, say(b.Rule + ", " + b.Part), say(b.words())}})
		}
	}
	if len(out.rows) == 0 {
		return nil
	}
	return []block{heading{2, []text{{"Branches that no test takes", strong}}}, out}
}

func (b *TrialBranch) words() string {
	if b.Want == "run" {
		return b.Text + " is never computed"
	}
	return b.Text + " is never " + b.Want
}

// mutantsView lists mistakes that no test notices.
func (t *Trial) mutantsView() []block {
	out := table{columns: []column{{drop: 1}, {}, {wraps: true}}, indent: 2}
	for i := range t.Mutants {
		m := &t.Mutants[i]
		if m.Killed == "" {
			out.rows = append(out.rows, row{cells: []text{{place(m.At.File, m.At.Line), dim}, say(m.Rule + ", " + m.Part), say(m.To + " instead of " + m.From)}})
		}
	}
	if len(out.rows) == 0 {
		return nil
	}
	return []block{heading{2, []text{{"Mistakes that no test notices", strong}}}, out}
}

// rulesView counts branches and mutants by rule: where something is missing, or all.
func (t *Trial) rulesView(all bool) []block {
	columns := []column{{name: "rule"}, {name: "kind", drop: 1}}
	if t.Coverage != nil {
		columns = append(columns, column{name: "branches taken", right: true})
	}
	if t.Mutation != nil {
		columns = append(columns, column{name: "mistakes noticed", right: true})
	}
	out := table{columns: append(columns, column{})}
	for i := range t.Rules {
		if r := &t.Rules[i]; all || r.Untested || r.Taken < r.Branches || r.Noticed < r.Mutants {
			out.rows = append(out.rows, t.ruleRow(r))
		}
	}
	if len(out.rows) == 0 {
		return nil
	}
	return []block{heading{2, []text{{"Rules", strong}}}, out}
}

func (t *Trial) ruleRow(r *TrialRule) row {
	cells := []text{say(r.Name), say(r.Kind)}
	if t.Coverage != nil {
		cells = append(cells, share(r.Taken, r.Branches))
	}
	if t.Mutation != nil {
		cells = append(cells, share(r.Noticed, r.Mutants))
	}
	if r.Untested {
		cells = append(cells, text{"no test names it", doubtful})
	}
	return row{cells: cells}
}

// share is a part of a whole; what is missing is marked.
func share(n, of int) text {
	words := fmt.Sprintf("%s of %s", Number(n), Number(of))
	if n < of {
		return text{words, doubtful}
	}
	return say(words)
}

// lines count the run.
func (t *Trial) lines() []text {
	out := []text{{fmt.Sprintf("%s with %s: %s passed, %s failed.", count(len(t.Tests), "test"), count(t.Cases, "case"), Number(t.Cases-t.Failed), Number(t.Failed)), good}}
	if t.Failed > 0 {
		out[0].tone = bad
	}
	if t.Coverage != nil {
		out = append(out, t.Coverage.line("branches taken"))
	}
	if t.Mutation != nil {
		out = append(out, t.Mutation.line("mistakes noticed"))
	}
	if t.Unmutated {
		out = append(out, text{"No mistakes were put into rules: a test fails without them.", doubtful})
	}
	return out
}

func (s *TrialShare) line(what string) text {
	words := fmt.Sprintf("%s of %s %s", Number(s.Hit), Number(s.All), what)
	if s.All > 0 {
		rate := s.Hit * 1000 / s.All // rounded down: 100 % is all of them
		words += fmt.Sprintf(" (%d.%d %%)", rate/10, rate%10)
	}
	switch {
	case s.Missed:
		return text{fmt.Sprintf("%s, less than the %s %% asked for.", words, s.AtLeast), bad}
	case s.Hit < s.All:
		return text{words + ".", doubtful}
	}
	return text{words + ".", good}
}
