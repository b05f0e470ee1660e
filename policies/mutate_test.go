package policies

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"cel.dev/cel-go/common/operators"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// scoreMutants returns the mutants of a score, as in "operator: a < b => a <= b".
func scoreMutants(t *testing.T, score string) (out []string) {
	t.Helper()
	suite, diags := compileText(t, policyText(score))
	if len(diags) > 0 {
		t.Fatal(diags)
	}
	for _, m := range suite.Mutants("try") {
		if m.Part == "score" {
			out = append(out, fmt.Sprintf("%s: %s => %s", m.Change, m.From, m.To))
		}
	}
	return out
}

// withoutArms leaves out the mutants of the numbers that a condition chooses between.
func withoutArms(mutants []string) (out []string) {
	for _, m := range mutants {
		if !strings.Contains(m, " ? ") {
			out = append(out, m)
		}
	}
	return out
}

func TestMutantsAreSmallMistakes(t *testing.T) {
	for _, c := range []struct {
		condition string
		want      []string
	}{
		{"option.money < option.hours", []string{
			"operator: option.money < option.hours => option.money >= option.hours",
			"operator: option.money < option.hours => option.money <= option.hours",
		}},
		{"option.money > 10.0", []string{
			"operator: option.money > 10.0 => option.money <= 10.0",
			"operator: option.money > 10.0 => option.money >= 10.0",
			"threshold: option.money > 10.0 => option.money > 11.0",
			"threshold: option.money > 10.0 => option.money > 9.0",
		}},
		// Of whole numbers, >= 3 is > 2; > 3 is >= 4.
		{"service.volumes >= 3", []string{
			"operator: service.volumes >= 3 => service.volumes < 3",
			"operator: service.volumes >= 3 => service.volumes > 3",
			"threshold: service.volumes >= 3 => service.volumes >= 2",
		}},
		// No list has less than no element, so neither >= 0 nor > -1 says anything.
		{"service.needs.size() > 0", []string{
			"operator: service.needs.size() > 0 => service.needs.size() <= 0",
			"operator: service.needs.size() > 0 => service.needs.size() >= 0",
			"threshold: service.needs.size() > 0 => service.needs.size() > 1",
		}},
		// No core count is below 0, so < 0.0 and <= -1.0 are both never true.
		{"service.mean_cores <= 0.0", []string{
			"operator: service.mean_cores <= 0.0 => service.mean_cores > 0.0",
			"operator: service.mean_cores <= 0.0 => service.mean_cores < 0.0",
			"threshold: service.mean_cores <= 0.0 => service.mean_cores <= 1.0",
		}},
		{"option.kind == 'cloud'", []string{
			`operator: option.kind == "cloud" => option.kind != "cloud"`,
			`text: option.kind == "cloud" => option.kind == "hybrid"`,
		}},
		{"option.kind in ['cloud', 'hybrid']", []string{
			`condition: option.kind in ["cloud", "hybrid"] => !(option.kind in ["cloud", "hybrid"])`,
			`text: option.kind in ["cloud", "hybrid"] => option.kind in ["onprem", "hybrid"]`,
			`text: option.kind in ["cloud", "hybrid"] => option.kind in ["cloud", "onprem"]`,
		}},
		{"service.environment in ['', 'prod']", []string{
			`condition: service.environment in ["", "prod"] => !(service.environment in ["", "prod"])`,
			`text: service.environment in ["", "prod"] => service.environment in ["~", "prod"]`,
			`text: service.environment in ["", "prod"] => service.environment in ["", "prod~"]`,
		}},
		{"service.job && !service.stateful", []string{
			"condition: service.job && !service.stateful => !(service.job && !service.stateful)",
			"operator: service.job && !service.stateful => service.job || !service.stateful",
			"omission: service.job && !service.stateful => service.job",
			"omission: service.job && !service.stateful => !service.stateful",
			"condition: service.job => !service.job",
			"condition: !service.stateful => service.stateful",
		}},
		{"has(service.cv)", []string{"condition: has(service.cv) => !has(service.cv)"}},
		{"!(option.money < 1.0)", []string{
			"operator: option.money < 1.0 => option.money >= 1.0",
			"operator: option.money < 1.0 => option.money <= 1.0",
			"threshold: option.money < 1.0 => option.money < 1.1",
			"threshold: option.money < 1.0 => option.money < 0.9",
		}},
		{"sets.contains(service.needs, option.sites)", []string{
			"condition: sets.contains(service.needs, option.sites) => !(sets.contains(service.needs, option.sites))",
			"operator: sets.contains(service.needs, option.sites) => sets.intersects(service.needs, option.sites)",
		}},
		{"sets.intersects(service.needs, ['gpu'])", []string{
			`condition: sets.intersects(service.needs, ["gpu"]) => !(sets.intersects(service.needs, ["gpu"]))`,
			`operator: sets.intersects(service.needs, ["gpu"]) => sets.contains(service.needs, ["gpu"])`,
			`text: sets.intersects(service.needs, ["gpu"]) => sets.intersects(service.needs, ["gpu~"])`,
		}},
		{"service.needs.exists(n, n.startsWith('x'))", []string{
			`condition: service.needs.exists(n, n.startsWith("x")) => !service.needs.exists(n, n.startsWith("x"))`,
			`operator: service.needs.exists(n, n.startsWith("x")) => service.needs.all(n, n.startsWith("x"))`,
			`condition: n.startsWith("x") => !n.startsWith("x")`,
			`operator: n.startsWith("x") => n.endsWith("x")`,
			`text: n.startsWith("x") => n.startsWith("x~")`,
		}},
		{"min(option.money, option.hours) * 2.0 + 1.0 > option.money - 5.0", []string{
			"operator: min(option.money, option.hours) * 2.0 + 1.0 > option.money - 5.0 => min(option.money, option.hours) * 2.0 + 1.0 <= option.money - 5.0",
			"operator: min(option.money, option.hours) * 2.0 + 1.0 > option.money - 5.0 => min(option.money, option.hours) * 2.0 + 1.0 >= option.money - 5.0",
			"operator: min(option.money, option.hours) * 2.0 + 1.0 => min(option.money, option.hours) * 2.0 - 1.0",
			"operator: min(option.money, option.hours) * 2.0 => min(option.money, option.hours) / 2.0",
			"operator: min(option.money, option.hours) => max(option.money, option.hours)",
			"threshold: min(option.money, option.hours) * 2.0 => min(option.money, option.hours) * 2.2",
			"threshold: min(option.money, option.hours) * 2.0 => min(option.money, option.hours) * 1.8",
			"threshold: min(option.money, option.hours) * 2.0 + 1.0 => min(option.money, option.hours) * 2.0 + 1.1",
			"threshold: min(option.money, option.hours) * 2.0 + 1.0 => min(option.money, option.hours) * 2.0 + 0.9",
			"operator: option.money - 5.0 => option.money + 5.0",
			"threshold: option.money - 5.0 => option.money - 5.5",
			"threshold: option.money - 5.0 => option.money - 4.5",
		}},
	} {
		if diff := cmp.Diff(c.want, withoutArms(scoreMutants(t, c.condition+" ? 1.0 : 0.0"))); diff != "" {
			t.Errorf("%s: %s", c.condition, diff)
		}
	}
}

func TestNumbersInArmsAreThresholdsToo(t *testing.T) {
	want := []string{
		"condition: service.job => !service.job",
		"threshold: service.job ? 0.5 : 0 => service.job ? 0.55 : 0",
		"threshold: service.job ? 0.5 : 0 => service.job ? 0.45 : 0",
		"threshold: service.job ? 0.5 : 0 => service.job ? 0.5 : 1",
		"threshold: service.job ? 0.5 : 0 => service.job ? 0.5 : -1",
	}
	got := scoreMutants(t, "service.job ? 0.5 : 0")
	for i := range got {
		got[i] = strings.ReplaceAll(got[i], "(service.job)", "service.job")
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestOfABecauseOnlyTheConditionsAreChanged(t *testing.T) {
	suite, diags := compileText(t, `constraint "try" {
  doc     = "for a test"
  forbid  = "service.job"
  because = "'%.0f %%: '.format([100.0 * option.burst_share]) + (option.money > 1.0 ? 'dear' : 'cheap') + option.sites.filter(s, s != 'a').join('; ')"
}`)
	if len(diags) > 0 {
		t.Fatal(diags)
	}
	var got []string
	for _, m := range suite.Mutants("try") {
		if m.Part == "because" {
			got = append(got, m.From+" => "+m.To)
		}
	}
	want := []string{
		"option.money > 1.0 => option.money <= 1.0",
		"option.money > 1.0 => option.money >= 1.0",
		"option.money > 1.0 => option.money > 1.1",
		"option.money > 1.0 => option.money > 0.9",
		`s != "a" => s == "a"`,
		`s != "a" => s != "a~"`,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// TestAMutantJudgesByItsMistake runs both suites on a value on which they differ, and
// the first again, which must not have changed.
func TestAMutantJudgesByItsMistake(t *testing.T) {
	suite := standardSuite(t)
	forbids := func(s *Suite) bool {
		v := sample()
		v.Service.Pin = []string{"gke"}
		got, err := mustConstraint(t, s, "pin").Forbids(v)
		if err != nil {
			t.Fatal(err)
		}
		return got
	}
	for _, m := range suite.Mutants("pin") {
		want := m.To != "service.pin.size() > 1" && m.To != "service.pin.size() <= 0" && m.Change != ChangeCondition
		if m.Part != "forbid" {
			continue
		}
		if got := forbids(suite.With(m)); got != want {
			t.Errorf("%s instead of %s: forbids is %t", m.To, m.From, got)
		}
		if !forbids(suite) {
			t.Fatalf("%s changed the suite that it was made of", m.To)
		}
	}
}

func TestMutantsOfARuleAreOfItAlone(t *testing.T) {
	suite := standardSuite(t)
	of := map[string]int{}
	for _, m := range suite.Mutants() {
		of[m.Rule]++
	}
	for _, r := range suite.Rules() {
		n := 0
		for _, m := range suite.Mutants(r.Name) {
			if m.Rule != r.Name || m.Kind != r.Kind {
				t.Fatalf("a mutant of %s %s", m.Kind, m.Rule)
			}
			n++
		}
		if n == 0 || n != of[r.Name] {
			t.Errorf("%s has %d mutants alone and %d among all", r.Name, n, of[r.Name])
		}
	}
}

// TestLimitsHoldForMutants turns loops that end in their first round into some that go
// through all.
func TestLimitsHoldForMutants(t *testing.T) {
	suite, diags := compileText(t, policyText(
		"service.needs.exists(a, service.needs.exists(b, service.needs.exists(c, a + b + c == 'xxx'))) ? 1 : 0"))
	if len(diags) > 0 {
		t.Fatal(diags)
	}
	v := sample()
	for range 110 {
		v.Service.Needs = append(v.Service.Needs, "x")
	}
	if got := stopped(mustPolicy(t, suite, "try"), v); got != "<nil>" {
		t.Fatal(got)
	}
	for _, m := range suite.Mutants("try") {
		if m.Change == ChangeText {
			got := stopped(mustPolicy(t, suite.With(m), "try"), v)
			if diff := cmp.Diff("stopped: it takes more than 1000000 steps", got); diff != "" {
				t.Error(diff)
			}
			return
		}
	}
	t.Error("no mutant looks for another text")
}

// TestComparisonsThatMeanTheSameAreTrueForTheSame is the law by which mutants are left
// out.
func TestComparisonsThatMeanTheSameAreTrueForTheSame(t *testing.T) {
	holds := func(name string, a, b float64) bool {
		switch name {
		case operators.Less:
			return a < b
		case operators.LessEquals:
			return a <= b
		case operators.Greater:
			return a > b
		case operators.GreaterEquals:
			return a >= b
		case operators.Equals:
			return a == b
		}
		return a != b
	}
	compared := rapid.SampledFrom([]string{operators.Less, operators.LessEquals, operators.Greater, operators.GreaterEquals, operators.Equals, operators.NotEquals})
	// Quarters meet each other and whole numbers often.
	near := rapid.Custom(func(t *rapid.T) float64 { return float64(rapid.IntRange(-8, 12).Draw(t, "quarters")) / 4 })
	rapid.Check(t, func(t *rapid.T) {
		b := bounds{least: near.Draw(t, "least"), whole: rapid.Bool().Draw(t, "whole")}
		b.most = b.least + math.Abs(near.Draw(t, "most"))
		if rapid.Bool().Draw(t, "unbounded") {
			b.least, b.most = math.Inf(-1), math.Inf(1)
		}
		if b.whole {
			b.least, b.most = math.Floor(b.least), math.Ceil(b.most)
		}
		one, m := compared.Draw(t, "one"), near.Draw(t, "m")
		other, n := compared.Draw(t, "other"), near.Draw(t, "n")
		x := near.Draw(t, "x")
		if b.whole {
			x = math.Round(x)
		}
		x = min(max(x, b.least), b.most)
		if b.where(one, m) == b.where(other, n) && holds(one, x, m) != holds(other, x, n) {
			t.Fatalf("%s %v and %s %v within %v differ at %v", one, m, other, n, b, x)
		}
		switch b.where(one, m) {
		case "always":
			if !holds(one, x, m) {
				t.Fatalf("%s %v within %v is false at %v", one, m, b, x)
			}
		case "never":
			if holds(one, x, m) {
				t.Fatalf("%s %v within %v is true at %v", one, m, b, x)
			}
		}
	})
}

// BenchmarkMutants makes all mutants of the standard suite.
func BenchmarkMutants(b *testing.B) {
	suite := standardSuite(b)
	for b.Loop() {
		if len(suite.Mutants()) == 0 {
			b.Fatal("none")
		}
	}
}
