package cli

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"berth.dev/engine/diag"
	"berth.dev/engine/spec"
	"berth.dev/providers/pricelist"
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

// pricesImportOptions are the flags of prices import.
type pricesImportOptions struct {
	app   *app
	file  string
	book  pricelist.BookOptions
	out   string
	force bool
}

func newPricesImport(a *app, run func(*pricesImportOptions) error) *cobra.Command {
	o := &pricesImportOptions{app: a}
	c := &cobra.Command{
		Use:   "import FILE",
		Short: "Make a price book of a public list of Google Cloud prices",
		Long: `Make a price book of one region out of the list that the Cyclenerd cost
calculator publishes (pricing.yml): machines, disks and egress, each price with
the digits of the list. What the list lacks is left out and named, never 0. What is
odd in the list is told on stderr. FILE is the list, or "-" for stdin.`,
		Example: `  berth prices import pricing.yml --region asia-northeast1 --machine 'e2-*'
  berth prices import pricing.yml --region asia-northeast1 --out gcp.hcl`,
		Args: arguments(1, 1, "one file"),
		RunE: func(c *cobra.Command, args []string) error {
			o.file = args[0]
			if o.book.Region == "" {
				return misused(c.CommandPath(), "%s needs --region, as in --region asia-northeast1.", c.CommandPath())
			}
			return run(o)
		},
	}
	f := c.Flags()
	f.StringVar(&o.book.Region, "region", "", "region of the list, as in asia-northeast1")
	f.StringArrayVar(&o.book.Machines, "machine", nil, "only machines like this, as in 'e2-*' (repeatable)")
	f.StringVar(&o.book.Name, "name", "", "name of the price book (default gcp- and the region)")
	f.StringVar(&o.out, "out", "", "file to write (default stdout)")
	f.BoolVar(&o.force, "force", false, "write over a file that is there")
	return c
}

func runPricesImport(o *pricesImportOptions) error {
	a := o.app
	in, err := a.openInput(o.file)
	if err != nil {
		return err
	}
	defer in.Close()
	read := pricelist.DefaultReadOptions()
	read.File = o.file
	list, _, err := pricelist.Read(in, read)
	if err != nil {
		return err
	}
	book, err := list.Book(o.book)
	if err != nil {
		return err
	}
	var hcl, told bytes.Buffer
	if err := pricelist.Write(&hcl, book); err != nil {
		return err
	}
	if err := book.WriteText(&told); err != nil {
		return err
	}
	if o.out == "" {
		_, err = a.out.Write(hcl.Bytes())
	} else {
		err = put(a.path(o.out), hcl.Bytes(), o.force)
	}
	if err != nil {
		return err
	}
	_, err = io.WriteString(a.Stderr, diag.Clean(told.String()))
	return err
}

// openInput opens a file, or stdin for "-".
func (a *app) openInput(name string) (io.ReadCloser, error) {
	if name == "-" {
		return io.NopCloser(a.Stdin), nil
	}
	return os.Open(a.path(name))
}

// pricesShowOptions are the flags of prices show.
type pricesShowOptions struct {
	app      *app
	dir      string
	book     string
	machines []string
}

func newPricesShow(a *app, run func(*pricesShowOptions) error) *cobra.Command {
	o := &pricesShowOptions{app: a}
	c := &cobra.Command{
		Use:   "show [BOOK]",
		Short: "Show the prices of a book",
		Long: `Show the prices of a book of the workspace as a table, with source and date;
without a name, all books.`,
		Example: `  berth prices show
  berth prices show example --machine 'e2-*'`,
		Args: arguments(0, 1, "one price book"),
		RunE: func(_ *cobra.Command, args []string) error {
			if len(args) > 0 {
				o.book = args[0]
			}
			return run(o)
		},
	}
	c.Flags().StringVarP(&o.dir, "chdir", "C", ".", "folder of the workspace, or a file")
	c.Flags().StringArrayVar(&o.machines, "machine", nil, "only machines like this, as in 'e2-*' (repeatable)")
	return c
}

func runPricesShow(o *pricesShowOptions) error {
	w, err := o.app.books(o.dir)
	if err != nil {
		return err
	}
	books := w.PriceBooks
	if o.book != "" {
		book, err := bookNamed(w, o.dir, o.book)
		if err != nil {
			return err
		}
		books = []*spec.PriceBook{book}
	}
	var b bytes.Buffer
	for i, book := range books {
		if i > 0 {
			b.WriteByte('\n')
		}
		if err := pricelist.Show(book, o.machines...).WriteText(&b); err != nil {
			return err
		}
	}
	_, err = o.app.out.WriteString(diag.Clean(b.String()))
	return err
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

// pricesDiffOptions are the flags of prices diff.
type pricesDiffOptions struct {
	app      *app
	old, new string
	book     string
	exitcode bool
}

func newPricesDiff(a *app, run func(*pricesDiffOptions) error) *cobra.Command {
	o := &pricesDiffOptions{app: a}
	c := &cobra.Command{
		Use:   "diff OLD NEW",
		Short: "Show which prices differ between two books",
		Long: `Show which prices were added, removed or changed between two price books, with
the change in percent. OLD and NEW are *.hcl files or folders with one price book;
where they have several, --book names the one to compare.`,
		Example: `  berth prices diff prices.hcl prices.hcl
  berth prices diff . prices.hcl --detailed-exitcode`,
		Args: arguments(2, 2, "two files or folders"),
		RunE: func(_ *cobra.Command, args []string) error {
			o.old, o.new = args[0], args[1]
			return run(o)
		},
	}
	c.Flags().StringVar(&o.book, "book", "", "name of the price book, where there are several")
	c.Flags().BoolVar(&o.exitcode, "detailed-exitcode", false, "exit code 3 when prices differ")
	return c
}

func runPricesDiff(o *pricesDiffOptions) error {
	older, err := o.pick(o.old)
	if err != nil {
		return err
	}
	newer, err := o.pick(o.new)
	if err != nil {
		return err
	}
	changes := pricelist.Diff(older, newer)
	var b bytes.Buffer
	if err := changes.WriteText(&b); err != nil {
		return err
	}
	if _, err := o.app.out.WriteString(diag.Clean(b.String())); err != nil {
		return err
	}
	if len(changes) > 0 && o.exitcode {
		return errChanges
	}
	return nil
}

// pick returns the book to compare of one side.
func (o *pricesDiffOptions) pick(name string) (*spec.PriceBook, error) {
	w, err := o.app.books(name)
	switch {
	case err != nil:
		return nil, err
	case o.book != "":
		return bookNamed(w, name, o.book)
	case len(w.PriceBooks) > 1:
		return nil, errors.New(name + " has several price books, " + strings.Join(bookNames(w), ", ") + ": name one with --book")
	}
	return w.PriceBooks[0], nil
}
