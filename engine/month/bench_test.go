package month_test

import (
	"fmt"
	"strings"
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
	"berth.dev/engine/place"
	"berth.dev/engine/plan"
	"berth.dev/engine/usage"
)

// company is a workspace of n services in products and teams, its plan, which leaves all
// where they run, and twelve months of what bills come to, by day and service.
func company(t testing.TB, n int) month.Input {
	t.Helper()
	var text strings.Builder
	text.WriteString(strings.NewReplacer(`nodes      = 3`, fmt.Sprintf(`nodes      = %d`, n), `max_nodes  = 6`, fmt.Sprintf(`max_nodes  = %d`, 2*n)).Replace(small.Sites))
	text.WriteString("bill \"cloud\" {\n kind = \"focus\"\n files = [\"b.csv\"]\n site = \"gke\"\n names = [\"tag:app\"]\n}\n")
	for i := range (n + 7) / 8 {
		if i%4 == 0 {
			fmt.Fprintf(&text, "team \"team-%d\" {}\n", i/4)
		}
		fmt.Fprintf(&text, "product \"product-%d\" {\n team = \"team-%d\"\n budget {\n monthly = \"50000 JPY/mo\"\n }\n}\n", i, i/4)
	}
	for i := range n {
		text.WriteString(small.Service(name(i), fmt.Sprintf("product = \"product-%d\"", i/8), fmt.Sprintf("runs_on = %q", placeOf(i))))
	}
	w := small.Load(t, text.String())
	f := stays(t, w)
	in := input(w, f, november, nil, &usage.Month{Cloud: map[[2]string]float64{}, Requests: map[string]float64{}})
	in.Answers = year(t, w, n)
	for i := range n {
		in.Usage.Requests[name(i)] = 1e6 * float64(i+1)
		if placeOf(i) == "gke" {
			in.Usage.Cloud[[2]string{"gke", name(i)}] = 1440 + float64(i)
			continue
		}
		in.Usage.Uses = append(in.Usage.Uses, usage.Use{Site: "tokyo", Pool: "general", Service: name(i), CoreHours: 1440, GiBHours: 11520 + float64(i)})
	}
	return in
}

func name(i int) string { return fmt.Sprintf("service-%04d", i) }

// placeOf is where a service runs: every second one is rented.
func placeOf(i int) string { return [...]string{"gke", "tokyo"}[i%2] }

// stays is a plan that leaves everything where it runs.
func stays(t testing.TB, w *small.World) *plan.File {
	t.Helper()
	o := fleet.DefaultOptions()
	o.Pins = map[string]string{}
	for _, s := range w.Workspace.Services {
		o.Pins[s.Name] = s.RunsOn.V[0]
	}
	b := w.Build(t, o)
	s := &plan.Solved{Fleet: b, Result: &optimise.Result{Placement: make(place.Placement, len(b.Services))}}
	e, err := expect.Make(w.Workspace, s)
	if err != nil {
		t.Fatal(err)
	}
	f := &plan.File{AsOf: "2026-10-31", Expected: e, Unit: plan.Unit{Currency: "JPY"}}
	for i, g := range b.Services {
		f.Problem.Groups = append(f.Problem.Groups, plan.Group{Name: g.Name, Today: 0, Options: []plan.Option{{Name: g.Options[0].Name, Sites: g.Options[0].Sites}}})
		f.Placement = append(f.Placement, 0)
		f.Services = append(f.Services, plan.Service{Name: g.Members[0], Group: i, Alone: g.Options[0].ID, Demand: -1, Options: []plan.Parts{{}}, Once: []int64{0}})
	}
	return f
}

// year is a bill of twelve months: a row for each rented service, day and group.
func year(t testing.TB, w *small.World, n int) map[string]*bill.Answer {
	t.Helper()
	ask, err := allot.Ask(w.Workspace, w.Workspace.Bills[0], november.Plus(-11), november)
	if err != nil {
		t.Fatal(err)
	}
	at := -1
	for k, key := range ask.Keys {
		if key == "tag:app" {
			at = k
		}
	}
	a := &bill.Answer{First: november.Plus(-11).Begin(time.UTC), Last: november.End(time.UTC)}
	for m := november.Plus(-11); m.Compare(november) <= 0; m = m.Plus(1) {
		for day := m.Begin(time.UTC); day.Before(m.End(time.UTC)); day = day.AddDate(0, 0, 1) {
			for i := 0; i < n; i += 2 {
				for g, group := range []string{bill.Compute, bill.Network} {
					amount := money.FromWhole(int64(90_000_000+i*1000+day.Day()*77+g), 6, "JPY")
					r := bill.Row{Month: m, Day: day.Format(time.DateOnly), Category: bill.Usage, Group: group, Keys: make([]string, len(ask.Keys)), Billed: amount, Effective: amount, Count: 24}
					r.Keys[at] = name(i)
					a.Rows = append(a.Rows, r)
					a.Count += r.Count
				}
			}
		}
	}
	return map[string]*bill.Answer{"cloud": a}
}

// TestACompanysMonthTiesOut is the same at a size at which every list is full.
func TestACompanysMonthTiesOut(t *testing.T) {
	if testing.Short() {
		t.Skip("a company of 200 services takes seconds")
	}
	in := company(t, 200)
	r := made(t, in)
	sum := money.Zero("JPY")
	for _, e := range r.Bridge {
		sum = sum.Add(e.Amount)
	}
	if sum.Cmp(r.Delta) != 0 {
		t.Errorf("the bridge adds up to %s, the delta is %s", sum, r.Delta)
	}
	bill := money.Zero("JPY")
	for _, row := range in.Answers["cloud"].Rows {
		if row.Month == november {
			bill = bill.Add(row.Effective)
		}
	}
	for _, b := range r.Bills {
		if !b.Owned && b.Amount.Cmp(bill) != 0 {
			t.Errorf("bill %s is %s, its rows add up to %s", b.Name, b.Amount, bill)
		}
	}
	if len(r.Units) != 200 || len(r.Budgets) != 25 || len(r.Causes) == 0 {
		t.Errorf("%d unit costs, %d budgets, %d causes", len(r.Units), len(r.Budgets), len(r.Causes))
	}
}

// BenchmarkMonth makes the report of a company of 1,000 services, with bills of twelve
// months by day and with the reports of eleven months before.
func BenchmarkMonth(b *testing.B) {
	in := company(b, 1000)
	for m := november.Plus(-11); m.Compare(november) < 0; m = m.Plus(1) {
		one := in
		one.Month, one.Plan, one.Before = m, nil, nil
		r, err := month.Make(one)
		if err != nil {
			b.Fatal(err)
		}
		in.Before = append(in.Before, r)
	}
	for b.Loop() {
		if _, err := month.Make(in); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(len(in.Answers["cloud"].Rows)), "rows")
}
