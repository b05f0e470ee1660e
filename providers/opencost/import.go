package opencost

import (
	"bytes"
	"errors"
	"fmt"
	"path"
	"time"

	"berth.dev/engine/money"
	"berth.dev/providers/manifest"
	"berth.dev/providers/tree"
)

// Options say what a price file does not.
type Options struct {
	// Name is that of the price book; empty means one after the file.
	Name string
	// Date is the day of the prices.
	Date time.Time
	// Currency is that of the prices, as in "USD".
	Currency string
	// Region picks the rows of a sheet; those without a region are for all.
	Region string
	// Per is "hour" or "month" where the file means another one than its form says.
	Per string
	// Machines are the sizes of machines, by the name that the sheet has for them. Of a
	// file that prices cores and memory each becomes a machine at their price.
	Machines map[string]Size
	// Limits bound the file; the zero value means [tree.DefaultLimits].
	Limits manifest.Limits
}

// Size is what a machine has: cores as in "32" and memory as in "256Gi".
type Size struct{ CPU, Memory string }

// Result is a price book.
type Result struct {
	// HCL is one price_book block.
	HCL []byte
	// Name is that of the book.
	Name string
	// Open is what the file says and the book cannot, and what a person has to add.
	Open []string
}

// book is what was read, in the words of the language.
type book struct {
	name, source, region string
	date                 time.Time
	currency             string
	cpu, memory          price
	spotCPU, spotMemory  price
	machines             []machine
	disks                []disk
	egress               price
	open                 []string
}

// price is an amount for one of something; the zero price is none.
type price struct {
	amount money.Amount
	known  bool
}

type machine struct {
	name, called, note string
	size               Size
	hour, spot         price // an hour, a month
}

type disk struct {
	name, called string
	month        price
}

func (b *book) ask(format string, args ...any) { b.open = append(b.open, fmt.Sprintf(format, args...)) }

// errNoPrices is said of what is none of the forms.
var errNoPrices = errors.New("it has no prices of OpenCost: give its default.json, a ConfigMap or Helm values with it, or a CSV price sheet")

// Import makes a price book of a price file.
func Import(s manifest.Source, o Options) (*Result, error) {
	if o.Limits == (manifest.Limits{}) {
		o.Limits = tree.DefaultLimits()
	}
	if len(s.Bytes) > o.Limits.SourceBytes {
		return nil, fmt.Errorf("it has more than %d bytes, which no price file has", o.Limits.SourceBytes)
	}
	if o.Per != "" && o.Per != "hour" && o.Per != "month" {
		return nil, fmt.Errorf("prices are for an hour or a month, not for %q", o.Per)
	}
	if o.Currency == "" {
		o.Currency = "USD"
	}
	if !money.IsCurrency(o.Currency) {
		return nil, fmt.Errorf("%q is no currency: write three capital letters, as in USD", tree.Short(o.Currency))
	}
	b := &book{name: o.Name, source: path.Base(s.Name), region: o.Region, date: o.Date, currency: o.Currency}
	if b.name == "" {
		base := path.Base(s.Name)
		b.name = manifest.Name("opencost-" + base[:len(base)-len(path.Ext(base))])
	}
	var err error
	if isSheet(s) {
		err = b.sheet(s.Bytes, o)
	} else {
		err = b.model(s.Bytes, o)
	}
	if err != nil {
		return nil, err
	}
	return &Result{HCL: b.hcl(), Name: b.name, Open: b.open}, nil
}

// isSheet tells a CSV sheet from JSON and YAML.
func isSheet(s manifest.Source) bool {
	if path.Ext(s.Name) == ".csv" {
		return true
	}
	first, _, _ := bytes.Cut(s.Bytes, []byte("\n"))
	return bytes.Count(first, []byte(",")) > 3 && !bytes.ContainsAny(first, "{:")
}
