package cli

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"berth.dev/engine/diag"
	"berth.dev/engine/score"
	"berth.dev/engine/spec"
	"berth.dev/reports"
)

// whyNotOptions are the flags of why-not.
type whyNotOptions struct {
	app             *app
	load            loadOptions
	format          string
	service, option string
}

func newWhyNot(a *app, run func(*whyNotOptions) error) *cobra.Command {
	o := &whyNotOptions{app: a}
	c := &cobra.Command{
		Use:   "why-not SERVICE OPTION",
		Short: "Show what speaks against running a service somewhere",
		Long: `Show what speaks against an option: every constraint that forbids it, and how it
compares with the option chosen, in score, money and work.

An option is a site, or an on-prem site and a cloud site joined by a plus for a
hybrid, as in tokyo+gke.`,
		Example: `  berth why-not frontend tokyo
  berth why-not frontend tokyo+gke --format json`,
		Args:              arguments(2, 2, "a service and an option"),
		ValidArgsFunction: a.serviceThenOption,
		RunE: func(c *cobra.Command, args []string) error {
			o.service, o.option = args[0], args[1]
			if err := oneOf(c, "format", o.format, reports.Formats()...); err != nil {
				return err
			}
			return run(o)
		},
	}
	o.load.flags(c)
	formatFlag(c, &o.format, reports.Formats()...)
	return c
}

func runWhyNot(o *whyNotOptions) error {
	w, s, err := o.app.openService(o.load, o.service)
	if err != nil {
		return err
	}
	fleet := w.fleet()
	n, err := fleet.WhyNot(s, o.option)
	if errors.Is(err, score.ErrNoOption) {
		return noOption(fleet, s, o.option)
	}
	if err != nil {
		return w.ruleError(s, err)
	}
	return reports.WriteWhyNot(o.app.out, o.app.style(o.format), reports.NewWhyNot(w.Workspace, n))
}

// noOption lists what could have been asked for.
func noOption(f *score.Fleet, s *spec.Service, option string) error {
	d, err := f.Evaluate(s)
	if err != nil {
		return err
	}
	var ids []string
	for _, o := range d.Options {
		ids = append(ids, o.ID)
	}
	return fmt.Errorf("service %s has no option %q. %s", s.Name, option, diag.Meant(option, ids))
}

// serviceThenOption offers services, then sites.
func (a *app) serviceThenOption(c *cobra.Command, args []string, prefix string) ([]string, cobra.ShellCompDirective) {
	if len(args) != 1 {
		return a.firstIsService(c, args, prefix)
	}
	return a.optionNames(c.Flag("chdir").Value.String()), cobra.ShellCompDirectiveNoFileComp
}
