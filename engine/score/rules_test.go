package score_test

import (
	"math"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"berth.dev/engine/score"
)

// criterion returns an option's score on one criterion.
func criterion(t *testing.T, o *score.Option, name string) score.Criterion {
	t.Helper()
	for _, c := range o.Criteria {
		if c.Name == name {
			return c
		}
	}
	t.Fatalf("%s has no criterion %s", o.ID, name)
	return score.Criterion{}
}

func TestEveryFailingConstraintIsNamed(t *testing.T) {
	f := fleet(t,
		replace(t, "services/airflow.hcl", `stateful = true`, "stateful = true\n  needs = [\"static-ip\"]\n  independent_of = [\"gke\"]"),
		replace(t, "services/airflow.hcl", `internet_transit = false # talk`, "internet_transit = false\n    residency = [\"US\"]"))
	var got []string
	for _, v := range decide(t, f, "airflow").Option("gke").Violations {
		got = append(got, v.Constraint)
		if v.Because == "" {
			t.Errorf("%s has no reason", v.Constraint)
		}
	}
	if diff := cmp.Diff([]string{"independent-of", "needs", "no-internet-transit", "residency"}, got); diff != "" {
		t.Error(diff)
	}
}

func TestWhereEverythingIsForbiddenNothingIsChosen(t *testing.T) {
	d := decide(t, fleet(t, replace(t, "services/iap.hcl", `needs = ["identity-aware-proxy"]`, `needs = ["teleport"]`)), "iap")
	if d.Winner != nil || !d.Firm || !cmp.Equal(d.Possible, []string{""}) {
		t.Error(table(d))
	}
}

func TestAPinLeavesOneOption(t *testing.T) {
	for pin, want := range map[string]string{`"gke"`: "gke", `["tokyo", "gke"]`: "tokyo+gke"} {
		d := decide(t, fleet(t, replace(t, "services/rendertron.hcl", `calls = "complete"`, "calls = \"complete\"\n  pin = "+pin)), "rendertron")
		for _, o := range d.Options {
			if o.Feasible() != (o.ID == want) {
				t.Errorf("pin = %s: %s is feasible: %v (%v)", pin, o.ID, o.Feasible(), o.Violations)
			}
		}
	}
}

func TestARuleCanBeSwitchedOff(t *testing.T) {
	f := fleet(t, replace(t, "workspace.hcl", "  # Assumed; the criteria", "  disable = [\"split-needs-local-calls\"]\n  # Assumed; the criteria"))
	if o := decide(t, f, "pixiv-ads").Option("tokyo+gke"); !o.Feasible() {
		t.Errorf("forbidden still: %v", o.Violations)
	}
}

func TestARuleCanBeReplaced(t *testing.T) {
	f := fleet(t, add("rule.hcl", `
policy "elastic-capacity" {
  criterion = "scalability"
  replace   = true
  doc       = "Everything grows alike."
  score     = "0.25"
  because   = "'by decree'"
}
`))
	for _, o := range decide(t, f, "airflow").Options {
		if c := criterion(t, o, "scalability"); c.Score != 0.25 || c.Policies[0].Because != "by decree" {
			t.Errorf("%s: %+v", o.ID, c)
		}
	}
}

func TestACriterionIsTheLeastOfItsPoliciesOrTheirMean(t *testing.T) {
	rules := func(combine string) edit {
		return add("rule.hcl", `
criterion "taste" {
  doc     = "Taste."
  combine = "`+combine+`"
}
policy "a" {
  criterion = "taste"
  doc       = "A."
  score     = "0.2"
  because   = "'a'"
}
policy "b" {
  criterion = "taste"
  doc       = "B."
  score     = "0.6"
  because   = "'b'"
}
policy "c" {
  criterion = "taste"
  doc       = "Never applies."
  when      = "service.class == 'batch'"
  score     = "0.0"
  because   = "'c'"
}
`)
	}
	for combine, want := range map[string]float64{"min": 0.2, "mean": 0.4} {
		got := criterion(t, decide(t, fleet(t, rules(combine)), "iap").Winner, "taste")
		if math.Abs(got.Score-want) > 1e-12 || len(got.Policies) != 2 {
			t.Errorf("%s: %+v, want %g of two policies", combine, got, want)
		}
	}
}

func TestWithoutWeightsMoneyDecidesAndItIsSaid(t *testing.T) {
	weight := regexp.MustCompile(`(?m)^    (\w+) +\= [134]$`)
	zero := func(s map[string]string) {
		s["workspace.hcl"] = weight.ReplaceAllString(s["workspace.hcl"], "    $1 = 0")
	}
	d := decide(t, fleet(t, zero), "rendertron")
	if !d.OnMoney || place(d) != "hybrid" {
		t.Errorf("on money: %v\n%s", d.OnMoney, table(d))
	}
}

func TestAProductsWeightsWin(t *testing.T) {
	if w := decide(t, fleet(t), "sentry").Weights["management_effort"]; w != 4 {
		t.Errorf("sentry's weight is %g, its product says 4", w)
	}
	if w := decide(t, fleet(t), "iap").Weights["management_effort"]; w != 1 {
		t.Errorf("iap's weight is %g, the workspace says 1", w)
	}
}

func TestAScoreOutsideItsRangeIsAnErrorThatNamesTheRule(t *testing.T) {
	f := fleet(t, add("rule.hcl", `
policy "broken" {
  criterion = "cost"
  doc       = "Says too much."
  score     = "option.money"
  because   = "'x'"
}
`))
	_, err := f.Evaluate(f.Workspace.Service("iap"))
	if err == nil || !strings.Contains(err.Error(), "broken") || !strings.Contains(err.Error(), "iap") {
		t.Errorf("got %v", err)
	}
}

func TestALinkWithoutAPriceMakesAnOptionUnpricedNotFree(t *testing.T) {
	f := fleet(t, replace(t, "sites.hcl", `egress       = { tokyo = "0 JPY/GiB", gke = "0.12 USD/GiB" }`, ""))
	d := decide(t, f, "pixiv-ads")
	o := d.Option("tokyo") // BigQuery's answers leave gke
	if o.Feasible() || o.Violations[0].Constraint != score.UnpricedConstraint || !strings.Contains(o.Violations[0].Because, "GiB leaving gke") {
		t.Errorf("violations: %v", o.Violations)
	}
	if !d.Option("gke").Feasible() {
		t.Errorf("gke is not allowed: %v", d.Option("gke").Violations)
	}
}

func TestAnUnpricedReferenceSiteIsAnError(t *testing.T) {
	f := fleet(t, replace(t, "prices.hcl", `    hour      = "0.34386288 USD/h"
`, ""), replace(t, "prices.hcl", `    on_demand = "251.0199024 USD/mo"
`, ""))
	_, err := f.Evaluate(f.Workspace.Service("iap"))
	if err == nil || !strings.Contains(err.Error(), "e2-standard-8") {
		t.Errorf("got %v", err)
	}
}

func TestWhyNotAddsUpToTheDistanceOfTheScores(t *testing.T) {
	f := fleet(t)
	w, err := f.WhyNot(f.Workspace.Service("rendertron"), "gke")
	if err != nil {
		t.Fatal(err)
	}
	sum := 0.0
	for _, g := range w.Gaps {
		sum += g.Points
		if g.Because == "" || g.ChosenBy == "" {
			t.Errorf("%s has no reason", g.Criterion)
		}
	}
	if want := w.Option.Score - w.Chosen.Score; math.Abs(sum-want) > 1e-12 {
		t.Errorf("the gaps add up to %g, the scores differ by %g", sum, want)
	}
	if _, err := f.WhyNot(f.Workspace.Service("rendertron"), "moon"); err == nil {
		t.Error("there is an option moon")
	}
}

func TestATrafficOfAnotherServiceIsSeenFromBothEnds(t *testing.T) {
	pair := add("services/pair.hcl", `
service "front" {
  runs_on = "gke"
  calls   = "complete"
  replica {
    cpu    = "1"
    memory = "1Gi"
  }
  replicas {
    min = 1
    max = 1
  }
  call "back" {
    sent     = "1Ti"
    received = "2Ti"
  }
}
service "back" {
  runs_on = "gke"
  calls   = "complete"
  replica {
    cpu    = "1"
    memory = "1Gi"
  }
  replicas {
    min = 1
    max = 1
  }
}
`)
	f := fleet(t, pair)
	for _, name := range []string{"front", "back"} {
		d := decide(t, f, name)
		if got := d.Option("tokyo").Vars.CrossingGiB; got != 3072 {
			t.Errorf("%s on tokyo: %g GiB cross, want 3072", name, got)
		}
		if got := d.Option("gke").Vars.CrossingGiB; got != 0 {
			t.Errorf("%s on gke: %g GiB cross, want none", name, got)
		}
	}
}
