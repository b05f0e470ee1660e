//go:build cgo && (linux || darwin) && (amd64 || arm64)

package duck_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"database/sql"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"berth.dev/engine/bill"
	"berth.dev/providers/billing/billtest"
	"berth.dev/providers/billing/duck"
)

func TestACompressedBillIsReadLikeAPlainOne(t *testing.T) {
	o := billtest.Default()
	o.Rows, o.Kind = 500, bill.FOCUS
	var plain, packed bytes.Buffer
	total, err := billtest.CSV(&plain, o)
	if err != nil {
		t.Fatal(err)
	}
	w := gzip.NewWriter(&packed)
	if _, err := w.Write(plain.Bytes()); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	whole := packed.String()
	answer, err := reader(t, duck.Options{}).Read(t.Context(), ask(bill.FOCUS, file(t, "bill.csv.gz", whole)))
	if err != nil {
		t.Fatal(err)
	}
	equal(t, total, sums(t, answer))
	if answer, err := reader(t, duck.Options{}).Read(t.Context(), ask(bill.FOCUS, file(t, "bill.csv.gz", whole[:len(whole)-20]))); err == nil {
		t.Errorf("one that was cut off is read: %d rows", answer.Count)
	}
}

func TestATableSaysWhatItsFileSays(t *testing.T) {
	o := billtest.Default()
	o.Rows, o.Kind = 300, bill.FOCUS
	path, total := made(t, "bill.csv", o, billtest.CSV)
	database := filepath.Join(t.TempDir(), "bills.duckdb")
	db, err := sql.Open("duckdb", database)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec(fmt.Sprintf(`CREATE SCHEMA cloud; CREATE TABLE cloud."a ""bill""" AS SELECT * FROM read_csv('%s', all_varchar = true)`, path)); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	asked := ask(bill.FOCUS)
	asked.Files, asked.Table = nil, `cloud.a "bill"`
	r := reader(t, duck.Options{Database: database})
	answer, err := r.Read(t.Context(), asked)
	if err != nil {
		t.Fatal(err)
	}
	equal(t, total, sums(t, answer))
	asked.Table = "cloud.none"
	if _, err := r.Read(t.Context(), asked); err == nil || !strings.Contains(err.Error(), "cloud.none") {
		t.Errorf("a table that is not there: %v", err)
	}
	if _, err := reader(t, duck.Options{}).Read(t.Context(), asked); err == nil || !strings.Contains(err.Error(), `warehouse = "duckdb:FILE"`) {
		t.Errorf("a table in no database: %v", err)
	}
}

func TestCurrenciesNeverAddUpToOneAnother(t *testing.T) {
	text := focusHead + focusRow("1.5") + strings.ReplaceAll(focusRow("150"), "USD", "JPY") + focusRow("2.25") + strings.ReplaceAll(focusRow("7"), "USD", "EUR")
	a := ask(bill.FOCUS, file(t, "bill.csv", text))
	a.Keys = nil
	answer, err := reader(t, duck.Options{}).Read(t.Context(), a)
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for _, r := range answer.Rows {
		got[r.Billed.Currency()] += r.Billed.Decimal()
	}
	if diff := cmp.Diff(map[string]string{"USD": "3.75", "JPY": "150", "EUR": "7"}, got); diff != "" || answer.Bad != 0 {
		t.Errorf("%s; %d bad", diff, answer.Bad)
	}
}

// Clocks are set back on 25 October 2026 in Paris: that day has 25 hours, and the month
// 745. In Lord Howe it is half an hour, on the 4th, forward.
func TestDaysAndMonthsAreThoseOfTheZoneAlsoWhereClocksChange(t *testing.T) {
	for name, hours := range map[string]float64{"Europe/Paris": 745, "Australia/Lord_Howe": 743.5, "Asia/Tokyo": 744, "America/St_Johns": 744} {
		zone, err := time.LoadLocation(name)
		if err != nil {
			t.Fatal(err)
		}
		if got := october.Hours(zone); got != hours {
			t.Errorf("%s: October has %v hours, want %v", name, got, hours)
		}
		var text strings.Builder
		text.WriteString(focusHead)
		want := map[string]int64{}
		const half = 30 * time.Minute
		for at := time.Date(2026, 9, 29, 0, 0, 0, 0, time.UTC); at.Month() != time.November || at.Day() < 3; at = at.Add(half) {
			fmt.Fprintf(&text, "1,1,USD,2026-10-01T00:00:00Z,2026-11-01T00:00:00Z,%s,%s,Usage\n", at.Format(time.RFC3339), at.Add(half).Format(time.RFC3339))
			if local := at.In(zone); bill.MonthOf(at, zone) == october {
				want[local.Format(time.DateOnly)]++
			}
		}
		a := ask(bill.FOCUS, file(t, "bill.csv", text.String()))
		a.Keys, a.Zone, a.By = nil, zone, bill.ByCharge
		answer, err := reader(t, duck.Options{}).Read(context.Background(), a)
		if err != nil {
			t.Fatal(err)
		}
		got, all := map[string]int64{}, int64(0)
		for _, r := range answer.Rows {
			got[r.Day] += r.Count
			all += r.Count
		}
		if diff := cmp.Diff(want, got); diff != "" || float64(all) != 2*hours {
			t.Errorf("%s: %d half hours, want %v\n%s", name, all, 2*hours, diff)
		}
	}
}

// A day alone is that day for everybody, as OpenCost writes it: in New York, where it
// begins four hours after it does by UTC, and in Tokyo.
func TestADayAloneIsThatDayWhereverItIsRead(t *testing.T) {
	for _, name := range []string{"America/New_York", "UTC", "Asia/Tokyo", "Pacific/Apia"} {
		zone, err := time.LoadLocation(name)
		if err != nil {
			t.Fatal(err)
		}
		text, want := "Date,Namespace,CPUCost,RAMCost,TotalCost\n", map[string]int64{}
		for day := october.Begin(time.UTC).AddDate(0, 0, -2); len(want) < 31 || day.Day() < 3; day = day.AddDate(0, 0, 1) {
			text += day.Format(time.DateOnly) + ",shop,1,0,1\n"
			if bill.MonthOf(day, time.UTC) == october {
				want[day.Format(time.DateOnly)]++
			}
		}
		a := ask(bill.OpenCost, file(t, "bill.csv", text))
		a.Zone = zone
		answer, err := reader(t, duck.Options{}).Read(t.Context(), a)
		if err != nil {
			t.Fatal(err)
		}
		got := map[string]int64{}
		for _, r := range answer.Rows {
			got[r.Day] += r.Count
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: (-want +got)\n%s", name, diff)
		}
	}
}
