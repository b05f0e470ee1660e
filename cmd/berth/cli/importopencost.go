package cli

import (
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"berth.dev/engine/spec"
	"berth.dev/providers/opencost"
	"berth.dev/providers/tree"
)

// importOpenCostOptions are the flags of import opencost.
type importOpenCostOptions struct {
	importMerge
	file     string
	date     string
	machines []string
	prices   opencost.Options
}

func newImportOpenCost(a *app, run func(*importOpenCostOptions) error) *cobra.Command {
	o := &importOpenCostOptions{importMerge: importMerge{app: a}}
	o.prices.Limits = tree.DefaultLimits()
	c := &cobra.Command{
		Use:   "opencost FILE",
		Short: "Make a price book of OpenCost's prices",
		Long: `Make a price book out of a price file of OpenCost or Kubecost: the JSON file of
custom prices, a ConfigMap or Helm values with them, or a CSV price sheet. FILE is
the file, or "-" for stdin.

Prices of a ConfigMap and of Helm values are for a month, those of the JSON file for
an hour, as OpenCost takes them; --per says otherwise. Prices of cores and memory
become the block "autopilot". A machine needs its size, which no price file says:
--machine gives it.

What a price book has no word for is told on stderr.

` + importWords,
		Example: `  berth import opencost default.json --currency USD
  berth import opencost prices.csv --machine R730=32,256Gi --out shop`,
		Args: arguments(1, 1, `a price file, or "-"`),
		RunE: func(c *cobra.Command, args []string) error {
			o.file = args[0]
			if err := o.parse(c.CommandPath()); err != nil {
				return err
			}
			return run(o)
		},
	}
	f := c.Flags()
	f.StringVar(&o.prices.Name, "name", "", "name of the price book (default opencost- and the file's)")
	f.StringVar(&o.date, "date", "", "day of the prices, as in 2026-10-31 (default today)")
	f.StringVar(&o.prices.Currency, "currency", "", "currency of the prices (default USD)")
	f.StringVar(&o.prices.Region, "region", "", "region of a price sheet's rows")
	f.StringVar(&o.prices.Per, "per", "", "what prices are for: hour or month (default: by the file's form)")
	f.StringArrayVar(&o.machines, "machine", nil, "size of a machine, as in R730=32,256Gi (repeatable)")
	o.importMerge.flags(c)
	return c
}

// parse reads the flags that have a form.
func (o *importOpenCostOptions) parse(command string) error {
	if o.date != "" {
		day, err := time.Parse(time.DateOnly, o.date)
		if err != nil {
			return misused(command, "--date is a day, as in 2026-10-31; %q is none.", o.date)
		}
		o.prices.Date = day
	}
	if o.prices.Per != "" && o.prices.Per != "hour" && o.prices.Per != "month" {
		return misused(command, "--per is hour or month; it is %q.", o.prices.Per)
	}
	o.prices.Machines = map[string]opencost.Size{}
	for _, m := range o.machines {
		name, size, named := strings.Cut(m, "=")
		cpu, memory, sized := strings.Cut(size, ",")
		if !named || !sized || name == "" || cpu == "" || memory == "" {
			return misused(command, "--machine is a name with cores and memory, as in R730=32,256Gi; %q is none.", m)
		}
		o.prices.Machines[name] = opencost.Size{CPU: cpu, Memory: memory}
	}
	return nil
}

func runImportOpenCost(o *importOpenCostOptions) error {
	s, err := o.app.source(o.file, o.prices.Limits)
	if err != nil {
		return err
	}
	if o.prices.Date.IsZero() {
		if o.prices.Date, err = o.today(); err != nil {
			return err
		}
	}
	got, err := opencost.Import(s, o.prices)
	if err != nil {
		return fmt.Errorf("%s: %w", s.Name, err)
	}
	if err := readable(got.HCL); err != nil {
		return err
	}
	file := spec.Source{Name: "prices-" + got.Name + ".hcl", Bytes: got.HCL}
	what := imported{from: "opencost/" + o.file, files: []spec.Source{file}, starter: starters("")}
	if err := o.importMerge.write(what); err != nil {
		return err
	}
	if err := o.app.out.Flush(); err != nil {
		return err
	}
	o.app.sayOpen(got.Open)
	if o.out != "" {
		o.app.say("note", fmt.Sprintf("a cloud site uses the book by its name: prices = %q", got.Name))
	}
	return nil
}

// today is the day of the import, as far as a repeated build allows.
func (o *importOpenCostOptions) today() (time.Time, error) {
	made, err := o.app.made()
	if err != nil {
		return time.Time{}, err
	}
	return time.Parse(time.RFC3339, made)
}
