package allot

import (
	"time"

	"berth.dev/engine/bill"
	"berth.dev/engine/ledger"
	"berth.dev/engine/money"
	"berth.dev/engine/spec"
	"berth.dev/engine/usage"
)

// Views of what is bought for a term.
const (
	// Amortised counts it where it is used.
	Amortised = "amortised"
	// Purchase counts it when it is paid.
	Purchase = "purchase"
)

// Input is what a month's ledger is made of.
type Input struct {
	Workspace *spec.Workspace
	Month     bill.Month
	Zone      *time.Location
	// View is [Amortised] or [Purchase].
	View string
	// Answers are what the bills of the workspace say, by name.
	Answers map[string]*bill.Answer
	Usage   *usage.Month
}

// Result is a month's ledger, and what it was made by.
type Result struct {
	Ledger *ledger.Ledger
	// Bills add up to the ledger's total, owned sites included; a bill in two currencies
	// stands twice.
	Bills []ledger.Bill
	Pools []ledger.Pool
	// Commitments are those the bills charge for, in the view [Amortised] alone: a report
	// of payments cannot tell what was used.
	Commitments []ledger.Commitment
	// Nobody adds up to the lines that have no owner and that a rule could give one: all
	// but what is idle, spare, or storage of owned sites. The dearest come first.
	Nobody []ledger.Nobody
	// Rates are those that were used, Rules are all that gave something to somebody, in
	// words.
	Rates []ledger.Rate
	Rules []string
	// Days are what the bills cost day by day, for a forecast, by site.
	Days map[string][]Day
	// Unknown says what could not be told, and why.
	Unknown []string
}

// Day is what a site's bills cost on one day, as 2006-01-02.
type Day struct {
	Day    string
	Amount money.Amount
}
