package policies

import "context"

// Vars is what expressions may read: the values of one service and one option
// at one point of the unknown inputs. Every field is in the unit its tag names.
// A pointer that is nil is a value the service does not have (a job has no
// surge): expressions ask with has().
//
// The tags oneof, least, most and of are as in [Facts]. A number is never NaN.
//
// Engine code fills it; expressions never see syntax trees, files or clocks.
type Vars struct {
	Service   *Service   `cel:"service"`
	Option    *Option    `cel:"option"`
	Workspace *Workspace `cel:"workspace"`

	// Context stops a rule that loops when it is done. Nil means that only the
	// limits on work and memory stop it. Rules without loops end by themselves
	// and do not ask.
	Context context.Context
}

// Workspace is what is the same for all services.
type Workspace struct {
	Currency      string  `cel:"currency" doc:"ISO 4217 code of all money"`
	ReferenceSite string  `cel:"reference_site" of:"site" doc:"the site whose money is the yardstick of the cost scores"`
	CostBasis     string  `cel:"cost_basis" oneof:"fully_loaded,marginal" doc:"fully_loaded or marginal"`
	HourlyRate    float64 `cel:"hourly_rate" unit:"money/h" doc:"what an engineer's hour costs"`
}

// Service is what is the same for all options of a service.
type Service struct {
	Name        string `cel:"name" of:"service" doc:"the service's name; a rule that reads it is no rule"`
	Product     string `cel:"product" of:"product" doc:"the product's name, empty without one"`
	Team        string `cel:"team" of:"team" doc:"the product's team, empty without one"`
	Class       string `cel:"class" of:"class" doc:"the class's name, empty without one"`
	Environment string `cel:"environment" of:"environment" doc:"the environment's name, empty without one"`

	RunsOn        []string  `cel:"runs_on" of:"site" doc:"sites where it runs today; empty when nobody said"`
	Pin           []string  `cel:"pin" of:"site" doc:"the only sites allowed; empty means any"`
	Stateful      bool      `cel:"stateful" doc:"it keeps state on its disks"`
	Volumes       int64     `cel:"volumes" least:"0" doc:"number of volumes"`
	Singleton     bool      `cel:"singleton" doc:"two copies must never run (concurrency = one)"`
	Job           bool      `cel:"job" doc:"it is a job: it starts, ends and starts again"`
	Interruptible bool      `cel:"interruptible" doc:"a job that may be stopped and run again"`
	Needs         []string  `cel:"needs" doc:"capabilities a site must have"`
	IndependentOf []string  `cel:"independent_of" of:"site" doc:"sites whose fate it must not share"`
	Security      *Security `cel:"security" doc:"what may happen to its data"`

	MeanCores     float64 `cel:"mean_cores" unit:"cores" least:"0" doc:"mean use of CPU"`
	P99Cores      float64 `cel:"p99_cores" unit:"cores" least:"0" doc:"99th percentile of use of CPU"`
	MeanMemoryGiB float64 `cel:"mean_memory_gib" unit:"GiB" least:"0" doc:"mean use of memory"`
	P99MemoryGiB  float64 `cel:"p99_memory_gib" unit:"GiB" least:"0" doc:"99th percentile of use of memory"`
	TrendPerMonth float64 `cel:"trend_per_month" unit:"1/month" doc:"relative growth a month, 0.12 for 12 %"`
	PeakToMean    float64 `cel:"peak_to_mean" doc:"99th percentile over mean of the load"`

	Surge10m     *float64 `cel:"surge_10m" doc:"largest rise of the load within ten minutes, as a share of its mean"`
	CV           *float64 `cel:"cv" doc:"coefficient of variation of the load"`
	Burstiness   *float64 `cel:"burstiness" doc:"Goh-Barabasi burstiness of the load, -1 to 1"`
	DailySeason  *float64 `cel:"daily_season" doc:"strength of the daily season, 0 to 1"`
	WeeklySeason *float64 `cel:"weekly_season" doc:"strength of the weekly season, 0 to 1"`
	IdleShare    *float64 `cel:"idle_share" doc:"share of time under a tenth of the peak"`
	BusyShare    *float64 `cel:"busy_share" doc:"share of the month in which a job runs"`

	CallsGiB       float64 `cel:"calls_gib" unit:"GiB/month" least:"0" doc:"traffic with everything but visitors, both ways"`
	OnpremCallsGiB float64 `cel:"onprem_calls_gib" unit:"GiB/month" least:"0" doc:"traffic with what stands on on-prem sites, both ways"`
	CloudCallsGiB  float64 `cel:"cloud_calls_gib" unit:"GiB/month" least:"0" doc:"traffic with what stands on cloud sites, both ways"`
	VisitorsGiB    float64 `cel:"visitors_gib" unit:"GiB/month" least:"0" doc:"traffic with visitors over the internet, both ways"`

	ReferenceMoney float64 `cel:"reference_money" unit:"money/month" doc:"its money wholly at the reference site, allowed there or not"`
}

// Security is the service's security block.
type Security struct {
	Data            string   `cel:"data" oneof:"public,internal,confidential,personal" doc:"public, internal, confidential or personal"`
	InternetTransit bool     `cel:"internet_transit" doc:"calls may pass over the internet"`
	Residency       []string `cel:"residency" doc:"countries it may run in; empty means any"`
}

// Option is one way to run the service.
type Option struct {
	ID           string   `cel:"id" doc:"the sites joined by +, as in tokyo+gke"`
	Kind         string   `cel:"kind" oneof:"onprem,cloud,hybrid" doc:"onprem, cloud or hybrid"`
	Sites        []string `cel:"sites" of:"site" doc:"its sites; of a hybrid the base first"`
	Countries    []string `cel:"countries" doc:"the countries of its sites"`
	Capabilities []string `cel:"capabilities" doc:"what all of its sites are capable of"`
	Environments []string `cel:"environments" of:"environment" doc:"environments that all of its sites accept; empty means any"`
	Elastic      bool     `cel:"elastic" doc:"capacity can be rented within minutes"`

	BaseCores     float64 `cel:"base_cores" unit:"cores" least:"0" doc:"what is kept on-prem for the service: its 99th percentile, or a hybrid's base; 0 in the cloud"`
	BurstShare    float64 `cel:"burst_share" least:"0" most:"1" doc:"share of the load that runs in the cloud"`
	HeadroomCores float64 `cel:"headroom_cores" unit:"cores" doc:"CPU free for the service on the on-prem site today; 0 in the cloud"`
	LeadTime      float64 `cel:"lead_time_months" unit:"months" least:"0" doc:"until a server bought today runs; 0 in the cloud"`
	NeededCores   float64 `cel:"cores_needed_by_lead_time" unit:"cores" least:"0" doc:"99th percentile of use of CPU, grown by the trend over the lead time"`

	Money float64 `cel:"money" unit:"money/month" doc:"what the service costs there"`
	Hours float64 `cel:"hours" unit:"h/month" doc:"work the service takes there"`

	CrossingGiB       float64  `cel:"crossing_gib" unit:"GiB/month" least:"0" doc:"traffic that crosses a link between sites, both ways"`
	OnpremCrossingGiB float64  `cel:"onprem_crossing_gib" unit:"GiB/month" least:"0" doc:"the part of crossing_gib whose other end stands on an on-prem site"`
	CloudCrossingGiB  float64  `cel:"cloud_crossing_gib" unit:"GiB/month" least:"0" doc:"the part of crossing_gib whose other end stands on a cloud site"`
	ComfortableGiB    float64  `cel:"comfortable_gib" unit:"GiB/month" least:"0" doc:"traffic that crosses without anybody caring: K of the link"`
	InternetCalls     []string `cel:"internet_calls" doc:"calls that would pass over the internet, visitors excepted"`
	FixedInternet     []string `cel:"fixed_internet_calls" doc:"those of internet_calls whose other end is an endpoint"`
	Unreachable       []string `cel:"unreachable_calls" doc:"calls to where no link leads"`
	SlowCalls         []string `cel:"slow_calls" doc:"calls whose link is slower than their max_latency"`
}
