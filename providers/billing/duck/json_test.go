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

// A credit of which nobody says how much it is makes its row bad: it is not known what
// the row costs.
func TestACreditWithoutAnAmountMakesItsRowBad(t *testing.T) {
	for _, credit := range []string{`{"name":"a"}`, `{"name":"a","amount":null}`, `{"amount":""}`, `{"amount":"much"}`, `{"amount":-0.5},{"name":"b"}`} {
		text := strings.Repeat(gcpLine(`,"credits":[{"amount":-0.5}]`), 200) + gcpLine(`,"credits":[`+credit+`]`)
		answer, err := reader(t, duck.Options{}).Read(t.Context(), ask(bill.GCP, file(t, "bill.jsonl", text)))
		if err != nil {
			t.Fatalf("%s: %v", credit, err)
		}
		if got := sums(t, answer).Billed.FloatString(2); answer.Bad != 1 || got != "200.00" {
			t.Errorf("%s: %d bad rows, cost %s; want 1 and 200.00", credit, answer.Bad, got)
		}
	}
}

// What DuckDB would read as another number, or not at all, without a word.
func TestLinesOfJSONAreReadToTheDigitOrRefused(t *testing.T) {
	cost := func(number string) string { return strings.Replace(gcpLine(""), "1.5", number, 1) }
	for _, c := range []struct{ name, text, want, refused string }{
		{"a double of 17 digits", cost("0.30000000000000004"), "0.30000000000000004", ""},
		{"a double that a program wrote in 17 digits", cost("0.10000000000000001"), "0.1", ""},
		{"a double that a program wrote in all its digits", cost("0.1000000000000000055511151231257827021181583404541015625"), "0.1", ""},
		{"a decimal of 18 digits", cost("0.123456789012345678"), "", "line 1: cost is 0.123456789012345678"},
		{"a decimal of 25 digits", gcpLine("") + cost("0.1234567890123456789012345"), "", "line 2: cost is"},
		{"digits before the point", cost("123456789012.1234567"), "", "line 1: cost is"},
		{"an exponent", cost("1.23456789012345678901e-5"), "", "line 1: cost is"},
		{"nothing but a double's nought", cost("1e-400"), "", "line 1: cost is"},
		{"the same as a text", cost(`"0.1234567890123456789012345"`), "0.1234567890123456789012345", ""},
		{"zeros at the end", cost("1.50000000000000000000000000"), "1.5", ""},
		{"a credit", gcpLine(`,"credits":[{"name":"a","amount":-0.1234567890123456789}]`), "", "line 1: credits.amount is"},
		{"where nobody looks", gcpLine(`,"price":{"effective_price":0.1234567890123456789}`), "1.5", ""},
		{"in a text", gcpLine(`,"note":"\"cost\":0.1234567890123456789"`), "1.5", ""},
		{"names in capitals", strings.NewReplacer("cost", "COST", "currency", "Currency", "invoice", "Invoice", "month", "Month").Replace(gcpLine(`,"Credits":[{"amount":-0.5}]`)), "1", ""},
		{"a name in two ways", gcpLine(`,"credits":[{"amount":-0.5}]`) + gcpLine(`,"Credits":[{"amount":-0.5}]`), "", `line 2: a field is called "Credits", and is read as "credits"`},
		{"a field of a record in two ways", gcpLine("") + strings.Replace(gcpLine(""), `"month"`, `"Month"`, 1), "", `line 2: a field is called "invoice.Month"`},
		{"a name that comes late in another way", strings.Repeat(gcpLine(""), 20_000) + gcpLine(`,"Credits":[{"amount":-0.5}]`), "", `line 20001: a field is called "Credits"`},
		{"a name in letters of no alphabet", gcpLine(`,"C\u0072edits":[{"amount":-0.5}]`), "1", ""},
		{"one list", "[" + strings.TrimSpace(gcpLine("")) + "]\n", "", "it is one list of JSON"},
		{"a row in many lines", "{\n" + strings.TrimPrefix(gcpLine(""), "{"), "", "its first line is no whole row"},
		{"no end of line", strings.TrimSpace(cost("0.123456789012345678")), "", "line 1: cost is"},
	} {
		t.Run(c.name, func(t *testing.T) {
			a := ask(bill.GCP, file(t, "bill.jsonl", c.text))
			a.Keys = nil
			answer, err := reader(t, duck.Options{}).Read(t.Context(), a)
			if c.refused != "" {
				if err == nil || !strings.Contains(err.Error(), c.refused) || !strings.Contains(err.Error(), "bill.jsonl") {
					t.Fatalf("not refused for %q: %v", c.refused, err)
				}
				return
			}
			if err != nil || answer.Bad != 0 || len(answer.Rows) != 1 || answer.Rows[0].Billed.Decimal() != c.want {
				t.Errorf("want %s: %v, %+v", c.want, err, answer)
			}
		})
	}
}

func TestFilesThatSpellTheirFieldsInTwoWaysAreBothRead(t *testing.T) {
	upper := strings.NewReplacer("cost", "Cost", "usage_", "USAGE_").Replace(gcpLine(`,"Credits":[{"amount":-0.5}]`))
	answer, err := reader(t, duck.Options{}).Read(t.Context(), ask(bill.GCP, file(t, "a.jsonl", upper), file(t, "b.jsonl", gcpLine(`,"credits":[{"amount":-0.25}]`))))
	if err != nil {
		t.Fatal(err)
	}
	if got := sums(t, answer).Billed.FloatString(2); got != "2.25" || answer.Bad != 0 || answer.Count != 2 {
		t.Errorf("%d rows, %d bad, cost %s", answer.Count, answer.Bad, got)
	}
}
