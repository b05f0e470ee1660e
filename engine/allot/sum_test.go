package allot_test

import (
	"fmt"
	"math/big"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"berth.dev/engine/allot"
	"berth.dev/engine/bill"
	"berth.dev/engine/ledger"
	"berth.dev/engine/money"
	"berth.dev/engine/spec"
	"berth.dev/engine/usage"
)

// rat is an amount as a fraction: exact by other arithmetic than the engine's.
func rat(t *rapid.T, a money.Amount) *big.Rat {
	r, ok := new(big.Rat).SetString(a.Decimal())
	if !ok {
		t.Fatalf("%q is no number", a.Decimal())
	}
	return r
}

// drawRows draws rows of a bill, of two currencies, two months and all sorts.
func drawRows(t *rapid.T, width int) (rows []bill.Row) {
	word := rapid.SampledFrom([]string{"", "", "pixiv-ads", "ads-api", "sketch", "sentry", "stray", "alone", "nobody", "x*y", "office-1", "Vertex AI"})
	cost := func(currency, what string) money.Amount {
		return money.FromWhole(rapid.Int64Range(-1e6, 1e15).Draw(t, what), rapid.IntRange(0, 18).Draw(t, "digits"), currency)
	}
	for range rapid.IntRange(0, 30).Draw(t, "rows") {
		currency := rapid.SampledFrom([]string{"JPY", "USD"}).Draw(t, "currency")
		r := bill.Row{
			Month: rapid.SampledFrom([]bill.Month{october(), october(), october(), october().Plus(-1)}).Draw(t, "month"),
			Day:   fmt.Sprintf("2026-10-%02d", rapid.IntRange(1, 31).Draw(t, "day")),
			Late:  rapid.IntRange(0, 4).Draw(t, "late") == 0, Count: rapid.Int64Range(1, 5).Draw(t, "count"),
			Category: rapid.SampledFrom([]string{bill.Usage, bill.Usage, bill.Purchase, bill.Tax, bill.Credit, bill.Adjustment}).Draw(t, "category"),
			Group:    rapid.SampledFrom([]string{bill.Compute, bill.Memory, bill.Storage, bill.Network, bill.Other}).Draw(t, "group"),
			Unit:     rapid.SampledFrom([]string{"", "GiB", "gibibyte month", "h"}).Draw(t, "unit"),
			Quantity: rapid.Float64Range(0, 1e6).Draw(t, "quantity"),
			Billed:   cost(currency, "billed"), Effective: cost(currency, "effective"), List: cost(currency, "list"),
		}
		r.Commitment = rapid.SampledFrom([]string{"", "", "a/base", "other"}).Draw(t, "commitment")
		r.Unused = r.Commitment != "" && rapid.Bool().Draw(t, "unused")
		for range width {
			r.Keys = append(r.Keys, word.Draw(t, "key"))
		}
		rows = append(rows, r)
	}
	return rows
}

// drawUse draws who used machines.
func drawUse(t *rapid.T, w *spec.Workspace) *usage.Month {
	use := &usage.Month{Requests: map[string]float64{}, Cloud: map[[2]string]float64{}}
	for _, s := range w.Services {
		if rapid.Bool().Draw(t, "uses") {
			cores := rapid.Float64Range(0, 5000).Draw(t, "cores")
			use.Uses = append(use.Uses, usage.Use{Site: "tokyo", Pool: "general", Service: s.Name, CoreHours: cores, GiBHours: 3 * cores})
		}
		if rapid.Bool().Draw(t, "counts") {
			use.Cloud[[2]string{"gke", s.Name}] = rapid.Float64Range(0, 5000).Draw(t, "cloud")
			use.Requests[s.Name] = rapid.Float64Range(0, 1e9).Draw(t, "requests")
		}
	}
	return use
}

func TestEveryAxisAddsUpToTheBillsAndTheMachines(t *testing.T) {
	worlds := []*spec.Workspace{
		workspace(t, gcp, focusBill),
		workspace(t, gcp, focusBill, "share \"sentry\" {\n  by = \"cost\"\n}\nshare \"sketch\" {\n  by       = \"requests\"\n  services = [\"sentry\"]\n  products = [\"ads\"]\n  keep     = 0.3\n}\n"),
	}
	rapid.Check(t, func(t *rapid.T) {
		w := rapid.SampledFrom(worlds).Draw(t, "world")
		in := allot.Input{
			Workspace: w, Month: october(), Zone: time.UTC,
			View:    rapid.SampledFrom([]string{allot.Amortised, allot.Purchase}).Draw(t, "view"),
			Usage:   drawUse(t, w),
			Answers: map[string]*bill.Answer{},
		}
		want := new(big.Rat)
		for _, b := range w.Bills {
			a, err := allot.Ask(w, b, october(), october())
			if err != nil {
				t.Fatal(err)
			}
			rows := drawRows(t, len(a.Keys))
			in.Answers[b.Name] = &bill.Answer{Rows: rows}
			for _, r := range rows {
				cost := map[string]money.Amount{allot.Amortised: r.Effective, allot.Purchase: r.Billed}[in.View]
				if n := rat(t, cost); r.Month == october() {
					if cost.Currency() == "USD" {
						n.Mul(n, big.NewRat(150, 1))
					}
					want.Add(want, n)
				}
			}
		}
		got, err := allot.Make(in)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range got.Pools {
			want.Add(want, rat(t, p.Cost))
		}
		if len(got.Pools) == 0 {
			t.Fatal("no machines were billed")
		}
		if total := rat(t, got.Ledger.Total()); total.Cmp(want) != 0 {
			t.Fatalf("the lines add up to %s, bills and machines to %s", total.FloatString(20), want.FloatString(20))
		}
		for _, axis := range ledger.Axes() {
			sum := new(big.Rat)
			for _, s := range got.Ledger.By(axis) {
				sum.Add(sum, rat(t, s.Amount))
			}
			if sum.Cmp(want) != 0 {
				t.Fatalf("by %s they add up to %s, not %s", axis, sum.FloatString(20), want.FloatString(20))
			}
		}
		billed := new(big.Rat)
		for _, b := range got.Bills {
			billed.Add(billed, rat(t, b.Amount))
		}
		if billed.Cmp(want) != 0 {
			t.Fatalf("the bills are told as %s", billed.FloatString(20))
		}
		shared := got.Ledger.Sum(func(l ledger.Line) bool { return l.Kind == ledger.Shared })
		if !shared.IsZero() {
			t.Fatalf("passing on made %s", shared)
		}
		nobodyIsToldWhole(t, got)
	})
}

// nobodyIsToldWhole holds what is told of nobody's money against the lines that have no
// owner. What is idle or spare of owned machines is told elsewhere.
func nobodyIsToldWhole(t *rapid.T, r *allot.Result) {
	lines := r.Ledger.Sum(func(l ledger.Line) bool {
		return l.Service+l.Product+l.Team == "" && l.Kind != ledger.Idle && l.Kind != ledger.Spare
	})
	told := money.Zero("JPY")
	for _, n := range r.Nobody {
		told = told.Add(n.Amount)
	}
	if told.Cmp(lines) != 0 {
		t.Fatalf("lines of nobody are %s, told are %s", lines, told)
	}
}

func TestTheOrderOfRowsNeverShows(t *testing.T) {
	w := workspace(t, gcp, focusBill)
	rapid.Check(t, func(t *rapid.T) {
		use := drawUse(t, w)
		answers, turned := map[string]*bill.Answer{}, map[string]*bill.Answer{}
		for _, b := range w.Bills {
			a, err := allot.Ask(w, b, october(), october())
			if err != nil {
				t.Fatal(err)
			}
			rows := drawRows(t, len(a.Keys))
			for i := range rows {
				rows[i].Quantity = float64(int(rows[i].Quantity)) // sums of whole numbers have no order
			}
			answers[b.Name] = &bill.Answer{Rows: rows}
			rows = slices.Clone(rows)
			slices.Reverse(rows)
			turned[b.Name] = &bill.Answer{Rows: rows}
		}
		in := allot.Input{Workspace: w, Month: october(), Zone: time.UTC, View: allot.Amortised, Usage: use, Answers: answers}
		first, err := allot.Make(in)
		if err != nil {
			t.Fatal(err)
		}
		in.Answers = turned
		second, err := allot.Make(in)
		if err != nil {
			t.Fatal(err)
		}
		if a, b := whole(first), whole(second); a != b {
			t.Fatalf("%s\n\nand\n\n%s", a, b)
		}
	})
}

// whole is all of a result as text.
func whole(r *allot.Result) string {
	var b strings.Builder
	for _, l := range r.Ledger.Lines {
		fmt.Fprintln(&b, text(l))
	}
	fmt.Fprintln(&b, r.Bills, r.Pools, r.Commitments, r.Nobody, r.Rates, r.Rules, r.Days, r.Unknown)
	return b.String()
}
