package archive_test

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"berth.dev/engine/archive"
	"berth.dev/engine/bill"
	"berth.dev/engine/ledger"
	"berth.dev/engine/money"
	"berth.dev/engine/month"
)

func jpy(s string) money.Amount {
	a, err := money.ParseNumber(s, "JPY")
	if err != nil {
		panic(err) // a mistake of the test
	}
	return a
}

// report is a month that adds up: one service on two sites.
func report() *month.Report {
	both := []month.Sum{{Name: "ads", Planned: jpy("90"), Actual: jpy("100.25"), Delta: jpy("10.25")}}
	return &month.Report{
		Format: month.Format, Berth: "1.0", Month: bill.Month{Year: 2026, Month: 10}, Zone: "Asia/Tokyo", Currency: "JPY", View: "amortised",
		State:   month.State{Reconciled: true, Why: "all is in", Last: "2026-10-31", AsOf: "2026-11-10", Rows: 3},
		Plan:    &month.Plan{File: "plans/a.json", Digest: "sha256:aa", AsOf: "2026-10-01"},
		Planned: jpy("90"), Actual: jpy("100.25"), Delta: jpy("10.25"),
		Bills: []ledger.Bill{
			{Name: "gcp", Site: "gke", Own: own("0.335"), Amount: jpy("50.25"), Rows: 3},
			{Name: "tokyo", Site: "tokyo", Own: jpy("50"), Amount: jpy("50"), Owned: true},
		},
		Bridge: []month.Effect{{Name: month.EffectPrice, Amount: jpy("10")}, {Name: month.EffectVolume, Amount: jpy("0.25")}},
		Lines: []ledger.Line{
			{Kind: ledger.Compute, Site: "gke", Service: "ads", Product: "ads", Team: "ads", Quantity: 1.5, Unit: "core-h", Amount: jpy("50.25")},
			{Kind: ledger.Compute, Site: "tokyo", Service: "ads", Product: "ads", Team: "ads", Amount: jpy("50")},
		},
		Expected: []ledger.Line{{Kind: ledger.Compute, Site: "gke", Service: "ads", Product: "ads", Team: "ads", Amount: jpy("90")}},
		Axes: map[ledger.Axis][]month.Sum{
			ledger.Team: both, ledger.Product: both, ledger.Service: both,
			ledger.Site: {{Name: "gke", Planned: jpy("90"), Actual: jpy("50.25"), Delta: jpy("-39.75")}, {Name: "tokyo", Planned: jpy("0"), Actual: jpy("50"), Delta: jpy("50")}},
		},
		Cells: []month.Cell{{Team: "ads", Site: "gke", Planned: jpy("90"), Actual: jpy("50.25")}, {Team: "ads", Site: "tokyo", Planned: jpy("0"), Actual: jpy("50")}},
		Pins:  []month.Pin{{Kind: "bill", Name: "bills/a.csv", Digest: "sha256:bb"}, {Kind: "spec", Name: "a.hcl", Digest: "sha256:cc"}},
		Rates: []ledger.Rate{{Currency: "USD", Value: jpy("150"), Date: "2026-10-31", Source: "finance <&>"}},
		Rules: []string{"gcp: tag:app names services"},
	}
}

func own(s string) money.Amount {
	a, err := money.ParseNumber(s, "USD")
	if err != nil {
		panic(err) // a mistake of the test
	}
	return a
}

func written(t *testing.T, r *month.Report) []byte {
	t.Helper()
	b, err := archive.Bytes(r)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// text is a report as its canonical bytes: amounts that are equal may differ inside.
func text(t *testing.T, r *month.Report) string { t.Helper(); return string(written(t, r)) }

func TestAReportReadsBackAsItWasWritten(t *testing.T) {
	b := written(t, report())
	r, err := archive.Read(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(b), text(t, r)); diff != "" {
		t.Errorf("it is written otherwise the second time (-first +second):\n%s", diff)
	}
	if r.Lines[0].Quantity != 1.5 || r.Bills[0].Own.String() != "0.335 USD" {
		t.Errorf("values are lost: %v, %v", r.Lines[0].Quantity, r.Bills[0].Own)
	}
}

func TestAReportMadeNowIsTheOneThatIsReadLater(t *testing.T) {
	made := report()
	made.Causes = []month.Cause{} // empty now, absent later
	now, err := archive.Again(made)
	if err != nil {
		t.Fatal(err)
	}
	later, err := archive.Read(bytes.NewReader(written(t, made)))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(fmt.Sprintf("%#v", now.Causes), fmt.Sprintf("%#v", later.Causes)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(text(t, now), text(t, later)); diff != "" {
		t.Error(diff)
	}
}

func TestWhatACheckoutDoesToLinesIsNoChange(t *testing.T) {
	b := written(t, report())
	for name, other := range map[string][]byte{
		"line ends of another system": bytes.ReplaceAll(b, []byte("\n"), []byte("\r\n")),
		"other indentation":           bytes.ReplaceAll(b, []byte("  "), []byte("\t")),
	} {
		if _, err := archive.Read(bytes.NewReader(other)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// sealed is a file with the right digest of some report.
func sealed(report string) string {
	return fmt.Sprintf(`{"digest":"sha256:%x","report":%s}`, sha256.Sum256([]byte(report)), report)
}

func TestWhatIsNoReportIsRefusedWithItsReason(t *testing.T) {
	b := string(written(t, report()))
	resealed := func(edit func(*month.Report)) string {
		r := report()
		edit(r)
		return string(written(t, r))
	}
	for name, c := range map[string]struct {
		file string
		want error
		says string
	}{
		"nothing":                {"", archive.ErrFormat, "EOF"},
		"no JSON":                {"<html>", archive.ErrFormat, "invalid"},
		"another object":         {`{"a":1}`, archive.ErrFormat, "unknown field"},
		"no report in it":        {`{"digest":"sha256:00"}`, archive.ErrFormat, `no member "report"`},
		"two of them":            {b + b, archive.ErrFormat, "after its end"},
		"a digit changed":        {strings.Replace(b, "100.25", "100.26", 1), archive.ErrAltered, "its digest is"},
		"a name changed":         {strings.Replace(b, "Asia/Tokyo", "UTC", 1), archive.ErrAltered, "its digest is"},
		"the digest changed":     {strings.Replace(b, "sha256:", "sha256:0", 1), archive.ErrAltered, "its digest is"},
		"another format":         {resealed(func(r *month.Report) { r.Format = "berth-month/9" }), archive.ErrFormat, `"berth-month/1" is read`},
		"a null for a report":    {sealed("null"), archive.ErrFormat, "its format is"},
		"a member nobody knows":  {sealed(`{"format":"berth-month/1","berth":"9.9","new":1}`), archive.ErrFormat, `berth "9.9" wrote it`},
		"a month that is no one": {sealed(`{"format":"berth-month/1","month":"2026-13"}`), archive.ErrFormat, "is not a month"},
		"a month that is absent": {sealed(`{"format":"berth-month/1","currency":"JPY"}`), archive.ErrFormat, "no month"},
		"no currency":            {sealed(`{"format":"berth-month/1","month":"2026-10"}`), archive.ErrFormat, "is no currency"},
		"larger than the limit":  {strings.Repeat(" ", archive.MaxFile+1), archive.ErrFormat, "256 MiB"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := archive.Read(strings.NewReader(c.file))
			if !errors.Is(err, c.want) || !strings.Contains(fmt.Sprint(err), c.says) {
				t.Errorf("it says %v, not %v with %q", err, c.want, c.says)
			}
		})
	}
}

func TestWhatDoesNotAddUpIsNotKept(t *testing.T) {
	for name, edit := range map[string]func(*month.Report){
		"actual is":                        func(r *month.Report) { r.Lines[0].Amount = jpy("50.26") },
		"actual by bill is":                func(r *month.Report) { r.Bills[0].Amount = jpy("50.24") },
		"planned is":                       func(r *month.Report) { r.Expected = nil },
		"the delta is":                     func(r *month.Report) { r.Delta = jpy("10"); r.Bridge[1].Amount = jpy("0") },
		"the bridge is":                    func(r *month.Report) { r.Bridge = r.Bridge[:1] },
		"actual by site is":                func(r *month.Report) { r.Axes[ledger.Site][1].Actual = jpy("49") },
		"planned by site is":               func(r *month.Report) { r.Axes[ledger.Site][1].Planned = jpy("1") },
		"actual by team is":                func(r *month.Report) { delete(r.Axes, ledger.Team) },
		"actual by team and site is":       func(r *month.Report) { r.Cells = r.Cells[:1] },
		"report.Bills[1].Amount is in":     func(r *month.Report) { r.Bills[1].Amount = own("50") },
		"report.Axes[site][1].Delta is in": func(r *month.Report) { r.Axes[ledger.Site][1].Delta = own("50") },
	} {
		t.Run(name, func(t *testing.T) {
			r := report()
			edit(r)
			_, err := archive.Bytes(r)
			if !errors.Is(err, archive.ErrUneven) || !strings.Contains(err.Error(), name) {
				t.Errorf("it says %v", err)
			}
		})
	}
}

func TestAMonthsFileIsNamedForIt(t *testing.T) {
	for name, want := range map[string]string{
		"2026-10.json": "2026-10", "2026-1.json": "", "2026-13.json": "", "2026-10.json.bak": "", "10-2026.json": "", ".json": "", "2026-10": "",
	} {
		m, is := archive.MonthOf(name)
		if is != (want != "") || is && m.String() != want {
			t.Errorf("%s is %v, %v", name, m, is)
		}
	}
	if got := archive.Name(bill.Month{Year: 2026, Month: 3}); got != "2026-03.json" {
		t.Error(got)
	}
}

func TestAnyReportThatAddsUpComesBackToTheLastDigit(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := report()
		r.Lines, r.Plan, r.Bridge, r.Expected = nil, nil, nil, nil
		total := money.Zero("JPY")
		for i := range rapid.IntRange(0, 8).Draw(t, "lines") {
			a := money.FromWhole(rapid.Int64().Draw(t, "units"), rapid.IntRange(0, 30).Draw(t, "digits"), "JPY")
			r.Lines = append(r.Lines, ledger.Line{Kind: ledger.Other, Part: rapid.String().Draw(t, "part"), Quantity: rapid.Float64Range(-1e18, 1e18).Draw(t, "quantity"), Service: fmt.Sprint(i), Amount: a})
			total = total.Add(a)
		}
		r.Planned, r.Actual, r.Delta = money.Zero("JPY"), total, total
		r.Bills = []ledger.Bill{{Name: "all", Own: total, Amount: total}}
		r.Cells = []month.Cell{{Actual: total}}
		for _, axis := range ledger.Axes() {
			r.Axes[axis] = []month.Sum{{Actual: total, Delta: total}}
		}
		first, err := archive.Bytes(r)
		if err != nil {
			t.Fatal(err)
		}
		back, err := archive.Read(bytes.NewReader(first))
		if err != nil {
			t.Fatal(err)
		}
		second, err := archive.Bytes(back)
		if err != nil || !bytes.Equal(first, second) {
			t.Fatalf("it comes back otherwise (%v)", err)
		}
	})
}

func FuzzAFileOfAStranger(f *testing.F) {
	b, err := archive.Bytes(report())
	if err != nil {
		f.Fatal(err)
	}
	f.Add(b)
	f.Add([]byte(`{"digest":"","report":{}}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		r, err := archive.Read(bytes.NewReader(b))
		if err != nil {
			return
		}
		if _, err := archive.Bytes(r); err != nil {
			t.Errorf("it can be read and not written: %v", err)
		}
	})
}
