package check

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// planned are two services in one product, with a plan for them.
func planned(t *testing.T, places map[string]Placed) Input {
	in := world(t, `product "shop" {
  budget {
    monthly = "1000 JPY/mo"
  }
}
`+service("ads", "product = \"shop\"\nruns_on = \"gke\"\n"+atHome)+service("api", "product = \"shop\"\nruns_on = \"gke\""))
	in.Planned = places
	return in
}

func TestAPlanStandsInForTheDecisions(t *testing.T) {
	r := check(t, planned(t, map[string]Placed{
		"ads": {Sites: []string{"iowa"}, Money: 600}, "api": {Sites: []string{"tokyo"}, Money: 500},
	}))
	want := []string{
		"error budget: product shop: it would cost 1100 JPY a month; its budget is 1000 (specs.hcl:1)",
		"error residency: service ads then on iowa: it would run in US; it may run only in JP (specs.hcl:7)",
	}
	if diff := cmp.Diff(want, r.lines("budget", "residency", "undecided")); diff != "" {
		t.Error(diff)
	}
	if r.Then != Planned {
		t.Errorf("then is %q", r.Then)
	}
	if diff := cmp.Diff("a plan was given, so nothing was decided", r.counts(t, "cost-against-reference")); diff != "" {
		t.Error(diff)
	}
}

func TestAPlanThatDoesNotFitRefuses(t *testing.T) {
	r := check(t, planned(t, map[string]Placed{"ads": {Sites: []string{"mars"}, Money: 1}}))
	want := []string{
		"error undecided: service ads then: the plan puts it on mars, which is no option of it. Plan again. (specs.hcl:7)",
		"error undecided: service api then: the plan does not place it. Plan again. (specs.hcl:26)",
	}
	if diff := cmp.Diff(want, r.lines("undecided")); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff("evaluated 2 passed 0 failed 2 excused 0", r.counts(t, "undecided")); diff != "" {
		t.Error(diff)
	}
}
