package share

import (
	"berth.dev/engine/ledger"
	"berth.dev/engine/spec"
	"berth.dev/engine/usage"
)

// Result is what passing on adds to a ledger.
type Result struct {
	// Lines add up to nothing: of [ledger.Shared], below zero where cost comes from and
	// above where it goes, on the site where it arises. Their part is who passes it on.
	Lines []ledger.Line
	// Rules say in words what was passed on by what.
	Rules []string
	// Unknown says what could not be passed on, and why.
	Unknown []string
}

// Pass passes the cost of shared services on, those first that pass on to other shared
// services. Use may be nil. An error names a circle.
func Pass(w *spec.Workspace, lines []ledger.Line, use *usage.Month) (*Result, error) {
	return &Result{}, nil
}
