//go:build cgo && (linux || darwin) && (amd64 || arm64)

package duck_test

import (
	"context"
	"strings"
	"testing"

	"berth.dev/engine/bill"
	"berth.dev/providers/billing/duck"
)

// gcpLine is a row of GCP that costs 1.5 USD, with more members.
func gcpLine(more string) string {
	return `{"cost":1.5,"currency":"USD","usage_start_time":"2026-10-05T00:00:00Z","usage_end_time":"2026-10-05T01:00:00Z","invoice":{"month":"202610"}` + more + "}\n"
}

func TestCreditsOfLinesOfJSONCountByWhicheverNameTheyHaveAndWhereverTheyBegin(t *testing.T) {
	for _, c := range []struct {
		name  string
		files []string
		want  string
	}{
		{"one name", []string{strings.Repeat(gcpLine(`,"credits":[{"amount":-0.5}]`), 10)}, "10.00"},
		{"files of two names", []string{strings.Repeat(gcpLine(`,"credits":[{"amount":-0.5}]`), 10), strings.Repeat(gcpLine(`,"credits_amount":-0.25`), 12)}, "25.00"},
		{"lines of two names", []string{gcpLine(`,"credits_total":-0.5`) + gcpLine(`,"credits":[]`) + gcpLine(`,"credits_amount":"-1"`)}, "3.00"},
		{"a name that comes late", []string{strings.Repeat(gcpLine(""), 3000) + strings.Repeat(gcpLine(`,"credits_total":-1.5`), 3000)}, "4500.00"},
	} {
		t.Run(c.name, func(t *testing.T) {
			var files []string
			for _, text := range c.files {
				files = append(files, file(t, "bill.jsonl", text))
			}
			answer, err := reader(t, duck.Options{}).Read(context.Background(), ask(bill.GCP, files...))
			if err != nil {
				t.Fatal(err)
			}
			if got := sums(t, answer).Billed.FloatString(2); got != c.want || answer.Bad != 0 {
				t.Errorf("cost is %s, want %s; %d bad: %v", got, c.want, answer.Bad, answer.Faults)
			}
		})
	}
}
