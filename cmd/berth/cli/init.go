package cli

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"

	"github.com/spf13/cobra"

	"berth.dev/engine/spec"
)

// starterFiles are the workspace that init writes.
//
//go:embed starter/*.hcl
var starterFiles embed.FS

// initOptions are the arguments of init.
type initOptions struct {
	app *app
	dir string
}

func newInit(a *app, run func(*initOptions) error) *cobra.Command {
	o := &initOptions{app: a, dir: "."}
	return &cobra.Command{
		Use:   "init [DIR]",
		Short: "Write a small workspace to begin with",
		Long: `Write a small workspace with comments: two sites, a link, prices, three services,
and rules of its own with their tests. It evaluates at once, so that you can change
it step by step. A folder that has spec files already is left alone.`,
		Example: `  berth init shop
  berth evaluate shop`,
		Args: arguments(0, 1, "one folder"),
		RunE: func(_ *cobra.Command, args []string) error {
			if len(args) > 0 {
				o.dir = args[0]
			}
			return run(o)
		},
	}
}

func runInit(o *initOptions) error {
	a := o.app
	dir := a.path(o.dir)
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return err
	}
	there, err := specsIn(dir)
	if err != nil {
		return err
	}
	if len(there) > 0 {
		return fmt.Errorf("%s has spec files already, %s for one; nothing was written. Choose an empty folder", o.dir, there[0].Name)
	}
	for _, name := range []string{"workspace.hcl", "prices.hcl", "services.hcl", "rules.hcl", "rules_test.hcl"} {
		if err := createFile(filepath.Join(dir, name), starter(name)); err != nil {
			return err
		}
		fmt.Fprintf(a.out, "wrote %s\n", filepath.Join(o.dir, name))
	}
	_, err = fmt.Fprintf(a.out, `
Next:
  berth evaluate %[1]s              where each service should run, and why
  berth explain -C %[1]s frontend   how one decision came about
  berth flip -C %[1]s frontend      what would change it
  berth check %[1]s                 what does not hold, for CI
  berth test %[1]s                  whether its rules say what they should
Then put your own sites and services into the files, or import them:
  berth import kubernetes --out DIR MANIFESTS
`, o.dir)
	return err
}

// starter returns a file of the workspace that init writes.
func starter(name string) []byte {
	b, err := starterFiles.ReadFile(path.Join("starter", name))
	if err != nil {
		panic(err) // the file is part of the program
	}
	return b
}

// specsIn lists the spec files of a folder; a folder that is not there has none.
func specsIn(dir string) ([]spec.Source, error) {
	root, err := os.OpenRoot(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer root.Close()
	return spec.ReadFolder(root.FS(), spec.DefaultLimits())
}
