package reports_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"berth.dev/engine/allot/survey"
	"berth.dev/engine/bill"
	"berth.dev/engine/money"
	"berth.dev/reports"
)

// surveyed is a bill with names of strangers in it.
func surveyed(t *testing.T) reports.Bills {
	t.Helper()
	usd := func(s string) money.Amount {
		a, err := money.ParseNumber(s, "USD")
		if err != nil {
			t.Fatal(err)
		}
		return a
	}
	const evil = "<script>alert(1)</script>|\x1b[31m"
	return reports.NewBills(bill.Month{Year: 2026, Month: 10}, time.UTC, "amortised", []reports.SurveyedBill{{
		Name: "gcp", Kind: "focus", Site: "gke", Refused: true,
		Answer: &bill.Answer{
			Files: []bill.File{{Path: "bills/a.csv", Digest: "sha256:aa", Rows: 9}}, Count: 9, Bad: 2, Duplicates: 1,
			Faults: []bill.Fault{{File: "bills/a.csv", Line: 3, Column: "BilledCost", Why: `"1,5" is not a decimal number`}},
			First:  time.Date(2026, 10, 1, 0, 0, 0, 0, time.UTC), Last: time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC),
		},
		Survey: survey.Survey{
			Totals: []survey.Total{{Amount: usd("12.3400000001"), Nobodys: usd("2"), Rows: 7}},
			Keys: []survey.Key{
				{Name: "tag:app", Ruled: true, More: 3, Values: []survey.Value{
					{Value: evil, Amount: usd("10.34"), Rows: 5, Owners: []string{"a", "b", "c", "d", ""}},
					{Value: "", Amount: usd("2"), Rows: 2, Owners: []string{""}},
					{Value: "dear", Amount: usd("4383.5"), Rows: 1, Owners: []string{"a"}},
				}},
				{Name: "sku", Values: []survey.Value{{Value: "x", Amount: usd("12.34"), Rows: 7, Owners: []string{"a"}}}},
			},
			Left: []survey.Left{{What: "tag:app " + evil, Advice: "assign \"x\" {\n}\n", Amount: usd("2"), Rows: 2}},
			Rest: []survey.Total{{Amount: usd("0.5"), Nobodys: usd("0.5"), Rows: 4}},
		},
	}})
}

func TestWhatBillsHaveIsToldWithEachDigitOfTheTotal(t *testing.T) {
	for format, want := range map[string][]string{
		reports.Text: {
			"9 rows read from bills/a.csv, 2026-10-01 to 2026-10-31; 2 bad, 1 twice to the last byte, which are counted twice.",
			"Refused: too many of its rows are bad", `bills/a.csv:3, BilledCost: "1,5" is not a decimal number`,
			"4,383.50  USD", "12.3400000001", "a, b, c, nobody, 1 more", "3 more values are cheaper than these.", "no rule asks for it", `assign "x" {`, "Cheaper things that are nobody's: 0.5 USD, 4 rows.",
		},
		reports.Markdown: {"12.3400000001", "```hcl", `assign "x" {`},
		reports.JSON:     {`"schema": "berth.bills/1"`, `"amount": "12.3400000001"`, `"refused": true`},
	} {
		var out bytes.Buffer
		if err := reports.WriteBills(&out, reports.Options{Format: format, Width: 200}, surveyed(t)); err != nil {
			t.Fatal(err)
		}
		for _, w := range want {
			if !strings.Contains(out.String(), w) {
				t.Errorf("%s does not say %q:\n%s", format, w, out.String())
			}
		}
		if strings.Contains(out.String(), "\x1b[31m") || format == reports.Markdown && strings.Contains(out.String(), "<script>") {
			t.Errorf("%s lets a stranger's name through as it is:\n%s", format, out.String())
		}
		if format == reports.JSON && !json.Valid(out.Bytes()) {
			t.Error("the JSON is none")
		}
	}
	if err := reports.WriteBills(&bytes.Buffer{}, reports.Options{Format: "html"}, surveyed(t)); err == nil {
		t.Error("a format that bills do not have is written")
	}
}
