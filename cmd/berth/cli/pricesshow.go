package cli

import (
	"bytes"

	"github.com/spf13/cobra"

	"berth.dev/engine/diag"
	"berth.dev/engine/spec"
	"berth.dev/providers/pricelist"
)

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
