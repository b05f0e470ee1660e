package cli

import (
	"cmp"
	"errors"
	"io"

	"github.com/spf13/cobra"

	"berth.dev/engine/check"
	"berth.dev/reports"
)

// checkOptions are the flags of check.
type checkOptions struct {
	app     *app
	cmd     *cobra.Command
	load    loadOptions
	outputs outputs
	plan    string
	only    []string
	skip    []string
	failOn  string
	verbose bool
	// against is the REF or folder whose findings are left out; "" for none.
	against string
	// annotations is how many GitHub is given of each level.
	annotations int
}

func newCheck(a *app, run func(*checkOptions) error) *cobra.Command {
	o := &checkOptions{app: a}
	c := &cobra.Command{
		Use:   "check [DIR]",
		Short: "Hold a workspace against its rules, for CI",
		Long: `Hold a workspace against its rules and say what does not hold, where it stands
and why: constraints on where services run today (runs_on) and where the decision
would put them, or a plan with --plan; and checks over services, products, teams,
sites and the whole fleet. An exception block excuses a finding until its last day;
one that is over, of no use, or for a check that does not exist is a finding itself.

A run says how often each rule was asked. A rule that applied to nothing is an error
unless it says may_be_idle, and so is a run that looked at nothing: a green run has
looked at something.

It ends with exit code 0; with 4 where a finding is as bad as --fail-on and not
excused, or berth itself finds a mistake of severity error; with 1 where the specs
are wrong or a rule could not be evaluated. The exit code does not depend on the
format.

--against main shows what the change brings, since it left main or beside a folder:
services that move and why, money by product, what is newly found and what is no
longer, and what edited rules do to the whole fleet. Both sides are checked and
planned; the commit is read from git's objects, and nothing is written. It ends with
4 for what is new, and for errors of berth's own.

--output writes the same run to files besides, as in
--output junit=junit.xml,sarif=berth.sarif; each is written whole or not at all. "-"
stands for stdout. Mistakes in the specs are written there, too.`,
		Example: `  berth check
  berth check --output junit=junit.xml,codequality=gl-code-quality.json
  berth check --only residency --only budget --fail-on warning
  berth check --plan plan.json
  berth check --against main`,
		Args: arguments(0, 1, "one folder"),
		RunE: func(c *cobra.Command, args []string) error {
			o.cmd = c
			if err := o.load.takeDir(c, args); err != nil {
				return err
			}
			if err := o.check(c); err != nil {
				return err
			}
			return run(o)
		},
	}
	o.flags(c)
	return c
}

// flags adds the flags of check.
func (o *checkOptions) flags(c *cobra.Command) {
	o.load.flags(c)
	o.outputs.flags(c, reports.CheckFormats()...)
	f := c.Flags()
	f.StringVar(&o.plan, "plan", "", "take places and money from this plan's file instead of the decisions")
	f.StringArrayVar(&o.only, "only", nil, "only this rule (repeatable)")
	f.StringArrayVar(&o.skip, "skip", nil, "leave this rule out (repeatable)")
	f.StringVar(&o.failOn, "fail-on", check.LeastSeverities()[0], "the least severity that refuses: error, warning, info or never")
	f.BoolVarP(&o.verbose, "verbose", "v", false, "show every rule with its counts, those that hold, too")
	f.IntVar(&o.annotations, "max-annotations", 10, "how many annotations of each level GitHub is given")
	complete(c, "fail-on", check.LeastSeverities()...)
	_ = c.MarkFlagFilename("plan", "json") // fails for a flag that does not exist, and this one does
	o.app.completeRules(c, "only")
	o.app.completeRules(c, "skip")
	o.againstFlags(c)
}

// check refuses flags that say nothing.
func (o *checkOptions) check(c *cobra.Command) error {
	if o.annotations < 1 {
		return misused(c.CommandPath(), "--max-annotations takes a number of annotations, as in --max-annotations 10.")
	}
	for _, flag := range []string{"against", "plan"} {
		if f := c.Flags().Lookup(flag); f.Changed && f.Value.String() == "" {
			return misused(c.CommandPath(), "--%s is empty. Is a variable of CI not set?", flag)
		}
	}
	return cmp.Or(oneOf(c, "fail-on", o.failOn, check.LeastSeverities()...), o.outputs.take(o.app, c))
}

// runCheck checks, reports, and only then refuses.
func runCheck(o *checkOptions) error {
	w, err := o.app.open(o.app.Context, o.load)
	if err != nil {
		return o.unread(err)
	}
	if err := o.rulesExist(w); err != nil {
		return err
	}
	o.app.sayMeasured(w)
	if o.against != "" {
		return o.runAgainst(w)
	}
	result, err := o.run(w)
	if err != nil {
		return err
	}
	model := reports.NewCheck(result, reports.CheckRun{
		Version: thisBuild().Version, Folder: o.app.shown(o.load.dir), FailOn: o.failOn,
		Workspace: w.Range(w.Settings.Origin), Errors: result.Failures,
	})
	err = o.outputs.write(o.app, func(out io.Writer, style reports.Options) error {
		style.Verbose, style.MaxAnnotations = o.verbose, o.annotations
		return reports.WriteCheck(out, style, model)
	})
	return cmp.Or(err, o.verdict(w, result))
}

// unread writes mistakes in the specs to the files of --output and to a machine that
// reads stdout: else a comment or an annotation would go on telling of the run before.
// A person is told on stderr, with the lines.
func (o *checkOptions) unread(err error) error {
	var bad *diagError
	if !errors.As(err, &bad) {
		return err
	}
	model := reports.NewCheck(&check.Result{}, reports.CheckRun{
		Version: thisBuild().Version, Folder: o.app.shown(o.load.dir), FailOn: o.failOn, Errors: bad.list, Unread: true,
	})
	written := o.outputs.write(o.app, func(out io.Writer, style reports.Options) error {
		if style.Format == reports.Text {
			return nil
		}
		style.MaxAnnotations = o.annotations
		return reports.WriteCheck(out, style, model)
	})
	return errors.Join(written, err)
}
