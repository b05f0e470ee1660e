//go:build cgo && (linux || darwin) && (amd64 || arm64)

package duck_test

import (
	"context"
	"fmt"
	"math/big"
	"strings"
	"testing"
	"time"

	"berth.dev/engine/bill"
	"berth.dev/providers/billing/duck"
)

// The bill that mutations begin with: rows of 1.25 USD each, and of a Tags column.
const (
	mutantRows = 200
	mutantHead = "BilledCost,EffectiveCost,ListCost,BillingCurrency,BillingPeriodStart,BillingPeriodEnd,ChargePeriodStart,ChargePeriodEnd,ChargeCategory,ResourceId,Tags"
)

// mutant is a bill as lines of fields, so that a mutation can say where it does what.
type mutant struct {
	head []string
	rows [][]string
	// ends is what ends lines, text what is made of all of it last.
	ends string
	text func(string) string
}

func original() *mutant {
	m := &mutant{head: strings.Split(mutantHead, ","), ends: "\n", text: func(s string) string { return s }}
	for i := range mutantRows {
		day := 1 + i%28
		m.rows = append(m.rows, []string{
			"1.25", "1.25", "1.5", "USD", "2026-10-01T00:00:00Z", "2026-11-01T00:00:00Z",
			fmt.Sprintf("2026-10-%02dT05:00:00Z", day), fmt.Sprintf("2026-10-%02dT06:00:00Z", day), "Usage", fmt.Sprintf("vm-%d", i), `{"app":"a"}`,
		})
	}
	return m
}

// at is a column's place.
func (m *mutant) at(column string) int {
	for i, name := range m.head {
		if name == column {
			return i
		}
	}
	panic("no column " + column)
}

func (m *mutant) String() string {
	var b strings.Builder
	line := func(fields []string) {
		for i, f := range fields {
			if i > 0 {
				b.WriteByte(',')
			}
			b.WriteString(quote(f))
		}
		b.WriteString(m.ends)
	}
	line(m.head)
	for _, r := range m.rows {
		line(r)
	}
	return m.text(b.String())
}

// set changes a field of row 50, which is line 51 + 1.
func set(column, value string) func(*mutant) {
	return func(m *mutant) { m.rows[50][m.at(column)] = value }
}

func setAll(column, value string) func(*mutant) {
	return func(m *mutant) {
		for i := range m.rows {
			m.rows[i][m.at(column)] = value
		}
	}
}

func drop(column string) func(*mutant) {
	return func(m *mutant) {
		at := m.at(column)
		m.head = append(m.head[:at:at], m.head[at+1:]...)
		for i, r := range m.rows {
			m.rows[i] = append(r[:at:at], r[at+1:]...)
		}
	}
}

func rename(column, name string) func(*mutant) {
	return func(m *mutant) { m.head[m.at(column)] = name }
}

func text(change func(string) string) func(*mutant) {
	return func(m *mutant) { m.text = change }
}

func replace(old, new string) func(*mutant) {
	return text(func(s string) string { return strings.Replace(s, old, new, 1) })
}

// mutation is a change with what has to come of it.
type mutation struct {
	name   string
	change func(*mutant)
	// bad rows are counted; column and why are those of the first fault, line is where.
	bad         int64
	column, why string
	line        int64
	// cost is what October costs in quarters of a dollar, beside what is left of 200 rows.
	total string
	// refused is a part of the error.
	refused string
	// twice are duplicates, note a part of a note, late how many rows are late.
	twice int64
	note  string
	late  int64
}

// left is what good rows cost.
func left(rows int64) string {
	return new(big.Rat).Mul(big.NewRat(5, 4), big.NewRat(rows, 1)).FloatString(2)
}

func numberMutations() (out []mutation) {
	for _, bad := range []string{"NaN", "1,5", "1.250,00", "abc", "inf", "1_25", "--1", "0x1F", "1.2.3", "€1.25"} {
		out = append(out, mutation{name: "cost " + bad, change: set("BilledCost", bad), bad: 1, column: "BilledCost", why: "is no decimal number"})
	}
	return append(out,
		mutation{name: "cost missing", change: set("BilledCost", ""), bad: 1, column: "BilledCost", why: "is missing"},
		mutation{name: "cost NULL", change: set("EffectiveCost", "NULL"), bad: 1, column: "EffectiveCost", why: "is missing"},
		mutation{name: "cost null", change: set("EffectiveCost", "null"), bad: 1, column: "EffectiveCost", why: "is missing"},
		mutation{name: "cost too fine", change: set("BilledCost", "0."+strings.Repeat("0", 40)+"1"), bad: 1, column: "BilledCost", why: "is no decimal number"},
		mutation{name: "list price NaN", change: set("ListCost", "NaN"), bad: 1, column: "ListCost", why: "is no decimal number"},
		mutation{name: "list price missing", change: set("ListCost", "")},
		mutation{name: "cost with blanks", change: set("BilledCost", " 1.25 ")},
		mutation{name: "cost with exponent", change: set("BilledCost", "1.25E0")},
		mutation{name: "cost as a spreadsheet writes it", change: set("BilledCost", "$1,001.25"), total: "1250.00"},
		mutation{name: "cost negative", change: set("BilledCost", "-1.25"), total: "247.50"},
		mutation{name: "cost of 36 digits", change: set("BilledCost", "1.250000000000000000000000000000000001"), total: "250.000000000000000000000000000000000001"},
	)
}

func wordMutations() []mutation {
	return []mutation{
		{name: "currency missing", change: set("BillingCurrency", ""), bad: 1, column: "BillingCurrency", why: "is missing"},
		{name: "currency NULL", change: set("BillingCurrency", "NULL"), bad: 1, column: "BillingCurrency", why: "is missing"},
		{name: "currency unknown", change: set("BillingCurrency", "QQQ"), bad: 1, column: "BillingCurrency", why: "is no currency"},
		{name: "currency a sign", change: set("BillingCurrency", "US$"), bad: 1, column: "BillingCurrency", why: "is no currency"},
		{name: "currency in small letters", change: set("BillingCurrency", "usd")},
		{name: "category unknown", change: set("ChargeCategory", "Refund"), bad: 1, column: "ChargeCategory", why: "is no charge category"},
		{name: "category missing", change: set("ChargeCategory", ""), bad: 1, column: "ChargeCategory", why: "is missing"},
		{name: "category in capitals", change: set("ChargeCategory", "USAGE")},
		{name: "tags no JSON", change: set("Tags", "{app:a"), bad: 1, column: "Tags", why: "is no JSON"},
		{name: "tags a number", change: set("Tags", "5"), bad: 1, column: "Tags", why: "is no JSON"},
		{name: "tags NULL", change: set("Tags", "NULL")},
		{name: "tags null", change: set("Tags", "null")},
		{name: "tags empty", change: set("Tags", "{}")},
		{name: "tags a list of pairs", change: set("Tags", `[{"key":"app","value":"a"}]`)},
		{name: "a formula", change: set("ResourceId", "=HYPERLINK(\"x\")")},
		{name: "a text of SQL", change: set("Tags", `{"app":"'); DROP TABLE x; --"}`)},
	}
}

func timeMutations() []mutation {
	return []mutation{
		{name: "start no time", change: set("ChargePeriodStart", "yesterday"), bad: 1, column: "ChargePeriodStart", why: "is no time"},
		{name: "start of month 13", change: set("ChargePeriodStart", "2026-13-01T00:00:00Z"), bad: 1, column: "ChargePeriodStart", why: "is no time"},
		{name: "start missing", change: set("ChargePeriodStart", ""), bad: 1, column: "ChargePeriodStart", why: "is missing"},
		{name: "a period without end", change: set("BillingPeriodEnd", "9999-12-31T00:00:00Z"), bad: 1, column: "BillingPeriodEnd", why: "is more than a year after the billing period's start"},
		{name: "start before 1970", change: set("ChargePeriodStart", "1969-10-01T00:00:00Z"), bad: 1, column: "ChargePeriodStart", why: "is no time"},
		{name: "start day first", change: set("ChargePeriodStart", "31/10/2026"), bad: 1, column: "ChargePeriodStart", why: "is no time"},
		{name: "start a number", change: set("ChargePeriodStart", "46300"), bad: 1, column: "ChargePeriodStart", why: "is no time"},
		{name: "end before start", change: set("ChargePeriodEnd", "2026-09-01T00:00:00Z"), bad: 1, column: "ChargePeriodEnd", why: "is before the charge begins"},
		{name: "end no time", change: set("ChargePeriodEnd", "x"), bad: 1, column: "ChargePeriodEnd", why: "is no time"},
		{name: "period missing", change: set("BillingPeriodStart", ""), bad: 1, column: "BillingPeriodStart", why: "is missing"},
		{name: "period no time", change: set("BillingPeriodEnd", "soon"), bad: 1, column: "BillingPeriodEnd", why: "is no time"},
		{name: "period that ends before it begins", change: set("BillingPeriodEnd", "2026-09-01T00:00:00Z"), bad: 1, column: "BillingPeriodEnd", why: "is not after"},
		{name: "start without zone", change: set("ChargePeriodStart", "2026-10-05T00:00:00")},
		{name: "start with another zone", change: set("ChargePeriodStart", "2026-10-05T09:00:00+09:00")},
		{name: "start a day", change: set("ChargePeriodStart", "2026-10-05")},
		{name: "short dates", change: func(m *mutant) {
			set("ChargePeriodStart", "10/5/26")(m)
			set("ChargePeriodEnd", "10/25/26")(m)
			set("BillingPeriodStart", "10/1/26")(m)
			set("BillingPeriodEnd", "11/1/2026")(m)
		}},
		{name: "late row", change: set("ChargePeriodStart", "2026-09-30T23:00:00Z"), late: 1},
		{name: "row of the month's first moment", change: set("ChargePeriodStart", "2026-10-01T00:00:00Z")},
		{name: "row by zone in the month before", change: set("ChargePeriodStart", "2026-10-01T00:00:00+09:00"), late: 1},
		{name: "row of another invoice", change: func(m *mutant) {
			set("BillingPeriodStart", "2026-11-01T00:00:00Z")(m)
			set("BillingPeriodEnd", "2026-12-01T00:00:00Z")(m)
		}, total: "248.75"},
		{name: "periods by the clock of Tokyo", change: func(m *mutant) {
			setAll("BillingPeriodStart", "2026-10-01T00:00:00+09:00")(m)
			setAll("BillingPeriodEnd", "2026-11-01T00:00:00+09:00")(m)
		}},
	}
}

func shapeMutations() []mutation {
	swap := func(m *mutant) {
		a, b := m.at("BilledCost"), m.at("Tags")
		m.head[a], m.head[b] = m.head[b], m.head[a]
		for _, r := range m.rows {
			r[a], r[b] = r[b], r[a]
		}
	}
	return []mutation{
		{name: "no change", change: func(*mutant) {}},
		{name: "mark of the encoding", change: text(func(s string) string { return "\ufeff" + s })},
		{name: "mark and quoted header", change: text(func(s string) string { return "\ufeff\"BilledCost\"" + strings.TrimPrefix(s, "BilledCost") })},
		{name: "lines that end in CR LF", change: func(m *mutant) { m.ends = "\r\n" }},
		{name: "no end of line at the end", change: text(func(s string) string { return strings.TrimSuffix(s, "\n") })},
		{name: "blank lines", change: text(func(s string) string { return strings.Replace(s, "vm-9,", "vm-9,", 1) + "\n\n" })},
		{name: "columns swapped", change: swap},
		{name: "an extra column", change: func(m *mutant) {
			m.head = append(m.head, "x_extra")
			for i := range m.rows {
				m.rows[i] = append(m.rows[i], "1,5")
			}
		}},
		{name: "names of columns in small letters", change: text(func(s string) string { return strings.Replace(s, mutantHead, strings.ToLower(mutantHead), 1) })},
		{name: "names of columns with blanks", change: rename("BilledCost", " BilledCost ")},
		{name: "a quoted line end", change: set("ResourceId", "vm\n50")},
		{name: "a quote in the middle", change: text(func(s string) string { return strings.Replace(s, ",vm-50,", `,vm"50,`, 1) })},
		{name: "no billed cost", change: drop("BilledCost"), refused: "a column is missing: BilledCost"},
		{name: "no effective cost", change: drop("EffectiveCost"), refused: "a column is missing: EffectiveCost"},
		{name: "no start", change: drop("ChargePeriodStart"), refused: "a column is missing: ChargePeriodStart"},
		{name: "no period", change: drop("BillingPeriodStart"), refused: "a column is missing: BillingPeriodStart"},
		{name: "no category", change: drop("ChargeCategory"), refused: "a column is missing: ChargeCategory"},
		{name: "no currency", change: drop("BillingCurrency"), refused: "names no currency"},
		{name: "no list price", change: drop("ListCost")},
		{name: "no end", change: drop("ChargePeriodEnd"), note: "no column ChargePeriodEnd"},
		{name: "no tags", change: drop("Tags"), note: "tag:app"},
		{name: "cost twice", change: rename("ListCost", "billedcost"), refused: "BilledCost is there 2 times"},
		{name: "a field too few", change: func(m *mutant) { m.rows[50] = m.rows[50][:9] }, bad: 1, column: "row", why: "too few fields"},
		{name: "a field too many", change: func(m *mutant) { m.rows[50] = append(m.rows[50], "x") }, bad: 1, column: "row", why: "too many fields"},
		{name: "text after a quote", change: text(func(s string) string { return strings.Replace(s, ",vm-50,", `,"vm"50,`, 1) }), bad: 1, column: "ResourceId", why: "has a quote"},
		{name: "no UTF-8 where nobody looks", change: set("ResourceId", "vm\xff")},
		{name: "no UTF-8 in tags", change: set("Tags", "{\"app\":\"\xff\"}"), refused: "bill.csv:52: it is no UTF-8"},
		{name: "a quote that a later one closes", change: replace(",vm-50,", `,"vm-50,`), bad: 1, column: "row", why: "has too few fields"},
		{name: "a quote that stays open", change: func(m *mutant) {
			drop("Tags")(m)
			replace(",vm-50\n", ",\"vm-50\n")(m)
		}, refused: "bill.csv:52: a quote opens here"},
		{name: "fields parted by semicolons", change: text(func(s string) string { return strings.ReplaceAll(s, ",", ";") }), refused: "another character than a comma"},
		{name: "line ends mixed", change: text(func(s string) string {
			return strings.Replace(s, "vm-50,\"{\"\"app\"\":\"\"a\"\"}\"\n", "vm-50,\"{\"\"app\"\":\"\"a\"\"}\"\r\n", 1)
		}), bad: 1, column: "Tags", why: "another end of line"},
		{name: "a row twice", change: func(m *mutant) { m.rows[51] = m.rows[50] }, twice: 1},
		{name: "an empty file", change: text(func(string) string { return "" }), total: "0.00", note: "is empty"},
		{name: "a header alone", change: func(m *mutant) { m.rows = nil }, total: "0.00"},
		{name: "a carriage return alone", change: replace(",vm-50,", ",vm\r50,"), refused: "line 52: a carriage return (CR) stands alone"},
		{name: "a carriage return alone before a quote", change: replace(",vm-50,", ",vm\r50,\"\","), refused: "line 52: a carriage return (CR) stands alone"},
		{name: "a carriage return in quotes", change: replace(",vm-50,", ",\"vm\r50\",")},
		{name: "UTF-16", change: text(func(s string) string { return "\xff\xfe" + s }), refused: "UTF-16"},
		{name: "HTML instead", change: text(func(string) string { return "<!doctype html>\n<title>Sign in</title>\n" }), refused: "a column is missing"},
	}
}

func TestAMutatedBillIsCountedOrRefusedAndNeverWrong(t *testing.T) {
	all := append(append(append(numberMutations(), wordMutations()...), timeMutations()...), shapeMutations()...)
	if len(all) < 60 {
		t.Fatalf("only %d mutations", len(all))
	}
	r := reader(t, duck.Options{})
	for _, m := range all {
		t.Run(m.name, func(t *testing.T) {
			made := original()
			m.change(made)
			a := ask(bill.FOCUS, file(t, "bill.csv", made.String()))
			a.Zone = time.UTC
			answer, err := r.Read(context.Background(), a)
			if m.refused != "" {
				if err == nil || !strings.Contains(err.Error(), m.refused) {
					t.Fatalf("not refused for %q: %v", m.refused, err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			m.check(t, int64(len(made.rows)), answer)
		})
	}
}

// check holds an answer against what a mutation has to come to.
func (m mutation) check(t *testing.T, rows int64, a *bill.Answer) {
	t.Helper()
	if m.total == "" {
		m.total = left(rows - m.bad)
	}
	want, ok := new(big.Rat).SetString(m.total)
	if !ok {
		t.Fatal(m.total)
	}
	if got := sums(t, a).Billed; got.Cmp(want) != 0 {
		t.Errorf("total %s, want %s", got.FloatString(40), m.total)
	}
	if a.Bad != m.bad || a.Count != rows && m.total != "0.00" || a.Duplicates != m.twice {
		t.Errorf("%d rows, %d bad, %d twice; want %d, %d, %d: %v", a.Count, a.Bad, a.Duplicates, rows, m.bad, m.twice, a.Faults)
	}
	if m.bad > 0 {
		if len(a.Faults) != int(m.bad) {
			t.Fatalf("%d faults", len(a.Faults))
		}
		f := a.Faults[0]
		if m.line == 0 {
			m.line = 52
		}
		if f.Column != m.column || !strings.Contains(f.Why, m.why) || f.Line != m.line || f.File == "" {
			t.Errorf("fault %v, want line %d, %s: %s", f, m.line, m.column, m.why)
		}
	}
	if m.note != "" && !strings.Contains(strings.Join(a.Notes, "\n"), m.note) {
		t.Errorf("notes are %q", a.Notes)
	}
	var late int64
	for _, r := range a.Rows {
		if r.Late {
			late += r.Count
		}
	}
	if late != m.late {
		t.Errorf("%d rows are late, want %d", late, m.late)
	}
}

func TestAPurchaseForAYearSaysNotHowFarABillHasCome(t *testing.T) {
	m := original()
	set("ChargePeriodEnd", "2027-10-23T05:00:00Z")(m)
	a, err := reader(t, duck.Options{}).Read(t.Context(), ask(bill.FOCUS, file(t, "bill.csv", m.String())))
	if err != nil {
		t.Fatal(err)
	}
	if want := time.Date(2026, 10, 28, 6, 0, 0, 0, time.UTC); !a.Last.Equal(want) || a.Bad != 0 {
		t.Errorf("the last charge ends %s, want %s; %d are bad", a.Last, want, a.Bad)
	}
}
