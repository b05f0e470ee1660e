package policies

import (
	"testing"

	"berth.dev/engine/diag"
	"berth.dev/engine/spec"
)

// sample returns a web service on an on-prem site against which nothing speaks.
// Tests change what they are about.
func sample() *Vars {
	return &Vars{
		Workspace: &Workspace{Currency: "JPY", ReferenceSite: "gke", CostBasis: "fully_loaded", HourlyRate: 6000},
		Service: &Service{
			Name: "shop", Product: "shop", Team: "web", Class: "web", Environment: "prod",
			RunsOn:    []string{"gke"},
			Security:  &Security{Data: "internal", InternetTransit: true},
			MeanCores: 20, P99Cores: 60, MeanMemoryGiB: 40, P99MemoryGiB: 100, PeakToMean: 3,
			ReferenceMoney: 100_000,
		},
		Option: &Option{
			ID: "tokyo", Kind: "onprem", Sites: []string{"tokyo"}, Countries: []string{"JP"},
			BaseCores: 60, HeadroomCores: 120, LeadTime: 8, NeededCores: 60,
			Money: 50_000, Hours: 4, ComfortableGiB: 500,
		},
	}
}

// inCloud moves the sample's option to the cloud.
func inCloud(v *Vars) {
	o := v.Option
	o.ID, o.Kind, o.Sites, o.Elastic, o.BurstShare = "gke", "cloud", []string{"gke"}, true, 1
	o.BaseCores, o.HeadroomCores, o.LeadTime, o.NeededCores = 0, 0, 0, v.Service.P99Cores
	o.Money, o.Hours = 100_000, 2
}

// split makes the sample's option a hybrid.
func split(v *Vars) {
	o := v.Option
	o.ID, o.Kind, o.Sites, o.Elastic, o.BurstShare = "tokyo+gke", "hybrid", []string{"tokyo", "gke"}, true, 0.25
	o.BaseCores, o.Money, o.Hours = 30, 40_000, 8
}

// surge sets the sharpest rise of the load.
func surge(v *Vars, rise float64) { v.Service.Surge10m = &rise }

// and makes several changes, one after the other.
func and(changes ...func(*Vars)) func(*Vars) {
	return func(v *Vars) {
		for _, c := range changes {
			c(v)
		}
	}
}

// unchanged leaves the sample as it is.
func unchanged(*Vars) {}

// compileText compiles a workspace of one file, with the standard suite.
func compileText(t testing.TB, text string) (*Suite, diag.List) {
	t.Helper()
	w, diags := spec.Parse([]spec.Source{{Name: "rules.hcl", Bytes: []byte(text)}}, spec.Options{Fragment: true})
	if diags.HasErrors() {
		t.Fatalf("the file of the test is wrong: %v", diags)
	}
	return Compile(w)
}

// standardSuite compiles the standard suite alone.
func standardSuite(t testing.TB) *Suite {
	t.Helper()
	s, diags := Compile(nil)
	if len(diags) > 0 {
		t.Fatalf("the standard suite: %v", diags)
	}
	return s
}

// mustPolicy and mustConstraint find a rule of a suite.
func mustPolicy(t testing.TB, s *Suite, name string) *Policy {
	t.Helper()
	for _, p := range s.Policies {
		if p.Name() == name {
			return p
		}
	}
	t.Fatalf("there is no policy %q", name)
	return nil
}

func mustConstraint(t testing.TB, s *Suite, name string) *Constraint {
	t.Helper()
	for _, c := range s.Constraints {
		if c.Name() == name {
			return c
		}
	}
	t.Fatalf("there is no constraint %q", name)
	return nil
}
