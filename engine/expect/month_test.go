package expect_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"berth.dev/engine/allot"
	"berth.dev/engine/bill"
	"berth.dev/engine/expect"
	"berth.dev/engine/ledger"
	"berth.dev/engine/plan"
)

func file(lines ...plan.ExpectedLine) *plan.File {
	return &plan.File{Unit: plan.Unit{Currency: "JPY"}, Expected: &plan.Expected{Lines: lines}}
}

func TestALineGoesWithItsMonth(t *testing.T) {
	october, february := bill.Month{Year: 2026, Month: 10}, bill.Month{Year: 2027, Month: 2}
	paris, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	for _, one := range []struct {
		name     string
		line     plan.ExpectedLine
		month    bill.Month
		zone     *time.Location
		view     string
		amount   string
		quantity float64
	}{
		{"by the month it is the same", plan.ExpectedLine{Amount: "31.123456", By: "month", Quantity: "5", Unit: "GiB"}, october, time.UTC, "", "31.123456", 5},
		{"by hours it is longer in October", plan.ExpectedLine{Amount: "730", By: "hours", Quantity: "7300", Unit: "core-h"}, october, time.UTC, "", "744", 7440},
		{"by hours it is shorter in February", plan.ExpectedLine{Amount: "730", By: "hours"}, february, time.UTC, "", "672", 0},
		{"by hours it has one more where clocks are set back", plan.ExpectedLine{Amount: "730", By: "hours"}, october, paris, "", "745", 0},
		{"from a day on it pays the days that are left", plan.ExpectedLine{Amount: "31", By: "month", From: "2026-10-30"}, october, time.UTC, "", "2", 0},
		{"until a day it pays the days before", plan.ExpectedLine{Amount: "31", By: "month", Until: "2026-10-11"}, october, time.UTC, "", "10", 0},
		{"from later on it pays nothing", plan.ExpectedLine{Amount: "31", By: "month", From: "2026-11-01"}, october, time.UTC, "", "", 0},
		{"once it is over it pays nothing", plan.ExpectedLine{Amount: "31", By: "month", Until: "2026-10-01"}, october, time.UTC, "", "", 0},
		{"in its view it counts", plan.ExpectedLine{Amount: "31", By: "month", View: "purchase"}, october, time.UTC, allot.Purchase, "31", 0},
		{"in the other view it does not", plan.ExpectedLine{Amount: "31", By: "month", View: "purchase"}, october, time.UTC, allot.Amortised, "", 0},
	} {
		t.Run(one.name, func(t *testing.T) {
			one.line.Kind = "compute"
			l, err := expect.Month(file(one.line), one.month, one.zone, one.view)
			if err != nil {
				t.Fatal(err)
			}
			if one.amount == "" {
				if len(l.Lines) > 0 {
					t.Errorf("there is a line: %v", l.Lines)
				}
				return
			}
			if len(l.Lines) != 1 || l.Lines[0].Amount.Decimal() != one.amount || l.Lines[0].Quantity != one.quantity {
				t.Errorf("got %v, want %s and %g", l.Lines, one.amount, one.quantity)
			}
		})
	}
}

func TestWhatIsNoExpectedLineIsRefusedWithItsPlace(t *testing.T) {
	for _, one := range []struct {
		line plan.ExpectedLine
		want string
	}{
		{plan.ExpectedLine{Amount: "1,5", By: "month", Kind: "fee"}, "not a decimal number"},
		{plan.ExpectedLine{Amount: "NaN", By: "month", Kind: "fee"}, "not a decimal number"},
		{plan.ExpectedLine{Amount: "1", By: "year", Kind: "fee"}, `"year" is no way to go with the month`},
		{plan.ExpectedLine{Amount: "1", By: "month", Kind: "toll"}, `"toll" is no kind of cost`},
		{plan.ExpectedLine{Amount: "1", By: "month", Kind: "fee", Quantity: "-1"}, "no quantity"},
		{plan.ExpectedLine{Amount: "1", By: "month", Kind: "fee", From: "1 May"}, "no day"},
		{plan.ExpectedLine{Amount: "1", By: "month", Kind: "fee", Until: "2026-13-01"}, "no day"},
	} {
		one.line.Service, one.line.Site = "web", "gke"
		_, err := expect.Month(file(one.line), bill.Month{Year: 2026, Month: 10}, time.UTC, "")
		if err == nil || !strings.Contains(err.Error(), one.want) || !strings.Contains(err.Error(), `expected line 1`) {
			t.Errorf("%+v: %v, want %s", one.line, err, one.want)
		}
	}
}

func TestAPlanOfAnEarlierVersionExpectsNothing(t *testing.T) {
	l, err := expect.Month(&plan.File{}, bill.Month{Year: 2026, Month: 10}, time.UTC, "")
	if l != nil || err != nil {
		t.Errorf("got %v, %v", l, err)
	}
}

func TestWhatIsPaidInPartsOfAMonthAddsUpToTheMonth(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		m := bill.Month{Year: 2026, Month: time.Month(rapid.IntRange(1, 12).Draw(r, "month"))}
		cut := m.Begin(time.UTC).AddDate(0, 0, rapid.IntRange(0, 31).Draw(r, "day")).Format(time.DateOnly)
		whole := plan.ExpectedLine{Amount: "12345.6789", By: rapid.SampledFrom([]string{"hours", "month"}).Draw(r, "by"), Kind: string(ledger.Idle)}
		first, second := whole, whole
		first.Until, second.From = cut, cut
		one, err := expect.Month(file(whole), m, time.UTC, "")
		if err != nil {
			r.Fatal(err)
		}
		two, err := expect.Month(file(first, second), m, time.UTC, "")
		if err != nil {
			r.Fatal(err)
		}
		if apart := one.Total().Sub(two.Total()).Float(); apart > 0.0002 || apart < -0.0002 {
			r.Fatal(cmp.Diff(one.Total().String(), two.Total().String()))
		}
	})
}

func FuzzExpectedLinesAreReadOrRefused(f *testing.F) {
	f.Add("1.5", "hours", "compute", "10", "2026-10-01", "2026-10-31")
	f.Add("-0", "month", "idle", "", "", "9999-12-31")
	f.Add("99999999999999999999999999999999999999999", "hours", "shared", "1e400", "0001-01-01", "")
	f.Fuzz(func(t *testing.T, amount, by, kind, quantity, from, until string) {
		l, err := expect.Month(file(plan.ExpectedLine{Amount: amount, By: by, Kind: kind, Quantity: quantity, From: from, Until: until, Unit: "core-h"}), bill.Month{Year: 2026, Month: 10}, time.UTC, "")
		if err == nil && (l == nil || len(l.Lines) > 1) {
			t.Errorf("one line became %v", l)
		}
	})
}
