//go:build cgo && (linux || darwin) && (amd64 || arm64)

package duck_test

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"berth.dev/engine/bill"
	"berth.dev/providers/billing/duck"
)

// focusColumns are rows of 1.25 USD each.
const focusColumns = `1.25 AS BilledCost, 1.25 AS EffectiveCost, 'USD' AS BillingCurrency, TIMESTAMP '2026-10-01' AS BillingPeriodStart,
 TIMESTAMP '2026-11-01' AS BillingPeriodEnd, TIMESTAMP '2026-10-05' AS ChargePeriodStart, TIMESTAMP '2026-10-06' AS ChargePeriodEnd, 'Usage' AS ChargeCategory`

// written is a file of so many rows below a folder, in the format of its name.
func written(t *testing.T, folder, name string, rows int, more string) string {
	t.Helper()
	path := filepath.Join(folder, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("duckdb", "")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	format := strings.TrimPrefix(filepath.Ext(name), ".")
	if format == "jsonl" {
		format = "json"
	}
	if _, err := db.Exec(fmt.Sprintf("COPY (SELECT %s%s FROM range(%d)) TO '%s' (FORMAT %s)", focusColumns, more, rows, strings.ReplaceAll(path, "'", "''"), format)); err != nil {
		t.Fatal(err)
	}
	return path
}

// DuckDB takes some names of files and folders for more than names: each row has to be
// read once, and as it is written, whatever its file is called.
func TestNamesOfFilesAndFoldersSayNothingOfTheirRows(t *testing.T) {
	for _, c := range []struct {
		name  string
		files []string
	}{
		{"a folder named as a cost", []string{"BilledCost=7/a.parquet"}},
		{"a folder named as a currency", []string{"BillingCurrency=EUR/a.parquet", "BillingCurrency=EUR/b.parquet"}},
		{"a folder named as a column of CSV", []string{"c0=7/a.csv"}},
		{"a folder named as a field", []string{"BilledCost=7/a.jsonl"}},
		{"folders of years and months", []string{"year=2026/month=10/a.csv", "year=2026/month=11/b.csv"}},
		{"brackets in Parquet", []string{"a1.parquet", "a[1].parquet"}},
		{"brackets in CSV", []string{"a1.csv", "a[1].csv"}},
		{"stars", []string{"a*.parquet", "ab.parquet", "a?.parquet"}},
		{"brackets in a folder", []string{"[x]/a.csv", "x/a.csv"}},
		{"stars in lines of JSON", []string{"a*.jsonl", "ab.jsonl"}},
		{"SQL", []string{`a'); DROP TABLE x; --".csv`, "b\nc.csv"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			folder, rows := t.TempDir(), int64(0)
			var files []string
			for i, name := range c.files {
				// No two files have as many rows, so that none can stand for another.
				files = append(files, written(t, folder, name, 100+i, ""))
				rows += int64(100 + i)
			}
			answer, err := reader(t, duck.Options{}).Read(context.Background(), ask(bill.FOCUS, files...))
			if err != nil {
				t.Fatal(err)
			}
			if got := sums(t, answer).Billed.FloatString(2); got != left(rows) || answer.Count != rows || answer.Bad != 0 {
				t.Errorf("%d rows, %d bad, cost %s; want %d rows that cost %s", answer.Count, answer.Bad, got, rows, left(rows))
			}
			for i, f := range answer.Files {
				if f.Rows != int64(100+i) {
					t.Errorf("%s has %d rows, want %d", f.Path, f.Rows, 100+i)
				}
			}
			for _, r := range answer.Rows {
				if r.Billed.Currency() != "USD" {
					t.Errorf("a row is in %s", r.Billed.Currency())
				}
			}
		})
	}
}

func TestTheSameParquetTwiceIsRefusedThoughItHasAColumnNamedFilename(t *testing.T) {
	folder := t.TempDir()
	a := written(t, folder, "a.parquet", 10, ", 'x' AS filename")
	b := written(t, folder, "b.parquet", 10, ", 'x' AS filename")
	_, err := reader(t, duck.Options{}).Read(context.Background(), ask(bill.FOCUS, a, b))
	if err == nil || !strings.Contains(err.Error(), "the same to the last byte") {
		t.Errorf("not refused: %v", err)
	}
}
