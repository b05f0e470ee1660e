package plan

import (
	"berth.dev/engine/ground"
	"berth.dev/engine/money"
	"berth.dev/engine/step"
)

// Format is the version of the file's shape. A reader refuses any other.
const Format = "berth-plan/1"

// File is a plan as it is kept.
type File struct {
	// AsOf is the day the plan is seen from, as 2006-01-02.
	AsOf string `json:"as_of"`
	// Assumed are the assumptions the plan and its floor rest on, in words.
	Assumed []string `json:"assumed"`
	// Baselines are other plans of the same problem.
	Baselines []Baseline `json:"baselines"`
	// Berth is the version that made the plan.
	Berth string `json:"berth"`
	// Claim is what the plan says of itself; all of it follows from the rest.
	Claim Claim `json:"claim"`
	// Digest is "sha256:" and the digest of the file without this member.
	Digest string `json:"digest"`
	// Evidence are the inputs the plan is pinned to, by kind and name.
	Evidence []Evidence `json:"evidence"`
	// Expected is what a month is expected to cost; nil in files of earlier versions.
	Expected *Expected `json:"expected,omitempty"`
	// Fixed is money that no placement changes, by site and kind, in the unit.
	Fixed []Fixed `json:"fixed"`
	// Format is [Format].
	Format string `json:"format"`
	// Ground is what is done to clusters before and after the work; nil for nothing.
	Ground *ground.Work `json:"ground,omitempty"`
	// Objective is "cost", "score" or "both".
	Objective string `json:"objective"`
	// Packing puts the pods on nodes, for every slot of the week.
	Packing []Packed `json:"packing"`
	// Placement is the chosen option of each group.
	Placement []int `json:"placement"`
	// Prices are the multipliers at the root of the proof, which explain the plan:
	// block, slot, units of cost for one unit of use.
	Prices [][3]int64 `json:"prices"`
	// Problem is what was solved.
	Problem Problem `json:"problem"`
	// Proof are the nodes of the proof's tree, Then branches first.
	Proof []Node `json:"proof"`
	// Search says how it was solved.
	Search Search `json:"search"`
	// Services are the services, by name.
	Services []Service `json:"services"`
	// Sites are the sites, by name.
	Sites []Site `json:"sites"`
	// Stuck are groups whose move no order allows, in words what blocks each.
	Stuck []Stuck `json:"stuck"`
	// Unit is what one unit of cost is.
	Unit Unit `json:"unit"`
	// Waves are the moves in the order they can be made.
	Waves []Wave `json:"waves"`
	// Work is how the plan is carried out on clusters; nil for a plan that only says
	// where things belong.
	Work *step.Work `json:"work,omitempty"`
}

// Baseline is another placement of the same problem.
type Baseline struct {
	// Cost is in the unit, with what must be bought, whether it fits or not.
	Cost int64 `json:"cost"`
	// Fits says that no hard capacity and no rule is broken, packing left aside.
	Fits bool   `json:"fits"`
	Name string `json:"name"`
	// Placement is by group; -1 where the group stays at a place that is no option
	// of it (see Group.Was).
	Placement []int `json:"placement"`
}

// Claim is what a plan says of itself, in the unit.
type Claim struct {
	// Bought is what must be bought above the capacities.
	Bought int64 `json:"bought"`
	// Cost is the objective: the options' costs, pairs and Bought.
	Cost int64 `json:"cost"`
	// Fixed is the sum of File.Fixed.
	Fixed int64 `json:"fixed"`
	// Floor is what no placement can be cheaper than: the least of Cost and the
	// bounds of the proof's leaves.
	Floor int64 `json:"floor"`
	// Gap is Cost − Floor by cause: it sums up to it.
	Gap GapParts `json:"gap"`
	// Parts are the services' parts added up.
	Parts Parts `json:"parts"`
	// Total is a month's money as on the bill: Parts.Money + Traffic + Bought +
	// Fixed.
	Total int64 `json:"total"`
	// Traffic is what pairs cost.
	Traffic int64 `json:"traffic"`
}

// GapParts is a gap by cause: Assignment + Packing + Slack − Branching.
type GapParts struct {
	// Assignment is what services placed against the multipliers cost.
	Assignment int64 `json:"assignment"`
	// Branching is how much of the other parts the proof's branches show to be no
	// waste.
	Branching int64 `json:"branching"`
	// Packing is what is lost because pods are whole.
	Packing int64 `json:"packing"`
	// Slack is capacity that has a price and is not used.
	Slack int64 `json:"slack"`
}

// Evidence is one input: its kind ("spec", "series", "snapshot", "prices", "policies")
// and the digest of its bytes. A plan with steps has two kinds more: "manifests", a folder
// with the digest of what it renders to, its secrets masked; and "cluster", a site
// with the digest of its cluster's identity and generation.
type Evidence struct {
	Digest string `json:"digest"`
	Kind   string `json:"kind"`
	Name   string `json:"name"`
}

// Fixed is money that no placement changes.
type Fixed struct {
	Amount int64  `json:"amount"`
	Kind   string `json:"kind"`
	Site   string `json:"site"`
}

// Packed puts pods on nodes.
type Packed struct {
	// Nodes are the nodes that hold pods.
	Nodes []PackedNode `json:"nodes"`
	// Slots are the slots in which no group has more pods than the nodes hold.
	Slots []int `json:"slots"`
}

// PackedNode is one node.
type PackedNode struct {
	// Pods are group, place among the chosen option's pods, count.
	Pods [][3]int `json:"pods"`
	Pool int      `json:"pool"`
}

// Node is one node of the proof. A node with Yes splits Group: the branch in which
// the group has one of the options Yes follows at once, the other after it. A node
// without is a leaf.
type Node struct {
	// Empty says that the leaf's part of the space holds no placement.
	Empty bool `json:"empty"`
	Group int  `json:"group"`
	// Prices are the leaf's multipliers: block, slot, value.
	Prices [][3]int64 `json:"prices"`
	// Shares are by view, group and level; only where there are views.
	Shares [][][]int64 `json:"shares"`
	Yes    []int       `json:"yes"`
}

// Search says how the problem was solved.
type Search struct {
	// Cuts and Nodes are the work done; Effort the limit of it.
	Cuts   int `json:"cuts"`
	Effort int `json:"effort"`
	Nodes  int `json:"nodes"`
	// Seed is what the search drew from.
	Seed uint64 `json:"seed"`
	// Stop is "optimal", "gap", "effort", "time", "interrupted" or "ended".
	Stop string `json:"stop"`
}

// Service is one service of the workspace.
type Service struct {
	// Alone is the option that evaluate would choose, "" for none.
	Alone string `json:"alone"`
	// Demand is the vector of its mean demand by slot, in thousandths of a core.
	Demand int `json:"demand"`
	Group  int `json:"group"`
	// Kept says why a service may not move at all, "" where it may.
	Kept string `json:"kept"`
	Name string `json:"name"`
	// Once is what moving to each option costs once.
	Once []int64 `json:"once"`
	// Options are the parts of each option's cost; added up over the services of a
	// group they are the option's cost.
	Options []Parts `json:"options"`
	// Out are the options that rules exclude, with the reasons.
	Out []Out `json:"out"`
	// Product and Team are whose it is.
	Product string `json:"product"`
	Team    string `json:"team"`
	// Today is where it runs, in words: "gke", "tokyo+gke", "".
	Today string `json:"today"`
	// Why says in one line why it is placed so.
	Why string `json:"why"`
}

// Out is an option that is excluded.
type Out struct {
	Option  string   `json:"option"`
	Reasons []string `json:"reasons"`
}

// Parts is what an option costs a month, by what it is; see design of objectives.
type Parts struct {
	// Hours is work × hourly rate.
	Hours int64 `json:"hours"`
	// Money is what the bill shows.
	Money int64 `json:"money"`
	// Moving is the one-off cost of moving there, spread over its months.
	Moving int64 `json:"moving"`
	// Score is what the missing score is worth.
	Score int64 `json:"score"`
}

// Sum adds up the parts.
func (p Parts) Sum() int64 { return p.Hours + p.Money + p.Moving + p.Score }

// Site is one site.
type Site struct {
	Kind string `json:"kind"`
	Name string `json:"name"`
}

// Unit is what one unit of cost is: 10^Exponent of the currency a month.
type Unit struct {
	Currency string `json:"currency"`
	Exponent int    `json:"exponent"`
}

// Wave is a set of moves made together.
type Wave struct {
	// Groups are those that move, in order.
	Groups []int `json:"groups"`
	// To is the option each of Groups moves to. That may not be its last one: a
	// group may be parked and move on in a later wave, because something else needs
	// its room meanwhile.
	To []int `json:"to"`
	// Why says why now and why together.
	Why string `json:"why"`
}

// Stuck is a group whose move no order allows.
type Stuck struct {
	Group int    `json:"group"`
	Why   string `json:"why"`
}

// Amount is units of the plan in money.
func (u Unit) Amount(units int64) money.Amount {
	return money.FromWhole(units, -u.Exponent, u.Currency)
}
