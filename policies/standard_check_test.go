package policies

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// sampleFacts returns one subject of each kind, of which no standard check has
// anything to say. Tests change what they are about.
func sampleFacts() *Facts {
	return &Facts{
		Workspace: &Setting{Currency: "JPY", ReferenceSite: "gke", CostBasis: "fully_loaded", AsOf: "2026-10-31"},
		Fleet:     &FleetFacts{Services: 1, Products: 1, Sites: 2},
		Service: &ServiceFacts{
			Name: "api", Product: "shop", Team: "web", Owner: "web-lead", Environment: "prod",
			Data: "internal", Transit: true,
			Images: []string{"registry.example/api:1.0.0"}, Probed: true,
			ReplicasMin: 2, CPU: new(1.0), Memory: new(2.0), Backed: true,
			Calls: []string{"store"}, CallsComplete: true, LoadKnown: true, RunsOn: []string{"gke"},
		},
		Product: &ProductFacts{
			Name: "shop", Team: "web", Owner: "web-lead", Services: []string{"api"},
			Budget: new(1000.0), Money: new(800.0),
		},
		Team: &TeamFacts{Name: "web", Owner: "web-lead", Products: []string{"shop"}, Services: []string{"api"}},
		Site: &SiteFacts{
			Name: "tokyo", Kind: "onprem", Provider: "k0s", Country: "JP",
			Nodes: 3, Spare: 1, Cores: new(100.0), CoresNeeded: new(60.0),
		},
	}
}

// only leaves the subject that a check looks at.
func (f *Facts) only(over string) *Facts {
	g := &Facts{Workspace: f.Workspace, Fleet: f.Fleet, Context: f.Context}
	switch over {
	case OverService:
		g.Service = f.Service
	case OverProduct:
		g.Product = f.Product
	case OverTeam:
		g.Team = f.Team
	case OverSite:
		g.Site = f.Site
	}
	return g
}

func mustCheck(t testing.TB, s *Suite, name string) *Check {
	t.Helper()
	for _, c := range s.Checks {
		if c.Name() == name {
			return c
		}
	}
	t.Fatalf("there is no check %q", name)
	return nil
}

// What becomes of a subject.
const (
	idle  = "does not apply"
	holds = "holds"
)

// judge returns idle, holds, or why the check does not hold.
func judge(t testing.TB, c *Check, f *Facts) string {
	t.Helper()
	f = f.only(c.Over())
	applies, err := c.Applies(f)
	if err != nil {
		t.Fatal(err)
	}
	if !applies {
		return idle
	}
	ok, err := c.Holds(f)
	if err != nil {
		t.Fatal(err)
	}
	if ok {
		return holds
	}
	because, err := c.Because(f)
	if err != nil {
		t.Fatal(err)
	}
	return because
}

func TestNoStandardCheckSpeaksOnWhatIsRight(t *testing.T) {
	for _, c := range standardSuite(t).Checks {
		if got := judge(t, c, sampleFacts()); got != holds && got != idle {
			t.Errorf("%s: %s", c.Name(), got)
		}
	}
}

// TestStandardChecks holds one case of each way that a check goes; more stand beside the
// checks themselves.
func TestStandardChecks(t *testing.T) {
	suite := standardSuite(t)
	service := func(f func(*ServiceFacts)) func(*Facts) { return func(x *Facts) { f(x.Service) } }
	images := func(names ...string) func(*Facts) { return service(func(s *ServiceFacts) { s.Images = names }) }
	product := func(f func(*ProductFacts)) func(*Facts) { return func(x *Facts) { f(x.Product) } }
	site := func(f func(*SiteFacts)) func(*Facts) { return func(x *Facts) { f(x.Site) } }
	for _, c := range []struct {
		check  string
		change func(*Facts)
		want   string
	}{
		{"budget", product(func(p *ProductFacts) { p.Money = new(1000.0) }), holds},
		{"budget", product(func(p *ProductFacts) { p.Money = new(1200.0) }), "it would cost 1200 JPY a month; its budget is 1000"},
		{"budget", product(func(p *ProductFacts) { p.Money = nil }), idle},
		{"budget", product(func(p *ProductFacts) { p.Budget = nil }), idle},
		{"budget-unknown", product(func(p *ProductFacts) { p.Money, p.Unpriced = nil, []string{"api", "store"} }),
			"its budget of 1000 JPY a month cannot be held against anything: nobody can say what these would cost: api, store"},
		{"budget-unknown", product(func(p *ProductFacts) { p.Money, p.Budget = nil, nil }), idle},
		{"product-team", product(func(p *ProductFacts) { p.Team = "" }), "it names no team"},
		{"team-owner", func(f *Facts) { f.Team.Owner = "" }, "nobody is named as its owner, who would answer for api"},
		{"team-owner", func(f *Facts) { f.Team.Owner, f.Team.Services = "", nil }, "nobody is named as its owner"},
		{"service-product", service(func(s *ServiceFacts) { s.Product = "" }), "it belongs to no product, so no team answers for it and no budget holds it"},

		{"image-tag", images("registry.example:5000/api"), "no fixed version is named by registry.example:5000/api"},
		{"image-tag", images("api", "api:1.0", "api:latest"), "no fixed version is named by api, api:latest"},
		{"image-tag", images("registry.example:5000/api:1.0", "api:latest@sha256:0123", "registry.example:5000/a/b@sha256:0123"), holds},
		{"image-tag", images(), idle},
		{"single-copy", service(func(s *ServiceFacts) { s.ReplicasMin = 1 }), "as few as 1 may run; with the node of the last copy the service is gone"},
		{"single-copy", service(func(s *ServiceFacts) { s.ReplicasMin, s.Singleton = 1, true }), idle},
		{"single-copy", service(func(s *ServiceFacts) { s.ReplicasMin, s.Job = 1, true }), idle},
		{"single-copy", service(func(s *ServiceFacts) { s.ReplicasMin, s.Environment = 1, "dev" }), idle},
		{"readiness-probe", service(func(s *ServiceFacts) { s.Probed = false }), "no readiness probe is declared: copies that still start would be sent visitors"},
		{"readiness-probe", service(func(s *ServiceFacts) { s.Probed, s.Manifests = false, true }), idle},
		{"readiness-probe", service(func(s *ServiceFacts) { s.Probed, s.Job = false, true }), idle},
		{"readiness-probe", service(func(s *ServiceFacts) { s.Probed, s.Images = false, nil }), idle},
		{"declared-resources", service(func(s *ServiceFacts) { s.CPU = nil }), "nobody says what one copy takes of CPU"},
		{"declared-resources", service(func(s *ServiceFacts) { s.Memory = nil }), "nobody says what one copy takes of memory"},
		{"declared-resources", service(func(s *ServiceFacts) { s.CPU, s.Memory = nil, nil }), "nobody says what one copy takes of CPU and memory"},
		{"unknown-load", service(func(s *ServiceFacts) { s.LoadKnown = false }), "its load is neither measured nor declared, so all that follows from it is a guess"},
		{"unknown-load", service(func(s *ServiceFacts) { s.LoadKnown, s.Environment = false, "dev" }), idle},
		{"unmeasured-calls", service(func(s *ServiceFacts) { s.UnknownCalls = []string{"store"} }), "nobody has measured the traffic with store"},
		{"unmeasured-calls", service(func(s *ServiceFacts) { s.Calls = nil }), idle},
		{"incomplete-calls", service(func(s *ServiceFacts) { s.CallsComplete = false }), "it may call others than store"},
		{"incomplete-calls", service(func(s *ServiceFacts) { s.CallsComplete, s.Calls = false, nil }), "nobody says whom it calls"},
		{"personal-data-residency", service(func(s *ServiceFacts) { s.Data = "personal" }), "it has personal data and names no country, so it may run in any"},
		{"personal-data-residency", service(func(s *ServiceFacts) { s.Data, s.Residency = "personal", []string{"JP"} }), holds},
		{"volume-move", service(func(s *ServiceFacts) { s.Volumes, s.Backed = 1, false }), "nobody says of every volume how its data would move"},
		{"volume-move", service(func(s *ServiceFacts) { s.Volumes = 1 }), holds},
		{"runs-on", service(func(s *ServiceFacts) { s.RunsOn = nil }), "nobody says where it runs today"},

		{"site-capacity", site(func(s *SiteFacts) { s.CoresNeeded = new(100.0) }), holds},
		{"site-capacity", site(func(s *SiteFacts) { s.CoresNeeded = new(101.0) }), "what would run there needs 101 cores at its 99th percentiles; its nodes can give 100"},
		{"site-capacity", site(func(s *SiteFacts) { s.Cores = nil }), idle},
		{"spare-node", site(func(s *SiteFacts) { s.Spare = 0 }), "none of its 3 nodes is kept free for a failure"},
		{"spare-node", site(func(s *SiteFacts) { s.Spare, s.Kind = 0, "cloud" }), idle},
	} {
		f := sampleFacts()
		c.change(f)
		if diff := cmp.Diff(c.want, judge(t, mustCheck(t, suite, c.check), f)); diff != "" {
			t.Errorf("%s: %s", c.check, diff)
		}
	}
}
