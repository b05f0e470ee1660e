package policies

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// scoreBranches compiles an expression as a score, evaluates it on each change of the
// sample and returns its branches, as in "service.stateful true" and, where it was not
// taken, "- service.stateful false".
func scoreBranches(t *testing.T, score string, changes ...func(*Vars)) (out []string) {
	t.Helper()
	suite, diags := compileText(t, policyText(score))
	if len(diags) > 0 {
		t.Fatal(diags)
	}
	covered, coverage := suite.Cover("try")
	for _, change := range changes {
		v := sample()
		change(v)
		if _, err := mustPolicy(t, covered, "try").Score(v); err != nil {
			t.Fatal(err)
		}
	}
	for _, b := range coverage.Branches() {
		if b.Rule != "try" || b.Kind != "policy" {
			t.Errorf("a branch of %s %s", b.Kind, b.Rule)
		}
		if b.Part != "score" {
			continue
		}
		line := b.Text + " " + b.Want
		if !b.Hit {
			line = "- " + line
		}
		out = append(out, line)
	}
	return out
}

func TestBranchesAreTheWaysThatConditionsGo(t *testing.T) {
	stateful := func(v *Vars) { v.Service.Stateful = true }
	job := func(v *Vars) { v.Service.Job = true }
	needs := func(names ...string) func(*Vars) { return func(v *Vars) { v.Service.Needs = names } }
	for _, c := range []struct {
		what, score string
		changes     []func(*Vars)
		want        string
	}{
		{"no condition, not asked", "option.burst_share", nil, "- option.burst_share run"},
		{"no condition", "option.burst_share", []func(*Vars){unchanged}, "option.burst_share run"},
		{"a number in each arm", "service.stateful ? 1 : 0", []func(*Vars){unchanged},
			"- service.stateful true; service.stateful false"},
		{"both ways", "service.stateful ? 1 : 0", []func(*Vars){unchanged, stateful},
			"service.stateful true; service.stateful false"},
		{"what && leaves out came to nothing", "service.stateful && service.job ? 1 : 0", []func(*Vars){unchanged},
			"- service.stateful && service.job true; service.stateful && service.job false; " +
				"- service.stateful true; service.stateful false; - service.job true; - service.job false"},
		{"what || leaves out came to nothing", "service.stateful || service.job ? 1 : 0", []func(*Vars){stateful},
			"service.stateful || service.job true; - service.stateful || service.job false; " +
				"service.stateful true; - service.stateful false; - service.job true; - service.job false"},
		{"of three, the pair is no condition of its own", "service.stateful && service.job && service.singleton ? 1 : 0",
			[]func(*Vars){and(stateful, job)},
			"- service.stateful && service.job && service.singleton true; service.stateful && service.job && service.singleton false; " +
				"service.stateful true; - service.stateful false; service.job true; - service.job false; " +
				"- service.singleton true; service.singleton false"},
		{"! is seen in what it negates", "!service.job ? 1 : 0", []func(*Vars){job}, "service.job true; - service.job false"},
		{"conditions in arms", "service.job ? (service.stateful ? 1 : 0) : 0", []func(*Vars){unchanged},
			"- service.job true; service.job false; - service.stateful true; - service.stateful false"},
		{"true or false in arms", "(service.job ? service.stateful : service.singleton) ? 1 : 0", []func(*Vars){unchanged},
			"- service.job true; service.job false; - service.stateful true; - service.stateful false; " +
				"- service.singleton true; service.singleton false"},
		{"constants have no branches", "true || 1 > 2 ? 1 : 0", []func(*Vars){unchanged}, "true || 1 > 2 ? 1 : 0 run"},
		{"numbers of both kinds", "service.volumes > 0.5 ? 1 : 0", []func(*Vars){unchanged},
			"- service.volumes > 0.5 true; service.volumes > 0.5 false"},
		{"in each round of a loop", "service.needs.exists(n, n == 'a') ? 1 : 0", []func(*Vars){needs("b", "a")},
			`service.needs.exists(n, n == "a") true; - service.needs.exists(n, n == "a") false; n == "a" true; n == "a" false`},
		{"a loop without rounds", "service.needs.all(n, n == 'a') ? 1 : 0", []func(*Vars){unchanged},
			`service.needs.all(n, n == "a") true; - service.needs.all(n, n == "a") false; - n == "a" true; - n == "a" false`},
		{"what a filter keeps", "size(service.needs.filter(n, n == 'a')) > 1 ? 1 : 0", []func(*Vars){needs("a")},
			`- size(service.needs.filter(n, n == "a")) > 1 true; size(service.needs.filter(n, n == "a")) > 1 false; ` +
				`n == "a" true; - n == "a" false`},
		{"loops in loops", "service.needs.exists(n, option.sites.all(s, s != n)) ? 1 : 0", []func(*Vars){needs("tokyo", "a")},
			`service.needs.exists(n, option.sites.all(s, s != n)) true; - service.needs.exists(n, option.sites.all(s, s != n)) false; ` +
				`option.sites.all(s, s != n) true; option.sites.all(s, s != n) false; s != n true; s != n false`},
		{"just one", "service.needs.exists_one(n, n == 'a') ? 1 : 0", []func(*Vars){needs("a", "a")},
			`- service.needs.exists_one(n, n == "a") true; service.needs.exists_one(n, n == "a") false; ` +
				`n == "a" true; - n == "a" false`},
		{"what may be absent", "has(service.cv) && service.cv > 1.0 ? 1 : 0", []func(*Vars){unchanged},
			"- has(service.cv) && service.cv > 1.0 true; has(service.cv) && service.cv > 1.0 false; " +
				"- has(service.cv) true; has(service.cv) false; - service.cv > 1.0 true; - service.cv > 1.0 false"},
	} {
		want := strings.ReplaceAll(c.want, "true || 1 > 2 ? 1 : 0 run", "(true || 1 > 2) ? 1 : 0 run")
		if diff := cmp.Diff(strings.Split(want, "; "), scoreBranches(t, c.score, c.changes...)); diff != "" {
			t.Errorf("%s: %s", c.what, diff)
		}
	}
}

func TestABranchStandsWhereItIsWritten(t *testing.T) {
	text := policyText("service.stateful &&\n service.job ? 1 : 0")
	suite, diags := compileText(t, text)
	if len(diags) > 0 {
		t.Fatal(diags)
	}
	_, coverage := suite.Cover("try")
	var got []string
	for _, b := range coverage.Branches() {
		if b.Want == "true" {
			got = append(got, fmt.Sprintf("%s:%d,%d %q", b.At.File, b.At.Start.Line, b.At.Start.Column, text[b.At.Start.Byte:b.At.End.Byte]))
		}
	}
	want := []string{`rules.hcl:5,18 "&&"`, `rules.hcl:5,9 "stateful"`, `rules.hcl:6,10 "job"`}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestOnlyTheNamedRulesAreNoted(t *testing.T) {
	_, coverage := standardSuite(t).Cover("pin", "budget")
	got := map[string]bool{}
	for _, b := range coverage.Branches() {
		got[b.Kind+" "+b.Rule+" "+b.Part] = true
	}
	want := map[string]bool{
		"check budget when": true, "check budget require": true, "check budget because": true,
		"constraint pin forbid": true, "constraint pin because": true,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// TestACoveredSuiteJudgesAlike holds that noting changes nothing.
func TestACoveredSuiteJudgesAlike(t *testing.T) {
	suite := standardSuite(t)
	covered, coverage := suite.Cover()
	say := func(out any, err error) string { return fmt.Sprint(out, err) }
	rapid.Check(t, func(t *rapid.T) {
		v := draw(t, "v")
		for i, p := range suite.Policies {
			c := covered.Policies[i]
			same(t, p.Name(), say(p.Applies(v)), say(c.Applies(v)))
			same(t, p.Name(), say(p.Score(v)), say(c.Score(v)))
			same(t, p.Name(), say(p.Because(v)), say(c.Because(v)))
		}
		for i, k := range suite.Constraints {
			c := covered.Constraints[i]
			same(t, k.Name(), say(k.Forbids(v)), say(c.Forbids(v)))
			same(t, k.Name(), say(k.Because(v)), say(c.Because(v)))
		}
	})
	if hit, all := coverage.Count(); hit == 0 || hit >= all {
		t.Errorf("%d of %d branches: of checks none was asked", hit, all)
	}
}

func same(t *rapid.T, rule, want, got string) {
	if want != got {
		t.Errorf("%s: %s", rule, cmp.Diff(want, got))
	}
}

func TestBranchesAreNotedByManyAtOnce(t *testing.T) {
	covered, coverage := standardSuite(t).Cover("pin")
	pin := mustConstraint(t, covered, "pin")
	var wait sync.WaitGroup
	for _, to := range [][]string{nil, {"tokyo"}, {"gke"}} {
		wait.Go(func() {
			v := sample()
			v.Service.Pin = to
			if _, err := pin.Forbids(v); err != nil {
				t.Error(err)
			}
		})
	}
	wait.Wait()
	for _, b := range coverage.Branches() {
		if !b.Hit && b.Part == "forbid" {
			t.Errorf("%s never comes to %s", b.Text, b.Want)
		}
	}
}

// TestLimitsHoldWhileBranchesAreNoted runs what would take minutes or gigabytes, with a
// condition in the innermost loop.
func TestLimitsHoldWhileBranchesAreNoted(t *testing.T) {
	doubled := "[['a']]" + strings.Repeat(".map(a, a + a)", 60)
	for score, want := range map[string]string{
		nested(10, 8): "stopped: it takes more than 1000000 steps",
		doubled + ".exists(a, a.exists(b, b == 'c')) ? 1 : 0": "stopped: one of its values has more than 10000 elements",
	} {
		suite, diags := compileText(t, policyText(score))
		if len(diags) > 0 {
			t.Fatal(diags)
		}
		covered, coverage := suite.Cover("try")
		if diff := cmp.Diff(want, stopped(mustPolicy(t, covered, "try"), sample())); diff != "" {
			t.Error(diff)
		}
		if _, all := coverage.Count(); all == 0 {
			t.Errorf("%s has no branches", score)
		}
	}
}

func TestADoneContextStopsALoopWhoseBranchesAreNoted(t *testing.T) {
	suite, diags := compileText(t, policyText(nested(3, 40)))
	if len(diags) > 0 {
		t.Fatal(diags)
	}
	covered, _ := suite.Cover()
	v := sample()
	ctx, cancel := context.WithCancelCause(context.Background())
	v.Context = ctx
	cancel(errors.New("the person pressed Ctrl-C"))
	if diff := cmp.Diff("the person pressed Ctrl-C", stopped(mustPolicy(t, covered, "try"), v)); diff != "" {
		t.Error(diff)
	}
}
