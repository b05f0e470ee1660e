package trial

import (
	"context"
	"errors"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// small are tests of one rule that see all of it.
const small = `
test "small services" {
  rule = "small"
  case "cloud" {
    given = { "option.kind" = "cloud", "service.mean_cores" = 99.9 }
    expect {
      score = 1
    }
  }
  case "elsewhere" {
    expect {
      score = 0.25
    }
  }
  case "large" {
    given = { "service.mean_cores" = 100 }
    expect {
      applies = false
    }
  }
}
`

// taken writes the branches of a result, a line each.
func taken(r *Result) (out []string) {
	for _, b := range r.Branches {
		out = append(out, map[bool]string{true: "taken", false: "never"}[b.Hit]+" "+b.Part+" "+b.Want)
	}
	return out
}

func TestCoverageSaysWhichBranchesNoTestTakes(t *testing.T) {
	r := run(t, small, Options{Rules: []string{"small"}, Cover: true})
	hit, all := r.Covered()
	if diff := cmp.Diff([]string{"never because run", "taken score false", "taken score true", "taken when false", "taken when true"}, set(taken(r))); diff != "" || hit != 4 || all != 5 {
		t.Errorf("%d of %d (-want +got):\n%s", hit, all, diff)
	}
	r = run(t, oneOf("small", "", "score = 0.25; because = \"x\""), Options{Rules: []string{"small"}, Cover: true})
	if hit, all = r.Covered(); hit != 3 || all != 5 {
		t.Errorf("%d of %d: %v", hit, all, taken(r))
	}
	if r = run(t, small, Options{Rules: []string{"small"}}); r.Branches != nil {
		t.Errorf("nobody asked for branches: %v", taken(r))
	}
}

func TestMutantsSayWhichMistakesNoTestNotices(t *testing.T) {
	whole := run(t, small, Options{Rules: []string{"small"}, Mutate: true})
	killed, all := whole.Killed()
	if all < 5 || killed != all {
		t.Errorf("%d of %d mistakes noticed: %+v", killed, all, whole.Mutants)
	}
	part := run(t, oneOf("small", "", "score = 0.25"), Options{Rules: []string{"small"}, Mutate: true})
	if n, of := part.Killed(); of != all || n == 0 || n >= killed {
		t.Errorf("%d of %d noticed by a part of the tests", n, of)
	}
	for _, m := range part.Mutants {
		if m.Killed != "" && m.Killed != "t" {
			t.Errorf("noticed by %q", m.Killed)
		}
	}
}

func TestAWorldNoticesMistakesToo(t *testing.T) {
	r := run(t, of(front, personal, `forbidden = { cloud = ["at-home"] }`), Options{Rules: []string{"at-home", "cheap"}, Mutate: true})
	var noticed []string
	for _, m := range r.Mutants {
		if m.Killed != "" {
			noticed = append(noticed, m.Rule)
		}
		if m.Rule == "cheap" && m.Killed != "" {
			t.Error("a world whose checks nobody looks at cannot notice a mistake in one")
		}
	}
	if len(noticed) == 0 {
		t.Errorf("no mistake noticed: %+v", r.Mutants)
	}
}

func TestNoMistakesAreMadeWhereATestFails(t *testing.T) {
	r := run(t, oneOf("small", "", "score = 1"), Options{Rules: []string{"small"}, Mutate: true})
	if _, failed := r.Count(); failed != 1 || r.Mutants != nil {
		t.Errorf("%d failed, mutants %v", failed, r.Mutants)
	}
}

func TestRulesWithoutATestAreNamed(t *testing.T) {
	r := run(t, small, Options{Rules: []string{"small", "cheap", "at-home"}})
	var got []string
	for _, rule := range r.Untested {
		got = append(got, rule.Kind+" "+rule.Name)
	}
	if diff := cmp.Diff([]string{"constraint at-home", "check cheap"}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestTestsAreChosenByName(t *testing.T) {
	bench, _, _ := load(t, shop, small+oneOf("cheap", `"product.budget" = 1`, "applies = false"))
	for pattern, want := range map[string][]string{
		"small":        {"small services/cloud", "small services/elsewhere", "small services/large"},
		"services/.*e": {"small services/elsewhere", "small services/large"},
		"^t$":          {"t"},
		"nothing":      nil,
		"":             {"small services/cloud", "small services/elsewhere", "small services/large", "t"},
	} {
		var got []string
		for _, c := range bench.Only(regexp.MustCompile(pattern).MatchString).named() {
			got = append(got, c.name)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%q (-want +got):\n%s", pattern, diff)
		}
	}
}

func TestTheSameTestsGiveTheSameResult(t *testing.T) {
	o := Options{Rules: []string{"small", "at-home", "cheap"}, Cover: true, Mutate: true}
	first := run(t, small+of(front, personal, `findings = ["at-home"]`), o)
	for range 3 {
		again := run(t, small+of(front, personal, `findings = ["at-home"]`), o)
		if diff := cmp.Diff(strings.Join(mutants(first), "\n"), strings.Join(mutants(again), "\n")); diff != "" {
			t.Fatalf("(-first +again):\n%s", diff)
		}
		if diff := cmp.Diff(taken(first), taken(again)); diff != "" {
			t.Fatalf("(-first +again):\n%s", diff)
		}
	}
}

func mutants(r *Result) (out []string) {
	for _, m := range r.Mutants {
		out = append(out, m.At.String()+" "+m.From+" → "+m.To+" by "+m.Killed)
	}
	return out
}

func TestARunThatIsStoppedSaysSo(t *testing.T) {
	bench, suite, _ := load(t, shop, small)
	ctx, stop := context.WithCancel(context.Background())
	stop()
	if _, err := bench.Run(ctx, suite, Options{Rules: []string{"small"}, Mutate: true}); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}
