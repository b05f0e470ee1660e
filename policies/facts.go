package policies

import (
	"context"

	"cel.dev/cel-go/cel"
)

// Facts is what checks may read: one subject, a service, product, team or site, with
// the fleet and the workspace it belongs to. Of the subjects only the one that the
// check looks at (its over) is there; fleet and workspace always are.
//
// "Today" is where runs_on says that services run. "Then" is where they would run: by
// the decision, or by the plan that was given. Money is a month's. A pointer that is
// nil is a value nobody knows: expressions ask with has().
//
// The tag oneof lists the only texts a field can have, so that a comparison with any
// other is a mistake; least and most bound numbers, and none is ever NaN. The tag of
// says whose names a text or a list holds, so that a misspelt one is seen. The tag needs
// says what has to be computed first, and is left out where specs alone tell: "today"
// the option where the service runs, "then" the decision, "proof" whether it is firm.
// See [Check.Needs].
type Facts struct {
	Service   *ServiceFacts `cel:"service"`
	Product   *ProductFacts `cel:"product"`
	Team      *TeamFacts    `cel:"team"`
	Site      *SiteFacts    `cel:"site"`
	Fleet     *FleetFacts   `cel:"fleet"`
	Workspace *Setting      `cel:"workspace"`

	// Context stops a check that loops, as in [Vars].
	Context context.Context
}

// Setting is what a workspace says of itself.
type Setting struct {
	Currency      string `cel:"currency" doc:"ISO 4217 code of all money"`
	ReferenceSite string `cel:"reference_site" of:"site" doc:"the site whose money is the yardstick of the cost scores"`
	CostBasis     string `cel:"cost_basis" oneof:"fully_loaded,marginal" doc:"fully_loaded or marginal"`
	AsOf          string `cel:"as_of" doc:"the day it is seen from, as in 2026-10-31"`
}

// ServiceFacts is one service.
type ServiceFacts struct {
	Name        string   `cel:"name" of:"service" doc:"the service's name"`
	Product     string   `cel:"product" of:"product" doc:"the product's name, empty without one"`
	Team        string   `cel:"team" of:"team" doc:"the product's team, empty without one"`
	Owner       string   `cel:"owner" doc:"the team's owner, empty where nobody is named"`
	Class       string   `cel:"class" of:"class" doc:"the class's name, empty without one"`
	Environment string   `cel:"environment" of:"environment" doc:"the environment's name, empty without one"`
	Data        string   `cel:"data" oneof:"public,internal,confidential,personal" doc:"the class of its data"`
	Residency   []string `cel:"residency" doc:"countries it may run in; empty means any"`
	Transit     bool     `cel:"internet_transit" doc:"calls may pass over the internet"`

	Images      []string `cel:"images" doc:"images of its containers, where the spec names them"`
	Probed      bool     `cel:"probed" doc:"a readiness probe is declared, or manifests say what runs"`
	Manifests   bool     `cel:"manifests" doc:"manifests say what runs"`
	ReplicasMin int64    `cel:"replicas_min" least:"0" doc:"the fewest copies that run; 1 where nothing is said"`
	ReplicasMax *int64   `cel:"replicas_max" least:"0" doc:"the most copies that run"`
	CPU         *float64 `cel:"replica_cores" unit:"cores" least:"0" doc:"what its spec says that one copy takes of CPU; measured is not said"`
	Memory      *float64 `cel:"replica_memory_gib" unit:"GiB" least:"0" doc:"what its spec says that one copy takes of memory; measured is not said"`
	Stateful    bool     `cel:"stateful" doc:"it keeps state on its disks"`
	Singleton   bool     `cel:"singleton" doc:"two copies must never run (concurrency = one)"`
	Job         bool     `cel:"job" doc:"it is a job: it starts, ends and starts again"`
	Volumes     int64    `cel:"volumes" least:"0" doc:"number of volumes"`
	Backed      bool     `cel:"volumes_move" doc:"every volume says how its data moves (move_by)"`

	Calls         []string `cel:"calls" doc:"what it calls: services, endpoints, internet"`
	UnknownCalls  []string `cel:"unmeasured_calls" doc:"those of calls whose traffic nobody has measured"`
	CallsComplete bool     `cel:"calls_complete" doc:"the call blocks are all there is"`
	LoadKnown     bool     `cel:"load_known" doc:"its load is measured (a series), declared (traffic, a job) or fixed (replicas whose min is their max)"`

	RunsOn         []string `cel:"runs_on" of:"site" doc:"sites where it runs today; empty when nobody said"`
	CountriesToday []string `cel:"countries_today" doc:"countries of the sites where it runs today"`
	MoneyToday     *float64 `cel:"money_today" unit:"money/month" needs:"today" doc:"what it costs where it runs today"`
	CrossingToday  *float64 `cel:"crossing_today_gib" unit:"GiB/month" needs:"today" least:"0" doc:"its traffic that crosses links between sites today, both ways"`
	ComfortToday   *float64 `cel:"comfortable_today_gib" unit:"GiB/month" needs:"today" least:"0" doc:"traffic that crosses there today without anybody caring: the least K of those links"`

	GoesTo    []string `cel:"goes_to" of:"site" needs:"then" doc:"sites where it would run; empty where no option is allowed"`
	Countries []string `cel:"countries" needs:"then" doc:"countries of the sites where it would run"`
	Moves     bool     `cel:"moves" needs:"then" doc:"it would run elsewhere than today"`
	Firm      bool     `cel:"firm" needs:"proof" doc:"nothing unknown could change where it would run; true of a plan"`
	Missing   []string `cel:"missing" needs:"proof" doc:"what to measure so that it becomes firm"`
	Money     *float64 `cel:"money" unit:"money/month" needs:"then" doc:"what it would cost"`
	Crossing  *float64 `cel:"crossing_gib" unit:"GiB/month" needs:"then" least:"0" doc:"its traffic that would cross links between sites, both ways"`
	Comfort   *float64 `cel:"comfortable_gib" unit:"GiB/month" needs:"then" least:"0" doc:"traffic that would cross there without anybody caring: the least K of those links"`
}

// ProductFacts is one product with its services.
type ProductFacts struct {
	Name       string   `cel:"name" of:"product" doc:"the product's name"`
	Team       string   `cel:"team" of:"team" doc:"its team, empty without one"`
	Owner      string   `cel:"owner" doc:"its team's owner, empty where nobody is named"`
	Services   []string `cel:"services" of:"service" doc:"its services"`
	Budget     *float64 `cel:"budget" unit:"money/month" least:"0" doc:"what it may cost"`
	MoneyToday *float64 `cel:"money_today" unit:"money/month" needs:"today" doc:"what its services cost where they run today; absent where that of one is not known"`
	Sites      []string `cel:"sites" of:"site" needs:"then" doc:"sites where its services would run"`
	Unpriced   []string `cel:"unpriced" needs:"then" doc:"services whose money then is not known"`
	Money      *float64 `cel:"money" unit:"money/month" needs:"then" doc:"what its services would cost; absent where that of one is not known"`
}

// TeamFacts is one team with the services of its products.
type TeamFacts struct {
	Name       string   `cel:"name" of:"team" doc:"the team's name"`
	Group      string   `cel:"group" doc:"the identity provider's group, empty without one"`
	CostCenter string   `cel:"cost_center" doc:"the cost center, empty without one"`
	Owner      string   `cel:"owner" doc:"its owner, empty where nobody is named"`
	Products   []string `cel:"products" of:"product" doc:"its products"`
	Services   []string `cel:"services" of:"service" doc:"its products' services"`
	MoneyToday *float64 `cel:"money_today" unit:"money/month" needs:"today" doc:"what its services cost where they run today"`
	Money      *float64 `cel:"money" unit:"money/month" needs:"then" doc:"what its services would cost"`
}

// SiteFacts is one site with the services on it.
type SiteFacts struct {
	Name          string   `cel:"name" of:"site" doc:"the site's name"`
	Kind          string   `cel:"kind" oneof:"onprem,cloud" doc:"onprem or cloud"`
	Provider      string   `cel:"provider" oneof:"k0s,gke,servers" doc:"what drives it: k0s, gke or servers"`
	Country       string   `cel:"country" doc:"its country"`
	Nodes         int64    `cel:"nodes" least:"0" doc:"nodes of all its pools that say how many"`
	Spare         int64    `cel:"spare" least:"0" doc:"nodes that its pools keep free"`
	Cores         *float64 `cel:"cores" unit:"cores" least:"0" doc:"what its nodes can give to services: allocatable, less what is reserved and kept free; absent in the cloud"`
	ServicesToday []string `cel:"services_today" of:"service" doc:"services that run there today"`
	Services      []string `cel:"services" of:"service" needs:"then" doc:"services that would run there"`
	CoresNeeded   *float64 `cel:"cores_needed" unit:"cores" needs:"then" least:"0" doc:"what the services that would run there use at their 99th percentiles, added up"`
	Money         *float64 `cel:"money" unit:"money/month" needs:"then" doc:"what the services that would run wholly there would cost"`
}

// FleetFacts is all services together.
type FleetFacts struct {
	Services   int64    `cel:"services" least:"0" doc:"number of services"`
	Products   int64    `cel:"products" least:"0" doc:"number of products"`
	Sites      int64    `cel:"sites" least:"0" doc:"number of sites"`
	Unowned    []string `cel:"unowned" of:"service" doc:"services whose team nobody owns"`
	Nowhere    []string `cel:"nowhere" of:"service" needs:"then" doc:"services that no option is allowed for"`
	Moves      []string `cel:"moves" of:"service" needs:"then" doc:"services that would run elsewhere than today"`
	MoneyToday *float64 `cel:"money_today" unit:"money/month" needs:"today" doc:"what all services cost where they run today"`
	Money      *float64 `cel:"money" unit:"money/month" needs:"then" doc:"what all services would cost"`
}

// factsActivation makes Facts readable for the interpreter without a map.
type factsActivation Facts

func (a *factsActivation) until() context.Context { return a.Context }

// of names the subject, as in "product ads".
func (a *factsActivation) of() (subject, option string) {
	switch {
	case a.Service != nil:
		return OverService + " " + a.Service.Name, ""
	case a.Product != nil:
		return OverProduct + " " + a.Product.Name, ""
	case a.Team != nil:
		return OverTeam + " " + a.Team.Name, ""
	case a.Site != nil:
		return OverSite + " " + a.Site.Name, ""
	}
	return "the fleet", ""
}

// ResolveName returns the struct of a name that stands alone.
func (a *factsActivation) ResolveName(name string) (any, bool) {
	switch name {
	case OverService:
		return a.Service, true
	case OverProduct:
		return a.Product, true
	case OverTeam:
		return a.Team, true
	case OverSite:
		return a.Site, true
	case OverFleet:
		return a.Fleet, true
	case "workspace":
		return a.Workspace, true
	}
	return nil, false
}

// Parent returns nothing: there is one scope.
func (a *factsActivation) Parent() cel.Activation { return nil }
