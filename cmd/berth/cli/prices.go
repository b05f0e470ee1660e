package cli

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"berth.dev/engine/diag"
	"berth.dev/engine/spec"
)

func newPrices(a *app) *cobra.Command {
	return group("prices", "Import, show and compare price books",
		`Work with price books: dated lists of prices with their source, that a cloud site
names. They are files of the workspace like all others.`,
		`  berth prices show
  berth prices diff prices.hcl prices.hcl`,
		newPricesImport(a, runPricesImport),
		newPricesShow(a, runPricesShow),
		newPricesDiff(a, runPricesDiff),
	)
}

// books reads the price books of a folder or of one file. What else stands there
// is checked for form only.
func (a *app) books(name string) (*spec.Workspace, error) {
	dir, only := name, ""
	if info, err := os.Stat(a.path(name)); err == nil && !info.IsDir() {
		dir, only = filepath.Split(name)
		if dir == "" {
			dir = "."
		}
	}
	root, err := a.openFolder(dir)
	if err != nil {
		return nil, err
	}
	defer root.Close()
	var files []spec.Source
	if only == "" {
		files, err = spec.ReadFolder(root.FS(), spec.DefaultLimits())
	} else {
		var content []byte
		content, err = readBounded(a.path(name))
		files = []spec.Source{{Name: only, Bytes: content}}
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	w, diags := spec.Parse(files, spec.Options{Fragment: true})
	if diags.HasErrors() {
		return nil, &diagError{list: diags, sources: sourcesOf(w)}
	}
	if len(w.PriceBooks) == 0 {
		return nil, fmt.Errorf("%s has no price_book block", name)
	}
	return w, nil
}

// bookNamed finds a price book.
func bookNamed(w *spec.Workspace, where, name string) (*spec.PriceBook, error) {
	if b := w.PriceBook(name); b != nil {
		return b, nil
	}
	return nil, fmt.Errorf("%s has no price book %q. %s", where, name, diag.Meant(name, bookNames(w)))
}

func bookNames(w *spec.Workspace) (names []string) {
	for _, b := range w.PriceBooks {
		names = append(names, b.Name)
	}
	return names
}
