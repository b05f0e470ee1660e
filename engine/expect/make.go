package expect

import (
	"errors"
	"time"

	"berth.dev/engine/bill"
	"berth.dev/engine/ledger"
	"berth.dev/engine/plan"
	"berth.dev/engine/spec"
)

// Make lists what a month of 730 hours is expected to cost with every service where a
// plan puts it. What it returns is kept in the plan's file ([plan.File.Expected]), so
// that a later month is held against what was expected then.
//
// w is the workspace the plan was made of, s what was solved.
func Make(w *spec.Workspace, s *plan.Solved) (*plan.Expected, error) {
	return nil, errors.New("expect: not built yet")
}

// Month is the planned ledger of one month: what goes by hours counts those of the
// month in the zone, and what is paid from or until a day counts its share of days.
// view is "amortised" or "purchase". It is nil for a plan that was written without
// expected lines.
func Month(f *plan.File, m bill.Month, zone *time.Location, view string) (*ledger.Ledger, error) {
	return nil, errors.New("expect: not built yet")
}
