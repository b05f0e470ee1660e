package cli

import (
	"cmp"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"berth.dev/engine/check"
	"berth.dev/engine/diag"
	"berth.dev/policies"
)

// run holds the workspace against its rules.
func (o *checkOptions) run(w *workspace) (*check.Result, error) {
	in := check.Input{Fleet: w.fleet(), Only: o.only, Skip: o.skip}
	if o.plan != "" {
		var err error
		if in.Planned, err = o.app.placed(w, o.plan); err != nil {
			return nil, err
		}
	}
	p := o.app.progress()
	defer p.stop()
	in.Progress = func(done int) {
		p.show("checked %s of %s", grouped(done), plural(len(w.Services), "service"))
	}
	return check.Run(o.app.Context, in)
}

// rulesExist refuses names of rules that do not exist: a misspelt --only would check
// nothing, a misspelt --skip too much.
func (o *checkOptions) rulesExist(w *workspace) error {
	var names []string
	off := map[string]bool{}
	for _, r := range w.suite.Rules() {
		names = append(names, r.Name)
		off[r.Name] = r.Disabled
	}
	for _, flag := range []struct {
		name  string
		rules []string
	}{{"only", o.only}, {"skip", o.skip}} {
		for _, rule := range flag.rules {
			switch {
			case !slices.Contains(names, rule):
				return misused(o.cmd.CommandPath(), "--%s %q is no rule. %s", flag.name, rule, cmp.Or(diag.Meant(rule, names), `Give the flag again for each; "berth policy list" lists them.`))
			case off[rule] && flag.name == "only":
				return misused(o.cmd.CommandPath(), "--only %q names a rule that the workspace switches off (disable). It would check nothing.", rule)
			}
		}
	}
	return nil
}

// verdict turns what was found into the end of the command. Rules that failed come
// first: what they did not see may be anything.
func (o *checkOptions) verdict(w *workspace, r *check.Result) error {
	a := o.app
	if r.Failures.HasErrors() {
		if err := a.out.Flush(); err != nil {
			return err
		}
		a.warn(r.Failures, w.citing(r.Failures))
		a.say("error", fmt.Sprintf("The run is not finished: a rule failed %s.", times(len(r.Failures))))
		return errSaid
	}
	if r.Refused(o.failOn) {
		return errors.Join(errSaid, errRefused) // the report says so
	}
	return nil
}

// times counts occasions, as in "once" and "3 times".
func times(n int) string {
	if n == 1 {
		return "once"
	}
	return plural(n, "time")
}

// shown is a folder as readers of reports know it: from where the program was started.
func (a *app) shown(dir string) string {
	if filepath.IsAbs(dir) {
		here, err := filepath.Abs(a.path("."))
		if err == nil {
			// Of a folder that lies elsewhere the whole path is all there is to say.
			if rel, err := filepath.Rel(here, dir); err == nil && filepath.IsLocal(rel) {
				dir = rel
			}
		}
	}
	return filepath.ToSlash(filepath.Clean(dir))
}

// completeRules offers the names of rules for a flag: those of the present folder.
func (a *app) completeRules(c *cobra.Command, flag string) {
	// It fails only for a flag that the command does not have.
	_ = c.RegisterFlagCompletionFunc(flag, func(c *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
		dir := strings.Join(append(args, c.Flag("chdir").Value.String())[:1], "")
		suite, _ := policies.Compile(a.peek(dir)) // what cannot be read is left out
		var names []string
		for _, r := range suite.Rules() {
			names = append(names, r.Name)
		}
		return names, cobra.ShellCompDirectiveNoFileComp
	})
}
