package cli

import (
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"berth.dev/engine/spec"
	"berth.dev/providers/reimport"
)

// importMerge is how an import writes into a folder: merged with what people changed
// since the last import, shown, and only as they agree.
type importMerge struct {
	app *app
	cmd *cobra.Command
	// out is the folder, "" for stdout.
	out string
	// prune takes out what the source no longer has.
	prune bool
	// yes agrees beforehand; dry shows and writes nothing.
	yes, dry bool
}

// imported is what an import writes.
type imported struct {
	// from names the source, so that two imports into one folder are told apart:
	// "kubernetes/prod", "compose/compose.yaml".
	from string
	// files are specs by their paths below the folder, and what belongs to them.
	files []spec.Source
	// starter are files that are written beside them, where the folder has no
	// workspace yet.
	starter []spec.Source
	// next is what to do then, "" for an evaluation.
	next string
}

// examples are what of the starter is to be replaced.
func (i imported) examples() string {
	if slices.ContainsFunc(i.files, func(f spec.Source) bool { return strings.HasPrefix(f.Name, "site-") }) {
		return "The other site, the link and prices"
	}
	return "Sites, link and prices"
}

// flags adds --out, --prune, --yes and --dry-run.
func (m *importMerge) flags(c *cobra.Command) {
	m.cmd = c
	f := c.Flags()
	f.StringVar(&m.out, "out", "", "folder to write, merged with what is there (default stdout)")
	f.BoolVar(&m.prune, "prune", false, "take out what the source no longer has, where no hand changed it")
	f.BoolVar(&m.yes, "yes", false, "do not ask before files that are there are changed")
	f.BoolVar(&m.dry, "dry-run", false, "show what would change, and write nothing")
	c.PreRunE = func(*cobra.Command, []string) error { return m.unmerged() }
}

// unmerged refuses flags on merging where nothing is merged.
func (m *importMerge) unmerged() error {
	for _, name := range []string{"prune", "yes", "dry-run"} {
		if m.out == "" && m.cmd.Flags().Changed(name) {
			return misused(m.cmd.CommandPath(), "--%s is about a folder that is written: give --out, too.", name)
		}
	}
	return nil
}

// importWords are the words on merging that belong into the help of every import.
const importWords = `Into a folder that has specs the import is merged: what changed in the source is
taken over, what a hand changed stays and is told, and the difference is shown
before anything is written. DIR/.imported keeps the last import: commit it, too.`

// write prints the files where no folder was named. Else it merges them into the
// folder: it shows what changes, asks where files that are there change, checks that
// the folder validates as it will be, and writes. Nothing is written unless all is.
func (m *importMerge) write(i imported) error {
	if m.out == "" {
		return m.print(i.files)
	}
	there, err := specsIn(m.app.path(m.out))
	if err != nil {
		return err
	}
	current, err := m.beside(there, i.files)
	if err != nil {
		return err
	}
	base, err := m.lastImport(i)
	if err != nil {
		return err
	}
	merged, err := reimport.Merge(base, current, i.files, reimport.Options{Prune: m.prune})
	if err != nil {
		return err
	}
	files := merged.Files
	begin := len(i.starter) > 0 && !hasWorkspace(there) && !hasWorkspace(i.files)
	if begin {
		files = append(slices.Clone(files), absent(i.starter, there)...)
	}
	if err := m.agreed(merged, current, files); err != nil || m.dry {
		return err
	}
	if specs := specsAmong(files); len(specs) > 0 {
		if err := checkTogether(there, specs); err != nil {
			return err
		}
	}
	return m.put(i, merged.Base, files, begin)
}

// print writes the files to stdout, one after another.
func (m *importMerge) print(files []spec.Source) error {
	for k, f := range files {
		if k > 0 {
			fmt.Fprintln(m.app.out)
		}
		if _, err := m.app.out.Write(f.Bytes); err != nil {
			return err
		}
	}
	return m.app.out.Flush()
}

// agreed shows what would change, and asks where files that are there do.
func (m *importMerge) agreed(merged *reimport.Result, current, files []spec.Source) error {
	a := m.app
	changed := m.show(merged, current, files)
	if m.dry {
		fmt.Fprintln(a.out, "Nothing was written, as --dry-run has it.")
		return a.out.Flush()
	}
	if changed == 0 {
		return nil
	}
	if err := a.out.Flush(); err != nil {
		return err
	}
	if !m.yes && !(a.StdinTerminal && a.StderrTerminal) {
		return misused(m.cmd.CommandPath(), "%s asks before it changes files that are there, and here nobody can answer: look at the difference above, then give --yes.", m.cmd.CommandPath())
	}
	return a.agree(m.yes, plural(changed, "file")+" would change.", "yes")
}

// put writes the files, and the import itself last: a run that ends between them is
// made good by the next one.
func (m *importMerge) put(i imported, base, files []spec.Source, begin bool) error {
	a, w := m.app, writing{force: true}
	for _, f := range files {
		if err := w.put(filepath.Join(a.path(m.out), filepath.FromSlash(f.Name)), f.Bytes); err != nil {
			return err
		}
		fmt.Fprintf(a.out, "wrote %s\n", filepath.Join(m.out, f.Name))
	}
	if err := m.keep(i, base); err != nil {
		return err
	}
	if begin {
		fmt.Fprintf(a.out, "%s are examples: put your own in their place.\n", i.examples())
	}
	if len(files) == 0 {
		_, err := fmt.Fprintf(a.out, "Nothing to write: %s has it all.\n", m.out)
		return err
	}
	_, err := fmt.Fprintf(a.out, "Next: %s\n", cmp.Or(i.next, "berth evaluate "+m.out))
	return err
}

// beside adds to the specs of a folder what it has of the import's other files.
func (m *importMerge) beside(there, files []spec.Source) ([]spec.Source, error) {
	out := slices.Clone(there)
	for _, f := range files {
		if !filepath.IsLocal(filepath.FromSlash(f.Name)) {
			return nil, fmt.Errorf("%s: it would be written outside of %s", f.Name, m.out)
		}
		if spec.IsSpec(f.Name) {
			continue
		}
		text, err := os.ReadFile(filepath.Join(m.app.path(m.out), filepath.FromSlash(f.Name)))
		switch {
		case err == nil:
			out = append(out, spec.Source{Name: f.Name, Bytes: text})
		case !os.IsNotExist(err):
			return nil, err
		}
	}
	slices.SortFunc(out, func(a, b spec.Source) int { return cmp.Compare(a.Name, b.Name) })
	return out, nil
}

// absent are the files whose names a folder does not have.
func absent(files, there []spec.Source) (out []spec.Source) {
	for _, f := range files {
		if !slices.ContainsFunc(there, func(s spec.Source) bool { return s.Name == f.Name }) {
			out = append(out, f)
		}
	}
	return out
}

// specsAmong are the files that the language reads.
func specsAmong(files []spec.Source) (out []spec.Source) {
	for _, f := range files {
		if spec.IsSpec(f.Name) {
			out = append(out, f)
		}
	}
	return out
}
