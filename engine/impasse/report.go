package impasse

import (
	"berth.dev/engine/conflict"
	"berth.dev/engine/diag"
	"berth.dev/engine/fleet"
	"berth.dev/engine/money"
)

// Report says why there is no plan, and what would give one.
type Report struct {
	// Verdict says what is known: that nothing fits, that only packing fails, or
	// neither.
	Verdict conflict.Verdict
	// Conflicts are rules that cannot be kept together. There are several only where
	// no single rule ends them all; no two share a rule.
	Conflicts []Conflict
	// Lacks say in sentences which pods find no node, where only packing fails.
	Lacks []string
	// Ways give a plan, the cheapest first; those without a price come last.
	Ways []Way
	// Failed are edits with which no plan was found, which proves nothing; Untried is
	// how many were not tried.
	Failed  []Way
	Untried int
	// Currency is that of all amounts.
	Currency string
}

// Conflict is a set of rules that cannot be kept together.
type Conflict struct {
	Rules []Rule
	// Irreducible says that without any one of the rules the others can be kept,
	// Smallest that no conflict has fewer.
	Irreducible, Smallest bool
	// Proof says in sentences why they cannot be kept.
	Proof []string
}

// Rule is something written in the workspace, or asked for on the command line.
type Rule struct {
	Sort fleet.BoundSort
	// Subject is whom it is about, as in `service "api"`; Words is what it says, as
	// it is written.
	Subject, Words string
	// At is the zero Range where it is written nowhere.
	At diag.Range
}

// Way is a way out.
type Way struct {
	// Edits are all to be made.
	Edits []Edit
	// Note is what else is to be said of it, "" for nothing.
	Note string
	// Planned says that a plan was found once the edits were made: Cost is what that
	// plan makes small a month, and More what is paid more a month whatever runs
	// where.
	Planned    bool
	Cost, More money.Amount
}

// Total is what a way costs a month, plan and all.
func (w *Way) Total() money.Amount { return w.Cost.Add(w.More) }

// Edit is what to write otherwise in one place.
type Edit struct {
	// At is the text to be replaced; the zero Range where nothing in a file is, and
	// Words alone say what to do.
	At diag.Range
	// Text stands in its place, "" for nothing.
	Text string
	// Words say the edit to a person, as in `node_pool "general": nodes = 14 → 16`.
	Words string
}
