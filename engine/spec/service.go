package spec

import "berth.dev/engine/money"

// Service is one service with every inherited value resolved; the origin of a
// value tells the level it came from.
type Service struct {
	Name string
	Origin
	Product Value[string] `hcl:"product" as:"name"`
	Class   Value[string] `hcl:"class" as:"name"`
	Settings
}

// Settings are what a service says of itself, and what a class, a product and
// the workspace may say for it. The most specific level wins, attribute by
// attribute; calls and volumes add up by label.
type Settings struct {
	// Namespace is where the service's objects are on every site: by default its
	// product's name, and "default" without a product. See [Service.Home].
	Namespace Value[string] `hcl:"namespace" as:"name"`
	// Environment is unset where the default environment applies.
	Environment Value[string] `hcl:"environment" as:"name"`
	// RunsOn is where the service runs today: one site, or two for a hybrid.
	// Unset or empty means that nobody said.
	RunsOn Value[[]string] `hcl:"runs_on" as:"name(s)"`
	// Stateful is true when the service keeps state on its disks.
	Stateful Value[bool] `hcl:"stateful" as:"bool"`
	// Calls says whether the call blocks are all there is: "complete", or
	// "partial" when there may be others nobody has seen. Unset means "complete"
	// where there are call blocks and "partial" where there are none.
	Calls Value[string] `hcl:"calls" as:"complete|partial"`
	// Needs are capabilities a site must have.
	Needs Value[[]string] `hcl:"needs" as:"names"`
	// IndependentOf are sites whose fate the service must not share.
	IndependentOf Value[[]string] `hcl:"independent_of" as:"names"`
	// Effort overrides the sites' hours of work a month, by site.
	Effort Value[map[string]float64] `hcl:"effort" as:"efforts"`
	// Manifests is a kustomize folder, for all sites under "" or by site.
	Manifests Value[map[string]string] `hcl:"manifests" as:"text(s)"`
	// Pin is the only place allowed: one site, or an on-prem and a cloud site
	// for a hybrid.
	Pin            Value[[]string] `hcl:"pin" as:"name(s)"`
	SameSite       Value[[]string] `hcl:"same_site" as:"names"`
	DifferentSites Value[[]string] `hcl:"different_sites" as:"names"`
	Tolerations    Value[[]string] `hcl:"tolerations" as:"texts"`
	// Pool is the node pool to use where a site has several.
	Pool Value[string] `hcl:"pool" as:"name"`
	// Routing is how halves of a hybrid call others: "locality" (default) or
	// "independent".
	Routing Value[string] `hcl:"routing" as:"locality|independent"`
	// Concurrency "one" means that two copies must never run.
	Concurrency Value[string] `hcl:"concurrency" as:"one|many"`
	// VisitorsEnter is which half of a hybrid answers visitors: "share" (each its
	// share of the load, default), "onprem" or "cloud".
	VisitorsEnter Value[string] `hcl:"visitors_enter" as:"share|onprem|cloud"`
	// Spillover is the command that sends overflow to the cloud half.
	Spillover Value[[]string] `hcl:"spillover" as:"texts"`

	Container     *Container     `hcl:"container"`
	Replica       *Replica       `hcl:"replica"`
	Replicas      *Replicas      `hcl:"replicas"`
	Traffic       *Traffic       `hcl:"traffic"`
	Job           *Job           `hcl:"job"`
	Security      *Security      `hcl:"security"`
	Licence       *Licence       `hcl:"licence"`
	LatencyBudget *LatencyBudget `hcl:"latency_budget"`
	Migration     *Migration     `hcl:"migration"`
	Rollout       *Rollout       `hcl:"rollout"`
	Switch        *Switch        `hcl:"switch"`
	CallBlocks    []*Call        `hcl:"call,label"`
	Volumes       []*Volume      `hcl:"volume,label"`
}

// Container is what runs, where no manifests say it.
type Container struct {
	Origin
	Image Value[string]  `hcl:"image" as:"text" need:"yes"`
	Port  Value[float64] `hcl:"port" as:"count"`
	// Probe is the path of the readiness probe.
	Probe Value[string]            `hcl:"probe" as:"text"`
	Env   Value[map[string]string] `hcl:"env" as:"strings"`
}

// Replica is what one copy of the service takes.
type Replica struct {
	Origin
	// CPU is in cores, Memory in bytes; unset means unknown.
	CPU       Measure                   `hcl:"cpu" as:"cores"`
	Memory    Measure                   `hcl:"memory" as:"bytes"`
	Resources Value[map[string]float64] `hcl:"resources" as:"counts"`
	// RequestsPerSecond is the load one copy carries.
	RequestsPerSecond Measure `hcl:"requests_per_second" as:"number"`
}

// Replicas bound how many copies run.
type Replicas struct {
	Origin
	Min Value[float64] `hcl:"min" as:"count"`
	Max Value[float64] `hcl:"max" as:"count"`
}

// Traffic is the load on the service: a series, declared numbers, or the shape
// of another service's load.
type Traffic struct {
	Origin
	// Series is a CSV file, relative to the workspace.
	Series Value[string] `hcl:"series" as:"text"`
	// Unit of the series, as in "requests/5m" or "cores".
	Unit   Value[string] `hcl:"unit" as:"text"`
	Column Value[string] `hcl:"column" as:"text"`
	// Zone is the IANA time zone of times without an offset, default UTC.
	Zone Value[string] `hcl:"zone" as:"text"`
	// Source names a metrics block.
	Source Value[string] `hcl:"source" as:"name"`
	Query  Value[string] `hcl:"query" as:"text"`
	// Like is a service whose load has the same shape, Ratio times as large.
	Like  Value[string]  `hcl:"like" as:"name"`
	Ratio Value[float64] `hcl:"ratio" as:"number"`
	// MeanRPS, P99RPS and PeakRPS are requests a second.
	MeanRPS Measure `hcl:"mean_rps" as:"number"`
	P99RPS  Measure `hcl:"p99_rps" as:"number"`
	PeakRPS Measure `hcl:"peak_rps" as:"number"`
	// Trend is growth a month, 0.12 for 12 %.
	Trend Measure `hcl:"trend" as:"growth"`
}

// Job is work that starts, ends and starts again.
type Job struct {
	Origin
	// Schedule is in cron form.
	Schedule Value[string] `hcl:"schedule" as:"cron"`
	// Duration of one run, in seconds.
	Duration Measure `hcl:"duration" as:"duration"`
	// Parallelism is how many copies run at once, default 1.
	Parallelism Measure `hcl:"parallelism" as:"number"`
	// BusyShare is the share of the month in which it runs, where the schedule
	// does not tell.
	BusyShare     Measure        `hcl:"busy_share" as:"share"`
	Deadline      Value[float64] `hcl:"deadline" as:"duration"`
	Interruptible Value[bool]    `hcl:"interruptible" as:"bool"`
	Shiftable     Value[bool]    `hcl:"shiftable" as:"bool"`
}

// Security is what may happen to the service's data.
type Security struct {
	Origin
	// Data is the class of the data: "public", "internal", "confidential" or
	// "personal".
	Data Value[string] `hcl:"data" as:"public|internal|confidential|personal"`
	// InternetTransit is false where calls must not pass over the internet;
	// visitors' traffic is excepted. Default true.
	InternetTransit Value[bool] `hcl:"internet_transit" as:"bool"`
	// Residency are the countries the service may run in; unset means any.
	Residency Value[[]string] `hcl:"residency" as:"countries"`
}

// Licence is what software on the service costs besides.
type Licence struct {
	Origin
	Per   Value[string]     `hcl:"per" as:"core|node|service" need:"yes"`
	Price Value[money.Rate] `hcl:"price" as:"money/mo" need:"yes"`
}

// LatencyBudget is how much of a request's time the links may take.
type LatencyBudget struct {
	Origin
	// Calls is how many calls one request makes; Mean the budget in seconds.
	Calls Value[float64] `hcl:"calls" as:"number"`
	Mean  Value[float64] `hcl:"mean" as:"duration"`
}

// Migration is what moving the service takes once.
type Migration struct {
	Origin
	Hours Value[float64] `hcl:"hours" as:"hours"`
	Data  Value[float64] `hcl:"data" as:"bytes"`
	// Amortise is the time the cost is spread over, in seconds.
	Amortise Value[float64] `hcl:"amortise" as:"duration"`
}

// Call is traffic that the service begins: to an endpoint, another service, or
// "internet" (visitors).
type Call struct {
	Name string
	Origin
	// Sent and Received are bytes a month, seen from the caller.
	Sent              Measure        `hcl:"sent" as:"bytes"`
	Received          Measure        `hcl:"received" as:"bytes"`
	RequestsPerSecond Measure        `hcl:"requests_per_second" as:"number"`
	MaxLatency        Value[float64] `hcl:"max_latency" as:"duration"`
}

// Volume is a disk of the service.
type Volume struct {
	Name string
	Origin
	Size  Measure       `hcl:"size" as:"bytes"`
	Class Value[string] `hcl:"class" as:"text"`
	// Mount is where the container sees it, an absolute path.
	Mount Value[string] `hcl:"mount" as:"text"`
	// MoveBy is how its data moves: "copy", "replication" or "backup".
	MoveBy Value[string] `hcl:"move_by" as:"copy|replication|backup"`
}
