//go:build cgo && (linux || darwin) && (amd64 || arm64)

package focus_test

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"berth.dev/engine/bill"
	"berth.dev/engine/ledger"
	"berth.dev/engine/money"
	"berth.dev/providers/billing/duck"
	"berth.dev/providers/focus"
)

// What berth writes, it reads as the bill of another: the same sums, to the last digit,
// in the same month, though days in Tokyo begin on those before in UTC.
func TestWhatIsWrittenIsReadAsABill(t *testing.T) {
	for _, step := range []focus.Step{focus.Monthly, focus.Daily} {
		in := input(t, three(), step, since, `in_service = "2026-10-17"`)
		e := rows(t, in)
		path := filepath.Join(t.TempDir(), "own.csv")
		f, err := os.Create(path)
		if err != nil {
			t.Fatal(err)
		}
		if err := focus.Write(f, e.Rows); err != nil {
			t.Fatal(err)
		}
		if err := f.Close(); err != nil {
			t.Fatal(err)
		}
		r, err := duck.Open(duck.Options{Temp: t.TempDir()})
		if err != nil {
			t.Fatal(err)
		}
		answer, err := r.Read(t.Context(), bill.Ask{
			Name: "own", Kind: bill.FOCUS, Files: []string{path}, From: in.Month.Plus(-1), To: in.Month.Plus(1), By: bill.ByInvoice, Zone: in.Zone, Keys: []string{"tag:service"},
		})
		if err != nil {
			t.Fatal(err)
		}
		if answer.Bad != 0 || answer.Count != int64(len(e.Rows)) {
			t.Errorf("%s: %d bad of %d rows, and %d were written: %v", step, answer.Bad, answer.Count, len(e.Rows), answer.Faults)
		}
		billed, web := money.Zero("JPY"), money.Zero("JPY")
		for _, row := range answer.Rows {
			if row.Month != in.Month || row.Late || row.Group != bill.Compute {
				t.Errorf("%s: a row in %s, late %v, of %s", step, row.Month, row.Late, row.Group)
			}
			billed = billed.Add(row.Billed)
			if row.Keys[0] == "web" {
				web = web.Add(row.Effective)
			}
		}
		paid, line := money.Zero("JPY"), money.Zero("JPY")
		for _, p := range e.Paid.Pools {
			paid = paid.Add(p.Cost)
		}
		for _, l := range e.Amortised.Lines {
			if l.Service == "web" && l.Kind == ledger.Compute {
				line = line.Add(l.Amount)
			}
		}
		if d := cmp.Diff([]string{fmt.Sprint(paid), fmt.Sprint(line)}, []string{fmt.Sprint(billed), fmt.Sprint(web)}); d != "" {
			t.Errorf("%s: billed in all, effective of web (-written +read):\n%s", step, d)
		}
	}
}
