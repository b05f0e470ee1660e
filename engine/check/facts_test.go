package check

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"

	"berth.dev/engine/spec"
	"berth.dev/policies"
)

// factsOf is what checks read of a world in which every value is asked for.
func factsOf(t *testing.T, in Input) *facts {
	t.Helper()
	for _, c := range in.Fleet.Suite.Checks {
		if c.Name() == "everything" {
			in.Only = []string{c.Name()}
		}
	}
	if in.Only == nil {
		t.Fatal("the world has no check that asks for everything")
	}
	r := &run{Input: in, ctx: context.Background(), w: in.Fleet.Workspace, choice: choose(&in)}
	r.tally.counts, r.looks = make([]count, len(r.rules)), make([]look, len(r.w.Services))
	if err := r.sideBySide(len(r.w.Services), r.look, nil); err != nil {
		t.Fatal(err)
	}
	return r.facts()
}

// everything asks for what runs today, what would run then, and whether that is sure.
var everything = rule("everything", "service", `require = "has(service.money) && has(service.money_today) && service.firm"`)

const company = `
team "web" {
  group       = "oidc:web"
  cost_center = "17"
  owner       = "lead"
}
team "empty" {}
product "shop" {
  team = "web"
  budget {
    monthly = "90000 JPY/mo"
  }
}
environment "prod" {
  default = true
}
service "api" {
  product = "shop"
  runs_on = ["gke", "tokyo"]
  pin     = ["tokyo", "gke"]
  container {
    image = "registry.example/api:1"
    port  = 80
  }
  replica {
    cpu    = "1..2"
    memory = "8Gi"
  }
  replicas {
    min = 2
    max = 2
  }
  call "store" {
    sent     = "unknown"
    received = "5Gi"
  }
  call "internet" {
    sent = "5Gi"
  }
}
service "store" {
  product     = "shop"
  calls       = "complete"
  runs_on     = "iowa"
  pin         = "tokyo"
  stateful    = true
  concurrency = "one"
  environment = "prod"
  manifests   = "deploy"
  security {
    data             = "personal"
    internet_transit = false
    residency        = ["JP"]
  }
  replica {
    cpu    = "1"
    memory = "8Gi"
  }
  replicas {
    min = 1
    max = 1
  }
}
service "nobody" {
  needs = ["gpu"]
  volume "data" {
    size  = "1Gi"
    class = "ssd"
  }
}
`

func TestFactsAreWhatSpecsAndDecisionsSay(t *testing.T) {
	f := factsOf(t, world(t, company+everything))
	two, cpu, memory := int64(2), 2.0, 8.0
	crossing, comfort, none := 105.0, 500.0, 0.0 // of the unknown call 100 GiB are assumed
	api := policies.ServiceFacts{
		Name: "api", Product: "shop", Team: "web", Owner: "lead", Environment: "prod", Data: "internal", Transit: true,
		Images: []string{"registry.example/api:1"}, ReplicasMin: 2, ReplicasMax: &two, CPU: &cpu, Memory: &memory, Backed: true,
		Calls: []string{"internet", "store"}, UnknownCalls: []string{"store"}, CallsComplete: true, LoadKnown: true,
		RunsOn: []string{"gke", "tokyo"}, CountriesToday: []string{"JP"},
		GoesTo: []string{"tokyo", "gke"}, Countries: []string{"JP"}, Firm: true,
		MoneyToday: f.services[0].MoneyToday, Money: f.services[0].Money,
		CrossingToday: &crossing, ComfortToday: &comfort, Crossing: &crossing, Comfort: &comfort,
	}
	if diff := cmp.Diff(api, f.services[0]); diff != "" {
		t.Error(diff)
	}
	if api.Money == nil || *api.Money <= 0 || *api.Money != *api.MoneyToday {
		t.Errorf("its money is %v and %v", api.MoneyToday, api.Money)
	}
	one, whole := int64(1), 1.0
	store := policies.ServiceFacts{
		Name: "store", Product: "shop", Team: "web", Owner: "lead", Environment: "prod", Data: "personal", Residency: []string{"JP"},
		Manifests: true, Probed: true, ReplicasMin: 1, ReplicasMax: &one, CPU: &whole, Memory: &memory,
		Stateful: true, Singleton: true, Backed: true, CallsComplete: true, LoadKnown: true,
		RunsOn: []string{"iowa"}, CountriesToday: []string{"US"}, GoesTo: []string{"tokyo"}, Countries: []string{"JP"}, Moves: true, Firm: true,
		MoneyToday: f.services[2].MoneyToday, Money: f.services[2].Money,
		CrossingToday: &crossing, ComfortToday: &comfort, Crossing: &none, Comfort: &comfort,
	}
	if diff := cmp.Diff(store, f.services[2]); diff != "" {
		t.Error(diff)
	}
	nobody := policies.ServiceFacts{Name: "nobody", Environment: "prod", Data: "internal", Transit: true, ReplicasMin: 1, Volumes: 1}
	if diff := cmp.Diff(nobody, f.services[1]); diff != "" {
		t.Error(diff)
	}
}

func TestFactsOfManyAreThoseOfTheirServices(t *testing.T) {
	f := factsOf(t, world(t, company+everything))
	api, store := &f.services[0], &f.services[2]
	budget, today, then := 90000.0, *api.MoneyToday+*store.MoneyToday, *api.Money+*store.Money
	zero := 0.0
	products := []policies.ProductFacts{{
		Name: "shop", Team: "web", Owner: "lead", Services: []string{"api", "store"}, Budget: &budget,
		Sites: []string{"gke", "tokyo"}, MoneyToday: &today, Money: &then,
	}}
	if diff := cmp.Diff(products, f.products); diff != "" {
		t.Error(diff)
	}
	teams := []policies.TeamFacts{
		{Name: "empty", MoneyToday: &zero, Money: &zero},
		{Name: "web", Group: "oidc:web", CostCenter: "17", Owner: "lead", Products: []string{"shop"}, Services: []string{"api", "store"}, MoneyToday: &today, Money: &then},
	}
	if diff := cmp.Diff(teams, f.teams); diff != "" {
		t.Error(diff)
	}
	fleet := policies.FleetFacts{Services: 3, Products: 1, Sites: 3, Unowned: []string{"nobody"}, Nowhere: []string{"nobody"}, Moves: []string{"store"}}
	if diff := cmp.Diff(fleet, f.fleet); diff != "" {
		t.Error(diff)
	}
	setting := policies.Setting{Currency: "JPY", ReferenceSite: "gke", CostBasis: "fully_loaded", AsOf: "2026-10-31"}
	if diff := cmp.Diff(setting, f.setting); diff != "" {
		t.Error(diff)
	}
}

func TestASiteCountsWhatRunsOnItAndWhatItsNodesGive(t *testing.T) {
	f := factsOf(t, world(t, company+everything))
	// Two nodes of three, nine of ten cores each.
	cores, zero := 18.0, 0.0
	want := []policies.SiteFacts{
		{Name: "gke", Kind: "cloud", Provider: "gke", Country: "JP", ServicesToday: []string{"api"}, Services: []string{"api"}, Money: &zero},
		{Name: "iowa", Kind: "cloud", Provider: "gke", Country: "US", ServicesToday: []string{"store"}, CoresNeeded: &zero, Money: &zero},
		{Name: "tokyo", Kind: "onprem", Provider: "k0s", Country: "JP", Nodes: 3, Spare: 1, Cores: &cores,
			ServicesToday: []string{"api"}, Services: []string{"api", "store"}, Money: f.services[2].Money},
	}
	halves := *f.sites[0].CoresNeeded + *f.sites[2].CoresNeeded
	want[0].CoresNeeded, want[2].CoresNeeded = f.sites[0].CoresNeeded, f.sites[2].CoresNeeded
	if diff := cmp.Diff(want, f.sites); diff != "" {
		t.Error(diff)
	}
	// api takes one to two cores a copy, typically the square root of two, in two copies;
	// store takes one.
	if halves < 3.82 || halves > 3.83 {
		t.Errorf("the halves of api and store take %v cores", halves)
	}
}

func TestWhatWasMeasuredIsNotTakenForWhatAPersonSays(t *testing.T) {
	in := world(t, company+everything)
	w := in.Fleet.Workspace
	replica := &spec.Replica{CPU: spec.Measure{Lo: 4, Hi: 4, Evidence: 1}, Memory: spec.Measure{Lo: 1 << 30, Hi: 1 << 30, Evidence: 1}}
	api, nobody := *w.Service("api"), *w.Service("nobody")
	api.Replica, nobody.Replica = replica, replica
	in.Fleet.Workspace = w.Filled([]*spec.Service{&api, &nobody}, []spec.Evidence{{Source: "prod"}})
	f := factsOf(t, in)
	if cpu, memory := *f.services[0].CPU, *f.services[0].Memory; cpu != 2 || memory != 8 {
		t.Errorf("api is said to take %v cores and %v GiB, not the 2 and 8 of its spec", cpu, memory)
	}
	if f.services[1].CPU != nil || f.services[1].Memory != nil {
		t.Error("nobody said what a copy of nobody takes: it was measured")
	}
}
