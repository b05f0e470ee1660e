package cli

import (
	"fmt"

	"github.com/spf13/cobra"

	"berth.dev/engine/diag"
)

// validateOptions are the flags of validate.
type validateOptions struct {
	app    *app
	load   loadOptions
	format string
}

func newValidate(a *app, run func(*validateOptions) error) *cobra.Command {
	o := &validateOptions{app: a}
	c := &cobra.Command{
		Use:   "validate [DIR]",
		Short: "Check a workspace and print every mistake",
		Long: `Read a workspace with its rules and series, and print everything that is wrong:
where it stands, and what to do. Nothing is decided. It ends with exit code 1
where there are errors; warnings alone are no failure.`,
		Example: `  berth validate
  berth validate --format json`,
		Args: arguments(0, 1, "one folder"),
		RunE: func(c *cobra.Command, args []string) error {
			if err := o.load.takeDir(c, args); err != nil {
				return err
			}
			if err := oneOf(c, "format", o.format, textAndJSON()...); err != nil {
				return err
			}
			return run(o)
		},
	}
	o.load.flags(c)
	formatFlag(c, &o.format, textAndJSON()...)
	return c
}

func runValidate(o *validateOptions) error {
	a := o.app
	o.load.undecided = true
	w, err := a.read(a.Context, o.load)
	if err != nil {
		return err
	}
	if o.format == "json" {
		err = diag.WriteJSON(a.out, w.diags)
	} else {
		err = w.writeDiags(a)
	}
	if err == nil && w.diags.HasErrors() {
		err = errSaid
	}
	return err
}

// writeDiags prints the list and a last line that sums it up.
func (w *workspace) writeDiags(a *app) error {
	color := a.color(a.colorFlag, a.StdoutTerminal)
	if err := diag.WriteText(a.out, w.diags, diag.TextOptions{Sources: w.sources(), Color: color}); err != nil {
		return err
	}
	line := countLine(w.diags)
	if !w.diags.HasErrors() {
		line = fmt.Sprintf("ok: %s, %s, %s", plural(len(w.Services), "service"), plural(len(w.Sites), "site"), plural(len(w.Files)+w.series.files, "file"))
		if _, warnings := w.diags.Count(); warnings > 0 {
			line += ", " + plural(warnings, "warning")
		}
	}
	_, err := fmt.Fprintln(a.out, line)
	return err
}
