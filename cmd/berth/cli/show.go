package cli

import (
	"cmp"

	"github.com/spf13/cobra"

	"berth.dev/engine/plan"
	"berth.dev/reports"
)

// showOptions are the flags of show.
type showOptions struct {
	app     *app
	file    string
	format  string
	explain string
	// steps lists every step, diff also what each changes.
	steps, diff bool
}

func newShow(a *app, run func(*showOptions) error) *cobra.Command {
	o := &showOptions{app: a}
	c := &cobra.Command{
		Use:   "show PLAN",
		Short: "Show a plan that was written with plan --out",
		Long: `Show a plan's file: the moves and their reasons, the money, how full everything
gets, the floor and the gap, and the other ways beside it. Nothing but the file is
read; "-" reads it from stdin.

--steps lists every step of a plan that was made with them, and --diff also the
fields that each step changes, with old and new values; it reads the objects beside
the plan. Values of secrets are in neither file.

Whether its claims hold is for "berth verify".`,
		Example: `  berth show plan.json
  berth show plan.json --explain frontend
  berth show plan.json --format html > plan.html
  berth show steps.json --steps
  berth show steps.json --diff`,
		Args: arguments(1, 1, "one plan's file"),
		RunE: func(c *cobra.Command, args []string) error {
			o.file = args[0]
			if err := cmp.Or(oneOf(c, "format", o.format, reports.PageFormats()...), explainable(c, o.explain, o.format), o.listable(c)); err != nil {
				return err
			}
			return run(o)
		},
	}
	formatFlag(c, &o.format, reports.PageFormats()...)
	c.Flags().BoolVar(&o.steps, "steps", false, "list every step of how the plan is carried out (as text, json or markdown)")
	c.Flags().BoolVar(&o.diff, "diff", false, "list every step with the fields that it changes")
	c.Flags().StringVar(&o.explain, "explain", "", "show what this service costs on every option inside the plan (as text, json or markdown)")
	return c
}

func runShow(o *showOptions) error {
	if o.steps || o.diff {
		return o.showSteps()
	}
	f, err := o.app.readPlan(o.file)
	if err != nil {
		return err
	}
	return o.app.showPlan(f, o.format, o.explain, nil)
}

// showPlan writes a plan with what scenarios said of it, or one service of it.
func (a *app) showPlan(f *plan.File, format, explain string, robust *reports.Robust) error {
	if explain != "" {
		x, err := plan.Explain(f, explain)
		if err != nil {
			return err
		}
		return reports.WriteChoice(a.out, a.style(format), reports.NewChoice(f, x))
	}
	v, err := plan.NewView(f)
	if err != nil {
		return err
	}
	p := reports.NewPlan(v)
	p.Robust = robust
	return reports.WritePlan(a.out, a.style(format), p)
}
