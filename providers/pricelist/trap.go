package pricelist

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"time"
)

// Stable codes of what this package reports. A code is never reused.
const (
	// CodeInvalid: the file is no price list of this form.
	CodeInvalid = "BERTH-L001"
	// CodeNoCost: machine types without any price.
	CodeNoCost = "BERTH-L002"
	// CodeSpotOnly: a machine has a spot price but none on demand.
	CodeSpotOnly = "BERTH-L003"
	// CodeDiscount: a month costs less than 730 hours.
	CodeDiscount = "BERTH-L004"
	// CodeRounded: a month and 730 hours differ by rounding only.
	CodeRounded = "BERTH-L005"
	// CodeNoSaving: a commitment costs as much as no commitment.
	CodeNoSaving = "BERTH-L006"
	// CodeTiers: traffic gets dearer with volume.
	CodeTiers = "BERTH-L007"
	// CodeZero: a price of 0 was taken as missing.
	CodeZero = "BERTH-L008"
	// CodeNotTaken: a part of the list that a price book has no word for.
	CodeNotTaken = "BERTH-L009"
	// CodeNotSold: machine types that the region does not sell.
	CodeNotSold = "BERTH-L010"
	// CodeMissing: prices that the list does not have for the region.
	CodeMissing = "BERTH-L011"
)

// Trap is one kind of thing in a list that could mislead who does not know it.
type Trap struct {
	Code string
	// Summary says what it is and what was done about it.
	Summary string
	// Count is how often it occurs.
	Count int
	// Items name where it occurs, sorted; several occurrences may share an item.
	Items []string
}

// Report is what reading a list found.
type Report struct {
	// Bytes is the size of the file; Entries the (machine, region) pairs with any
	// price.
	Bytes, Regions, Machines, Entries int
	// Traps are by code; kinds that do not occur are left out.
	Traps []Trap
}

// itemsShown is how many items of a trap are written for a person.
const itemsShown = 12

// WriteText writes the report for a person.
func (r Report) WriteText(w io.Writer) error {
	var b bytes.Buffer
	fmt.Fprintf(&b, "Read %d machine types and %d regions from %d bytes; %d of their pairs have prices.\n", r.Machines, r.Regions, r.Bytes, r.Entries)
	writeTraps(&b, r.Traps)
	_, err := w.Write(b.Bytes())
	return err
}

// WriteText writes for a person what is in the book and what to know about it.
func (b *Book) WriteText(w io.Writer) error {
	var out bytes.Buffer
	fmt.Fprintf(&out, "Price book %q: %s as of %s; %d machines, %d destinations of egress, %d classes of storage.\n",
		b.Name, b.Region, b.Date.Format(time.DateOnly), len(b.Machines), len(b.Egress), len(b.Disks))
	writeTraps(&out, b.Traps)
	_, err := w.Write(out.Bytes())
	return err
}

func writeTraps(b *bytes.Buffer, traps []Trap) {
	for _, t := range traps {
		fmt.Fprintf(b, "%s: %d × %s\n", t.Code, t.Count, t.Summary)
		items := t.Items[:min(len(t.Items), itemsShown)]
		if len(items) == 0 {
			continue
		}
		more := ""
		if rest := len(t.Items) - len(items); rest > 0 {
			more = fmt.Sprintf(" … and %d more", rest)
		}
		fmt.Fprintf(b, "  %s%s\n", strings.Join(items, ", "), more)
	}
}

// add keeps a trap that occurs; its count is that of its items.
func add(traps []Trap, code, summary string, items []string) []Trap {
	if len(items) == 0 {
		return traps
	}
	return append(traps, Trap{code, summary, len(items), items})
}
