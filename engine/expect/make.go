package expect

import (
	"errors"

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
