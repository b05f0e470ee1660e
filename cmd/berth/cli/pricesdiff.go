package cli

import (
	"bytes"
	"errors"
	"strings"

	"github.com/spf13/cobra"

	"berth.dev/engine/diag"
	"berth.dev/engine/spec"
	"berth.dev/providers/pricelist"
)

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
