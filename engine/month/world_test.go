package month_test

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"berth.dev/engine/allot"
	"berth.dev/engine/bill"
	"berth.dev/engine/enginetest/small"
	"berth.dev/engine/expect"
	"berth.dev/engine/fleet"
	"berth.dev/engine/money"
	"berth.dev/engine/month"
	"berth.dev/engine/optimise"
	"berth.dev/engine/plan"
	"berth.dev/engine/usage"
)

// billed is the bill block of the small workspace, with products, a team and a budget.
const billed = `
bill "cloud" {
  kind  = "focus"
  files = ["bills/*.csv"]
  site  = "gke"
  names = ["tag:app"]
}
team "ads" {}
product "shop" {
  team = "ads"
  budget {
    monthly = "20000 JPY/mo"
  }
}
`

// shop is a service of the product.
func shop(name string, words ...string) string {
	return small.Service(name, append([]string{`product = "shop"`}, words...)...)
}

// planned is a plan of a workspace with services pinned to places, with what it expects.
func planned(t testing.TB, w *small.World, pins map[string]string) *plan.File {
	t.Helper()
	o := fleet.DefaultOptions()
	o.Pins = pins
	s, err := plan.Solve(context.Background(), w.Build(t, o), optimise.DefaultOptions())
	if err != nil {
		t.Fatal(err)
	}
	f, err := plan.Make(plan.Order{Workspace: w.Workspace, Solved: s, Berth: "test", Alone: pins})
	if err != nil {
		t.Fatal(err)
	}
	if f.Expected, err = expect.Make(w.Workspace, s); err != nil {
		t.Fatal(err)
	}
	if _, err := f.Bytes(); err != nil {
		t.Fatal(err)
	}
	return f
}

// november is the month of most tests: 720 hours.
var november = bill.Month{Year: 2026, Month: time.November}

// row is a row of the bill: a service's cost of a group, on the first of the month.
func row(m bill.Month, app, group, amount string) bill.Row {
	a, err := money.ParseNumber(amount, "JPY")
	if err != nil {
		panic(err)
	}
	return bill.Row{Month: m, Day: m.String() + "-01", Category: bill.Usage, Group: group, Keys: []string{app}, Billed: a, Effective: a, Count: 1}
}

// answer is a bill that covers a month; its rows know their app alone.
func answer(t testing.TB, w *small.World, m bill.Month, rows ...bill.Row) map[string]*bill.Answer {
	t.Helper()
	ask, err := allot.Ask(w.Workspace, w.Workspace.Bills[0], m, m)
	if err != nil {
		t.Fatal(err)
	}
	for i := range rows {
		keys := make([]string, len(ask.Keys))
		keys[slices.Index(ask.Keys, "tag:app")] = rows[i].Keys[0]
		rows[i].Keys = keys
	}
	return map[string]*bill.Answer{"cloud": {Rows: rows, Count: int64(len(rows)), First: m.Begin(time.UTC), Last: m.End(time.UTC)}}
}

// used is use of a month: core-hours and four times as many GiB-hours at tokyo by
// service, core-hours at gke.
func used(tokyo, gke map[string]float64) *usage.Month {
	out := &usage.Month{Cloud: map[[2]string]float64{}, Requests: map[string]float64{}}
	for service, hours := range tokyo {
		out.Uses = append(out.Uses, usage.Use{Site: "tokyo", Pool: "general", Service: service, CoreHours: hours, GiBHours: 8 * hours})
	}
	for service, hours := range gke {
		out.Cloud[[2]string{"gke", service}] = hours
	}
	return out
}

// input is a month of a workspace.
func input(w *small.World, f *plan.File, m bill.Month, answers map[string]*bill.Answer, use *usage.Month) month.Input {
	return month.Input{
		Input: allot.Input{Workspace: w.Workspace, Month: m, Zone: time.UTC, View: allot.Amortised, Answers: answers, Usage: use},
		Berth: "test", AsOf: m.End(time.UTC).AddDate(0, 0, 7), Plan: f, PlanFile: "plans/one.json",
		Profiles: w.Profiles, Suite: w.Suite,
	}
}

// made is a month's report; an error ends the test.
func made(t testing.TB, in month.Input) *month.Report {
	t.Helper()
	r, err := month.Make(in)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// told are a report's effects that are not nothing.
func told(list []month.Effect) map[string]string {
	out := map[string]string{}
	for _, e := range list {
		if !e.Amount.IsZero() {
			out[e.Name] = e.Amount.Decimal()
		}
	}
	return out
}

// sums are a list of sums as text.
func sums(list []month.Sum) (out []string) {
	for _, s := range list {
		out = append(out, fmt.Sprintf("%s %s %s %s", s.Name, s.Planned.Decimal(), s.Actual.Decimal(), s.Delta.Decimal()))
	}
	return out
}
