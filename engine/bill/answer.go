package bill

import (
	"fmt"
	"time"

	"berth.dev/engine/money"
)

// Categories of rows, as FOCUS names them.
const (
	Usage      = "Usage"
	Purchase   = "Purchase"
	Tax        = "Tax"
	Credit     = "Credit"
	Adjustment = "Adjustment"
)

// Groups of what is charged for, the same for all kinds of bills.
const (
	Compute = "compute"
	Memory  = "memory"
	Storage = "storage"
	Network = "network"
	Other   = "other"
)

// Row is what rows of a bill add up to that are alike in everything but money and
// quantity. Sums are exact.
type Row struct {
	Month Month
	// Day is when the charge begins, by the asked zone, as 2006-01-02.
	Day string
	// Late says that it begins before Month.
	Late bool
	// Category is one of [Usage], [Purchase], [Tax], [Credit] and [Adjustment].
	Category string
	// Group is one of [Compute], [Memory], [Storage], [Network] and [Other]. FOCUS tells
	// by ServiceCategory and has no memory; the others tell by SKU and column.
	Group string
	// Commitment is the commitment that was bought (Purchase), used or left unused; ""
	// for none. Unused is true for the latter.
	Commitment string
	Unused     bool
	// Unit is that of Quantity as the bill spells it, "" for none.
	Unit string
	// Keys are the values of the asked keys, in their order.
	Keys []string
	// Quantity is what was consumed. Requested is what was asked for, where the bill says
	// that (OpenCost: core-hours and GiB-hours); else it equals Quantity.
	Quantity, Requested float64
	// Billed is what is invoiced, Effective what it costs with purchases spread over what
	// they cover; List is the list price of it. Discounts and credits are in the first
	// two. All are in one currency, that of the row.
	Billed, Effective, List money.Amount
	// Count is how many rows of the bill this is.
	Count int64
}

// Fault is one bad row of a bill. Bad rows are counted and left out.
type Fault struct {
	// File is the path, Line counts from 1; of Parquet and of tables it counts rows, the
	// first being 1, and of a table without an order it is 0.
	File   string
	Line   int64
	Column string
	// Why is what is wrong, as in `"1,5" is not a decimal number`.
	Why string
}

// String is the fault as people read it.
func (f Fault) String() string {
	if f.Line == 0 {
		return fmt.Sprintf("%s, %s: %s", f.File, f.Column, f.Why)
	}
	return fmt.Sprintf("%s:%d, %s: %s", f.File, f.Line, f.Column, f.Why)
}

// File is one file that was read, or the table.
type File struct {
	Path string
	// Digest is "sha256:" and the digest of the bytes; of a table that of its answer.
	Digest string
	// Rows are all it has, of any month, bad ones too.
	Rows int64
}

// Answer is what a bill says.
type Answer struct {
	// Rows are in the order of their months, days and everything else.
	Rows  []Row
	Files []File
	// Count are all rows read, Bad those of them left out; Faults are the first of them.
	Count, Bad int64
	Faults     []Fault
	// Duplicates are rows that stand twice to the last byte, identity and all. They are
	// counted, told, and kept: two alike charges in one hour are common.
	Duplicates int64
	// First and Last are when the first charge begins and the last one ends, of all rows.
	First, Last time.Time
	// Notes are what a person should know, as in columns that are not there.
	Notes []string
}

// MostFaults is how many faults an answer tells.
const MostFaults = 20

// MostBad is the share of bad rows from which a bill is refused.
const MostBad = 0.01
