package policies

import (
	"testing"
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

// TestAStandardRuleWithAConditionMayBeIdle holds that no workspace is refused because
// nothing in it is of the kind that a standard rule speaks on.
func TestAStandardRuleWithAConditionMayBeIdle(t *testing.T) {
	suite := standardSuite(t)
	for _, p := range suite.Policies {
		if may := p.when != nil; p.MayBeIdle() != may {
			t.Errorf("policy %s may be idle: %t, want %t", p.Name(), p.MayBeIdle(), may)
		}
	}
	for _, c := range suite.Checks {
		// There are services in each run, but not always products and teams.
		if may := c.when != nil || c.Over() != OverService; c.MayBeIdle() != may {
			t.Errorf("check %s may be idle: %t, want %t", c.Name(), c.MayBeIdle(), may)
		}
	}
}
