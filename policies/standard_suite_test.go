package policies

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestEveryStandardRuleIsDocumented holds the suite to its own rule: a file of its name
// with a doc, and beside it a file with its tests. What these miss is found out by
// TestTheStandardSuiteIsTested.
func TestEveryStandardRuleIsDocumented(t *testing.T) {
	suite := standardSuite(t)
	tests := map[string]bool{}
	for _, f := range StandardTests() {
		tests[f.Name] = true
	}
	for _, r := range suite.Rules() {
		if len(r.Doc) < 40 {
			t.Errorf("%s has no doc worth the name: %q", r.Name, r.Doc)
		}
		if _, ok := StandardSource(r.Name); !ok {
			t.Errorf("%s has no file of its name", r.Name)
		}
		if file := "standard/" + r.Name + "_test.hcl"; !tests[file] {
			t.Errorf("%s has no tests: %s is missing", r.Name, file)
		}
	}
	if len(tests) != len(suite.Rules()) {
		t.Errorf("%d files of tests for %d rules", len(tests), len(suite.Rules()))
	}
	for _, c := range suite.Criteria {
		if _, ok := StandardSource(c.Name); !ok || len(c.Doc) < 40 {
			t.Errorf("criterion %s has no file or no doc", c.Name)
		}
	}
}

func TestNothingSpeaksAgainstTheSample(t *testing.T) {
	suite := standardSuite(t)
	for _, place := range []func(*Vars){unchanged, inCloud, split} {
		v := sample()
		place(v)
		for _, c := range suite.Constraints {
			if forbids, err := c.Forbids(v); forbids || err != nil {
				t.Errorf("%s forbids %s: %v", c.Name(), v.Option.ID, err)
			}
		}
	}
}

func TestTheStandardSuiteHasItsCriteriaAndPrices(t *testing.T) {
	got := map[string]bool{}
	for _, c := range standardSuite(t).Criteria {
		got[c.Name] = c.Priced
		if c.Combine != "min" {
			t.Errorf("%s combines by %q", c.Name, c.Combine)
		}
	}
	want := map[string]bool{
		"scalability": false, "onprem_communication": true, "security": false, "cost": true,
		"management_effort": true, "customization": false, "cloud_integration": false,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestNoStandardRuleReadsTheServicesName(t *testing.T) {
	suite := standardSuite(t)
	for _, p := range suite.Policies {
		for _, f := range p.Reads() {
			if f.Name == "service.name" {
				t.Errorf("%s decides by the name", p.Name())
			}
		}
	}
	for _, c := range suite.Constraints {
		for _, f := range c.Reads() {
			if f.Name == "service.name" {
				t.Errorf("%s decides by the name", c.Name())
			}
		}
	}
}

func TestSourcesAreFoundByNameAlone(t *testing.T) {
	for _, name := range []string{"", "no-such-rule", "../standard/needs", "criterion_", "standard", "needs_test"} {
		if b, ok := StandardSource(name); ok {
			t.Errorf("%q gave %q", name, b)
		}
	}
}
