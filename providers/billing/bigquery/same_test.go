//go:build cgo && (linux || darwin) && (amd64 || arm64)

package bigquery_test

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"berth.dev/engine/bill"
	"berth.dev/engine/money"
	"berth.dev/providers/billing/billtest"
	"berth.dev/providers/billing/duck"
	double "berth.dev/providers/providertest/bigquery"
)

var tokyo = time.FixedZone("Asia/Tokyo", 9*3600)

// byDuckDB is the same bill as files, read by DuckDB.
func byDuckDB(t *testing.T, ask bill.Ask, files ...string) *bill.Answer {
	t.Helper()
	ask.Table, ask.Files = "", files
	r, err := duck.Open(duck.Options{})
	if err != nil {
		t.Fatal(err)
	}
	answer, err := r.Read(t.Context(), ask)
	if err != nil {
		t.Fatal(err)
	}
	return answer
}

// same compares answers but for what only one engine has: files, lines, duplicates, notes.
func same(t *testing.T, want, got *bill.Answer) {
	t.Helper()
	plain := func(a bill.Answer) bill.Answer {
		a.Files, a.Notes, a.Duplicates = nil, nil, 0
		return a
	}
	amounts := cmp.Comparer(func(x, y money.Amount) bool { return x.String() == y.String() })
	if diff := cmp.Diff(plain(*want), plain(*got), amounts); diff != "" {
		t.Errorf("DuckDB and BigQuery differ (-DuckDB +BigQuery):\n%s", diff)
	}
}

func TestGooglesExportGivesTheSameAnswerAsItsFilesReadByDuckDB(t *testing.T) {
	s := started(t, nil)
	file, total := written(t, billtest.Options{Kind: bill.GCP, Rows: 700, Months: 3, Month: bill.Month{Year: 2026, Month: 9}})
	if err := s.AddTable(exported, double.TableOptions{Schema: export(), File: file}); err != nil {
		t.Fatal(err)
	}
	ask := asked()
	ask.From, ask.To = bill.Month{Year: 2026, Month: 9}, bill.Month{Year: 2026, Month: 11}
	got, err := opened(t, s, nil).Read(t.Context(), ask)
	if err != nil {
		t.Fatal(err)
	}
	same(t, byDuckDB(t, ask, file), got)
	if len(got.Rows) < 300 || got.Count != total.Rows {
		t.Errorf("%d rows of %d came back", len(got.Rows), got.Count)
	}
}

// texts is a table all of whose columns are texts, as a load of a CSV file with no
// schema may make it, under the names that the file has.
func texts(t *testing.T, file string) []double.Field {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	names, err := csv.NewReader(f).Read()
	if err != nil {
		t.Fatal(err)
	}
	var out []double.Field
	for _, n := range names {
		out = append(out, double.Field{Name: n, Type: "STRING"})
	}
	return out
}

func asCSV(t *testing.T, o billtest.Options) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "bill.csv")
	f, err := os.Create(file)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := billtest.CSV(f, o); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	return file
}

// typed are columns with other types than text.
func typed(fields []double.Field, types map[string]string) (out []double.Field) {
	for _, f := range fields {
		if name, is := types[f.Name]; is {
			f.Type = name
		}
		out = append(out, f)
	}
	return out
}

func TestBillsOfAllKindsAndTypesOfColumnsGiveTheSameAnswer(t *testing.T) {
	s := started(t, nil)
	focus := asCSV(t, billtest.Options{Kind: bill.FOCUS, Rows: 300})
	openCost := asCSV(t, billtest.Options{Kind: bill.OpenCost, Rows: 200})
	october := bill.Month{Year: 2026, Month: 10}
	for _, c := range []struct {
		name, kind, file, by string
		types                map[string]string
		keys                 []string
	}{
		{"focus_texts", bill.FOCUS, focus, bill.ByInvoice, nil, []string{"category", "service", "tag:app"}},
		{"focus_charge", bill.FOCUS, focus, bill.ByCharge, nil, nil},
		{"focus_typed", bill.FOCUS, focus, bill.ByInvoice, map[string]string{
			"BilledCost": "BIGNUMERIC", "EffectiveCost": "BIGNUMERIC", "ListCost": "BIGNUMERIC", "ConsumedQuantity": "NUMERIC", "Tags": "JSON",
			"ChargePeriodStart": "TIMESTAMP", "ChargePeriodEnd": "TIMESTAMP", "BillingPeriodStart": "TIMESTAMP", "BillingPeriodEnd": "TIMESTAMP",
		}, []string{"region", "tag:app", "tag:team"}},
		{"opencost", bill.OpenCost, openCost, bill.ByCharge, nil, []string{"account", "namespace"}},
		{"opencost_typed", bill.OpenCost, openCost, bill.ByCharge, map[string]string{"Date": "DATE", "CPUCost": "NUMERIC", "RAMCost": "NUMERIC"}, []string{"container", "namespace"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			table := "acme-billing.bills." + c.name
			if err := s.AddTable(table, double.TableOptions{Schema: typed(texts(t, c.file), c.types), File: c.file}); err != nil {
				t.Fatal(err)
			}
			ask := bill.Ask{Name: c.name, Kind: c.kind, Table: table, From: october, To: october, By: c.by, Zone: tokyo, Keys: c.keys, Currency: "USD"}
			got, err := opened(t, s, nil).Read(t.Context(), ask)
			if err != nil {
				t.Fatal(err)
			}
			want := byDuckDB(t, ask, c.file)
			same(t, want, got)
			if len(got.Rows) == 0 {
				t.Error("no rows came back")
			}
		})
	}
}
