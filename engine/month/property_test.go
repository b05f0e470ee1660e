package month_test

import (
	"testing"

	"pgregory.net/rapid"

	"berth.dev/engine/bill"
	"berth.dev/engine/ledger"
	"berth.dev/engine/money"
	"berth.dev/engine/month"
)

// TestWhateverHappensTheMonthTiesOut draws bills and use: the total is that of bills and
// machines, and every way to add it up gives the same.
func TestWhateverHappensTheMonthTiesOut(t *testing.T) {
	in := hand(t)
	keys := len(in.Answers["cloud"].Rows[0].Keys)
	app := 0
	for k, v := range in.Answers["cloud"].Rows[0].Keys {
		if v == "web" {
			app = k
		}
	}
	rapid.Check(t, func(r *rapid.T) {
		one := in
		rows := rapid.SliceOfN(rapid.Custom(func(r *rapid.T) bill.Row {
			a := money.FromWhole(rapid.Int64Range(-1e9, 1e12).Draw(r, "amount"), rapid.IntRange(0, 15).Draw(r, "digits"), "JPY")
			x := bill.Row{
				Month: november, Day: "2026-11-05", Category: rapid.SampledFrom([]string{bill.Usage, bill.Tax, bill.Credit}).Draw(r, "category"),
				Group: rapid.SampledFrom([]string{bill.Compute, bill.Memory, bill.Storage, bill.Network, bill.Other}).Draw(r, "group"),
				Late:  rapid.IntRange(0, 9).Draw(r, "late") == 0, Keys: make([]string, keys), Billed: a, Effective: a, Count: 1,
			}
			x.Keys[app] = rapid.SampledFrom([]string{"", "web", "api", "ghost"}).Draw(r, "app")
			return x
		}), 0, 20).Draw(r, "rows")
		one.Answers = map[string]*bill.Answer{"cloud": {Rows: rows, Last: in.Answers["cloud"].Last}}
		hours := func(name string) float64 { return float64(rapid.IntRange(0, 20000).Draw(r, name)) }
		one.Usage = used(map[string]float64{"api": hours("api"), "web": hours("web"), "ghost": hours("ghost")}, map[string]float64{"web": hours("rented")})
		report, err := month.Make(one)
		if err != nil {
			r.Fatal(err)
		}
		want := money.Zero("JPY")
		for i := range rows {
			want = want.Add(rows[i].Effective)
		}
		for _, p := range report.Pools {
			want = want.Add(p.Cost)
		}
		if report.Actual.Cmp(want) != 0 {
			r.Fatalf("the total is %s, rows and machines add up to %s", report.Actual, want)
		}
		sum := money.Zero("JPY")
		for _, e := range report.Bridge {
			sum = sum.Add(e.Amount)
		}
		if sum.Cmp(report.Delta) != 0 {
			r.Fatalf("the bridge adds up to %s, the delta is %s", sum, report.Delta)
		}
		for _, a := range ledger.Axes() {
			planned, actual := money.Zero("JPY"), money.Zero("JPY")
			for _, s := range report.Axes[a] {
				planned, actual = planned.Add(s.Planned), actual.Add(s.Actual)
			}
			if planned.Cmp(report.Planned) != 0 || actual.Cmp(report.Actual) != 0 {
				r.Fatalf("%s adds up to %s and %s, the totals are %s and %s", a, planned, actual, report.Planned, report.Actual)
			}
		}
	})
}
