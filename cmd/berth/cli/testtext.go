package cli

import (
	"fmt"

	"berth.dev/engine/diag"
	"berth.dev/engine/trial"
)

// write prints a result.
func (o *testOptions) write(r *trial.Result) error {
	out := o.app.out
	for _, t := range r.Tests {
		for _, c := range t.Cases {
			name := t.Name
			if c.Name != "" {
				name += " / " + c.Name
			}
			switch {
			case !c.Passed():
				fmt.Fprintf(out, "FAIL  %s\n", diag.Clean(name))
				for _, f := range c.Failures {
					fmt.Fprintf(out, "      %s: %s\n        want %s\n        got  %s\n", f.At, f.Word, diag.Clean(f.Want), diag.Clean(f.Got))
				}
			case o.verbose:
				fmt.Fprintf(out, "ok    %s\n", diag.Clean(name))
			}
		}
	}
	for _, rule := range r.Untested {
		fmt.Fprintf(out, "no test of %s %s\n", rule.Kind, rule.Name)
	}
	for _, b := range r.Branches {
		if !b.Hit {
			fmt.Fprintf(out, "never taken: %s: %s of %s %s: %s is never %s\n", b.At, b.Part, b.Kind, b.Rule, diag.Clean(b.Text), b.Want)
		}
	}
	for _, m := range r.Mutants {
		if m.Killed == "" {
			fmt.Fprintf(out, "not noticed: %s: %s of %s %s: %s instead of %s\n", m.At, m.Part, m.Kind, m.Rule, diag.Clean(m.To), diag.Clean(m.From))
		}
	}
	cases, failed := r.Count()
	fmt.Fprintf(out, "%s, %s, %d failed\n", plural(len(r.Tests), "test"), plural(cases, "case"), failed)
	if hit, all := r.Covered(); all > 0 {
		fmt.Fprintf(out, "%d of %d branches taken\n", hit, all)
	}
	if killed, all := r.Killed(); all > 0 {
		fmt.Fprintf(out, "%d of %d mistakes noticed\n", killed, all)
	}
	return nil
}
