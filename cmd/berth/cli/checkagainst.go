package cli

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	delta "berth.dev/engine/change"
	"berth.dev/engine/check"
	"berth.dev/reports"
)

// againstFlags adds the flag of a comparison with another state of the workspace.
func (o *checkOptions) againstFlags(c *cobra.Command) {
	c.Flags().StringVar(&o.against, "against", "", "show only what changed since this commit and HEAD parted (a branch, tag or hash), or beside this folder")
}

// runAgainst checks what a change brings, reports, and only then refuses.
func (o *checkOptions) runAgainst(w *workspace) error {
	if o.plan != "" {
		return misused(o.cmd.CommandPath(), "--plan is a plan of one side, and --against plans both. Leave one out.")
	}
	a := o.app
	base, err := a.baseline(a.Context, wanted{cmd: o.cmd, word: o.against, flag: "--against", load: o.load, parting: true})
	if err != nil {
		return err
	}
	if err := base.holds(w); err != nil {
		return err
	}
	if base.w != nil && base.w.measured.borrowed {
		a.say("note", fmt.Sprintf("%s has no snapshot of measurements: both sides are seen with that of %s, so that only the edits differ.", base.name, o.app.shown(o.load.dir)))
	}
	s := &sides{app: a, after: halfOf(w), only: o.only, skip: o.skip}
	c, err := o.changeFrom(s, base)
	if err != nil {
		return err
	}
	if s.after.Found.Failures.HasErrors() {
		return o.verdict(w, s.after.Found)
	}
	return cmp.Or(o.report(s, base, c), refusedChange(c, o.failOn))
}

// changeFrom compares with the base, or looks at the later side alone where the base
// cannot be compared.
func (o *checkOptions) changeFrom(s *sides, base *baseline) (*delta.Change, error) {
	if base.w == nil {
		return s.alone(o.app.Context, base.unread)
	}
	s.before = halfOf(base.w)
	c, err := s.compare(o.app.Context)
	if c != nil || err != nil || s.after.Found.Failures.HasErrors() {
		return c, err
	}
	return s.alone(o.app.Context, fmt.Sprintf("rules of %s cannot be evaluated: %s", base.name, firstError(s.before.Found.Failures)))
}

// holds refuses a commit that does not hold all files of the workspace: what lies in a
// submodule now would look as if it were new.
func (b *baseline) holds(w *workspace) error {
	for _, folder := range b.submodules {
		for _, f := range w.Files {
			if strings.HasPrefix(f.Name, folder+"/") {
				return fmt.Errorf("%s: %s is a submodule, so %s holds no specs of it. Check both commits out, and compare with --against ./FOLDER", f.Name, folder, b.name)
			}
		}
	}
	return nil
}

// report writes what the change brings. Formats that only know findings are given the
// later side: SARIF and Code Quality whole, because their readers compare runs
// themselves, the others what the change brings.
func (o *checkOptions) report(s *sides, base *baseline, c *delta.Change) error {
	w := s.after.w
	run := reports.CheckRun{
		Version: thisBuild().Version, Folder: o.app.shown(o.load.dir), FailOn: o.failOn,
		Workspace: w.Range(w.Settings.Origin), Errors: s.after.Found.Failures,
	}
	model := reports.NewChange(c, run, base.name)
	return o.outputs.write(o.app, func(out io.Writer, style reports.Options) error {
		style.Verbose, style.MaxAnnotations = o.verbose, o.annotations
		switch style.Format {
		case reports.SARIF, reports.CodeQuality:
			return reports.WriteCheck(out, style, reports.NewCheck(s.after.Found, run))
		case reports.JUnit, reports.GitHub:
			return reports.WriteCheck(out, style, reports.NewCheck(brought(s.after.Found, c), run))
		}
		return reports.WriteChange(out, style, model)
	})
}

// brought is a result with the findings alone that a change brings or is refused for.
func brought(r *check.Result, c *delta.Change) *check.Result {
	out := *r
	out.Findings = nil
	for _, f := range append(c.New[:len(c.New):len(c.New)], c.Refusing...) {
		out.Findings = append(out.Findings, f.Finding)
	}
	return &out
}

// refusedChange is how the command ends.
func refusedChange(c *delta.Change, failOn string) error {
	if c.Refuses(failOn) {
		return errors.Join(errSaid, errRefused) // the report says so
	}
	return nil
}
