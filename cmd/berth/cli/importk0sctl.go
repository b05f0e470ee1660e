package cli

import (
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"berth.dev/engine/spec"
	"berth.dev/providers/k0s"
)

// importK0sctlOptions are the flags of import k0sctl.
type importK0sctlOptions struct {
	importMerge
	file string
}

// The files that import k0sctl writes below its folder.
const (
	// importedBlock is no spec file: its words belong into a site, and a workspace that the
	// folder is part of stays one.
	importedBlock  = "k0s.txt"
	importedConfig = "k0s/config.yaml"
)

func newImportK0sctl(a *app, run func(*importK0sctlOptions) error) *cobra.Command {
	o := &importK0sctlOptions{importMerge: importMerge{app: a}}
	c := &cobra.Command{
		Use:   "k0sctl FILE",
		Short: "Make a site's words of a k0sctl.yaml",
		Long: `Make the words of a site out of a k0sctl.yaml: manage, cluster and the k0s block,
to be put into the site. FILE is a file, or "-" for stdin.

What the words cannot say is listed and is exit code 4: with them the cluster would
be another one, so berth must not take it over. What a person has to add, the hosts'
keys above all, is listed too. What may be a secret is left out.

With --out the words are written to DIR/` + importedBlock + `, from where they go into the site's
block, and the ClusterConfig to DIR/` + importedConfig + `, where the block looks for it if
DIR is the workspace's folder.

Then "berth plan --steps" compares it with what is on the machines, and takes the
cluster over where nothing differs.

` + importWords,
		Example: `  berth import k0sctl k0sctl.yaml
  berth import k0sctl k0sctl.yaml --out shop`,
		Args: arguments(1, 1, `a k0sctl.yaml, or "-"`),
		RunE: func(_ *cobra.Command, args []string) error {
			o.file = args[0]
			return run(o)
		},
	}
	o.importMerge.flags(c)
	return c
}

// longestK0sctl is how large a k0sctl.yaml may be.
const longestK0sctl = 1 << 20

func runImportK0sctl(o *importK0sctlOptions) error {
	text, err := o.read()
	if err != nil {
		return err
	}
	got, err := k0s.Import(text)
	if err != nil {
		return fmt.Errorf("%s: %w", o.from(), err)
	}
	if err := o.write(got); err != nil {
		return err
	}
	for _, words := range got.Open {
		o.app.say("note", words)
	}
	if len(got.Lost) > 0 {
		return &refusal{fmt.Errorf("%s: the words of a site cannot say all of it, and with them the cluster would be another one:\n  %s", o.from(), strings.Join(got.Lost, "\n  "))}
	}
	return nil
}

// from names what is imported.
func (o *importK0sctlOptions) from() string {
	if o.file == "-" {
		return "stdin"
	}
	return o.file
}

func (o *importK0sctlOptions) read() ([]byte, error) {
	var from io.Reader = o.app.Stdin
	if o.file != "-" {
		f, err := o.app.openNamed(o.file)
		if err != nil {
			return nil, err
		}
		defer f.Close()
		from = f
	}
	text, err := io.ReadAll(io.LimitReader(from, longestK0sctl+1))
	if err == nil && len(text) > longestK0sctl {
		err = fmt.Errorf("%s: it is larger than %d bytes, which no k0sctl.yaml is", o.from(), longestK0sctl)
	}
	return text, err
}

func (o *importK0sctlOptions) write(got *k0s.Imported) error {
	if o.out == "" {
		_, err := io.WriteString(o.app.out, got.HCL)
		if err == nil && got.Config != nil {
			_, err = fmt.Fprintf(o.app.out, "\n# %s:\n%s", importedConfig, commented(string(got.Config)))
		}
		return err
	}
	files := []spec.Source{{Name: importedBlock, Bytes: []byte(got.HCL)}}
	if got.Config != nil {
		files = append(files, spec.Source{Name: importedConfig, Bytes: got.Config})
	}
	return o.importMerge.write(imported{
		from: "k0sctl/" + o.file, files: files,
		next: "put what " + filepath.Join(o.out, importedBlock) + " says into the site's block",
	})
}

// commented makes a comment of every line.
func commented(text string) string {
	var out strings.Builder
	for line := range strings.Lines(text) {
		out.WriteString("#   " + line)
	}
	return out.String()
}
