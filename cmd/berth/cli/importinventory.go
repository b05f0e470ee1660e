package cli

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"berth.dev/engine/spec"
	"berth.dev/providers/inventory"
	"berth.dev/providers/tree"
)

// importInventoryOptions are the flags of import ansible-inventory.
type importInventoryOptions struct {
	importMerge
	file string
	site inventory.Options
}

func newImportInventory(a *app, run func(*importInventoryOptions) error) *cobra.Command {
	o := &importInventoryOptions{importMerge: importMerge{app: a}}
	o.site.Limits = tree.DefaultLimits()
	c := &cobra.Command{
		Use:   "ansible-inventory FILE",
		Short: "Make a site with k0s hosts of a kubespray inventory",
		Long: `Make a site with the hosts of a k0s cluster out of a kubespray inventory: INI, YAML,
or what "ansible-inventory --list" prints. FILE is a file, with its group_vars and
host_vars beside it, or "-" for stdin.

An inventory does not say where the machines stand, how large they are and how long
buying one takes: flags do, and --out needs all of them. Without --out they may stay
comments. Passwords and what a vault keeps are left out.

What the words of a site cannot say is listed and is exit code 4: a cluster that is
made of them would be another one.

` + importWords,
		Example: `  berth import ansible-inventory inventory.ini
  berth import ansible-inventory inventory.ini --site osaka --country JP \
    --lead-time 240d --cpu 64 --memory 256Gi --out shop
  ansible-inventory -i hosts.py --list | berth import ansible-inventory -`,
		Args: arguments(1, 1, `an inventory, or "-"`),
		RunE: func(_ *cobra.Command, args []string) error {
			o.file = args[0]
			return run(o)
		},
	}
	f := c.Flags()
	f.StringVar(&o.site.Site, "site", "", "name of the site")
	f.StringVar(&o.site.Country, "country", "", "where it stands, as in JP")
	f.StringVar(&o.site.LeadTime, "lead-time", "", "how long buying a server takes, as in 240d")
	f.StringVar(&o.site.CPU, "cpu", "", "cores of one node, as in 64")
	f.StringVar(&o.site.Memory, "memory", "", "memory of one node, as in 256Gi")
	o.importMerge.flags(c)
	return c
}

func runImportInventory(o *importInventoryOptions) error {
	if err := o.known(); err != nil {
		return err
	}
	files, err := o.read()
	if err != nil {
		return err
	}
	got, err := inventory.Import(files, o.site)
	if err != nil {
		return fmt.Errorf("%s: %w", files.Inventory.Name, err)
	}
	if missing := o.unsaid(); len(missing) > 0 && o.out != "" {
		return misused(o.cmd.CommandPath(), "An inventory does not say all that a site must say: with --out, give %s.", strings.Join(missing, ", "))
	}
	if !got.Whole && o.out != "" {
		return lostOf(files, got)
	}
	if got.Whole {
		if err := readable(got.HCL); err != nil {
			return err
		}
	}
	today, err := o.app.made()
	if err != nil {
		return err
	}
	what := imported{from: "inventory/" + o.file, files: []spec.Source{{Name: "site-" + o.site.Site + ".hcl", Bytes: got.HCL}}}
	what.starter = beside{site: o.site.Site, kind: "onprem", today: today}.files()
	if err := o.importMerge.write(what); err != nil {
		return err
	}
	if err := o.app.out.Flush(); err != nil {
		return err
	}
	o.app.sayOpen(got.Open)
	return lostOf(files, got)
}

// unsaid are the flags that a site needs and that nobody gave.
func (o *importInventoryOptions) unsaid() (flags []string) {
	for _, f := range []struct{ name, value string }{
		{"--site", o.site.Site}, {"--country", o.site.Country}, {"--lead-time", o.site.LeadTime}, {"--cpu", o.site.CPU}, {"--memory", o.site.Memory},
	} {
		if f.value == "" {
			flags = append(flags, f.name)
		}
	}
	return flags
}

// lostOf refuses an inventory of which the words of a site cannot say all.
func lostOf(files inventory.Files, got *inventory.Result) error {
	if len(got.Lost) == 0 {
		return nil
	}
	return &refusal{fmt.Errorf("%s: the words of a site cannot say all of it, and a cluster that is made of them would be another one:\n  %s", files.Inventory.Name, strings.Join(got.Lost, "\n  "))}
}

// read reads the inventory and what stands beside it.
func (o *importInventoryOptions) read() (inventory.Files, error) {
	if o.file == "-" {
		s, err := o.app.source("-", o.site.Limits)
		return inventory.Files{Inventory: s}, err
	}
	info, err := o.app.statNamed(o.file)
	if err != nil {
		return inventory.Files{}, err
	}
	if !info.Mode().IsRegular() && !info.IsDir() {
		return inventory.Files{}, fmt.Errorf(`%s: it is not a regular file. Give a file, or "-" for stdin`, o.file)
	}
	root, err := os.OpenRoot(filepath.Dir(o.app.path(o.file)))
	if err != nil {
		return inventory.Files{}, err
	}
	defer root.Close()
	return inventory.Read(root.FS(), filepath.Base(o.file), o.site.Limits)
}

// known takes from the last import what flags do not say.
func (o *importInventoryOptions) known() error {
	last, err := o.lastTime("inventory/" + o.file)
	if err != nil || len(last.Sites) != 1 {
		return err
	}
	s := last.Sites[0]
	if o.site.Site == "" {
		o.site.Site = s.Name
	}
	if o.site.Country == "" {
		o.site.Country = s.Country.V
	}
	if o.site.LeadTime == "" {
		o.site.LeadTime = fmt.Sprintf("%gd", s.LeadTime.V/secondsOfDay)
	}
	for _, p := range s.Pools {
		if o.site.CPU == "" {
			o.site.CPU = fmt.Sprintf("%g", p.CPU.V)
		}
		if o.site.Memory == "" {
			o.site.Memory = fmt.Sprintf("%gGi", p.Memory.V/(1<<30))
		}
	}
	return nil
}
