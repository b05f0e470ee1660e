package query_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"berth.dev/engine/bill"
	"berth.dev/providers/billing/query"
)

// names are columns of the kinds: those that have to be there, and others.
var names = map[string]struct{ numbers, times, words []string }{
	bill.FOCUS: {
		[]string{"BilledCost", "EffectiveCost", "ListCost", "ConsumedQuantity"},
		[]string{"ChargePeriodStart", "ChargePeriodEnd", "BillingPeriodStart", "BillingPeriodEnd"},
		[]string{"ChargeCategory", "ServiceCategory", "ConsumedUnit", "BillingCurrency", "SubAccountId", "Tags"},
	},
	bill.GCP: {
		[]string{"cost", "cost_at_list", "usage.amount"},
		[]string{"usage_start_time", "usage_end_time"},
		[]string{"invoice.month", "currency", "sku.description", "project.id", "labels", "credits"},
	},
	bill.OpenCost: {
		[]string{"CPUCost", "RAMCost", "TotalCost", "CPUCoreUsageAverage"}, []string{"Date"},
		[]string{"Cluster", "Namespace", "Labels", "Currency"},
	},
}

var dialects = []query.Dialect{query.DuckDB{}, query.BigQuery{}}

// quoted is a name as an engine quotes it.
func quoted(d query.Dialect, name string) string {
	if d.Name() == "DuckDB" {
		return `"` + name + `"`
	}
	return "b.`" + name + "`"
}

// source has all columns of a kind, numbers and times of some types.
func source(d query.Dialect, kind string, number, at query.Type) query.Source {
	s := query.Source{From: "bills"}
	add := func(names []string, is query.Type) {
		for _, n := range names {
			s.Columns = append(s.Columns, query.Column{Name: n, SQL: quoted(d, n), Type: is, Scale: 9})
		}
	}
	add(names[kind].numbers, number)
	add(names[kind].times, at)
	add(names[kind].words, query.Text)
	return s
}

var october = bill.Month{Year: 2026, Month: 10}

func asked(kind string) bill.Ask {
	a := bill.Ask{Name: "test", Kind: kind, From: october, To: october, By: bill.ByInvoice, Keys: []string{"sub_account", "tag:app"}, Zone: time.UTC}
	if kind == bill.OpenCost {
		a.By, a.Keys = bill.ByCharge, []string{"account", "namespace", "tag:app"}
	}
	return a
}

// bare is SQL without its literals and quoted names, or an error where one is not closed.
// BigQuery has backslashes before quotes, DuckDB doubles them.
func bare(d query.Dialect, sql string) (string, error) {
	var b strings.Builder
	for i := 0; i < len(sql); i++ {
		c := sql[i]
		if c != '\'' && c != '"' && c != '`' {
			b.WriteByte(c)
			continue
		}
		from := i
		for i++; i < len(sql) && sql[i] != c; i++ {
			if sql[i] == '\\' && d.Name() == "BigQuery" {
				i++
			}
		}
		if i >= len(sql) {
			return "", fmt.Errorf("a quote stays open: %.80s", sql[from:])
		}
	}
	return b.String(), nil
}

// sound holds that brackets and CASEs of a query are closed.
func sound(t testing.TB, d query.Dialect, sql string) {
	t.Helper()
	text, err := bare(d, sql)
	if err != nil {
		t.Fatal(err)
	}
	depth, cases := 0, 0
	for _, r := range text {
		switch r {
		case '(':
			depth++
		case ')':
			depth--
		}
		if depth < 0 {
			t.Fatalf("a bracket is closed that was not opened: %s", sql)
		}
	}
	for _, word := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(" \n\t(),[]", r) }) {
		switch word {
		case "CASE":
			cases++
		case "END":
			cases--
		}
	}
	if depth != 0 || cases != 0 {
		t.Fatalf("%d brackets and %d CASEs stay open: %s", depth, cases, sql)
	}
}

func TestTheQueryOfEachKindTypeAndDialectReadsItsColumnsAndIsAlwaysTheSame(t *testing.T) {
	for _, d := range dialects {
		for kind, n := range names {
			for _, number := range []query.Type{query.Text, query.Double, query.Decimal, query.Integer} {
				for _, at := range []query.Type{query.Text, query.Zoned, query.Local, query.Date} {
					t.Run(fmt.Sprint(d.Name(), kind, number, at), func(t *testing.T) {
						s, ask := source(d, kind, number, at), asked(kind)
						q, err := query.Build(d, s, ask)
						if err != nil {
							t.Fatal(err)
						}
						again, err := query.Build(d, s, ask)
						if err != nil || again.SQL != q.SQL {
							t.Fatalf("another query the second time: %v", err)
						}
						for _, all := range [][]string{n.numbers, n.times, n.words} {
							for _, name := range all {
								if !strings.Contains(q.SQL, quoted(d, name)) {
									t.Errorf("%s is not read", name)
								}
							}
						}
						for _, part := range []string{"FROM bills", "GROUP BY b, ", "COUNT(*)", "app"} {
							if !strings.Contains(q.SQL, part) {
								t.Errorf("%q is not in the query", part)
							}
						}
						fold := query.NewFold(ask)
						for _, sql := range []string{q.SQL, q.Faults(fold, 20)} {
							sound(t, d, sql)
						}
						if faults := q.Faults(fold, 20); !strings.HasSuffix(faults, "LIMIT 20") || faults != q.Faults(fold, 20) {
							t.Errorf("faults: %s", faults)
						}
					})
				}
			}
		}
	}
}

func TestASourceThatSaysTooLittleOrTwiceIsRefused(t *testing.T) {
	without := func(name string) func(*query.Source, *bill.Ask) {
		return func(s *query.Source, _ *bill.Ask) {
			var left []query.Column
			for _, c := range s.Columns {
				if c.Name != name {
					left = append(left, c)
				}
			}
			s.Columns = left
		}
	}
	for _, c := range []struct {
		name, kind string
		change     func(*query.Source, *bill.Ask)
		wants      string
		column     bool
	}{
		{"no cost", bill.FOCUS, without("BilledCost"), "a column is missing: BilledCost", true},
		{"no effective cost", bill.FOCUS, without("EffectiveCost"), "a column is missing: EffectiveCost", true},
		{"no category", bill.FOCUS, without("ChargeCategory"), "a column is missing: ChargeCategory", true},
		{"no start", bill.GCP, without("usage_start_time"), "a column is missing: usage_start_time", true},
		{"no invoice", bill.GCP, without("invoice.month"), `a column is missing: invoice.month`, true},
		{"no currency", bill.GCP, without("currency"), `write currency = "USD"`, true},
		{"no total", bill.OpenCost, without("TotalCost"), "a column is missing: TotalCost", true},
		{"no columns", bill.FOCUS, func(s *query.Source, _ *bill.Ask) { s.Columns = nil }, "Columns are none", true},
		{"a column twice", bill.FOCUS, func(s *query.Source, _ *bill.Ask) {
			s.Columns = append(s.Columns, query.Column{Name: " billedcost ", SQL: "x", Type: query.Text})
		}, "column BilledCost is there 2 times: leave one", false},
		{"dots and lines for one", bill.GCP, func(s *query.Source, _ *bill.Ask) {
			s.Columns = append(s.Columns, query.Column{Name: "usage_amount", SQL: "x", Type: query.Text})
		}, "column usage.amount is there 2 times", false},
		{"no such kind", bill.FOCUS, func(_ *query.Source, a *bill.Ask) { a.Kind = "aws" }, `"aws" is no kind of bill: write `, false},
		{"no months", bill.FOCUS, func(_ *query.Source, a *bill.Ask) { a.From = bill.Month{} }, "no months are asked for", false},
		{"months the wrong way round", bill.FOCUS, func(_ *query.Source, a *bill.Ask) { a.To = a.From.Plus(-1) }, "no months are asked for", false},
		{"no such key", bill.FOCUS, func(_ *query.Source, a *bill.Ask) { a.Keys = []string{"colour"} }, "colour", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			for _, d := range dialects {
				s, a := source(d, c.kind, query.Text, query.Text), asked(c.kind)
				c.change(&s, &a)
				q, err := query.Build(d, s, a)
				if err == nil || !strings.Contains(err.Error(), c.wants) || errors.Is(err, query.ErrColumn) != c.column || q != nil {
					t.Errorf("%s: want %q, got %v", d.Name(), c.wants, err)
				}
			}
		})
	}
}

func TestWhatASourceLacksWithoutHarmIsNoted(t *testing.T) {
	s, a := source(query.DuckDB{}, bill.FOCUS, query.Text, query.Text), asked(bill.FOCUS)
	var left []query.Column
	for _, c := range s.Columns {
		if c.Name != "ChargePeriodEnd" && c.Name != "Tags" && c.Name != "SubAccountId" {
			left = append(left, c)
		}
	}
	s.Columns = left
	q, err := query.Build(query.DuckDB{}, s, a)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"the bill has no column ChargePeriodEnd: a charge is taken to end when it begins",
		"the bill has no column for the key sub_account: it has no value anywhere",
		"the bill has no column for the key tag:app: it has no value anywhere",
	}
	if diff := cmp.Diff(want, q.Notes); diff != "" {
		t.Error(diff)
	}
}

// Whatever a key or a value is called, nothing in it ends its quotes.
func TestNoNameEndsItsQuotes(t *testing.T) {
	text := rapid.OneOf(rapid.String(), rapid.StringMatching(`['"\\();~/$-]{1,12}`))
	rapid.Check(t, func(t *rapid.T) {
		name := text.Draw(t, "name")
		q := query.DuckDB{}.Literal(name)
		if inner := strings.ReplaceAll(q[1:len(q)-1], "''", ""); strings.Contains(inner, "'") || q[0] != '\'' || q[len(q)-1] != '\'' {
			t.Fatalf("DuckDB: %s", q)
		}
		q = query.BigQuery{}.Literal(name)
		inner := strings.NewReplacer(`\\`, "", `\'`, "").Replace(q[1 : len(q)-1])
		if strings.ContainsAny(inner, "'\n\r") {
			t.Fatalf("BigQuery: %s", q)
		}
		q = query.BigQueryName(name)
		if inner := strings.NewReplacer(`\\`, "", "\\`", "").Replace(q[1 : len(q)-1]); strings.Contains(inner, "`") {
			t.Fatalf("a name of BigQuery: %s", q)
		}
	})
}

func TestWhatIsWantedOfAKindHasItsNumbers(t *testing.T) {
	for kind := range names {
		wanted, err := query.Wanted(kind)
		if err != nil {
			t.Fatal(err)
		}
		all := map[string]bool{}
		for _, n := range wanted {
			all[strings.Join(n, " ")] = true
		}
		numbers, err := query.Numbers(kind)
		if err != nil || len(numbers) == 0 {
			t.Fatalf("%d numbers: %v", len(numbers), err)
		}
		for _, n := range numbers {
			if !all[strings.Join(n, " ")] {
				t.Errorf("%s: %v is added up and not wanted", kind, n)
			}
		}
	}
	for _, ask := range []func(string) ([][]string, error){query.Wanted, query.Numbers} {
		if _, err := ask("aws"); err == nil {
			t.Error("a kind that is none is not refused")
		}
	}
}
