package query_test

import (
	"fmt"
	"math/big"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"berth.dev/engine/bill"
	"berth.dev/engine/money"
	"berth.dev/providers/billing/query"
)

// folding is a query about FOCUS with a fold. BigQuery has one part for each number.
func folding(t testing.TB, change func(*bill.Ask)) (*query.Query, *query.Fold) {
	t.Helper()
	a := asked(bill.FOCUS)
	a.Keys = []string{"sub_account"}
	if change != nil {
		change(&a)
	}
	q, err := query.Build(query.BigQuery{}, source(query.BigQuery{}, bill.FOCUS, query.Text, query.Text), a)
	if err != nil {
		t.Fatal(err)
	}
	return q, query.NewFold(a)
}

// charge is a row of an answer, before it is put in the order of the query.
type charge struct {
	bad      int64
	category any
	group    any
	unit     any
	from, to any
	currency any
	account  any
	day      any
	sums     [4]any
	count    any
}

func good() charge {
	return charge{
		category: "Usage", group: "Compute", unit: "h", from: "2026-10-01T00:00:00Z", to: "2026-11-01T00:00:00Z", currency: "USD", account: "web",
		day: dayNumber(2026, 10, 5), sums: [4]any{"1.5", "1.25", "2", "24"}, count: int64(3),
	}
}

func dayNumber(year int, month time.Month, day int) int64 {
	return time.Date(year, month, day, 0, 0, 0, 0, time.UTC).Unix() / 86400
}

// row is a charge as [query.Fold.Add] takes it: check, file, words, day, sums, count,
// first and last.
func (c charge) row() []any {
	first := int64(1_790_000_000_000_000)
	return []any{c.bad, nil, c.category, c.group, c.unit, c.from, c.to, c.currency, c.account, c.day, c.sums[0], c.sums[1], c.sums[2], c.sums[3], c.count, first, first + 3_600_000_000}
}

func TestTheOrderOfAnAnswersColumnsIsThatOfTheQuery(t *testing.T) {
	q, _ := folding(t, nil)
	head, _, _ := strings.Cut(q.SQL, "\n")
	var columns []string
	for _, m := range regexp.MustCompile(`(?:AS )?(\w+)(?:, |$)`).FindAllStringSubmatch(head, -1) {
		columns = append(columns, m[1])
	}
	want := strings.Fields("b f w0 w1 w2 w3 w4 w5 w6 dd s0 s1 s2 s3 c m0 m1")
	if diff := cmp.Diff(want, columns); diff != "" || len(good().row()) != len(want) {
		t.Errorf("%s\n%s", head, diff)
	}
}

// answer folds rows.
func answer(t testing.TB, change func(*bill.Ask), rows ...charge) *bill.Answer {
	t.Helper()
	q, f := folding(t, change)
	for _, r := range rows {
		if err := f.Add(q, r.row()); err != nil {
			t.Fatal(err)
		}
	}
	a, err := f.Answer()
	if err != nil {
		t.Fatal(err)
	}
	return a
}

var amounts = cmp.Comparer(func(x, y money.Amount) bool { return x.String() == y.String() })

func TestAGroupIsARowOfTheAnswer(t *testing.T) {
	late, other, early := good(), good(), good()
	late.day = dayNumber(2026, 9, 30)
	other.from, other.to = "2026-11-01T00:00:00Z", "2026-12-01T00:00:00Z"
	early.account, early.sums = " NULL ", [4]any{"-0.5", "0.5", nil, nil}
	a := answer(t, nil, good(), good(), late, other, early)
	var got []string
	for _, r := range a.Rows {
		got = append(got, fmt.Sprintf("%s %s late=%t %s %s %s %q: %s, %s, %s; %v of %d", r.Month, r.Day, r.Late, r.Category, r.Group, r.Unit, r.Keys, r.Billed, r.Effective, r.List, r.Quantity, r.Count))
	}
	want := []string{
		`2026-10 2026-09-30 late=true Usage compute h ["web"]: 1.5 USD, 1.25 USD, 2 USD; 24 of 3`,
		`2026-10 2026-10-05 late=false Usage compute h [""]: -0.5 USD, 0.5 USD, 0.5 USD; 0 of 3`,
		`2026-10 2026-10-05 late=false Usage compute h ["web"]: 3 USD, 2.5 USD, 4 USD; 48 of 6`,
	}
	if diff := cmp.Diff(want, got); diff != "" || a.Count != 15 || a.Bad != 0 {
		t.Errorf("%d rows, %d bad\n%s", a.Count, a.Bad, diff)
	}
}

func TestWordsThatAreWantingMakeTheirRowsBadAndAreAskedFor(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(*charge)
		ask    func(*bill.Ask)
		why    string
	}{
		{"no category", func(c *charge) { c.category = nil }, nil, "ChargeCategory: is missing"},
		{"a strange category", func(c *charge) { c.category = "Refund" }, nil, `ChargeCategory: "x" is no charge category of FOCUS`},
		{"no currency", func(c *charge) { c.currency = " " }, nil, "BillingCurrency: is missing, and the bill's block says none"},
		{"a strange currency", func(c *charge) { c.currency = "QQQ" }, nil, `BillingCurrency: "x" is no currency of ISO 4217`},
		{"no period", func(c *charge) { c.from = nil }, nil, "BillingPeriodStart: is missing"},
		{"a period that is no time", func(c *charge) { c.to = "soon" }, nil, `BillingPeriodEnd: "x" is no time`},
		{"a period that ends first", func(c *charge) { c.to = "2026-09-01" }, nil, `BillingPeriodEnd: "x" is not after the billing period's start`},
		{"a period of no end", func(c *charge) { c.to = "2400-01-01" }, nil, `BillingPeriodEnd: "x" is more than a year after the billing period's start`},
	} {
		t.Run(c.name, func(t *testing.T) {
			q, f := folding(t, c.ask)
			wrong := good()
			c.change(&wrong)
			for _, r := range []charge{good(), wrong, wrong} {
				if err := f.Add(q, r.row()); err != nil {
					t.Fatal(err)
				}
			}
			if f.Bad() != 6 || f.Count() != 9 {
				t.Fatalf("%d bad of %d", f.Bad(), f.Count())
			}
			faults := q.Faults(f, 20)
			code := regexp.MustCompile(`WHEN (\d+) THEN [^W]*ELSE NULL END AS v`).FindStringSubmatch(faults)
			if code == nil {
				t.Fatalf("nothing is asked for: %s", faults)
			}
			var n int64
			if _, err := fmt.Sscan(code[1], &n); err != nil {
				t.Fatal(err)
			}
			place := func(string, int64, string) (string, int64) { return "bill", 7 }
			if err := f.AddFault(q, []any{nil, int64(1), n, "x"}, place); err != nil {
				t.Fatal(err)
			}
			a, err := f.Answer()
			if err != nil {
				t.Fatal(err)
			}
			if len(a.Rows) != 1 || len(a.Faults) != 1 || a.Faults[0].Column+": "+a.Faults[0].Why != c.why || a.Faults[0].Line != 7 {
				t.Errorf("%d rows; faults %+v, want %s", len(a.Rows), a.Faults, c.why)
			}
		})
	}
}

func TestABillsOwnCurrencyStandsWhereRowsSayNone(t *testing.T) {
	none := good()
	none.currency = "null"
	a := answer(t, func(a *bill.Ask) { a.Currency = "JPY" }, good(), none)
	got := map[string]string{}
	for _, r := range a.Rows {
		got[r.Billed.Currency()] = r.Billed.Decimal()
	}
	if diff := cmp.Diff(map[string]string{"USD": "1.5", "JPY": "1.5"}, got); diff != "" || a.Bad != 0 {
		t.Error(diff)
	}
}

func TestARowOfStrangeTypesIsAnErrorAndNeverMoney(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func([]any) []any
	}{
		{"a column too few", func(r []any) []any { return r[:len(r)-1] }},
		{"a column too many", func(r []any) []any { return append(r, nil) }},
		{"no columns", func([]any) []any { return nil }},
		{"a check that is a text", func(r []any) []any { r[0] = "0"; return r }},
		{"a check that is nothing", func(r []any) []any { r[0] = nil; return r }},
		{"a count that is a double", func(r []any) []any { r[14] = 3.0; return r }},
		{"a day that is a time", func(r []any) []any { r[9] = time.Now; return r }},
		{"a sum that is a double", func(r []any) []any { r[10] = 1.5; return r }},
		{"a sum that is no number", func(r []any) []any { r[10] = "abc"; return r }},
		{"a sum that is empty", func(r []any) []any { r[10] = ""; return r }},
		{"a sum with an exponent", func(r []any) []any { r[10] = "1e999999999"; return r }},
		{"a sum that is a truth", func(r []any) []any { r[10] = true; return r }},
	} {
		t.Run(c.name, func(t *testing.T) {
			q, f := folding(t, nil)
			if err := f.Add(q, c.change(good().row())); err == nil {
				t.Error("it is taken")
			} else if !strings.Contains(err.Error(), `bill "test"`) {
				t.Errorf("%v does not say of which bill", err)
			}
		})
	}
}

func TestARowThatIsBadIsCountedAndNothingMore(t *testing.T) {
	wrong := good()
	wrong.bad, wrong.day, wrong.sums = 2, nil, [4]any{nil, nil, nil, nil}
	a := answer(t, nil, good(), wrong)
	if a.Count != 6 || a.Bad != 3 || len(a.Rows) != 1 || a.Rows[0].Billed.String() != "1.5 USD" {
		t.Errorf("%d rows, %d bad, %v", a.Count, a.Bad, a.Rows)
	}
}

// part is a number as an engine may answer it, with what it is.
func part(t *rapid.T) (any, *big.Rat) {
	scale := rapid.IntRange(0, 38).Draw(t, "scale")
	value := big.NewInt(rapid.Int64().Draw(t, "value"))
	if rapid.Bool().Draw(t, "giant") {
		value.Mul(value, value)
	}
	whole := new(big.Rat).SetInt(value)
	number := new(big.Rat).Quo(whole, new(big.Rat).SetInt(new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(scale)), nil)))
	switch rapid.IntRange(0, 4).Draw(t, "as") {
	case 0:
		return value, whole
	case 1:
		if value.IsInt64() {
			return value.Int64(), whole
		}
		return value.String(), whole
	case 2:
		return number.FloatString(scale), number
	case 3:
		return nil, new(big.Rat)
	}
	return query.Unscaled{Value: value, Scale: scale}, number
}

func TestTotalsAreExactOverAllScalesAndWhateverTheOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var rows []charge
		want := map[string]*big.Rat{}
		for range rapid.IntRange(1, 30).Draw(t, "rows") {
			c := good()
			c.account = rapid.SampledFrom([]string{"a", "b", " a ", "NULL", "a\x00b"}).Draw(t, "account")
			c.category = rapid.SampledFrom([]any{"Usage", "usage", "Tax", nil, "x", int64(5)}).Draw(t, "category")
			c.currency = rapid.SampledFrom([]any{"USD", "usd", "JPY", "?", nil}).Draw(t, "currency")
			c.day = dayNumber(2026, 9, 1) + rapid.Int64Range(0, 50).Draw(t, "day")
			var number *big.Rat
			c.sums[0], number = part(t)
			rows = append(rows, c)
			category, _ := c.category.(string)
			code, _ := c.currency.(string)
			if code = strings.ToUpper(code); category == "" || category == "x" || code == "" || code == "?" {
				continue
			}
			if want[code] == nil {
				want[code] = new(big.Rat)
			}
			want[code].Add(want[code], number)
		}
		fold := func(rows []charge) *bill.Answer {
			q, f := fresh()
			for _, r := range rows {
				if err := f.Add(q, r.row()); err != nil {
					t.Fatal(err)
				}
			}
			a, err := f.Answer()
			if err != nil {
				t.Fatal(err)
			}
			return a
		}
		first := fold(rows)
		shuffled := slices.Clone(rows)
		seed := rapid.Uint64().Draw(t, "seed")
		rand.New(rand.NewPCG(seed, 1)).Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
		if diff := cmp.Diff(first, fold(shuffled), amounts); diff != "" {
			t.Fatalf("another order, another answer:\n%s", diff)
		}
		got := map[string]*big.Rat{}
		for _, r := range first.Rows {
			n, ok := new(big.Rat).SetString(r.Billed.Decimal())
			if !ok {
				t.Fatal(r.Billed)
			}
			if got[r.Billed.Currency()] == nil {
				got[r.Billed.Currency()] = new(big.Rat)
			}
			got[r.Billed.Currency()].Add(got[r.Billed.Currency()], n)
		}
		for code, sum := range want {
			if got[code] == nil || got[code].Cmp(sum) != 0 {
				t.Fatalf("%s: %v, want %s", code, got[code], sum.FloatString(40))
			}
		}
		if len(got) != len(want) {
			t.Fatalf("%d currencies, want %d", len(got), len(want))
		}
	})
}

// fresh is a query with a fold, where nothing can go wrong.
func fresh() (*query.Query, *query.Fold) {
	a := asked(bill.FOCUS)
	a.Keys = []string{"sub_account"}
	q, err := query.Build(query.BigQuery{}, source(query.BigQuery{}, bill.FOCUS, query.Text, query.Text), a)
	if err != nil {
		panic(err) // a source with all columns is a good one
	}
	return q, query.NewFold(a)
}

// A text that an engine answers as a sum is read to its digit, or an error.
func FuzzASumAsTextIsExactOrAnError(f *testing.F) {
	for _, s := range []string{"0", "-0", "1.50", ".5", "5.", "-123456789012345678901234567890.123456789", "1e5", "1E-40", "+1", "", ".", "-", "1.2.3", "0x10", "1_0", "NaN", "Inf", "1/3", "１", " 1", strings.Repeat("9", 300), "1e99999999999"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		q, fold := fresh()
		c := good()
		c.sums[0] = text
		if fold.Add(q, c.row()) != nil {
			return
		}
		a, err := fold.Answer()
		if err != nil {
			return
		}
		want, ok := new(big.Rat).SetString(text)
		if !ok {
			t.Fatalf("%q is taken as %s", text, a.Rows[0].Billed)
		}
		if got, _ := new(big.Rat).SetString(a.Rows[0].Billed.Decimal()); got == nil || got.Cmp(want) != 0 {
			t.Fatalf("%q is read as %s", text, a.Rows[0].Billed)
		}
	})
}

// Words of a bill may be anything: a row is a row of the answer, or bad, or of a month
// that nobody asks for.
func FuzzWordsOfABillAreARowOrBad(f *testing.F) {
	f.Add("Usage", "USD", "2026-10-01", "2026-11-01T00:00:00Z", "web")
	f.Add("", "null", "10/1/26", "2026-11-01 00:00:00 UTC", "\x00")
	f.Add(`\'`, `'\`, "x' OR TRUE --", "`", "\n")
	f.Add("TAX", "usd", "0000-00-00", "9999-12-31", "'; DROP TABLE x; --")
	f.Fuzz(func(t *testing.T, category, code, from, to, account string) {
		q, fold := fresh()
		c := good()
		c.category, c.currency, c.from, c.to, c.account = category, code, from, to, account
		if err := fold.Add(q, c.row()); err != nil {
			t.Fatal(err)
		}
		a, err := fold.Answer()
		if err != nil {
			t.Fatal(err)
		}
		if a.Count != 3 || a.Bad != 0 && (a.Bad != 3 || len(a.Rows) > 0) || len(a.Rows) > 1 {
			t.Fatalf("%d rows, %d bad, %d in the answer", a.Count, a.Bad, len(a.Rows))
		}
		sound(t, query.BigQuery{}, q.Faults(fold, 20))
	})
}
