package month

import (
	"time"

	"berth.dev/engine/allot"
	"berth.dev/engine/plan"
	"berth.dev/engine/profile"
	"berth.dev/engine/spec"
	"berth.dev/policies"
)

// Input is what a month's report is made of.
type Input struct {
	// Input is what the actual ledger is made of: the workspace, the month with its zone
	// and view, what the bills say, and the use of machines. Rows of other months in the
	// answers are not looked at: the past is what earlier reports say.
	allot.Input

	// Berth is the version that makes the report, AsOf the day it is made for.
	Berth string
	AsOf  time.Time
	// Plan is the plan in force on the month's first day ([InForce]), nil for none.
	// PlanFile is where it lies.
	Plan     *plan.File
	PlanFile string
	// Before are the reports of earlier months, in any order.
	Before []*Report

	// Measured is the workspace with the numbers of this month filled in, nil where
	// nothing was measured: then Workspace stands for it. Profiles are its loads (see
	// score.Profiles), Suite its rules. Without a suite no decision is looked at again.
	Measured *spec.Workspace
	Profiles map[string]profile.Profile
	Suite    *policies.Suite

	// Pins are the inputs with their digests; what was read is known to the caller alone.
	Pins []Pin
}
