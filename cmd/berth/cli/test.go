package cli

import (
	"cmp"
	"fmt"
	"io"
	"regexp"

	"github.com/spf13/cobra"

	"berth.dev/engine/trial"
	"berth.dev/policies"
	"berth.dev/reports"
)

// testOptions are the flags of test.
type testOptions struct {
	app  *app
	cmd  *cobra.Command
	load loadOptions

	outputs outputs
	// run is what the names of tests must match, "" for all.
	run     string
	verbose bool
	// standard tests the standard rules instead of a folder's.
	standard bool

	cover, mutate bool
	// coverAtLeast and mutateAtLeast are percents; 0 asks for nothing.
	coverAtLeast, mutateAtLeast float64
}

func newTest(a *app, run func(*testOptions) error) *cobra.Command {
	o := &testOptions{app: a}
	c := &cobra.Command{
		Use:   "test [DIR]",
		Short: "Run the tests of policies, constraints and checks",
		Long: `Run the tests beside the specs, *_test.hcl: of rules on given values, and of what
becomes of a service, product, team or site in a world, the workspace itself or a
fixture. Nothing outside the folder is looked at.

--cover says which branches of the workspace's own rules no test takes. --mutate
puts small mistakes into these rules, one at a time: thresholds shifted, operators
turned, conditions negated; a mistake that no test notices is listed with its
place. A threshold is percents, and makes its figure count.

--output writes the same run to files besides, as in --output junit=junit.xml.

It ends with exit code 1 where a test fails, a threshold is missed, or nothing was
tested: a folder without tests, a --run that matches none.`,
		Example: `  berth test
  berth test --run personal -v
  berth test --cover-threshold 100 --mutate-threshold 90 --output junit=junit.xml
  berth test --standard --cover`,
		Args: arguments(0, 1, "one folder"),
		RunE: func(c *cobra.Command, args []string) error {
			o.cmd = c
			if err := o.load.takeDir(c, args); err != nil {
				return err
			}
			if err := o.check(args); err != nil {
				return err
			}
			return run(o)
		},
	}
	o.flags(c)
	return c
}

// flags adds the flags of test.
func (o *testOptions) flags(c *cobra.Command) {
	o.outputs.flags(c, reports.TrialFormats()...)
	f := c.Flags()
	f.StringVarP(&o.load.dir, "chdir", "C", ".", "folder of the tests")
	_ = c.MarkFlagDirname("chdir") // fails for a flag that does not exist, and this one does
	f.StringVar(&o.run, "run", "", "only tests whose names match this regular expression; TEST/CASE is the name of a case")
	f.BoolVarP(&o.verbose, "verbose", "v", false, "name what passed, was taken or was noticed too")
	f.BoolVar(&o.standard, "standard", false, "test the standard rules with the tests that they come with")
	f.BoolVar(&o.cover, "cover", false, "say which branches of rules no test takes")
	f.Float64Var(&o.coverAtLeast, "cover-threshold", 0, "fail where fewer percent of the branches are taken; asks for --cover")
	f.BoolVar(&o.mutate, "mutate", false, "say which mistakes in rules no test notices")
	f.Float64Var(&o.mutateAtLeast, "mutate-threshold", 0, "fail where fewer percent of the mistakes are noticed; asks for --mutate")
}

// check refuses flags that say nothing or contradict each other.
func (o *testOptions) check(args []string) error {
	command := o.cmd.CommandPath()
	if o.standard && (len(args) > 0 || o.cmd.Flags().Changed("chdir")) {
		return misused(command, "--standard tests what is in the program; leave the folder out.")
	}
	for _, t := range []struct {
		flag    string
		percent float64
	}{{"cover-threshold", o.coverAtLeast}, {"mutate-threshold", o.mutateAtLeast}} {
		if !(t.percent >= 0 && t.percent <= 100) { // also what is no number
			return misused(command, "--%s takes percents from 0 to 100.", t.flag)
		}
	}
	o.cover = o.cover || o.cmd.Flags().Changed("cover-threshold")
	o.mutate = o.mutate || o.cmd.Flags().Changed("mutate-threshold")
	return o.outputs.take(o.app, o.cmd)
}

// runTest tests, reports, and only then fails.
func runTest(o *testOptions) error {
	t, err := o.read()
	if err != nil {
		return err
	}
	if err := o.choose(t); err != nil {
		return err
	}
	rules := t.covered(o.standard)
	if (o.cover || o.mutate) && len(rules) == 0 {
		return fmt.Errorf("%s: the workspace has no rules of its own, so there is nothing to cover or to put mistakes into. --standard does it with the standard rules", o.load.dir)
	}
	p := o.app.progress()
	r, err := t.bench.Run(o.app.Context, t.suite, trial.Options{
		Rules: rules, Cover: o.cover, Mutate: o.mutate,
		Progress: func(done, of int) { p.show("%s of %s", grouped(done), plural(of, "mistake")) },
	})
	p.stop()
	if err != nil {
		return err
	}
	model := reports.NewTrial(r, o.trialRun(r))
	err = o.outputs.write(o.app, func(out io.Writer, style reports.Options) error {
		style.Verbose = o.verbose
		return reports.WriteTrial(out, style, model)
	})
	return cmp.Or(err, o.verdict(r))
}

// trialRun is what a report says besides the result. No mistakes were made where a test
// failed.
func (o *testOptions) trialRun(r *trial.Result) reports.TrialRun {
	_, failed := r.Count()
	return reports.TrialRun{
		Folder: o.app.shown(o.load.dir), Cover: o.cover, Mutate: o.mutate && failed == 0, Unmutated: o.mutate && failed > 0,
		CoverAtLeast: o.coverAtLeast, MutateAtLeast: o.mutateAtLeast,
	}
}

// choose leaves out the tests that --run does not name.
func (o *testOptions) choose(t *testRun) error {
	if o.run == "" {
		return nil
	}
	match, err := regexp.Compile(o.run)
	if err != nil {
		return misused(o.cmd.CommandPath(), "--run %q is no regular expression: %s.", o.run, err)
	}
	if t.bench = t.bench.Only(match.MatchString); t.bench.Len() == 0 {
		return fmt.Errorf("no test has a name that matches --run %q, so nothing was tested", o.run)
	}
	return nil
}

// covered are the rules that the tests are held against: a workspace's own, or the
// standard ones.
func (t *testRun) covered(standard bool) (names []string) {
	origin := policies.FromWorkspace
	if standard {
		origin = policies.FromStandard
	}
	for _, r := range t.suite.Rules() {
		if r.Origin == origin && !r.Disabled {
			names = append(names, r.Name)
		}
	}
	return names
}

// verdict is the error that a result comes to, after the report has said why.
func (o *testOptions) verdict(r *trial.Result) error {
	_, failed := r.Count()
	hit, branches := r.Covered()
	killed, mutants := r.Killed()
	if failed > 0 || below(hit, branches, o.coverAtLeast) || below(killed, mutants, o.mutateAtLeast) {
		return errSaid
	}
	return nil
}

// below tells whether a share is less than a percentage.
func below(n, of int, percent float64) bool { return float64(n)*100 < percent*float64(of) }
