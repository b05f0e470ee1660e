package cli

import (
	"fmt"
	"maps"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"berth.dev/providers/compose"
)

// importComposeOptions are the flags of import compose.
type importComposeOptions struct {
	importMerge
	files    []string
	envFiles []string
	compose  compose.Options
}

func newImportCompose(a *app, run func(*importComposeOptions) error) *cobra.Command {
	o := &importComposeOptions{importMerge: importMerge{app: a}, compose: compose.DefaultOptions()}
	c := &cobra.Command{
		Use:   "compose FILE...",
		Short: "Make specs of a Compose file",
		Long: `Make specs of services out of a Compose file. FILE is one, or "-" for stdin; several
are merged in their order. What they include and extend is followed inside of the
first one's folder; for what lies elsewhere, import what "docker compose config"
prints.

Variables of the file (${TAG}) have the values of --env-file, or the defaults that
stand in the file; the environment of the process is not read. A setting that names
another service's host makes a call; depends_on alone makes a comment.

What the file does not say becomes "unknown" or a comment, never nothing.

` + importWords,
		Example: `  berth import compose compose.yaml
  berth import compose compose.yaml --env-file prod.env --runs-on tokyo --out shop
  docker compose config | berth import compose -`,
		Args: arguments(1, -1, `a Compose file, or "-"`),
		RunE: func(c *cobra.Command, args []string) error {
			o.files = args
			if len(args) > 1 && strings.Contains(" "+strings.Join(args, " ")+" ", " - ") {
				return misused(c.CommandPath(), `%s takes files or "-", not both.`, c.CommandPath())
			}
			return run(o)
		},
	}
	f := c.Flags()
	f.StringArrayVar(&o.compose.RunsOn, "runs-on", nil, "the site where the services run today (repeatable for both of a hybrid)")
	f.StringVar(&o.compose.Product, "product", "", "the product that the services belong to")
	f.StringArrayVar(&o.envFiles, "env-file", nil, "file with values of the variables (repeatable)")
	f.StringArrayVar(&o.compose.Profiles, "profile", nil, "import the services of this profile, too (repeatable)")
	o.importMerge.flags(c)
	return c
}

func runImportCompose(o *importComposeOptions) error {
	project, err := o.read()
	if err != nil {
		return err
	}
	o.compose.Variables = map[string]string{}
	for _, name := range o.envFiles {
		s, err := o.app.source(name, o.compose.Limits)
		if err != nil {
			return err
		}
		values, err := compose.Variables(s)
		if err != nil {
			return err
		}
		maps.Copy(o.compose.Variables, values)
	}
	from := "compose/" + strings.Join(o.files, ",")
	if err := o.remember(from, &o.compose.RunsOn, &o.compose.Product); err != nil {
		return err
	}
	result, err := compose.Import(project, o.compose)
	if err != nil {
		return fmt.Errorf("%s: %w", o.files[0], err)
	}
	return o.writeServices(from, result, o.compose.Product)
}

// read reads the files with what belongs to them.
func (o *importComposeOptions) read() (*compose.Project, error) {
	if o.files[0] == "-" {
		s, err := o.app.source("-", o.compose.Limits)
		if err != nil {
			return nil, err
		}
		return compose.Alone(s), nil
	}
	dir := filepath.Dir(o.app.path(o.files[0]))
	var names []string
	for _, file := range o.files {
		if _, err := o.app.statNamed(file); err != nil {
			return nil, err
		}
		rel, err := filepath.Rel(dir, o.app.path(file))
		if err != nil || !filepath.IsLocal(rel) {
			return nil, fmt.Errorf("%s: it does not lie in the folder of %s, inside of which all files are read", file, o.files[0])
		}
		names = append(names, filepath.ToSlash(rel))
	}
	project, err := compose.Read(dir, names, o.compose.Limits)
	if below := filepath.Dir(o.files[0]); err != nil && below != "." {
		err = fmt.Errorf("%s: %w", below, err)
	}
	return project, err
}
