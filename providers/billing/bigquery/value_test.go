//go:build cgo && (linux || darwin) && (amd64 || arm64)

package bigquery_test

import (
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"berth.dev/engine/bill"
	double "berth.dev/providers/providertest/bigquery"
)

// focusHead are the columns of a small FOCUS bill.
var focusHead = []string{"BilledCost", "EffectiveCost", "BillingCurrency", "BillingPeriodStart", "BillingPeriodEnd", "ChargeCategory", "ChargePeriodStart", "ChargePeriodEnd", "Tags", "SubAccountId"}

// focusRow is a good row of one, with some columns set.
func focusRow(set map[string]string) (row []string) {
	good := map[string]string{
		"BilledCost": "1", "EffectiveCost": "1", "BillingCurrency": "USD", "BillingPeriodStart": "2026-10-01T00:00:00Z", "BillingPeriodEnd": "2026-11-01T00:00:00Z",
		"ChargeCategory": "Usage", "ChargePeriodStart": "2026-10-02T00:00:00Z", "ChargePeriodEnd": "2026-10-02T01:00:00Z",
	}
	for _, name := range focusHead {
		value, is := set[name]
		if !is {
			value = good[name]
		}
		row = append(row, value)
	}
	return row
}

// focusBill is a file with some rows.
func focusBill(t *testing.T, rows ...map[string]string) string {
	t.Helper()
	all := [][]string{focusHead}
	for _, r := range rows {
		all = append(all, focusRow(r))
	}
	var b strings.Builder
	if err := csv.NewWriter(&b).WriteAll(all); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "bill.csv")
	if err := os.WriteFile(file, []byte(b.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// Each value stands in a row of an account of its own, so that a value which only one
// engine takes, or takes for another, shows.
func TestOddNumbersTimesAndTagsMeanTheSame(t *testing.T) {
	s := started(t, nil)
	for _, c := range []struct {
		name, column string
		values       []string
	}{
		{"numbers", "BilledCost", []string{
			"0", "-0", "007", "1.", ".5", "-.5", "+3", "1e3", "1E+3", "25e-2", "-1.5e-10", " 4 ", "0.000000001", "0.0000000015", "1e-36", "1e-37", "12345678901234567890.5",
			"0.123456789012345678901234567890123456", "0.1234567890123456789012345678901234567", "0.10000000000000000000000000000000000000000",
			"99999999999999999999", "100000000000000000000", "-99999999999999999999.999999999", "1e19", "1e21", "1e400",
			"", "NULL", "null", "NaN", "Infinity", "-inf", "1,5", "1,234.50", "$10,000.00", "-$3.20", "12,34.5", "1 2", "0x10", "1.2.3", "--1", "1e", "e5", "１２", "12 USD",
		}},
		{"times", "ChargePeriodStart", []string{
			"2026-10-01", "2026-10-01T00:00:00Z", "2026-10-01 00:00:00", "2026-10-01 00:00:00 UTC", "2026-10-01T09:00:00+09:00", "2026-09-30T23:59:59.999999Z", "2026-09-30T20:00:00-05:00",
			"2026-10-01T00:00:00.123Z", "2026-10-01 00:00", "10/1/25", "10/01/2025", "9/30/26", "2026-02-30", "2026-13-01", "13/1/25", "1969-12-31T23:59:59Z", "1970-01-02", "yesterday", "", "NULL",
			" 2026-10-01T00:00:00Z ", "2026-10-01T25:00:00Z", "20261001", "1760000000",
		}},
		{"tags", "Tags", []string{
			"", "NULL", "null", "{}", `{"app":"a"}`, `{"app":""}`, `{"app":null}`, `{"app":7}`, `{"app":true}`, `{"APP":"a"}`, ` {"app":"blank"}`, `{"app":"あ\"'"}`,
			`[{"key":"app","value":"listed"}]`, `[{"key":"other","value":"x"}]`, `[]`, `{"app":"a"`, "app=a", `"app"`, "7", `{"app":"x"} trailing`,
		}},
	} {
		for chunk := range slices.Chunk(c.values, bill.MostFaults) {
			t.Run(c.name, func(t *testing.T) { sameValues(t, s, c.column, chunk) })
		}
	}
}

// sameValues makes a bill with one row for each value, told apart by its account.
func sameValues(t *testing.T, s *double.Server, column string, values []string) {
	var rows []map[string]string
	for i, value := range values {
		rows = append(rows, map[string]string{column: value, "ChargePeriodEnd": "2026-12-31T00:00:00Z", "SubAccountId": fmt.Sprint(i, value)})
	}
	file := focusBill(t, rows...)
	table := "acme-billing.values.t" + label()
	if err := s.AddTable(table, double.TableOptions{Schema: texts(t, file), File: file}); err != nil {
		t.Fatal(err)
	}
	october := bill.Month{Year: 2026, Month: 10}
	ask := bill.Ask{Name: "odd", Kind: bill.FOCUS, Table: table, From: october, To: october, By: bill.ByInvoice, Zone: tokyo, Keys: []string{"sub_account", "tag:app"}}
	got, err := opened(t, s, nil).Read(t.Context(), ask)
	if err != nil {
		t.Fatal(err)
	}
	want := byDuckDB(t, ask, file)
	for _, a := range []*bill.Answer{want, got} {
		for i := range a.Faults {
			a.Faults[i].File, a.Faults[i].Line = "", 0
		}
		slices.SortFunc(a.Faults, func(x, y bill.Fault) int { return strings.Compare(x.String(), y.String()) })
	}
	same(t, want, got)
}
