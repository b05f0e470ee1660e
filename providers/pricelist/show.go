package pricelist

import (
	"bytes"
	"cmp"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"berth.dev/engine/money"
	"berth.dev/engine/spec"
	"berth.dev/engine/unit"
)

// Shown is a price book as tables.
type Shown struct {
	Name, Source, Region, Currency string
	// Date is the day the prices are from.
	Date time.Time
	// Machines are by family, cores, memory and name.
	Machines []Row
	// Others are the prices that are not a machine's, by item.
	Others []Item
}

// Row is one machine of a book. A Rate without a currency is a price that the
// book does not have.
type Row struct {
	Machine string
	// CPU is cores, Memory bytes.
	CPU, Memory                              float64
	OnDemand, Hour, Spot, Commit1y, Commit3y money.Rate
}

// Item is one price of a book.
type Item struct {
	// Name is what is priced, as in "disk ssd"; Field is the word of the language,
	// with the volume for tiers: "price from 1Ti".
	Name, Field string
	Rate        money.Rate
	// From is the volume at which a tier begins, in bytes a month; 0 for all else.
	From float64
}

// Show returns a price book as tables: all machines, or those that one of the
// patterns matches ("e2-*"). Everything else of the book is always in it. A
// pattern that is malformed matches nothing.
func Show(book *spec.PriceBook, machines ...string) Shown {
	out := Shown{
		Name: book.Name, Source: book.Source.V, Region: book.Region.V,
		Currency: book.Currency.V, Date: book.Date.V, Others: others(book),
	}
	for _, m := range book.Machines {
		matches := func(pattern string) bool {
			ok, err := path.Match(pattern, m.Name)
			return ok && err == nil
		}
		if len(machines) == 0 || slices.ContainsFunc(machines, matches) {
			out.Machines = append(out.Machines, Row{
				m.Name, m.CPU.V, m.Memory.V, m.OnDemand.V, m.Hour.V, m.Spot.V, m.Commit1y.V, m.Commit3y.V,
			})
		}
	}
	slices.SortFunc(out.Machines, func(a, b Row) int {
		return bySize(a.Machine, b.Machine, a.CPU, b.CPU, a.Memory, b.Memory)
	})
	return out
}

// others are the prices of a book that are not a machine's.
func others(book *spec.PriceBook) (out []Item) {
	put := func(name, field string, v spec.Value[money.Rate]) {
		if known(v.V) {
			out = append(out, Item{Name: name, Field: field, Rate: v.V})
		}
	}
	put("cluster", "cluster_fee", book.ClusterFee)
	if a := book.Autopilot; a != nil {
		put("autopilot", "cpu", a.CPU)
		put("autopilot", "memory", a.Memory)
		put("autopilot", "spot_cpu", a.SpotCPU)
		put("autopilot", "spot_memory", a.SpotMemory)
	}
	for _, d := range book.Disks {
		put("disk "+d.Name, "price", d.Price)
	}
	for _, e := range book.Egress {
		// Tiers keep the order of volume, which is not that of their text.
		tiers := slices.Clone(e.Tiers)
		slices.SortStableFunc(tiers, func(a, b *spec.Tier) int { return cmp.Compare(a.From.V, b.From.V) })
		for _, t := range tiers {
			if known(t.Price.V) {
				out = append(out, Item{"egress " + e.Name, "price from " + unit.FormatBytes(t.From.V), t.Price.V, t.From.V})
			}
		}
	}
	slices.SortStableFunc(out, func(a, b Item) int { return cmp.Compare(a.Name, b.Name) })
	return out
}

// known tells whether a book has a price. An unset price is the zero Rate, and
// every price that was written has a currency.
func known(r money.Rate) bool { return r.Amount.Currency() != "" }

// WriteText writes the tables for a person, with all digits of each price.
func (s Shown) WriteText(w io.Writer) error {
	var b bytes.Buffer
	fmt.Fprintf(&b, "%s: %s, as of %s, in %s; machines a month where not an hour\nfrom %s\n",
		s.Name, cmp.Or(s.Region, "no region"), s.Date.Format(time.DateOnly), s.Currency, s.Source)
	t := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	if len(s.Machines) > 0 {
		fmt.Fprintf(t, "\nmachine\tcpu\tmemory\thour\ton demand\tspot\tcommit 1y\tcommit 3y\n")
	}
	for _, m := range s.Machines {
		fmt.Fprintf(t, "%s\t%s\t%s\t%s\n", m.Machine, decimal(m.CPU), gib(m.Memory),
			strings.Join([]string{cell(m.Hour), cell(m.OnDemand), cell(m.Spot), cell(m.Commit1y), cell(m.Commit3y)}, "\t"))
	}
	if len(s.Others) > 0 {
		fmt.Fprintf(t, "\nother\t\tprice\n")
	}
	for _, o := range s.Others {
		fmt.Fprintf(t, "%s\t%s\t%s\n", o.Name, o.Field, o.Rate)
	}
	if err := t.Flush(); err != nil {
		return err
	}
	_, err := w.Write(b.Bytes())
	return err
}

// cell writes a price in a table whose head names the currency.
func cell(r money.Rate) string {
	if !known(r) {
		return "-"
	}
	return r.Amount.Decimal()
}

// gib writes bytes as GiB. Six digits undo that a specification's 0.6Gi is no
// whole number of bytes.
func gib(bytes float64) string { return decimal(unit.Significant(bytes/unit.GiB, 6)) + "Gi" }
