package pricelist

import (
	"bytes"
	"cmp"
	"fmt"
	"io"
	"slices"
	"text/tabwriter"

	"berth.dev/engine/money"
	"berth.dev/engine/spec"
)

// Changes are what differs between two price books, by item and then in the order
// in which a book writes the fields.
type Changes []Change

// Kind says what became of a price.
type Kind string

// The kinds of change.
const (
	Added   Kind = "added"
	Removed Kind = "removed"
	Changed Kind = "changed"
)

// Change is one price, or the size of one machine, that differs.
type Change struct {
	Kind Kind
	// Item is what is priced, as in "machine e2-standard-8" or "disk ssd".
	Item string
	// Field is the word of the language. It is empty where a whole machine was
	// added or removed: then Old or New is its first price.
	Field string
	// Old and New are as a book writes them, "" where there is none.
	Old, New string
	// Percent is the change with sign and two digits, as in "+4.25"; "" where the
	// two cannot be compared.
	Percent string
}

// line is one thing of a book that can change.
type line struct {
	item, field, text string
	// order keeps the fields of an item as a book writes them; for tiers it is the
	// volume.
	order float64
	rate  money.Rate
}

// Diff returns what differs between two price books. Name, source and date are
// not compared: two books of one region at two dates differ in these by nature.
func Diff(old, new *spec.PriceBook) Changes {
	before, after := lines(old), lines(new)
	out := append(onlyIn(old, new, Removed), onlyIn(new, old, Added)...)
	whole := map[string]bool{}
	for _, c := range out {
		whole[c.Item] = true
	}
	skip := func(l line) bool { return whole[l.item] }
	before, after = slices.DeleteFunc(before, skip), slices.DeleteFunc(after, skip)
	for len(before) > 0 || len(after) > 0 {
		switch c := compare(before, after); {
		case c < 0:
			out = append(out, Change{Kind: Removed, Item: before[0].item, Field: before[0].field, Old: before[0].text})
			before = before[1:]
		case c > 0:
			out = append(out, Change{Kind: Added, Item: after[0].item, Field: after[0].field, New: after[0].text})
			after = after[1:]
		default:
			if b, a := before[0], after[0]; b.text != a.text {
				out = append(out, Change{Changed, b.item, b.field, b.text, a.text, percent(b.rate, a.rate)})
			}
			before, after = before[1:], after[1:]
		}
	}
	// Stable, so that the fields of an item stay as a book writes them.
	slices.SortStableFunc(out, func(a, b Change) int { return cmp.Compare(a.Item, b.Item) })
	return out
}

// onlyIn returns the machines that a book has and the other has not, each as one
// change: seven lines for each would bury the prices that moved.
func onlyIn(book, other *spec.PriceBook, kind Kind) (out []Change) {
	for _, m := range book.Machines {
		if slices.ContainsFunc(other.Machines, func(o *spec.Machine) bool { return o.Name == m.Name }) {
			continue
		}
		first := ""
		for _, v := range []money.Rate{m.OnDemand.V, m.Hour.V, m.Spot.V, m.Commit1y.V, m.Commit3y.V} {
			if known(v) {
				first = v.String()
				break
			}
		}
		c := Change{Kind: kind, Item: "machine " + m.Name, New: first}
		if kind == Removed {
			c.Old, c.New = c.New, c.Old
		}
		out = append(out, c)
	}
	return out
}

// compare orders the first lines of two books; an empty book comes last.
func compare(a, b []line) int {
	switch {
	case len(a) == 0:
		return 1
	case len(b) == 0:
		return -1
	}
	return byItem(a[0], b[0])
}

func byItem(a, b line) int {
	return cmp.Or(cmp.Compare(a.item, b.item), cmp.Compare(a.order, b.order), cmp.Compare(a.field, b.field))
}

// lines is a book as everything in it that can change, sorted.
func lines(book *spec.PriceBook) (out []line) {
	for _, m := range book.Machines {
		item := "machine " + m.Name
		out = append(out, line{item: item, field: "cpu", text: decimal(m.CPU.V)},
			line{item: item, field: "memory", text: gib(m.Memory.V), order: 1})
		for i, f := range []struct {
			word string
			rate money.Rate
		}{
			{"on_demand", m.OnDemand.V}, {"hour", m.Hour.V}, {"spot", m.Spot.V},
			{"commit1y", m.Commit1y.V}, {"commit3y", m.Commit3y.V},
		} {
			if known(f.rate) {
				out = append(out, line{item, f.word, f.rate.String(), float64(2 + i), f.rate})
			}
		}
	}
	for _, o := range others(book) {
		out = append(out, line{o.Name, o.Field, o.Rate.String(), o.From, o.Rate})
	}
	slices.SortStableFunc(out, byItem)
	return out
}

// percent is how far a price moved, for a person: the exact prices stand beside
// it. It is empty where currencies or units differ or the old price is 0.
func percent(old, new money.Rate) string {
	if !known(old) || !known(new) || old.Per != new.Per ||
		old.Amount.Currency() != new.Amount.Currency() || old.Amount.IsZero() {
		return ""
	}
	moved := new.Amount.Sub(old.Amount).Float() / old.Amount.Float() * 100
	return fmt.Sprintf("%+.2f", moved)
}

// WriteText writes the changes for a person as a table, and how many there are of
// each kind.
func (c Changes) WriteText(w io.Writer) error {
	if len(c) == 0 {
		_, err := io.WriteString(w, "No price differs.\n")
		return err
	}
	var b bytes.Buffer
	t := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	fmt.Fprintf(t, "\titem\tfield\told\tnew\tchange\n")
	count := map[Kind]int{}
	for _, x := range c {
		count[x.Kind]++
		change := "-"
		if x.Percent != "" {
			change = x.Percent + " %"
		}
		fmt.Fprintf(t, "%s\t%s\t%s\t%s\t%s\t%s\n",
			x.Kind, x.Item, cmp.Or(x.Field, "all"), cmp.Or(x.Old, "-"), cmp.Or(x.New, "-"), change)
	}
	if err := t.Flush(); err != nil {
		return err
	}
	fmt.Fprintf(&b, "\n%d changed, %d added, %d removed.\n", count[Changed], count[Added], count[Removed])
	_, err := w.Write(b.Bytes())
	return err
}
