package focus_test

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"berth.dev/engine/bill"
	"berth.dev/engine/money"
	"berth.dev/engine/usage"
	"berth.dev/providers/focus"
)

func TestAMonthIsTheRowsOfThePaper(t *testing.T) {
	// capital 4 × 1,500,000 ÷ 60 = 100,000; power 4 × 0.5 × 744 × 20 = 29,760, upkeep 84,000,
	// administration 60,000: 273,760. A quarter is spare: 68,440, of it capital 25,000. Half of
	// the rest, 205,320, is web's where it uses half: see the unit price in package pool. With
	// 7.46 GiB for a core offered are 71,424 + 285,696 ÷ 7.46 = 109,721.05 units.
	e := rows(t, input(t, []usage.Use{{Site: "tokyo", Pool: "general", Service: "web", CoreHours: 35712, GiBHours: 142848}}, focus.Monthly))
	var got []string
	for _, r := range e.Rows {
		got = append(got, fmt.Sprintf("%s %s %s%s billed %s effective %s units %.3f", r.Pool, r.Charge, r.Kind, r.Service, r.Billed.Decimal(), r.Effective.Decimal(), r.Units))
	}
	want := []string{
		"general capital computeweb billed 0 effective 37500 units 54860.525",
		"general capital idle billed 0 effective 37500 units 54860.525",
		"general capital spare billed 0 effective 25000 units 36573.684",
		"general running computeweb billed 65160 effective 65160 units 54860.525",
		"general running idle billed 65160 effective 65160 units 54860.525",
		"general running spare billed 43440 effective 43440 units 36573.684",
		"old running idle billed 7440 effective 7440 units 36573.684",
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	if err := e.Check(); err != nil {
		t.Error(err)
	}
}

func TestMachinesThatComeAreBoughtInTheirFirstMonth(t *testing.T) {
	e := rows(t, input(t, three(), focus.Daily, since, `in_service = "2026-10-17"`))
	if err := e.Check(); err != nil {
		t.Error(err)
	}
	r := e.Rows[0]
	cells := map[string]string{}
	for i, name := range focus.Columns() {
		cells[name] = r.Cells()[i]
	}
	for name, want := range map[string]string{
		"ChargeCategory": "Purchase", "ChargeFrequency": "One-Time", "BilledCost": "6000000", "EffectiveCost": "0", "ListCost": "6000000",
		"BillingPeriodStart": "2026-09-30T15:00:00Z", "BillingPeriodEnd": "2026-10-31T15:00:00Z",
		"ChargePeriodStart": "2026-10-16T15:00:00Z", "ChargePeriodEnd": "2031-10-16T15:00:00Z",
		"PricingQuantity": "4", "PricingUnit": "Machines", "CommitmentDiscountId": "tokyo/node_pool/general", "CommitmentDiscountStatus": "",
		"ResourceId": "tokyo/node_pool/general", "ConsumedQuantity": "", "Tags": "", "x_Kind": "purchase",
	} {
		if cells[name] != want {
			t.Errorf("%s: got %q, want %q", name, cells[name], want)
		}
	}
	days := 0
	for _, r := range e.Rows {
		if r.Pool == "general" && r.Charge == focus.Capital && r.Service == "web" {
			days++
		}
	}
	if days != 15 {
		t.Errorf("%d days from the 17th on", days)
	}
}

func TestNobodysNameIsAFormula(t *testing.T) {
	e := rows(t, input(t, three(), focus.Monthly))
	var out bytes.Buffer
	if err := focus.Write(&out, e.Rows); err != nil {
		t.Fatal(err)
	}
	records, err := csv.NewReader(&out).ReadAll()
	if err != nil || len(records) != len(e.Rows)+1 {
		t.Fatalf("%d records: %v", len(records), err)
	}
	if d := cmp.Diff(focus.Columns(), records[0]); d != "" {
		t.Errorf("columns (-want +got):\n%s", d)
	}
	for _, r := range records[1:] {
		for i, cell := range r {
			if strings.HasPrefix(cell, "=") || strings.HasPrefix(cell, "+") || strings.HasPrefix(cell, "@") || strings.HasPrefix(cell, "-") {
				t.Errorf("%s: %q", records[0][i], cell)
			}
		}
	}
}

func TestAStepThatNobodyKnowsIsRefused(t *testing.T) {
	if _, err := focus.Rows(input(t, nil, "week")); err == nil {
		t.Error("a week was taken")
	}
}

func TestRowsAddUpToThePoolInBothViews(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		var uses []usage.Use
		for _, service := range []string{"web", "mail", "stranger", ""} {
			if rapid.Bool().Draw(r, "uses") {
				uses = append(uses, usage.Use{
					Site: "tokyo", Pool: rapid.SampledFrom([]string{"", "general", "old"}).Draw(r, "pool"), Service: service,
					CoreHours: rapid.OneOf(rapid.Float64Range(0, 1e5), rapid.Just(1e-6)).Draw(r, "cores"), GiBHours: rapid.Float64Range(0, 4e5).Draw(r, "GiB"),
				})
			}
		}
		began := fmt.Sprintf(`in_service = "20%02d-%02d-%02d"`, rapid.IntRange(20, 26).Draw(r, "year"), rapid.IntRange(1, 12).Draw(r, "month"), rapid.IntRange(1, 28).Draw(r, "day"))
		running := rapid.SampledFrom([]string{"0", "0.0001", "21000.77"}).Draw(r, "upkeep")
		step := rapid.SampledFrom([]focus.Step{focus.Monthly, focus.Daily}).Draw(r, "step")
		in := input(t, uses, step, since, began, "21000", running, `"500W"`, fmt.Sprintf(`"%dW"`, rapid.IntRange(0, 1).Draw(r, "power")*500), `    administration = "10h/mo"`+"\n", "")
		in.Month = bill.Month{Year: 2026, Month: 1}.Plus(rapid.IntRange(0, 11).Draw(r, "in month"))
		e := rows(t, in)
		if err := e.Check(); err != nil {
			r.Fatal(err)
		}
		billed, effective := money.Zero("JPY"), money.Zero("JPY")
		for _, row := range e.Rows {
			billed, effective = billed.Add(row.Billed), effective.Add(row.Effective)
		}
		for _, p := range e.Paid.Pools {
			billed = billed.Sub(p.Cost)
		}
		for _, p := range e.Amortised.Pools {
			effective = effective.Sub(p.Cost)
		}
		if !billed.IsZero() || !effective.IsZero() {
			r.Fatalf("%s billed and %s effective too much", billed, effective)
		}
	})
}

func TestRowsThatWereTamperedWithDoNotTieOut(t *testing.T) {
	for what, harm := range map[string]func(*focus.Export){
		"a row is gone":         func(e *focus.Export) { e.Rows = e.Rows[1:] },
		"a row stands twice":    func(e *focus.Export) { e.Rows = append(e.Rows, e.Rows[0]) },
		"a digit":               func(e *focus.Export) { e.Rows[0].Effective = e.Rows[0].Effective.Add(money.FromWhole(1, 6, "JPY")) },
		"somebody else pays":    func(e *focus.Export) { e.Rows[0].Service = "mail" },
		"a day of another year": func(e *focus.Export) { e.Rows[0].From = e.Rows[0].From.AddDate(1, 0, 0) },
		"capital is billed":     func(e *focus.Export) { e.Rows[0].Billed = e.Rows[0].Effective },
	} {
		e := rows(t, input(t, three()[:1], focus.Monthly))
		harm(e)
		if e.Check() == nil {
			t.Errorf("%s: it ties out", what)
		}
	}
}

func TestStorageIsNoMachine(t *testing.T) {
	in := input(t, three(), focus.Monthly, "  electricity = ", "  storage_pool \"hdd\" {\n    price = \"200 JPY/mo\"\n  }\n  electricity = ")
	e := rows(t, in)
	if err := e.Check(); err != nil || len(e.Rows) != len(rows(t, input(t, three(), focus.Monthly)).Rows) {
		t.Errorf("%d rows: %v", len(e.Rows), err)
	}
}
