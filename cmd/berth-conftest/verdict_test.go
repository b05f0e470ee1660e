package main

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestViolationsAreReadFromBothReports(t *testing.T) {
	want := []string{"cpu s1", "memory s2"}
	got, err := foundByBerth([]byte(`{"findings":[{"rule":"cpu","kind":"check","subject":{"name":"s1"}},{"rule":"memory","kind":"check","subject":{"name":"s2"}}]}`))
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Error(err, diff)
	}
	got, err = foundByConftest([]byte(`[{"failures":[{"msg":"cpu s1"}]},{"successes":2},{"failures":[{"msg":"memory s2"}]}]`))
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Error(err, diff)
	}
	if _, err := foundByBerth([]byte(`{"findings":[{"rule":"undecided","kind":"berth","subject":{"name":"s1"}}]}`)); err == nil {
		t.Error("what berth finds by itself is taken for a violation")
	}
	for _, read := range []func([]byte) ([]string, error){foundByBerth, foundByConftest} {
		if _, err := read([]byte("error: no")); err == nil {
			t.Error("what is no report is read as one without violations")
		}
	}
}

// everyRule is a violation of each rule.
func everyRule() (found []string) {
	for _, name := range ruleNames() {
		found = append(found, name+" s1")
	}
	return found
}

func TestWhoFindsSomethingElseIsRefused(t *testing.T) {
	all := everyRule()
	for _, c := range []struct {
		name          string
		first, second []string
		want          string
	}{
		{"the same", all, all, ""},
		{"one less", all, all[1:], "do not find the same"},
		{"one more", all[:len(all)-1], all, "do not find the same"},
		{"a rule that nobody breaks", all[1:], all[1:], "no service breaks rule " + ruleNames()[0]},
	} {
		t.Run(c.name, func(t *testing.T) {
			any := func([]byte) ([]string, error) { return nil, nil }
			err := agree([]*contender{{name: "a", found: c.first, violations: any}, {name: "b", found: c.second, violations: any}, {name: "more"}})
			if c.want == "" && err != nil || c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)) {
				t.Errorf("%v", err)
			}
		})
	}
}

func TestTheTableIsOfTheMedianAndTheMostMemory(t *testing.T) {
	runs := func(seconds ...int) (out []usage) {
		for _, s := range seconds {
			out = append(out, usage{wall: time.Duration(s) * time.Second, cpu: time.Second, memory: int64(s) * 1e6})
		}
		return out
	}
	got := table([]*contender{{name: "a", runs: runs(2, 1, 3)}, {name: "b", runs: runs(9, 8, 4)}}, 7, 3)
	for _, want := range []string{"7 services, 3 to a file, 20 rules", "median of 3 runs", "| a | 2.00 | 1.00 | 3 | 1.0 | 1.0 |", "| b | 8.00 | 1.00 | 9 | 4.0 | 3.0 |"} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is not in\n%s", want, got)
		}
	}
}

func TestARunThatEndsInAnotherWayIsNoRun(t *testing.T) {
	found := func(output []byte) ([]string, error) { return strings.Fields(string(output)), nil }
	for _, c := range []struct {
		name, script, want string
	}{
		{"refused", "echo b a; exit 4", ""},
		{"nothing found", "exit 0", ""},
		{"broken", "echo why >&2; exit 1", "why"},
	} {
		t.Run(c.name, func(t *testing.T) {
			one := &contender{args: []string{"sh", "-c", c.script}, refuses: 4, violations: found}
			err := one.run(context.Background())
			if c.want == "" && err != nil || c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)) {
				t.Errorf("%v", err)
			}
		})
	}
}
