package cli

import (
	"cmp"
	"fmt"

	"github.com/spf13/cobra"

	"berth.dev/engine/capacity"
	"berth.dev/engine/fleet"
	"berth.dev/reports"
)

// capacityOptions are the flags of capacity.
type capacityOptions struct {
	app    *app
	load   loadOptions
	format string
	search searchOptions
}

func newCapacity(a *app, run func(*capacityOptions) error) *cobra.Command {
	o := &capacityOptions{app: a}
	c := &cobra.Command{
		Use:   "capacity [DIR]",
		Short: "Say what the next core, GiB and server are worth",
		Long: `Plan the fleet, and say for each pool of owned machines what one more core, GiB
and node would save a month, whether a node pays back and when, when demand with
its trend runs out of room and the last day to order, what doing without the nodes
costs meanwhile, and how many nodes the services would need without sharing.`,
		Example: `  berth capacity
  berth capacity --format json`,
		Args: arguments(0, 1, "one folder"),
		RunE: func(c *cobra.Command, args []string) error {
			if err := o.load.takeDir(c, args); err != nil {
				return err
			}
			if err := cmp.Or(oneOf(c, "format", o.format, documentFormats()...), o.search.check(c)); err != nil {
				return err
			}
			return run(o)
		},
	}
	o.load.flags(c)
	o.search.flags(c)
	formatFlag(c, &o.format, documentFormats()...)
	return c
}

// documentFormats are the formats of reports that are no pages.
func documentFormats() []string { return []string{reports.Text, reports.JSON, reports.Markdown} }

func runCapacity(o *capacityOptions) error {
	w, err := o.app.open(o.app.Context, o.load)
	if err != nil {
		return err
	}
	build := fleet.DefaultOptions()
	f, err := w.problem(o.app, build)
	if err != nil {
		return o.app.noPlan(w, build, &o.search, o.format, err)
	}
	if len(f.Pools) == 0 {
		return fmt.Errorf("the workspace %s has no node pool on an on-prem site, so there is no owned capacity to value", w.dir)
	}
	solved, err := o.app.solve(f, &o.search)
	if err != nil {
		return o.app.noPlan(w, build, &o.search, o.format, err)
	}
	p := o.app.progress()
	defer p.stop()
	search := o.search.options()
	report, err := capacity.Examine(o.app.Context, capacity.Input{
		Workspace: w.Workspace, Profiles: w.profiles, Suite: w.suite, Build: build, Fleet: solved.Fleet, Result: solved.Result, Search: search,
		Done: func(what string) { p.show("worked out %s", what) },
	})
	if err != nil {
		return err
	}
	p.stop()
	c := reports.NewCapacity(w.Settings.AsOf.V, f.Unit.Currency, report, f.Slots)
	return reports.WriteCapacity(o.app.out, o.app.style(o.format), c)
}
