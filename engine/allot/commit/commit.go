package commit

import (
	"time"

	"berth.dev/engine/bill"
	"berth.dev/engine/ledger"
	"berth.dev/engine/money"
	"berth.dev/engine/spec"
	"berth.dev/engine/usage"
)

// Commitment is what was bought for a term, in one month.
type Commitment struct {
	Name, Site string
	// Owner is whose it is: its use is covered first, and what nobody uses is its.
	Owner spec.Owner
	// Cost is the month's, in the workspace's currency.
	Cost money.Amount
	// Covers is how much use it covers in the month, in the unit of [Use].
	Covers float64
}

// Use is what one owner uses of what a commitment covers.
type Use struct {
	Owner  spec.Owner
	Amount float64
}

// Shared is a commitment with who pays for it.
type Shared struct {
	Commitment
	// Lines add up to the commitment's cost: [ledger.Committed] of those it covers, and
	// [ledger.Unused] of its owner. Their part is its name.
	Lines []ledger.Line
	// Told is the same for a report.
	Told ledger.Commitment
}

// Share covers the owner's use first and all others' in proportion to it.
func Share(c Commitment, uses []Use) Shared { return Shared{Commitment: c} }

// Declared are the commitments of rented sites that run in a month, as their blocks
// price them, shared by the use of cores there. They are for what is expected: what
// happened is in bills.
func Declared(w *spec.Workspace, m bill.Month, zone *time.Location, use *usage.Month) []Shared {
	return nil
}
