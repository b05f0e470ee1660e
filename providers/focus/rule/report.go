package rule

import (
	"fmt"
	"io"
	"slices"
	"strings"
)

// State is what came of a rule.
type State string

// What may come of a rule, the worst first.
const (
	// Failed does not hold, and must.
	Failed State = "failed"
	// Advised does not hold, and should.
	Advised State = "advised"
	// Held holds in every row that it counts for.
	Held State = "held"
	// NeverAsked has a condition that no row of the table meets.
	NeverAsked State = "never asked"
	// NotApplicable is for other providers, or about a column that is not there.
	NotApplicable State = "not applicable"
	// Unchecked has no check that a program can run.
	Unchecked State = "unchecked"
	// Mistaken is a rule whose check cannot be what its text means.
	Mistaken State = "mistaken"
)

// States are all states in their order.
func States() []State {
	return []State{Failed, Advised, Held, NeverAsked, NotApplicable, Unchecked, Mistaken}
}

// Outcome is what came of one rule.
type Outcome struct {
	Rule    string
	Text    string
	Keyword string
	State   State
	// Why says why it does not hold, or was not asked; "" where it holds.
	Why string
	// Asked are the rows that it was asked of, Bad those of them in which it does not
	// hold; 0 for rules about a table as a whole.
	Asked, Bad int
}

// Report is what came of all rules.
type Report struct {
	// Version is that of FOCUS, Rows are those of the table.
	Version string
	Rows    int
	// Outcomes are sorted by rule.
	Outcomes []Outcome
}

// In are the outcomes of one state.
func (r *Report) In(s State) []Outcome {
	var out []Outcome
	for _, o := range r.Outcomes {
		if o.State == s {
			out = append(out, o)
		}
	}
	return out
}

// Write tells what came of the rules: those that do not hold each with its text, those
// that were not asked by their reasons.
func (r *Report) Write(w io.Writer) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%d rules of FOCUS %s over %d rows\n", len(r.Outcomes), r.Version, r.Rows)
	for _, s := range States() {
		of := r.In(s)
		fmt.Fprintf(&b, "\n%s: %d\n", s, len(of))
		if s == Failed || s == Advised {
			for _, o := range of {
				fmt.Fprintf(&b, "  %s: %s\n    %s\n", o.Rule, o.Text, o.Why)
			}
			continue
		}
		if s != Held {
			byReason(&b, of)
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// byReason lists rules under why they were not asked.
func byReason(b *strings.Builder, of []Outcome) {
	rules := map[string][]string{}
	var reasons []string
	for _, o := range of {
		if rules[o.Why] == nil {
			reasons = append(reasons, o.Why)
		}
		rules[o.Why] = append(rules[o.Why], o.Rule)
	}
	slices.Sort(reasons)
	for _, why := range reasons {
		fmt.Fprintf(b, "  %s: %d\n    %s\n", why, len(rules[why]), strings.Join(rules[why], " "))
	}
}
