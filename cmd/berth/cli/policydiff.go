package cli

import (
	"strings"

	"github.com/spf13/cobra"

	delta "berth.dev/engine/change"
	"berth.dev/engine/check"
	"berth.dev/reports"
)

// policyDiffOptions are the flags of policy diff.
type policyDiffOptions struct {
	app      *app
	cmd      *cobra.Command
	load     loadOptions
	old, new string
	format   string
	exitcode bool
}

func newPolicyDiff(a *app, run func(*policyDiffOptions) error) *cobra.Command {
	o := &policyDiffOptions{app: a}
	c := &cobra.Command{
		Use:   "diff OLD NEW",
		Short: "Show what other rules would do to the whole fleet",
		Long: `Put the services of NEW under the rules of OLD and under those of NEW, and show
what differs: services that would move, money a month, what is newly found and what
is no longer. Rules are policies, constraints, checks, those switched off, and the
weights of criteria. OLD and NEW are folders, or commits in which the present folder
(-C) is looked for.`,
		Example: `  berth policy diff main .
  berth policy diff v1.2 v1.3 -C fleet
  berth policy diff ../stricter/ .`,
		Args: arguments(2, 2, "two folders or commits"),
		RunE: func(c *cobra.Command, args []string) error {
			o.cmd, o.old, o.new = c, args[0], args[1]
			if err := oneOf(c, "format", o.format, reports.Formats()...); err != nil {
				return err
			}
			return run(o)
		},
	}
	o.load.flags(c)
	formatFlag(c, &o.format, reports.Formats()...)
	c.Flags().BoolVar(&o.exitcode, "detailed-exitcode", false, "exit code 3 when the rules differ")
	return c
}

func runPolicyDiff(o *policyDiffOptions) error {
	old, err := o.read(o.old)
	if err != nil {
		return err
	}
	new, err := o.read(o.new)
	if err != nil {
		return err
	}
	s := &sides{app: o.app, before: under(new.w, old.w), after: halfOf(new.w), rules: old.w}
	c, err := s.compare(o.app.Context)
	if err != nil {
		return err
	}
	for _, one := range []struct {
		h     *half
		rules *workspace
	}{{s.before, old.w}, {s.after, new.w}} {
		if found := one.h.Found; found != nil && found.Failures.HasErrors() {
			return &diagError{list: found.Failures, sources: one.rules.citing(found.Failures)}
		}
	}
	model := reports.NewChange(c, reports.CheckRun{Folder: ".", FailOn: check.Never}, old.name)
	model.Verdict = ""
	if err := reports.WriteChange(o.app.out, o.app.style(o.format), model); err != nil {
		return err
	}
	if o.exitcode && len(c.Edits) > 0 {
		return errChanges
	}
	return nil
}

// read reads one of the two workspaces, which must be right.
func (o *policyDiffOptions) read(word string) (*baseline, error) {
	b, err := o.app.baseline(o.app.Context, wanted{cmd: o.cmd, word: word, flag: strings.TrimPrefix(o.cmd.CommandPath(), "berth "), load: o.load})
	if err == nil && b.w == nil {
		err = &unreadError{b}
	}
	return b, err
}

// unreadError says why a workspace cannot be compared.
type unreadError struct{ *baseline }

func (e *unreadError) Error() string { return e.unread }

// under is a workspace under the rules of another one.
func under(services, rules *workspace) *half {
	f := delta.Under(services.fleet(), rules.fleet())
	w := *services
	w.Workspace, w.suite = f.Workspace, f.Suite
	h := halfOf(&w)
	h.Fleet = f
	return h
}
