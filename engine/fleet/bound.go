package fleet

import "berth.dev/engine/diag"

// Bound is one thing that people wrote and that limits where services may run. What
// it takes away of a [Wide] problem is in effect while it holds.
type Bound struct {
	// Sort says what it is, and with it which of the next four fields are set.
	Sort BoundSort
	// Constraint is the name of the rule, for ByConstraint alone.
	Constraint string
	// Services are those of the workspace that it concerns; of SameSite and
	// DifferentSites the two that it joins or parts.
	Services []string
	// Site and Pool name a node pool or a storage pool; of NoLink, Site and Other are
	// the sites that nothing joins.
	Site, Pool, Other string
	// At is where it is written; the zero Range where it is written nowhere.
	At diag.Range
	// Bans and Cells are the options and pairs of options that it excludes, Grow the
	// blocks that it limits.
	Bans  []Ban
	Cells []Cell
	Grow  []Grow
	// Price is what one unit more costs a month in the problem's unit: a node, a GiB,
	// a millisecond. Most is how many more are possible, 0 for any number, below 0 for
	// none.
	Price, Most int64
}

// BoundSort is what sort of thing a bound is.
type BoundSort string

// The sorts of bounds.
const (
	// NodePool and StoragePool are capacities, LatencyBudget time.
	NodePool      BoundSort = "node_pool"
	StoragePool   BoundSort = "storage_pool"
	LatencyBudget BoundSort = "latency_budget"
	// ByConstraint is a constraint of the suite about one service, or about all that
	// inherit the same words.
	ByConstraint BoundSort = "constraint"
	// PinOfPlan is a pin among [Options].
	PinOfPlan BoundSort = "pin of the plan"
	// HeldHere keeps a service where it runs because its traffic is not known.
	HeldHere BoundSort = "held"
	// SameSite and DifferentSites are about two services.
	SameSite       BoundSort = "same_site"
	DifferentSites BoundSort = "different_sites"
	// NoLink are two sites that no link joins.
	NoLink BoundSort = "no link"
)

// Ban is an option of a service of the wide problem that is excluded.
type Ban struct {
	Service int32
	Option  uint8
}

// Cell is a place in a pair's table that is forbidden.
type Cell struct{ Pair, At int32 }

// Grow is a block, and by how much it grows with one unit more.
type Grow struct {
	Block int32
	By    int64
}
