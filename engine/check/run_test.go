package check

import (
	"context"
	"runtime"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"berth.dev/engine/enginetest"
)

const atHome = `
  security {
    residency = ["JP"]
  }
`

func TestDataInTheWrongCountryFailsTodayThoughTheDecisionIsRight(t *testing.T) {
	r := check(t, world(t, service("ads", "runs_on = \"iowa\"\n"+atHome)))
	want := []string{"error residency: service ads today on iowa: it would run in US; it may run only in JP (specs.hcl:12)"}
	if diff := cmp.Diff(want, r.lines("residency")); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff("evaluated 2 passed 1 failed 1 excused 0", r.counts(t, "residency")); diff != "" {
		t.Error(diff)
	}
	if r.Then != Decided || !r.Refused("error") {
		t.Errorf("then is %q, refused %v", r.Then, r.Refused("error"))
	}
}

func TestAFindingStandsWhereAPersonWouldMendIt(t *testing.T) {
	for _, c := range []struct{ name, specs, want string }{
		{"its own runs_on", service("ads", "runs_on = \"iowa\"\n"+atHome), "specs.hcl:12"},
		{"the service, where its product says it", "product \"p\" {\n  runs_on = \"iowa\"\n}\n" + service("ads", "product = \"p\"\n"+atHome), "specs.hcl:5"},
	} {
		t.Run(c.name, func(t *testing.T) {
			for _, f := range check(t, world(t, c.specs)).Findings {
				if f.Rule == "residency" && place(f) != c.want {
					t.Errorf("it is at %s, not %s", place(f), c.want)
				}
			}
		})
	}
}

func TestAServiceThatNoOptionIsAllowedForSaysAllThatForbidsEach(t *testing.T) {
	r := check(t, world(t, service("ads", "needs = [\"gpu\"]\npin = \"gke\"")))
	want := []string{"error undecided: service ads then: no option is allowed: " +
		"tokyo: tokyo lacks gpu, which the service needs (needs), it is pinned to gke (pin); " +
		"gke: gke lacks gpu, which the service needs (needs); " +
		"iowa: iowa lacks gpu, which the service needs (needs), it is pinned to gke (pin); " +
		"tokyo+gke: the service needs gpu in both halves; tokyo and gke do not both have it (needs), it is pinned to gke (pin); " +
		"tokyo+iowa: the service needs gpu in both halves; tokyo and iowa do not both have it (needs), it is pinned to gke (pin). (specs.hcl:2)"}
	if diff := cmp.Diff(want, r.lines("undecided", "needs", "pin")); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff("evaluated 0 passed 0 failed 0 excused 0; it cannot be decided 1; nobody says where it runs 1", r.counts(t, "needs")); diff != "" {
		t.Error(diff)
	}
	if !r.Refused(Never) {
		t.Error("a service without a place is let through")
	}
}

func TestEverySubjectIsCountedOrSkippedWithTheReason(t *testing.T) {
	r := check(t, world(t, service("known", `runs_on = "gke"`)+service("unknown", "")+
		rule("two-sites", "site", `when = "site.kind == 'cloud'"`+"\n"+`require = "site.country == 'JP'"`)))
	for name, want := range map[string]string{
		"needs":     "evaluated 3 passed 3 failed 0 excused 0; nobody says where it runs 1",
		"two-sites": "evaluated 2 passed 1 failed 1 excused 0; its when is false 1",
		"undecided": "evaluated 2 passed 2 failed 0 excused 0",
		"empty-run": "evaluated 1 passed 1 failed 0 excused 0",
	} {
		if diff := cmp.Diff(want, r.counts(t, name)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestCountsAddUpAndFindingsAreCounted(t *testing.T) {
	r := check(t, fleetOf(t, enginetest.Fleet(120, 7)))
	found := map[string]int{}
	for _, f := range r.Findings {
		found[f.Kind+" "+f.Rule]++
	}
	if len(found) < 5 {
		t.Fatalf("only %d rules found something: is this a fleet?", len(found))
	}
	for _, rule := range r.Rules {
		if rule.Passed+rule.Failed+rule.Excused != rule.Evaluated || rule.Failed+rule.Excused != found[rule.Kind+" "+rule.Name] {
			t.Errorf("%s: %+v, with %d findings", rule.Name, rule, found[rule.Kind+" "+rule.Name])
		}
	}
}

func TestTheNumberOfProcessorsNeverShows(t *testing.T) {
	in := fleetOf(t, enginetest.Fleet(150, 3))
	before := runtime.GOMAXPROCS(1)
	one := check(t, in)
	runtime.GOMAXPROCS(7)
	seven := check(t, in)
	runtime.GOMAXPROCS(before)
	if diff := cmp.Diff(one, seven); diff != "" {
		t.Error(diff)
	}
}

func TestRulesThatWereLeftOutSayWhy(t *testing.T) {
	in := world(t, service("ads", `runs_on = "gke"`)+rule("mine", "service", `require = "!service.job"`))
	in.Only, in.Skip = []string{"mine", "pin"}, []string{"pin"}
	r := check(t, in)
	for name, want := range map[string]string{
		"mine": "evaluated 1 passed 1 failed 0 excused 0", "pin": "left out by --skip", "residency": "not named by --only",
		"cost-against-reference": "not named by --only", "undecided": "no rule asks where services run or would run",
	} {
		if diff := cmp.Diff(want, r.counts(t, name)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

// A policy that fails on every service shows whether anything was decided.
const failing = `
policy "broken" {
  criterion = "cost"
  doc       = "d"
  score     = "1.0 / option.money > 0.0 ? 2.0 : 3.0"
  because   = "'b'"
}
`

func TestNothingIsComputedThatNoRuleAsksFor(t *testing.T) {
	in := world(t, service("ads", `runs_on = "gke"`)+failing+
		rule("specs-alone", "service", `require = "service.runs_on.size() == 1"`)+
		rule("money-today", "fleet", `require = "has(fleet.money_today)"`)+
		rule("goes", "service", `require = "service.goes_to.size() == 1"`))
	for _, c := range []struct {
		only     string
		then     string
		failures int
	}{{"specs-alone", "", 0}, {"money-today", "", 0}, {"goes", Decided, 1}, {"pin", Decided, 1}} {
		in.Only = []string{c.only}
		r := check(t, in)
		if r.Then != c.then || len(r.Failures) != c.failures {
			t.Errorf("%s: then is %q, with %d failures: %v", c.only, r.Then, len(r.Failures), r.Failures)
		}
	}
}

func TestARuleThatFailsIsNoRuleThatHolds(t *testing.T) {
	in := world(t, service("ads", `runs_on = "gke"`)+
		rule("divides", "service", `require = "service.runs_on[5] == 'x'"`)+
		"constraint \"indexes\" {\n  doc = \"d\"\n  forbid = \"option.sites[5] == 'x'\"\n  because = \"'b'\"\n}\n")
	r := check(t, in)
	if diff := cmp.Diff("evaluated 0 passed 0 failed 0 excused 0; a rule failed 1", r.counts(t, "divides")); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff("evaluated 0 passed 0 failed 0 excused 0; a rule failed 2", r.counts(t, "indexes")); diff != "" {
		t.Error(diff)
	}
	var got []string
	for _, d := range r.Failures {
		got = append(got, d.Subject.String()+" "+d.Detail)
	}
	for i, want := range []string{`require of check "divides" failed for service ads`, `forbid of constraint "indexes" failed for service "ads"`} {
		if len(got) < 2 || !strings.Contains(strings.Join(got, "\n"), want) || !strings.HasPrefix(got[i], "specs.hcl:") {
			t.Errorf("%q is not in %q", want, got)
		}
	}
	if lines := r.lines("idle-rule", "undecided"); len(lines) > 0 {
		t.Errorf("a rule that failed is also called something else: %q", lines)
	}
}

func TestARunThatIsStoppedSaysSo(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if r, err := Run(ctx, world(t, service("ads", ""))); err == nil || r != nil {
		t.Errorf("%v, %v", r, err)
	}
}

func TestProgressEndsWithAllServices(t *testing.T) {
	in := fleetOf(t, enginetest.Fleet(100, 1))
	told := make(chan int, 100)
	in.Progress = func(n int) { told <- n }
	check(t, in)
	close(told)
	most := 0
	for n := range told {
		most = max(most, n)
	}
	if most != 100 {
		t.Errorf("the most that was told is %d", most)
	}
}

func TestAPinIsAWishAboutWhereAServiceShallRun(t *testing.T) {
	r := check(t, world(t, service("ads", `runs_on = "gke"
pin = "tokyo"`)))
	if diff := cmp.Diff([]string(nil), r.lines("pin")); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff("evaluated 1 passed 1 failed 0 excused 0; it says where services shall run, not where they do 1", r.counts(t, "pin")); diff != "" {
		t.Error(diff)
	}
}
