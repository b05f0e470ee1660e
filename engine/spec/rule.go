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

// Metrics is a source of measurements, which `berth measure` asks. What it says takes
// the place of what services leave unknown; what a person wrote stands.
type Metrics struct {
	Name string
	Origin
	Kind Value[string] `hcl:"kind" as:"prometheus|datadog|kubernetes" need:"yes"`
	// URL is where the server's API begins, as in "https://mimir.example/prometheus".
	URL Value[string] `hcl:"url" as:"text"`
	// Context names a cluster in the kubeconfig, for kind "kubernetes".
	Context Value[string] `hcl:"context" as:"text"`
	// Window is how far back it is read, Step how far apart its points are, and
	// MaxAge how long before the day of the workspace its last point may lie; in
	// seconds.
	Window Value[float64] `hcl:"window" as:"duration"`
	Step   Value[float64] `hcl:"step" as:"duration"`
	MaxAge Value[float64] `hcl:"max_age" as:"duration"`
	// Timeout is for one call, Deadline for all calls of one measurement; in seconds.
	Timeout  Value[float64] `hcl:"timeout" as:"duration"`
	Deadline Value[float64] `hcl:"deadline" as:"duration"`
	// Sets are ready-made queries by name, as in ["kubernetes", "istio"]; Queries are
	// own ones by what they measure ("rate", "cpu", "memory", "call_rate",
	// "call_sent", "call_received"), and win.
	Sets    Value[[]string]          `hcl:"sets" as:"names"`
	Queries Value[map[string]string] `hcl:"queries" as:"strings"`
	// Match are labels that series of ready-made queries must have, as in
	// { namespace = "shop" }: of a server that has more than the workspace.
	Match Value[map[string]string] `hcl:"match" as:"strings"`
	// Labels say which labels of the answers to Queries hold names: "service", and of
	// calls "from" and "to". Without it they are called just that.
	Labels Value[map[string]string] `hcl:"labels" as:"strings"`
	// Names are services by what the source calls them, where that differs.
	Names Value[map[string]string] `hcl:"names" as:"strings"`
	// Headers go with every call; HeadersEnv name environment variables that hold the
	// values of those that are secret.
	Headers    Value[map[string]string] `hcl:"headers" as:"strings"`
	HeadersEnv Value[map[string]string] `hcl:"headers_env" as:"strings"`
	Auth       *MetricsAuth             `hcl:"auth"`
}

// MetricsAuth is how berth tells a source who it is. Secrets stand in the environment,
// never in a spec.
type MetricsAuth struct {
	Origin
	// BearerEnv names the variable with a token.
	BearerEnv Value[string] `hcl:"bearer_env" as:"text"`
	// User and PasswordEnv are for basic authentication.
	User        Value[string] `hcl:"user" as:"text"`
	PasswordEnv Value[string] `hcl:"password_env" as:"text"`
	// CA, Cert and Key are PEM files: whom to trust, and with what to show who asks.
	CA   Value[string] `hcl:"ca" as:"text"`
	Cert Value[string] `hcl:"cert" as:"text"`
	Key  Value[string] `hcl:"key" as:"text"`
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
