//go:build cgo && (linux || darwin) && (amd64 || arm64)

package bigquery_test

import (
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
	file, total := written(t, billtest.Options{Kind: bill.GCP, Rows: 2000, Months: 3, Month: bill.Month{Year: 2026, Month: 9}})
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
	if len(got.Rows) < 500 || got.Count != total.Rows {
		t.Errorf("%d rows of %d came back", len(got.Rows), got.Count)
	}
}
