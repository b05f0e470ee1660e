package check

import (
	"cmp"
	"errors"
	"runtime"
	"slices"
	"sync/atomic"

	"golang.org/x/sync/errgroup"

	"berth.dev/engine/diag"
	"berth.dev/policies"
)

// tally is what a part of a run found.
type tally struct {
	// counts are by rule.
	counts   []count
	findings []Finding
	failures diag.List
}

// count is what became of one rule.
type count struct {
	evaluated, failed, excused int
	skipped                    []Skip
}

// skip counts subjects that a rule was not asked about.
func (c *count) skip(why string, n int) {
	i := slices.IndexFunc(c.skipped, func(s Skip) bool { return s.Why == why })
	if i < 0 {
		c.skipped = append(c.skipped, Skip{Why: why})
		i = len(c.skipped) - 1
	}
	c.skipped[i].Count += n
}

// add takes in what another part found.
func (t *tally) add(o *tally) {
	for i := range o.counts {
		c, from := &t.counts[i], &o.counts[i]
		c.evaluated += from.evaluated
		c.failed += from.failed
		for _, s := range from.skipped {
			c.skip(s.Why, s.Count)
		}
	}
	t.findings = append(t.findings, o.findings...)
	t.failures = append(t.failures, o.failures...)
}

// fail keeps why a rule could not be asked, as a mistake at its place.
func (t *tally) fail(err error) {
	var run *policies.RunError
	if errors.As(err, &run) {
		t.failures = append(t.failures, run.Diagnostic())
		return
	}
	t.failures.Errorf(policies.CodeRun, diag.Range{}, "Rule failed", "%s.", err)
}

// together is how many subjects are looked at in one go.
const together = 16

// sideBySide looks at n subjects, several at a time, and takes in what was found in
// their order, so that the number of processors never shows.
func (r *run) sideBySide(n int, look func(i int, t *tally), progress func(int)) error {
	parts := make([]tally, (n+together-1)/together)
	var done atomic.Int64
	g, ctx := errgroup.WithContext(r.ctx)
	g.SetLimit(runtime.GOMAXPROCS(0))
	for p := range parts {
		g.Go(func() error {
			part := &parts[p]
			part.counts = make([]count, len(r.rules))
			from, to := p*together, min((p+1)*together, n)
			for i := from; i < to && ctx.Err() == nil; i++ {
				look(i, part)
			}
			if progress != nil {
				progress(int(done.Add(int64(to - from))))
			}
			return ctx.Err()
		})
	}
	if err := cmp.Or(g.Wait(), r.ctx.Err()); err != nil {
		return err
	}
	for p := range parts {
		r.tally.add(&parts[p])
	}
	return nil
}

// counted returns the rules with their counts.
func (r *run) counted() []Rule {
	for i := range r.rules {
		rule, c := &r.rules[i], &r.counts[i]
		rule.Evaluated, rule.Failed, rule.Excused = c.evaluated, c.failed-c.excused, c.excused
		rule.Passed = c.evaluated - c.failed
		rule.Skipped = c.skipped
		slices.SortFunc(rule.Skipped, func(a, b Skip) int { return cmp.Compare(a.Why, b.Why) })
	}
	return r.rules
}

// sort orders the findings: the worst first, then by rule, subject and moment, today
// before then.
func (r *Result) sort() {
	worst := LeastSeverities()
	slices.SortStableFunc(r.Findings, func(a, b Finding) int {
		return cmp.Or(
			cmp.Compare(slices.Index(worst, string(a.Severity)), slices.Index(worst, string(b.Severity))),
			cmp.Compare(a.Rule, b.Rule),
			cmp.Compare(a.Subject.Kind, b.Subject.Kind),
			cmp.Compare(a.Subject.Name, b.Subject.Name),
			-cmp.Compare(a.Moment, b.Moment),
		)
	})
	r.Failures.Sort()
	r.Failures = slices.Compact(r.Failures)
}
