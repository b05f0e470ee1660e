package spec

import (
	"time"

	"berth.dev/engine/money"
)

// Criterion is one axis of the decision.
type Criterion struct {
	Name string
	Origin
	Doc Value[string] `hcl:"doc" as:"text" need:"yes"`
	// Combine is "min" (default) or "mean" over the applying policies.
	Combine Value[string] `hcl:"combine" as:"min|mean"`
	// Priced is true where the plan's objective already holds it as money.
	Priced Value[bool] `hcl:"priced" as:"bool"`
}

// Policy scores an option on one criterion.
type Policy struct {
	Name string
	Origin
	Criterion Value[string] `hcl:"criterion" as:"criterion" need:"yes"`
	Doc       Value[string] `hcl:"doc" as:"text" need:"yes"`
	// When is true for the services it applies to; unset means all.
	When    Expr `hcl:"when" as:"expr"`
	Score   Expr `hcl:"score" as:"expr" need:"yes"`
	Because Expr `hcl:"because" as:"expr" need:"yes"`
	// MayBeIdle says that it is no mistake where the policy applies to no service.
	MayBeIdle Value[bool] `hcl:"may_be_idle" as:"bool"`
	// Replace is true where it stands in for a standard policy of its name.
	Replace Value[bool] `hcl:"replace" as:"bool"`
}

// Constraint forbids an option.
type Constraint struct {
	Name string
	Origin
	Doc     Value[string] `hcl:"doc" as:"text" need:"yes"`
	Forbid  Expr          `hcl:"forbid" as:"expr" need:"yes"`
	Because Expr          `hcl:"because" as:"expr" need:"yes"`
	// Today is false where it says where a service shall run and nothing of where it
	// runs today; default true.
	Today   Value[bool] `hcl:"today" as:"bool"`
	Replace Value[bool] `hcl:"replace" as:"bool"`
}

// Check is a rule of `berth check`.
type Check struct {
	Name string
	Origin
	Doc Value[string] `hcl:"doc" as:"text" need:"yes"`
	// Over is what it looks at, one by one.
	Over     Value[string] `hcl:"over" as:"service|product|team|site|fleet" need:"yes"`
	Severity Value[string] `hcl:"severity" as:"error|warning|info"`
	When     Expr          `hcl:"when" as:"expr"`
	Require  Expr          `hcl:"require" as:"expr" need:"yes"`
	Because  Expr          `hcl:"because" as:"expr" need:"yes"`
	// MayBeIdle says that it is no mistake where the check applies to nothing.
	MayBeIdle Value[bool] `hcl:"may_be_idle" as:"bool"`
	Replace   Value[bool] `hcl:"replace" as:"bool"`
}

// Exception lets one service, product, team or site off one check, or one service off
// a constraint, until a day. The fleet as a whole has none.
type Exception struct {
	Name string
	Origin
	// Check is the name of a check or constraint.
	Check Value[string] `hcl:"check" as:"name" need:"yes"`
	// One of these names whom it is for.
	Service Value[string] `hcl:"service" as:"name"`
	Product Value[string] `hcl:"product" as:"name"`
	Team    Value[string] `hcl:"team" as:"name"`
	Site    Value[string] `hcl:"site" as:"name"`
	Owner   Value[string] `hcl:"owner" as:"text" need:"yes"`
	Reason  Value[string] `hcl:"reason" as:"text" need:"yes"`
	// Expires is the last day on which it holds.
	Expires Value[time.Time] `hcl:"expires" as:"date" need:"yes"`
}

// Metrics is a source of measurements.
type Metrics struct {
	Name string
	Origin
	Kind Value[string] `hcl:"kind" as:"prometheus|datadog|kubernetes" need:"yes"`
	URL  Value[string] `hcl:"url" as:"text"`
	// Window is how far back it is read, in seconds; MaxAge how old a snapshot
	// may be.
	Window  Value[float64]           `hcl:"window" as:"duration"`
	MaxAge  Value[float64]           `hcl:"max_age" as:"duration"`
	Queries Value[map[string]string] `hcl:"queries" as:"strings"`
	Headers Value[map[string]string] `hcl:"headers" as:"strings"`
}

// PriceBook is a dated list of prices with its source.
type PriceBook struct {
	Name string
	Origin
	Source   Value[string]    `hcl:"source" as:"text" need:"yes"`
	Date     Value[time.Time] `hcl:"date" as:"date" need:"yes"`
	Currency Value[string]    `hcl:"currency" as:"currency" need:"yes"`
	Region   Value[string]    `hcl:"region" as:"text"`
	// CPUToMemory is how many GiB cost as much as one core where a whole
	// machine's price is split, default 7.46 (the ratio of e2's own prices).
	CPUToMemory Value[float64] `hcl:"cpu_to_memory" as:"number"`
	Machines    []*Machine     `hcl:"machine,label"`
	Egress      []*EgressTiers `hcl:"egress,label"`
	Disks       []*DiskPrice   `hcl:"disk,label"`
	Autopilot   *Autopilot     `hcl:"autopilot"`
	// ClusterFee is what a cluster costs a month.
	ClusterFee Value[money.Rate] `hcl:"cluster_fee" as:"money/mo"`
}

// Machine is the price of one machine type in the book's region. A price that
// is unset is missing, never 0.
type Machine struct {
	Name string
	Origin
	CPU    Value[float64] `hcl:"cpu" as:"cores" need:"yes"`
	Memory Value[float64] `hcl:"memory" as:"bytes" need:"yes"`
	// OnDemand is for a whole month; it may be less than 730 hours of Hour where
	// a discount for steady use is in it.
	OnDemand Value[money.Rate] `hcl:"on_demand" as:"money/mo"`
	Hour     Value[money.Rate] `hcl:"hour" as:"money/h"`
	Spot     Value[money.Rate] `hcl:"spot" as:"money/mo"`
	Commit1y Value[money.Rate] `hcl:"commit1y" as:"money/mo"`
	Commit3y Value[money.Rate] `hcl:"commit3y" as:"money/mo"`
}

// EgressTiers are prices of traffic to one destination ("internet", "china",
// "australia") by volume.
type EgressTiers struct {
	Name string
	Origin
	Tiers []*Tier `hcl:"tier"`
}

// Tier is the price of a GiB from a volume on.
type Tier struct {
	Origin
	// From is bytes a month, the lower bound of the tier.
	From  Value[float64]    `hcl:"from" as:"bytes"`
	Price Value[money.Rate] `hcl:"price" as:"money/GiB" need:"yes"`
}

// DiskPrice is the price of a GiB of one disk class for a month.
type DiskPrice struct {
	Name string
	Origin
	Price Value[money.Rate] `hcl:"price" as:"money/GiB" need:"yes"`
}

// Autopilot are the prices of pods where the cloud runs the nodes.
type Autopilot struct {
	Origin
	CPU        Value[money.Rate] `hcl:"cpu" as:"money/mo" need:"yes"`
	Memory     Value[money.Rate] `hcl:"memory" as:"money/mo" need:"yes"`
	SpotCPU    Value[money.Rate] `hcl:"spot_cpu" as:"money/mo"`
	SpotMemory Value[money.Rate] `hcl:"spot_memory" as:"money/mo"`
}
