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
		"error budget: product shop: it would cost 1100 JPY a month; its budget is 1000 (specs.hcl:3)",
		"error residency: service ads then on iowa: it would run in US; it may run only in JP (specs.hcl:7)",
	}
	if diff := cmp.Diff(want, r.lines("budget", "residency", "undecided")); diff != "" {
		t.Error(diff)
	}
	if r.Then != Planned {
		t.Errorf("then is %q", r.Then)
	}
	if diff := cmp.Diff("evaluated 2 passed 2 failed 0 excused 0", r.counts(t, "cost-against-reference")); diff != "" {
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

func TestServicesThatAPlanMovesTogetherStayTogether(t *testing.T) {
	specs := `constraint "near" {
  doc     = "d"
  forbid  = "option.crossing_gib > 10.0"
  because = "'too much would cross'"
}
` + service("api", `runs_on = "tokyo"`) + service("ads", `runs_on = "tokyo"
call "api" {
  sent = "40Gi"
}`)
	for _, c := range []struct {
		name string
		api  string
		want []string
	}{
		{"both move", "gke", nil},
		{"one stays", "tokyo", []string{
			"error near: service ads then on gke: too much would cross (specs.hcl:20)",
			"error near: service api then on tokyo: too much would cross (specs.hcl:7)",
		}},
	} {
		in := world(t, specs)
		in.Planned = map[string]Placed{"ads": {Sites: []string{"gke"}}, "api": {Sites: []string{c.api}}}
		if diff := cmp.Diff(c.want, check(t, in).lines("near")); diff != "" {
			t.Errorf("%s: %s", c.name, diff)
		}
	}
}

func TestAPolicyThatNeverRunsIsAMistakeUnderAPlanToo(t *testing.T) {
	in := world(t, service("ads", `runs_on = "gke"`)+`policy "batch" {
  criterion = "cost"
  doc       = "d"
  when      = "service.class == 'batch'"
  score     = "1.0"
  because   = "'b'"
}
`)
	in.Planned = map[string]Placed{"ads": {Sites: []string{"gke"}}}
	want := []string{"error idle-rule: rule batch: policy batch applies to nothing: its when is false for the only service. Mend its when, say may_be_idle = true, or switch it off. (specs.hcl:14)"}
	if diff := cmp.Diff(want, check(t, in).lines("idle-rule")); diff != "" {
		t.Error(diff)
	}
}
