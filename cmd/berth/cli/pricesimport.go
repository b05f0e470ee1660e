package cli

import (
	"bytes"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"berth.dev/engine/diag"
	"berth.dev/providers/pricelist"
)

// pricesImportOptions are the flags of prices import.
type pricesImportOptions struct {
	app  *app
	file string
	book pricelist.BookOptions
	out  string
	writing
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
	o.flag(c)
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
		err = o.put(a.path(o.out), hcl.Bytes())
	}
	if err != nil {
		return err
	}
	if o.out != "" {
		fmt.Fprintf(&told, "A site uses the book by its name: prices = %q.\n", book.Name)
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
