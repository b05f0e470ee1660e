package cli

import (
	"strings"

	"github.com/spf13/cobra"

	"berth.dev/engine/spec"
	"berth.dev/reports"
)

// flags adds -C and --as-of.
func (o *loadOptions) flags(c *cobra.Command) {
	o.cmd = c
	c.Flags().StringVarP(&o.dir, "chdir", "C", ".", "folder of the workspace")
	c.Flags().StringVar(&o.asOf, "as-of", "", "the day to judge from, as in 2026-10-31 (default the workspace's as_of)")
	_ = c.MarkFlagDirname("chdir") // fails for a flag that does not exist, and this one does
}

// takeDir takes the folder from an argument, where one is given.
func (o *loadOptions) takeDir(c *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	if c.Flags().Changed("chdir") {
		return misused(c.CommandPath(), "The folder is given twice: as -C %s and as %s. Leave one out.", o.dir, args[0])
	}
	o.dir = args[0]
	return nil
}

// formatFlag adds --format with the formats a command knows; the first is the
// default.
func formatFlag(c *cobra.Command, format *string, known ...string) {
	c.Flags().StringVar(format, "format", known[0], "how the result is written: "+strings.Join(known, ", "))
	complete(c, "format", known...)
}

// complete offers words for a flag in shells.
func complete(c *cobra.Command, flag string, words ...string) {
	// It fails only for a flag that the command does not have.
	_ = c.RegisterFlagCompletionFunc(flag, cobra.FixedCompletions(words, cobra.ShellCompDirectiveNoFileComp))
}

// completeServices offers the workspace's services for a flag.
func (a *app) completeServices(c *cobra.Command, flag string) {
	// It fails only for a flag that the command does not have.
	_ = c.RegisterFlagCompletionFunc(flag, func(c *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
		dir := c.Flag("chdir").Value.String()
		if len(args) > 0 {
			dir = args[0]
		}
		return a.serviceNames(dir), cobra.ShellCompDirectiveNoFileComp
	})
}

// firstIsService offers services for the first argument.
func (a *app) firstIsService(c *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
	if len(args) > 0 {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	return a.serviceNames(c.Flag("chdir").Value.String()), cobra.ShellCompDirectiveNoFileComp
}

// mostCompleted is how many names a shell is offered at most.
const mostCompleted = 1000

// serviceNames lists the services of a folder.
func (a *app) serviceNames(dir string) (names []string) {
	w := a.peek(dir)
	for _, s := range w.Services {
		if len(names) < mostCompleted {
			names = append(names, s.Name)
		}
	}
	return names
}

// optionNames lists the sites of a folder, and the pairs that links join.
func (a *app) optionNames(dir string) (names []string) {
	w := a.peek(dir)
	for _, s := range w.Sites {
		names = append(names, s.Name)
	}
	for _, l := range w.Links {
		x, y := w.Site(l.A), w.Site(l.B)
		switch {
		case x == nil || y == nil || x.Kind.V == y.Kind.V:
		case x.Kind.V == "onprem":
			names = append(names, l.A+"+"+l.B)
		default:
			names = append(names, l.B+"+"+l.A)
		}
	}
	return names
}

// peek reads the spec files of a folder as far as they go. A shell's tab is no
// place for errors: what cannot be read is empty.
func (a *app) peek(dir string) *spec.Workspace {
	root, err := a.openFolder(dir)
	if err != nil {
		return &spec.Workspace{}
	}
	defer root.Close()
	w, err := a.parse(root.FS(), loadOptions{dir: dir}, nil)
	if err != nil {
		return &spec.Workspace{}
	}
	return w.Workspace
}

// textAndJSON are the formats of lists.
func textAndJSON() []string { return []string{reports.Text, reports.JSON} }
