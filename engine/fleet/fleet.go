package fleet

import (
	"berth.dev/engine/place"
	"berth.dev/engine/price"
	"berth.dev/engine/score"
)

// Fleet is a workspace as a problem, with the words for it. It is not changed after
// it was built and may be read by many goroutines.
type Fleet struct {
	// Problem is what is to be solved; nil where a service has no option left or
	// something else is wrong, which the diagnostics say.
	Problem *place.Problem
	// Unit is what costs count.
	Unit Unit
	// Objective is what the costs are made of.
	Objective Objective
	// Services, Blocks and Pools say what those of the problem are, at the same
	// indexes. Services are there also without a problem.
	Services []Service
	Blocks   []Block
	Pools    []Pool
	// Sites are all sites in the order the problem knows them, own ones first.
	Sites []string
	// Slots are the hours of the blocks that have them, 168 or 336.
	Slots int
	// Standing is what is paid a month whatever runs where.
	Standing []price.Line
	// Assumptions are what the problem takes for granted, sorted.
	Assumptions []Assumption
	// Stuck are the services without any option, by name.
	Stuck []string

	b *builder
}

// Service is one service of the problem: one of the workspace, or several that must
// share their place.
type Service struct {
	// Name joins the members' names by "+".
	Name    string
	Members []string
	// Options are those of the problem, in its order.
	Options []Option
	// Excluded are the places that are no options, and why, in the same order.
	Excluded []Excluded
	// Held says why the service stays where it runs, "" where it may move.
	Held string
	// Today is where it runs, the base first; nil where nobody said.
	Today []string
}

// Option is one way to run a service.
type Option struct {
	// Name is the problem's, as in "tokyo+gke@4"; ID the sites joined by "+".
	Name, ID string
	// Kind is "onprem", "cloud" or "hybrid".
	Kind string
	// Sites are where it runs, the base first.
	Sites []string
	// Base is how many replicas of each member a hybrid keeps on its first site; nil
	// where it is none.
	Base []int
}

// Excluded is a place that a service cannot have.
type Excluded struct {
	ID, Kind string
	Sites    []string
	// Reasons are all there are, in the order of members and constraints.
	Reasons []Reason
}

// Reason is one thing that forbids a place.
type Reason struct {
	// Service is the member that is concerned.
	Service string
	// Constraint is the rule's name, Because what it says.
	Constraint, Because string
}

// Parts are what an option costs a month, in units; their sum is the option's cost
// in the problem. A part that the objective leaves out is 0.
type Parts struct {
	Money, Hours, Score, Moving int64
}

// Sum is the option's cost.
func (p Parts) Sum() int64 { return p.Money + p.Hours + p.Score + p.Moving }

// Parts returns what an option of a service costs.
func (f *Fleet) Parts(service int, option uint8) Parts {
	return f.b.groups[service].ways[option].parts
}

// Kind says what a block limits.
type Kind string

// The kinds of blocks.
const (
	// Capacity is what owned machines have, by hour.
	Capacity Kind = "capacity"
	// Pieces is how many whole pieces of some size owned machines hold, by hour: what
	// whole pods leave of the capacity.
	Pieces Kind = "pieces"
	// Storage is room for volumes, one slot.
	Storage Kind = "storage"
	// Committed is what a commitment covers, by hour; above it use is charged.
	Committed Kind = "committed"
	// Latency is a service's budget of time on links a request, one slot.
	Latency Kind = "latency"
)

// Block says what a block of the problem is.
type Block struct {
	Name string
	Kind Kind
	// Site is empty for a budget of latency; Service is set for that alone.
	Site, Service string
	// Pools are the node pools, or the storage pool, that share the capacity.
	Pools []string
	// Resource is "cpu", "memory" or a further one; Unit is what one counts: "m"
	// (thousandths of a core), "MiB", "" (pieces) or "µs".
	Resource, Unit string
}

// Pool says what a pool of the problem is.
type Pool struct {
	Site, Name string
	// Nodes is how many there are in service, Spare how many of them are kept free.
	Nodes, Spare int
}

// Assumption is one thing taken for granted.
type Assumption struct {
	// Subject is the service, site or link it is about.
	Subject string
	Text    string
}

// Assumed says what stands for traffic that nobody has measured.
type Assumed = score.Assumed
