package spec

import (
	"time"

	"berth.dev/engine/money"
)

// Workspace is everything a folder of specs says: checked, inherited values
// resolved, sorted by name. It is not changed after [Parse] returned it.
type Workspace struct {
	// Settings are the attributes of the workspace block that are not about a
	// service.
	Settings WorkspaceSettings
	// Defaults are the service settings written in the workspace block.
	Defaults Settings

	Rates        []*Rate
	Sites        []*Site
	Links        []*Link
	Endpoints    []*Endpoint
	Teams        []*Team
	Environments []*Environment
	Classes      []*Class
	Products     []*Product
	Services     []*Service
	PriceBooks   []*PriceBook
	Metrics      []*Metrics
	Bills        []*Bill
	Usages       []*Usage
	Shares       []*Share
	Criteria     []*Criterion
	Policies     []*Policy
	Constraints  []*Constraint
	Checks       []*Check
	Exceptions   []*Exception

	// Files are the sources in name order.
	Files []*File

	// Evidence is whence measured numbers come; see [Workspace.Filled].
	Evidence []Evidence

	index index
}

// WorkspaceSettings are the attributes of the workspace block.
type WorkspaceSettings struct {
	Origin
	// Currency is what all money is converted to and printed in (ISO 4217).
	Currency Value[string] `hcl:"currency" as:"currency"`
	// AsOf is the day from which ages, lives and windows count.
	AsOf Value[time.Time] `hcl:"as_of" as:"date"`
	// ReferenceSite is the yardstick of the cost scores.
	ReferenceSite Value[string] `hcl:"reference_site" as:"name"`
	// CostBasis is "fully_loaded" (default) or "marginal".
	CostBasis Value[string] `hcl:"cost_basis" as:"fully_loaded|marginal"`
	// HourlyRate is what an engineer's hour costs.
	HourlyRate Value[money.Rate] `hcl:"hourly_rate" as:"money/h"`
	// PointValue is what a hundredth of score is worth to the plan, one service.
	PointValue Value[money.Rate] `hcl:"point_value" as:"money/mo"`
	// Weights are the weights of the criteria.
	Weights Value[map[string]float64] `hcl:"weights" as:"numbers"`
	// Disable names policies, constraints and checks of the standard suite that
	// do not run here.
	Disable Value[[]string] `hcl:"disable" as:"names"`
	// MaxAge is how long after it was made a plan may still be carried out, in
	// seconds; unset means [DefaultMaxAge].
	MaxAge Value[float64] `hcl:"max_age" as:"duration"`
	// Lock says where the lease of cluster steps lies.
	Lock *Lock `hcl:"lock"`
	// Report says how the monthly report of cost is made.
	Report *Report `hcl:"report"`
}

// Lock says on which site the lease lies while a cluster does not exist.
type Lock struct {
	Origin
	Site Value[string] `hcl:"site" as:"name" need:"yes"`
}

// Rate is what one unit of a currency is worth in the workspace's.
type Rate struct {
	Name string
	Origin
	Value  Value[money.Amount] `hcl:"value" as:"money" need:"yes"`
	Date   Value[time.Time]    `hcl:"date" as:"date" need:"yes"`
	Source Value[string]       `hcl:"source" as:"text" need:"yes"`
}

// Site is a place where services run.
type Site struct {
	Name string
	Origin
	// Kind is "onprem" (capacity is owned) or "cloud" (capacity is rented).
	Kind Value[string] `hcl:"kind" as:"onprem|cloud" need:"yes"`
	// Provider drives the site: "k0s", "gke" or "servers".
	Provider Value[string] `hcl:"provider" as:"k0s|gke|servers" need:"yes"`
	// Country is an ISO 3166 code, for residency.
	Country  Value[string] `hcl:"country" as:"country" need:"yes"`
	Project  Value[string] `hcl:"project" as:"text"`
	Location Value[string] `hcl:"location" as:"text"`
	Cluster  Value[string] `hcl:"cluster" as:"text"`
	// Context is the kubeconfig context that reaches the site's cluster.
	Context Value[string] `hcl:"context" as:"text"`
	// Prices names the price book of a cloud site.
	Prices Value[string] `hcl:"prices" as:"name"`
	// Mode is "standard" (node pools, default) or "autopilot".
	Mode Value[string] `hcl:"mode" as:"standard|autopilot"`
	// Manage is "objects" (default) or "cluster".
	Manage Value[string] `hcl:"manage" as:"objects|cluster"`
	// Window is when disruptive steps may run, as in "Sat 02:00-06:00 Asia/Tokyo".
	Window Value[string] `hcl:"window" as:"text"`
	// Electricity is the price of a kilowatt-hour.
	Electricity Value[money.Rate] `hcl:"electricity" as:"money/kWh"`
	// PUE is power drawn by the building over power drawn by servers, default 1.
	PUE Value[float64] `hcl:"pue" as:"number"`
	// LeadTime is from the decision to buy until a server runs, in seconds.
	LeadTime Value[float64] `hcl:"lead_time" as:"duration"`
	// Capabilities are what services may need of a site.
	Capabilities Value[[]string] `hcl:"capabilities" as:"names"`
	// Environments are those the site accepts; unset means all.
	Environments Value[[]string] `hcl:"environments" as:"names"`
	// PerService is what each service costs a month whatever it uses.
	PerService   Value[money.Rate] `hcl:"per_service" as:"money/mo"`
	Effort       *SiteEffort       `hcl:"effort"`
	Internet     *Internet         `hcl:"internet"`
	Pools        []*NodePool       `hcl:"node_pool,label"`
	StoragePools []*StoragePool    `hcl:"storage_pool,label"`
	Commitments  []*Commitment     `hcl:"commitment,label"`
	// Lock says where the lease of runs lies while the site has no cluster.
	Lock  *SiteLock `hcl:"lock"`
	Admit *Admit    `hcl:"admit"`
	K0s   *K0s      `hcl:"k0s"`
	GKE   *GKE      `hcl:"gke"`
}

// SiteLock names the site whose cluster holds a lease for another one.
type SiteLock struct {
	Origin
	Site Value[string] `hcl:"site" as:"name" need:"yes"`
}

// Admit says who may run berth on a cluster that berth makes, as the cluster's own
// authentication names them.
type Admit struct {
	Origin
	Groups Value[[]string] `hcl:"groups" as:"texts"`
	Users  Value[[]string] `hcl:"users" as:"texts"`
}

// SiteEffort is how many hours of work a month a service takes on a site.
type SiteEffort struct {
	Origin
	PerService  Value[float64] `hcl:"per_service" as:"effort"`
	PerStateful Value[float64] `hcl:"per_stateful" as:"effort"`
}

// Internet is what traffic to visitors costs from a site.
type Internet struct {
	Origin
	// Egress is the price of a GiB to visitors. Unset, the price book's tiers
	// apply.
	Egress Value[money.Rate] `hcl:"egress" as:"money/GiB"`
}

// NodePool is a group of like machines of a site.
type NodePool struct {
	Name string
	Origin
	// Nodes is how many there are; MaxNodes how many there is room for.
	Nodes    Value[float64] `hcl:"nodes" as:"count"`
	MaxNodes Value[float64] `hcl:"max_nodes" as:"count"`
	// CPU (cores) and Memory (bytes) are allocatable on one node.
	CPU    Value[float64] `hcl:"cpu" as:"cores"`
	Memory Value[float64] `hcl:"memory" as:"bytes"`
	// Resources are further allocatable resources of one node, by name.
	Resources Value[map[string]float64] `hcl:"resources" as:"counts"`
	// Reserved is what daemon sets and other tenants take of one node.
	Reserved Value[Amounts] `hcl:"reserved" as:"amounts"`
	// InUse is what is in use of the whole pool today, berth's services and
	// everything else; what is free follows from it. Unset means unknown.
	InUse Value[Amounts] `hcl:"in_use" as:"amounts"`
	// Purchase and Residual are the price of one node and what it is worth at
	// the end of its life.
	Purchase Value[money.Amount] `hcl:"purchase" as:"money"`
	Residual Value[money.Amount] `hcl:"residual" as:"money"`
	// InService is when the nodes began to run; Life (seconds) how long their
	// price is spread over.
	InService Value[time.Time] `hcl:"in_service" as:"date"`
	Life      Value[float64]   `hcl:"life" as:"duration"`
	// PowerIdle and PowerMax are watts of one node.
	PowerIdle Value[float64] `hcl:"power_idle" as:"power"`
	PowerMax  Value[float64] `hcl:"power_max" as:"power"`
	// Upkeep is space, network and support of one node.
	Upkeep Value[money.Rate] `hcl:"upkeep" as:"money/mo"`
	// Administration is the work on the whole pool, in hours a month.
	Administration Value[float64] `hcl:"administration" as:"effort"`
	// Spare is how many nodes are kept free.
	Spare  Value[float64]           `hcl:"spare" as:"count"`
	Taints Value[[]string]          `hcl:"taints" as:"texts"`
	Labels Value[map[string]string] `hcl:"labels" as:"strings"`
	// Machine is the machine type of a cloud pool, as the price book names it.
	Machine Value[string] `hcl:"machine" as:"text"`
	// Buy is how a cloud pool is paid: "on_demand" (default), "spot",
	// "commit1y" or "commit3y".
	Buy Value[string] `hcl:"buy" as:"on_demand|spot|commit1y|commit3y"`
	// Packing is the share of a node that pods can really use.
	Packing Value[float64] `hcl:"packing" as:"share"`
	// Autoscale leaves the number of nodes of a cloud pool to the cluster.
	Autoscale *Autoscale `hcl:"autoscale"`
	// DiskSize (bytes) and DiskType are of one node's boot disk.
	DiskSize Value[float64] `hcl:"disk_size" as:"bytes"`
	DiskType Value[string]  `hcl:"disk_type" as:"text"`
	// ServiceAccount is whom the nodes of a cloud pool act as.
	ServiceAccount Value[string] `hcl:"service_account" as:"text"`
}

// Autoscale bounds how many nodes a cloud pool has, over all of its zones.
type Autoscale struct {
	Origin
	Min Value[float64] `hcl:"min" as:"count" need:"yes"`
	Max Value[float64] `hcl:"max" as:"count" need:"yes"`
}

// Amounts is an amount of CPU (cores) and memory (bytes).
type Amounts struct {
	CPU, Memory float64
}

// StoragePool is storage of one class on a site.
type StoragePool struct {
	Name string
	Origin
	Size  Value[float64]    `hcl:"size" as:"bytes"`
	InUse Value[float64]    `hcl:"in_use" as:"bytes"`
	Price Value[money.Rate] `hcl:"price" as:"money/mo"`
	// PerGiB is what a GiB costs a month.
	PerGiB Value[money.Rate] `hcl:"per_gib" as:"money/GiB"`
}

// Commitment is capacity rented for a term. Rows of a bill are of it whose commitment has
// its name, alone or behind the last "/".
type Commitment struct {
	Name string
	Origin
	CPU    Value[float64]    `hcl:"cpu" as:"cores"`
	Memory Value[float64]    `hcl:"memory" as:"bytes"`
	Start  Value[time.Time]  `hcl:"start" as:"date"`
	Term   Value[float64]    `hcl:"term" as:"duration"`
	Price  Value[money.Rate] `hcl:"price" as:"money/mo"`
	// Owner is the service, product or team that bought it, the narrowest of that name:
	// what it uses is covered first, and it pays for what nobody uses.
	Owner Value[string] `hcl:"owner" as:"name"`
}

// K0s says how k0sctl reaches and configures a site's cluster.
type K0s struct {
	Origin
	// Version is the whole version of k0s, as in "v1.36.3+k0s.1"; Path are the versions on
	// the way to it, one for each minor between, oldest first.
	Version Value[string]   `hcl:"version" as:"text"`
	Path    Value[[]string] `hcl:"path" as:"texts"`
	// Config is a file with the ClusterConfig, Base and Overlays kustomize folders that
	// several clusters share. What they say is joined: Base, each of Overlays, Config.
	Config   Value[string]   `hcl:"config" as:"text"`
	Base     Value[string]   `hcl:"base" as:"text"`
	Overlays Value[[]string] `hcl:"overlays" as:"texts"`
	Hosts    []*K0sHost      `hcl:"host,label"`
	Options  *K0sOptions     `hcl:"options"`
}

// K0sHost is one machine of a k0s cluster.
type K0sHost struct {
	Name string
	Origin
	Role           Value[string]            `hcl:"role" as:"controller|worker|controller+worker|single" need:"yes"`
	Address        Value[string]            `hcl:"address" as:"text" need:"yes"`
	PrivateAddress Value[string]            `hcl:"private_address" as:"text"`
	User           Value[string]            `hcl:"user" as:"text"`
	Port           Value[float64]           `hcl:"port" as:"count"`
	KeyPath        Value[string]            `hcl:"key_path" as:"text"`
	HostKey        Value[string]            `hcl:"host_key" as:"text"`
	Labels         Value[map[string]string] `hcl:"labels" as:"strings"`
	Taints         Value[[]string]          `hcl:"taints" as:"texts"`
	Pool           Value[string]            `hcl:"pool" as:"name"`
	// PrivateInterface, DataDir, InstallFlags, NoTaints and Environment are k0sctl's own.
	PrivateInterface Value[string]            `hcl:"private_interface" as:"text"`
	DataDir          Value[string]            `hcl:"data_dir" as:"text"`
	InstallFlags     Value[[]string]          `hcl:"install_flags" as:"texts"`
	NoTaints         Value[bool]              `hcl:"no_taints" as:"bool"`
	Environment      Value[map[string]string] `hcl:"environment" as:"strings"`
}

// K0sOptions bound how k0sctl drains and waits.
type K0sOptions struct {
	Origin
	DrainTimeout Value[float64] `hcl:"drain_timeout" as:"duration"`
	GracePeriod  Value[float64] `hcl:"grace_period" as:"duration"`
	// LoseScratch lets pods be moved whose files on the node are lost (emptyDir).
	LoseScratch Value[bool] `hcl:"lose_scratch" as:"bool"`
}

// GKE says what a site's GKE cluster is to be.
type GKE struct {
	Origin
	// Channel is the release channel; Version what the control plane is to run, as in
	// "1.36", of which the channel picks the patch. Unset leaves both to Google.
	Channel Value[string] `hcl:"channel" as:"rapid|regular|stable|extended|none"`
	Version Value[string] `hcl:"version" as:"text"`
	// Endpoint is how berth reaches the API server: by its DNS name (default), its
	// public or its private address.
	Endpoint Value[string] `hcl:"endpoint" as:"dns|public|private"`
	// Network and Subnetwork are where nodes stand; Zones are those of a regional
	// cluster's nodes, unset for Google's choice.
	Network      Value[string]   `hcl:"network" as:"text"`
	Subnetwork   Value[string]   `hcl:"subnetwork" as:"text"`
	Zones        Value[[]string] `hcl:"zones" as:"texts"`
	PrivateNodes Value[bool]     `hcl:"private_nodes" as:"bool"`
	// LoseScratch lets pods be moved whose files on the node are lost (emptyDir).
	LoseScratch Value[bool] `hcl:"lose_scratch" as:"bool"`
}

// Link joins two sites. Sites without one are unreachable from each other.
type Link struct {
	// A and B are the sites in the order they were written.
	A, B string
	Origin
	// Path is "internet", "vpn" or "interconnect".
	Path Value[string] `hcl:"path" as:"internet|vpn|interconnect" need:"yes"`
	// Latency is one way, in seconds.
	Latency Value[float64] `hcl:"latency" as:"duration"`
	// Bandwidth is in bits a second.
	Bandwidth Value[float64]    `hcl:"bandwidth" as:"bandwidth"`
	Monthly   Value[money.Rate] `hcl:"monthly" as:"money/mo"`
	// Comfortable is how many bytes a month cross without anybody caring.
	Comfortable Value[float64] `hcl:"comfortable" as:"bytes"`
	// Egress is the price of a GiB leaving a site over this link, by site.
	Egress Value[map[string]money.Rate] `hcl:"egress" as:"rates/GiB"`
	// SplitEffort is the extra work of running a service on both sides, in hours
	// a month.
	SplitEffort Value[float64] `hcl:"split_effort" as:"effort"`
}

// Endpoint is what services call and what cannot move.
type Endpoint struct {
	Name string
	Origin
	// Site is where it stands; unset when External.
	Site     Value[string] `hcl:"site" as:"name"`
	External Value[bool]   `hcl:"external" as:"bool"`
	Country  Value[string] `hcl:"country" as:"country"`
}
