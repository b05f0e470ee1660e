package usage

import (
	"context"
	"time"

	"berth.dev/engine/bill"
	"berth.dev/engine/snapshot"
	"berth.dev/engine/spec"
)

// Given is what a month's use is worked out of.
type Given struct {
	Workspace *spec.Workspace
	Month     bill.Month
	Zone      *time.Location
	// Snapshot is what was measured, nil for nothing.
	Snapshot *snapshot.Snapshot
	// Tables are the rows of CSV files, by the site whose usage block names them.
	Tables map[string][]Row
	// Exports are answers of allocation exports, by the site whose usage block names
	// them; each was asked for the keys of [Keys].
	Exports map[string]*bill.Answer
	// Split says how much of a service that runs on several sites runs on each, by
	// service and site, as a plan has it. Unknown ones are halved, and a note says so.
	Split map[string]map[string]float64
}

// Keys are what an export is to be asked for, sorted, each once: the names of its block.
func Keys(u *spec.Usage) []string { return nil }

// Make works out a month's use of all sites. A site without a usage block goes by what
// was measured, and where nothing was, by what specs ask for.
func Make(ctx context.Context, g Given) (*Month, error) { return &Month{}, nil }
