package month

import (
	"errors"

	"berth.dev/engine/bill"
	"berth.dev/engine/ledger"
	"berth.dev/engine/money"
)

// Change is what differs between two reports, the earlier one first. Amounts are in the
// currency of both.
type Change struct {
	From     bill.Month `json:"from"`
	To       bill.Month `json:"to"`
	Currency string     `json:"currency"`
	// View is that of both.
	View string `json:"view"`
	// Before and After are the actual totals, Delta is After − Before.
	Before money.Amount `json:"before"`
	After  money.Amount `json:"after"`
	Delta  money.Amount `json:"delta"`
	// Bridge leads from Before to After as one leads from planned to actual.
	Bridge []Effect `json:"bridge"`
	// Causes are the services with the largest effects, the largest first.
	Causes []Cause `json:"causes,omitempty"`
	// Axes have each name along each axis: Planned is what it cost before, Actual after.
	Axes map[ledger.Axis][]Sum `json:"axes"`
	// Moved are the inputs that are not the same: rates, rules, plans, by kind and name,
	// in words.
	Moved []string `json:"moved,omitempty"`
}

// Compare says how two months differ. They must be in one currency and one view.
func Compare(from, to *Report) (*Change, error) {
	return nil, errors.New("month: not built yet")
}
