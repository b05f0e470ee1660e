package pool

import (
	"time"

	"berth.dev/engine/bill"
	"berth.dev/engine/ledger"
	"berth.dev/engine/spec"
	"berth.dev/engine/usage"
)

// Purchase is the view in which machines count when they are paid, as package allot
// names it. In every other view they count over their life.
const Purchase = "purchase"

// Input is what a month of owned machines is worked out of.
type Input struct {
	Workspace *spec.Workspace
	Month     bill.Month
	Zone      *time.Location
	// View is [Purchase] or "amortised".
	View string
	// Uses are what services took, or are planned to take, of the month. A use without a
	// pool is of the site's machines, whichever they are: of those that take the service,
	// in proportion to what they offer.
	Uses []usage.Use
}

// Result is what owned machines cost in a month.
type Result struct {
	// Pools are sorted by site and name. Pools that are not in service yet are left out.
	Pools []ledger.Pool
	// Lines add up to the pools' costs. Their part is the pool; services' own are
	// [ledger.Compute] in core-hours.
	Lines []ledger.Line
	// Nobody are the lines of use that belongs to no service of the workspace.
	Nobody []ledger.Nobody
	// Currencies are those that were converted by the workspace's rates, sorted.
	Currencies []string
	// Notes are what a reader should know, sorted.
	Notes []string
}

// Month works out what the owned machines of all sites cost in a month and who pays it.
// An error names every word that a pool's cost follows from and that nobody stated.
func Month(in Input) (*Result, error) {
	return &Result{}, nil
}
