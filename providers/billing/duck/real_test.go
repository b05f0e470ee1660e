//go:build cgo && (linux || darwin) && (amd64 || arm64)

package duck_test

import (
	"context"
	"encoding/csv"
	"io/fs"
	"math/big"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"berth.dev/engine/bill"
	"berth.dev/providers/billing/duck"
)

// samples is where the worked examples of the FOCUS specification are.
const samples = "../../../../shared/data/focus/spec/specification/data"

// noHour is in two of the examples, whose charges end at the thirtieth hour of a day.
// Such a row is bad.
const noHour = "T30:00:00Z"

// sampleSum adds up a column of a sample by package csv and math/big alone, and counts
// the rows that are good and bad.
func sampleSum(t *testing.T, path, column string) (sum *big.Rat, good, bad int64) {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(string(data), "\ufeff"))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	at := slices.Index(rows[0], column)
	sum = new(big.Rat)
	for _, row := range rows[1:] {
		if strings.Contains(strings.Join(row, ","), noHour) {
			bad++
			continue
		}
		text := strings.NewReplacer("$", "", ",", "", " ", "").Replace(row[at])
		n, ok := new(big.Rat).SetString(text)
		if !ok {
			t.Fatalf("%s: %q", path, row[at])
		}
		sum.Add(sum, n)
		good++
	}
	return sum, good, bad
}

func TestTheSpecificationsOwnExamplesTieOutToTheDigit(t *testing.T) {
	if _, err := os.Stat(samples); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatalf("the examples of FOCUS are not there: %v", err)
		}
		t.Skip("the examples of FOCUS are not there:", err)
	}
	r, n := reader(t, duck.Options{}), 0
	err := filepath.WalkDir(samples, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".csv") {
			return err
		}
		n++
		t.Run(d.Name(), func(t *testing.T) {
			a := ask(bill.FOCUS, path)
			a.Keys, a.Currency, a.From, a.To = nil, "USD", bill.Month{Year: 2020, Month: 1}, bill.Month{Year: 2030, Month: 1}
			answer, err := r.Read(context.Background(), a)
			if err != nil {
				t.Fatal(err)
			}
			billed, rows, bad := sampleSum(t, path, "BilledCost")
			effective, _, _ := sampleSum(t, path, "EffectiveCost")
			got := sums(t, answer)
			if answer.Bad != bad || got.Rows != rows || got.Billed.Cmp(billed) != 0 || got.Effective.Cmp(effective) != 0 {
				t.Errorf("%d rows, billed %s, effective %s; want %d, %s, %s: %v", got.Rows, got.Billed.FloatString(4), got.Effective.FloatString(4),
					rows, billed.FloatString(4), effective.FloatString(4), answer.Faults)
			}
		})
		return nil
	})
	if err != nil || n == 0 {
		t.Fatalf("%d examples: %v", n, err)
	}
}
