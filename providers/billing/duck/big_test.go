//go:build cgo && (linux || darwin) && (amd64 || arm64)

package duck_test

import (
	"bufio"
	"context"
	"database/sql"
	"fmt"
	"math/big"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	_ "github.com/duckdb/duckdb-go/v2"

	"berth.dev/engine/bill"
	"berth.dev/providers/billing/duck"
)

// bigRows are the rows of a bill as DuckDB makes them: 35 columns of FOCUS, whose cost
// follows from the row's number, so that the total is known without adding up.
const bigRows = `SELECT
  CAST(i %% 1000003 AS DECIMAL(18,10)) / 1000 AS cost, i,
  TIMESTAMPTZ '2026-10-01 00:00:00+00' + INTERVAL 1 HOUR * CAST(hash(i) %% 744 AS INTEGER) AS t,
  'svc-' || lpad(CAST(hash(i + 1) %% 1000 AS VARCHAR), 4, '0') AS app,
  ['Compute', 'Compute', 'Storage', 'Networking', 'Databases'][1 + CAST(hash(i + 2) %% 5 AS INTEGER)] AS category,
  ['Compute Engine', 'Kubernetes Engine', 'Cloud Storage', 'Networking', 'Cloud SQL'][1 + CAST(hash(i + 2) %% 5 AS INTEGER)] AS service
FROM range(%d) r(i)`

// bigColumns are the columns of the file; the two costs come first.
const bigColumns = `'asia-northeast1-a' AS AvailabilityZone, %[1]s AS BilledCost, '0000-1111' AS BillingAccountId, 'Example, Inc.' AS BillingAccountName, 'USD' AS BillingCurrency,
 %[2]s AS BillingPeriodEnd, %[3]s AS BillingPeriodStart, 'Usage' AS ChargeCategory, CAST(NULL AS VARCHAR) AS ChargeClass, service || ' in Tokyo' AS ChargeDescription,
 'Usage-Based' AS ChargeFrequency, %[5]s AS ChargePeriodEnd, %[4]s AS ChargePeriodStart, CAST(NULL AS VARCHAR) AS CommitmentDiscountId, CAST(NULL AS VARCHAR) AS CommitmentDiscountStatus,
 CAST(1 + i %% 7 AS %[6]s) AS ConsumedQuantity, 'hour' AS ConsumedUnit, %[1]s AS ContractedCost, %[1]s AS EffectiveCost, 'Google Cloud' AS InvoiceIssuerName, %[1]s AS ListCost,
 'Google Cloud' AS ProviderName, 'Google Cloud' AS PublisherName, 'asia-northeast1' AS RegionId, 'Tokyo' AS RegionName,
 '//compute.googleapis.com/projects/p-' || i %% 50 || '/instances/vm-' || i %% 5000 AS ResourceId, category AS ServiceCategory, service AS ServiceName,
 'sku-' || i %% 400 AS SkuId, 'sku-' || i %% 400 || '-1' AS SkuPriceId, 'p-' || i %% 50 AS SubAccountId, %[7]s AS Tags`

// bigFile makes a bill of so many rows once, and keeps it for the next benchmark.
func bigFile(b *testing.B, format string, rows int64) string {
	b.Helper()
	folder := os.Getenv("BERTH_BILLS_DIR")
	if folder == "" {
		folder = b.TempDir()
	}
	path := filepath.Join(folder, fmt.Sprintf("focus-%d.%s", rows, format))
	if _, err := os.Stat(path); err == nil {
		return path
	}
	columns := fmt.Sprintf(bigColumns, "cost", "TIMESTAMPTZ '2026-11-01 00:00:00+00'", "TIMESTAMPTZ '2026-10-01 00:00:00+00'", "t", "t + INTERVAL 1 HOUR", "DOUBLE",
		"MAP {'app': app, 'team': 'team-' || i % 9, 'env': 'prod'}")
	options := "FORMAT parquet"
	if format == "csv" {
		stamp := func(s string) string { return "strftime(" + s + ", '%Y-%m-%dT%H:%M:%SZ')" }
		columns = fmt.Sprintf(bigColumns, "CAST(cost AS VARCHAR)", "'2026-11-01T00:00:00Z'", "'2026-10-01T00:00:00Z'", stamp("t"), stamp("t + INTERVAL 1 HOUR"), "VARCHAR",
			`'{"app":"' || app || '","team":"team-' || i % 9 || '","env":"prod"}'`)
		options = "FORMAT csv, HEADER"
	}
	db, err := sql.Open("duckdb", "")
	if err != nil {
		b.Fatal(err)
	}
	defer db.Close()
	for _, statement := range []string{
		"SET GLOBAL TimeZone = 'UTC'", "SET preserve_insertion_order = false", "SET memory_limit = '2GB'",
		fmt.Sprintf("COPY (SELECT %s FROM (%s)) TO '%s' (%s)", columns, fmt.Sprintf(bigRows, rows), path, options),
	} {
		if _, err := db.Exec(statement); err != nil {
			b.Fatal(err)
		}
	}
	return path
}

// bigTotal is what the rows cost: Σ (i mod 1000003) / 1000.
func bigTotal(rows int64) *big.Rat {
	const cycle = 1_000_003
	full, rest := rows/cycle, rows%cycle
	sum := new(big.Int).Mul(big.NewInt(full), big.NewInt(cycle*(cycle-1)/2))
	sum.Add(sum, big.NewInt(rest*(rest-1)/2))
	return new(big.Rat).SetFrac(sum, big.NewInt(1000))
}

// plainQuery is the aggregation as anybody would write it: doubles, no checks.
func plainQuery(path string) string {
	if strings.HasSuffix(path, ".csv") {
		return fmt.Sprintf(`SELECT BillingPeriodStart, BillingPeriodEnd, CAST(ChargePeriodStart AS DATE) AS day, ChargeCategory, ServiceCategory, CommitmentDiscountId, CommitmentDiscountStatus,
 ConsumedUnit, BillingCurrency, json_extract_string(Tags, '$.app') AS app, SUM(BilledCost), SUM(EffectiveCost), SUM(ListCost), SUM(ConsumedQuantity), COUNT(*), MIN(ChargePeriodStart), MAX(ChargePeriodEnd)
 FROM read_csv('%s') GROUP BY ALL`, path)
	}
	return fmt.Sprintf(`SELECT BillingPeriodStart, BillingPeriodEnd, CAST(ChargePeriodStart AS DATE) AS day, ChargeCategory, ServiceCategory, CommitmentDiscountId, CommitmentDiscountStatus,
 ConsumedUnit, BillingCurrency, Tags['app'] AS app, SUM(BilledCost), SUM(EffectiveCost), SUM(ListCost), SUM(ConsumedQuantity), COUNT(*), MIN(ChargePeriodStart), MAX(ChargePeriodEnd)
 FROM read_parquet('%s') GROUP BY ALL`, path)
}

// plainly runs the plain aggregation by the same settings.
func plainly(b *testing.B, path string) int {
	b.Helper()
	db, err := sql.Open("duckdb", "")
	if err != nil {
		b.Fatal(err)
	}
	defer db.Close()
	for _, s := range []string{"SET GLOBAL TimeZone = 'UTC'", "SET preserve_insertion_order = false", fmt.Sprintf("SET memory_limit = '%dB'", duck.DefaultMemory)} {
		if _, err := db.Exec(s); err != nil {
			b.Fatal(err)
		}
	}
	rows, err := db.Query(plainQuery(path))
	if err != nil {
		b.Fatal(err)
	}
	defer rows.Close()
	n := 0
	for rows.Next() {
		n++
	}
	if rows.Err() != nil {
		b.Fatal(rows.Err())
	}
	return n
}

// spent is the time of all processors that this process has taken.
func spent() time.Duration {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// resident is the most memory that this process has had, in MiB.
func resident(b *testing.B) float64 {
	b.Helper()
	f, err := os.Open("/proc/self/status")
	if err != nil {
		return 0
	}
	defer f.Close()
	for s := bufio.NewScanner(f); s.Scan(); {
		if text, is := strings.CutPrefix(s.Text(), "VmHWM:"); is {
			kib, err := strconv.ParseFloat(strings.TrimSuffix(strings.TrimSpace(text), " kB"), 64)
			if err != nil {
				b.Fatal(err)
			}
			return kib / 1024
		}
	}
	return 0
}

// BenchmarkBigBill reads a bill as berth does and, in the same run, as plain DuckDB does,
// one after the other. BERTH_BILLS says how many rows (1,000,000 without it).
func BenchmarkBigBill(b *testing.B) {
	rows := int64(1_000_000)
	if s := os.Getenv("BERTH_BILLS"); s != "" {
		n, err := strconv.ParseInt(s, 10, 64)
		if err != nil {
			b.Fatal(err)
		}
		rows = n
	}
	for _, format := range []string{"parquet", "csv"} {
		b.Run(fmt.Sprintf("%s/rows=%d", format, rows), func(b *testing.B) {
			path := bigFile(b, format, rows)
			var ours, theirs, oursCPU, theirsCPU time.Duration
			for b.Loop() {
				at, cpu := time.Now(), spent()
				plainly(b, path)
				theirs, theirsCPU = theirs+time.Since(at), theirsCPU+spent()-cpu
				at, cpu = time.Now(), spent()
				a := ask(bill.FOCUS, path)
				answer, err := reader(b, duck.Options{Duplicates: 1}).Read(context.Background(), a)
				if err != nil {
					b.Fatal(err)
				}
				ours, oursCPU = ours+time.Since(at), oursCPU+spent()-cpu
				if got := sums(b, answer).Billed; got.Cmp(bigTotal(rows)) != 0 || answer.Count != rows {
					b.Fatalf("%d rows cost %s, not %s", answer.Count, got.FloatString(10), bigTotal(rows).FloatString(10))
				}
			}
			b.ReportMetric(ours.Seconds()/float64(b.N), "s/berth")
			b.ReportMetric(theirs.Seconds()/float64(b.N), "s/plain")
			b.ReportMetric(ours.Seconds()/theirs.Seconds(), "times-plain")
			b.ReportMetric(oursCPU.Seconds()/theirsCPU.Seconds(), "times-plain-cpu")
			b.ReportMetric(resident(b), "MiB-most")
		})
	}
}
