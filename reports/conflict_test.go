package reports_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"berth.dev/engine/conflict"
	"berth.dev/engine/diag"
	"berth.dev/engine/fleet"
	"berth.dev/engine/impasse"
	"berth.dev/engine/money"
	"berth.dev/reports"
)

func jpy(n int64) money.Amount { return money.New(n, "JPY") }

// line is a place in a file.
func line(n int) diag.Range {
	return diag.Range{File: "services.hcl", Start: diag.Pos{Line: n, Column: 3, Byte: 40}, End: diag.Pos{Line: n, Column: 9, Byte: 46}}
}

// clash is an explanation with everything in it.
func clash() *impasse.Report {
	return &impasse.Report{
		Verdict: conflict.Infeasible, Currency: "JPY",
		Conflicts: []impasse.Conflict{{
			Rules: []impasse.Rule{
				{Sort: fleet.ByConstraint, Subject: `service "api"`, Words: `pin = "tokyo"`, At: line(80)},
				{Sort: fleet.PinOfPlan, Subject: `service "api"`, Words: "--pin api=gke"},
			},
			Irreducible: true, Smallest: true, Proof: []string{`Service "api" has no place left.`},
		}},
		Ways: []impasse.Way{
			{Edits: []impasse.Edit{{At: line(31), Text: "16", Words: `node_pool "general" of tokyo: nodes = 14 → 16`}}, Planned: true, Cost: jpy(612_000), More: jpy(138_908), Note: "2 nodes to buy for 3,800,000 JPY"},
			{Edits: []impasse.Edit{{Words: "join gke and osaka by a link"}}},
		},
		Failed:  []impasse.Way{{Edits: []impasse.Edit{{At: line(80), Words: `service "api": remove pin = "tokyo"`}}}},
		Untried: 3,
	}
}

func TestAConflictIsToldWithItsRulesReasonsAndWaysOut(t *testing.T) {
	c := reports.NewConflict(clash())
	var b bytes.Buffer
	if err := reports.WriteConflict(&b, reports.DefaultOptions(), c); err != nil {
		t.Fatal(err)
	}
	want := `The rules in conflict
  services.hcl:80  service "api"  pin = "tokyo"
  –                service "api"  --pin api=gke

Why
  Service "api" has no place left.
  No conflict has fewer rules; without any one of these the others can be kept.

Ways out, the cheapest first: each one alone gives a plan
  services.hcl:31  node_pool "general" of tokyo: nodes = 14 → 16
      +138,908 JPY/mo, then the plan costs 612,000 JPY/mo
      2 nodes to buy for 3,800,000 JPY
  –                join gke and osaka by a link
Tried, and no plan was found with it:
  services.hcl:80  service "api": remove pin = "tokyo"
Not tried: 3 more ways.
`
	if diff := cmp.Diff(want, b.String()); diff != "" {
		t.Error(diff)
	}
}

func TestTheTitleOfAConflictSaysWhatIsKnown(t *testing.T) {
	for _, c := range []struct {
		want string
		edit func(*impasse.Report)
	}{
		{"there is no plan: 2 rules cannot be kept together", func(*impasse.Report) {}},
		{"there is no plan: one rule cannot be kept", func(r *impasse.Report) { r.Conflicts[0].Rules = r.Conflicts[0].Rules[:1] }},
		{"there is no plan, whatever the rules say", func(r *impasse.Report) { r.Conflicts[0].Rules = nil }},
		{"there is no plan: 2 conflicts have to be solved, which share no rule", func(r *impasse.Report) { r.Conflicts = append(r.Conflicts, r.Conflicts[0]) }},
		{"no packing found: capacities and rules can be kept in sum, but some pods found no node. This does not prove that there is no way", func(r *impasse.Report) { r.Verdict = conflict.Packing }},
		{"no plan was found, and nothing proves that there is none. Give it more --effort, or more room", func(r *impasse.Report) { r.Verdict = conflict.Open }},
	} {
		r := clash()
		c.edit(r)
		model := reports.NewConflict(r)
		if diff := cmp.Diff(c.want, model.Title()); diff != "" {
			t.Error(diff)
		}
	}
}

func TestAConflictInJSONHasThePlacesOfItsEdits(t *testing.T) {
	var b bytes.Buffer
	o := reports.DefaultOptions()
	o.Format = reports.JSON
	if err := reports.WriteConflict(&b, o, reports.NewConflict(clash())); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		`"schema": "berth.conflict/1"`, `"kind": "pin of the plan"`, `"file": "services.hcl",`, `"line": 31,`, `"from": 40,`, `"to": 46,`, `"text": "16"`,
		`"amount": "612000"`, `"amount": "750908"`, `"plan": null`, `"untried": 3`,
	} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("%s is not in\n%s", want, b.String())
		}
	}
}
