package main

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"berth.dev/engine/baseline"
	"berth.dev/engine/optimise"
	"berth.dev/engine/place"
)

const dollar = 1_000_000_000

func TestWhatCannotAllBeTrueIsAFault(t *testing.T) {
	plan := func(name string, plan, bound int64, closed bool) side {
		return side{name: name, plan: plan * dollar, bound: bound * dollar, found: true, bounded: true, closed: closed}
	}
	for name, c := range map[string]struct {
		sides []side
		want  string // part of each fault, "" for none
	}{
		"all agree":                    {[]side{plan("a", 1000, 999, true), plan("b", 1000, 1000, true)}, ""},
		"one is still open":            {[]side{plan("a", 1000, 999, true), plan("b", 1100, 900, false)}, ""},
		"a bound above another's plan": {[]side{plan("a", 1000, 990, false), plan("b", 1100, 1010, false)}, "the bound of b, 1,010.00, is above the plan of a, 1,000.00"},
		"a bound above the own plan":   {[]side{plan("a", 1000, 1010, false)}, "the bound of a"},
		"closed apart":                 {[]side{plan("a", 1000, 900, true), plan("b", 1010, 900, true)}, "b closed at 1,010.00 and a at 1,000.00"},
		"closed within the gap":        {[]side{plan("a", 10_000, 9_990, true), plan("b", 10_001, 9_990, true)}, ""},
		"nothing fits and a plan":      {[]side{plan("a", 1000, 900, false), {name: "b", infeasible: true}}, "b says that nothing fits, and a has a plan"},
		"nothing known":                {[]side{plan("a", 1000, 900, false), {name: "b"}}, ""},
	} {
		got := judge(c.sides, 1e-4)
		if c.want == "" {
			if len(got) > 0 {
				t.Errorf("%s: %q", name, got)
			}
			continue
		}
		if len(got) != 1 || !strings.Contains(got[0], c.want) {
			t.Errorf("%s: %q, want one that says %q", name, got, c.want)
		}
	}
}

func TestAMethodThatIsBetterThanBerthIsAFault(t *testing.T) {
	berth := outcome{Cost: 1000 * dollar}
	broken := []place.Break{{By: 1}}
	got := map[string]string{
		"cheaper":            beaten(berth, baseline.Result{Cost: 999 * dollar}),
		"the same":           beaten(berth, baseline.Result{Cost: 1000 * dollar}),
		"cheaper and broken": beaten(berth, baseline.Result{Cost: 1, Broken: broken}),
		"berth without":      beaten(outcome{Missing: "none"}, baseline.Result{Cost: 1}),
	}
	want := map[string]string{
		"cheaper": "costs 999.00 where berth costs 1,000.00", "the same": "", "cheaper and broken": "",
		"berth without": "found a placement where berth found none",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"+5.00 %", "does not fit"}, []string{
		margin(berth, baseline.Result{Cost: 1050 * dollar}), margin(berth, baseline.Result{Cost: 1, Broken: broken}),
	}); diff != "" {
		t.Error(diff)
	}
}

func TestTheWorstSeedHasTheLargestGapThenTheLongestTimeAndNoPlanIsWorseStill(t *testing.T) {
	near, far := outcome{Cost: 100, Floor: 99}, outcome{Cost: 100, Floor: 90}
	slow := far
	slow.Wall = time.Minute
	none := outcome{Missing: "nothing found"}
	got := []int{worst([]outcome{near, far}), worst([]outcome{far, near, slow}), worst([]outcome{slow, none, far}), worst([]outcome{none, near})}
	if diff := cmp.Diff([]int{1, 2, 1, 0}, got); diff != "" {
		t.Error(diff)
	}
}

func TestAProofThatDoesNotHoldIsNoticed(t *testing.T) {
	p := task{Services: 20, Seed: 1}.problem()
	solved := func() *optimise.Result {
		r, err := optimise.Solve(t.Context(), p, optimise.DefaultOptions())
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	for want, spoil := range map[string]func(r *optimise.Result){
		"":                    func(*optimise.Result) {},
		"the placement costs": func(r *optimise.Result) { r.Cost-- },
		"the placement breaks": func(r *optimise.Result) {
			r.Placement = baseline.Everything(p, "owned").Placement
			r.Cost = p.Cost(r.Placement)
		},
		"where the floor is":       func(r *optimise.Result) { r.Floor += r.Cost },
		"has no proof":             func(r *optimise.Result) { r.Tree = nil },
		"is not proven to be":      func(r *optimise.Result) { r.Tree = &place.Tree{Leaf: &place.Leaf{Empty: true}} },
		"a leaf proves":            func(r *optimise.Result) { r.Tree = &place.Tree{Leaf: &place.Leaf{}} },
		"a part of the space has ": func(r *optimise.Result) { r.Tree = &place.Tree{Service: 0, Yes: 1, Else: r.Tree} },
	} {
		r := solved()
		spoil(r)
		if got := check(p, r); want == "" && got != "" || !strings.Contains(got, want) {
			t.Errorf("found wrong: %q, want %q", got, want)
		}
	}
}
