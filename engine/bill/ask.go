package bill

import (
	"context"
	"time"
)

// Kinds of bills.
const (
	// FOCUS is the FinOps Open Cost and Usage Specification, 1.0 to 1.2.
	FOCUS = "focus"
	// GCP is Google Cloud's billing export, standard or detailed.
	GCP = "gcp"
	// OpenCost is an allocation export. Each of its rows becomes one [Row] for each part
	// of its cost: CPU, memory, disk, traffic, GPU.
	OpenCost = "opencost"
)

// Ways to tell a row's month.
const (
	// ByInvoice takes the month in which the middle of the billing period lies.
	ByInvoice = "invoice"
	// ByCharge takes the month in which the charge begins, by the report's zone.
	ByCharge = "charge"
)

// Ask is what is asked of one bill.
type Ask struct {
	// Name is the bill's, Kind one of [FOCUS], [GCP] and [OpenCost].
	Name, Kind string
	// Files are paths in order; all have the format their names end in: .csv, .csv.gz,
	// .parquet, .jsonl or .jsonl.gz. Table is a table of the warehouse. One of them is set.
	Files []string
	Table string
	// From and To are the first and the last month that is wanted.
	From, To Month
	// By is [ByInvoice] or [ByCharge].
	By string
	// Zone is of months and days.
	Zone *time.Location
	// Keys are what rows are told apart by; see [Keys]. Sorted, each once.
	Keys []string
	// Currency is that of rows that name none, "" for no such rows.
	Currency string
}

// Reader reads bills. An error says why nothing can be said at all (no such file, no
// such column, an engine that is not there); what is wrong with rows is in the answer.
type Reader interface {
	Read(ctx context.Context, ask Ask) (*Answer, error)
}
