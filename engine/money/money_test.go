package money

import (
	"errors"
	"fmt"
	"math"
	"math/big"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func must(t testing.TB, s string) Amount {
	t.Helper()
	a, err := Parse(s)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func TestAmountsAreReadAndWrittenExactly(t *testing.T) {
	for in, want := range map[string]string{
		"1900000 JPY":                    "1900000 JPY",
		"0.12 USD":                       "0.12 USD",
		"251.0199024 USD":                "251.0199024 USD",
		"-3.50 EUR":                      "-3.5 EUR",
		"0.00 USD":                       "0 USD",
		"-0 USD":                         "0 USD",
		"007 JPY":                        "7 JPY",
		".5 USD":                         "0.5 USD",
		"5. USD":                         "5 USD",
		"0.000000001 USD":                "0.000000001 USD",
		"1000000000 JPY":                 "1000000000 JPY",
		strings.Repeat("9", 40) + " JPY": strings.Repeat("9", 40) + " JPY",
		"-0." + strings.Repeat("0", 38) + "1 JPY": "-0." + strings.Repeat("0", 38) + "1 JPY",
	} {
		if diff := cmp.Diff(want, must(t, in).String()); diff != "" {
			t.Errorf("%q: %s", in, diff)
		}
	}
}

func TestWhatIsNoAmountIsAnErrorThatShowsTheForm(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"", `as in "1900 JPY"`}, {"1900", `as in "1900 JPY"`}, {"1900JPY", `as in "1900 JPY"`}, {"JPY", `as in "1900 JPY"`},
		{"1900 yen", "three capital letters"}, {"1900 jpy", "three capital letters"}, {"1900 JP", "three capital letters"},
		{"1900  JPY", "three capital letters"}, {"1900 JPY ", "three capital letters"}, {"1900 ＪＰＹ", "three capital letters"},
		{" JPY", "as in 1900 or 0.12"}, {"1,900 JPY", "as in 1900 or 0.12"}, {"1e3 JPY", "as in 1900 or 0.12"},
		{"+1 JPY", "as in 1900 or 0.12"}, {"--1 JPY", "as in 1900 or 0.12"}, {"1- JPY", "as in 1900 or 0.12"},
		{". JPY", "as in 1900 or 0.12"}, {"- JPY", "as in 1900 or 0.12"}, {"1.2.3 JPY", "as in 1900 or 0.12"},
		{"NaN JPY", "as in 1900 or 0.12"}, {"Infinity JPY", "as in 1900 or 0.12"}, {"0x10 JPY", "as in 1900 or 0.12"},
		{"１ JPY", "as in 1900 or 0.12"}, {strings.Repeat("9", 41) + " JPY", "as in 1900 or 0.12"},
		{"0." + strings.Repeat("1", 40) + " JPY", "as in 1900 or 0.12"},
		{strings.Repeat("9", 1<<20) + " JPY", "…"}, {"1 " + strings.Repeat("é", 1<<20), "…"}, {strings.Repeat("x", 1<<20), "…"},
	} {
		got, err := Parse(c.in)
		if err == nil || !strings.Contains(err.Error(), c.want) || len(err.Error()) > 500 {
			t.Errorf("%.40q: want an error with %q, got %v, %.200v", c.in, c.want, got, err)
		}
		if got != (Amount{}) {
			t.Errorf("%.40q: an amount beside the error", c.in)
		}
	}
}

func TestRatesNameWhatTheyCount(t *testing.T) {
	got, err := ParseRate("6000 JPY/h", Hour, Month)
	if diff := cmp.Diff("6000 JPY/h", got.String()); err != nil || diff != "" || got.Per != Hour {
		t.Errorf("%v %s", err, diff)
	}
	for _, c := range []struct{ in, want string }{
		{"6000 JPY", `write it as in "1900 JPY/h" or "1900 JPY/mo"`},
		{"6000 JPY/GiB", `"1900 JPY/h"`}, {"6000 JPY/", `"1900 JPY/h"`}, {"6000 JPY/H", `"1900 JPY/h"`}, {"6000 JPY / h", `"1900 JPY/h"`},
		{"6000 JPY/h/h", `"1900 JPY/h"`}, {"", `"1900 JPY/h"`}, {"6000/h", `as in "1900 JPY"`}, {"6000 yen/h", "three capital letters"},
		{strings.Repeat("9", 1<<20), "…"},
	} {
		got, err := ParseRate(c.in, Hour, Month)
		if err == nil || !strings.Contains(err.Error(), c.want) || len(err.Error()) > 500 || got != (Rate{}) {
			t.Errorf("%.40q: want an error with %q, got %v, %.200v", c.in, c.want, got, err)
		}
	}
}

func TestSumsAndProductsByHand(t *testing.T) {
	for _, c := range []struct {
		what string
		got  Amount
		want string
	}{
		{"a month of e2-standard-8", must(t, "0.34386288 USD").TimesInt(730), "251.0199024 USD"},
		{"tenths, which binary numbers lack", must(t, "0.1 USD").Add(must(t, "0.2 USD")), "0.3 USD"},
		{"a sum with nothing", Amount{}.Add(must(t, "1 USD")), "1 USD"},
		{"nothing behind", must(t, "1 USD").Add(Amount{}), "1 USD"},
		{"a difference", must(t, "1 USD").Sub(must(t, "1.01 USD")), "-0.01 USD"},
		{"a measured quantity enters as it is printed", must(t, "3 USD").Times(0.1), "0.3 USD"},
		{"a third keeps 34 digits", must(t, "1 USD").Over(3), "0.3333333333333333333333333333333333 USD"},
		{"two thirds are rounded", must(t, "2 USD").Over(3), "0.6666666666666666666666666666666667 USD"},
		{"purchase over 60 months", must(t, "1900000 JPY").Over(60).Line(), "31666.6667 JPY"},
		{"over nothing", must(t, "1 USD").Over(0), "0 USD"},
		{"over what is not finite", must(t, "1 USD").Over(math.Inf(1)), "0 USD"},
		{"dollars in yen", must(t, "0.12 USD").Convert(must(t, "150 JPY")), "18 JPY"},
		{"not a number", FromFloat(math.NaN(), "USD"), "0 USD"},
		{"infinity", FromFloat(math.Inf(-1), "USD"), "0 USD"},
		{"a double", FromFloat(0.1, "USD"), "0.1 USD"},
		{"a small double", FromFloat(5e-324, "USD").Times(0), "0 USD"},
		{"whole units", New(-5, "JPY"), "-5 JPY"},
		{"no units", Zero("JPY"), "0 JPY"},
		// 10^34 + 10^-5 has 40 digits: a sum keeps them all.
		{"a large and a small amount", must(t, "10000000000000000000000000000000000 USD").Add(must(t, "0.00001 USD")), "10000000000000000000000000000000000.00001 USD"},
		// (10^20 + 1)² = 10^40 + 2 × 10^20 + 1, 41 digits.
		{"a large product", must(t, "100000000000000000001 USD").Convert(must(t, "100000000000000000001 USD")), "10000000000000000000200000000000000000001 USD"},
	} {
		if diff := cmp.Diff(c.want, c.got.String()); diff != "" {
			t.Errorf("%s: %s", c.what, diff)
		}
	}
}

func TestALineIsRoundedHalfEvenToFourDigits(t *testing.T) {
	for in, want := range map[string]string{
		"1": "1", "1.2345": "1.2345", "1.23445": "1.2344", "1.23455": "1.2346", "1.234450001": "1.2345", "-1.23445": "-1.2344",
		"0.00005": "0", "0.00015": "0.0002", "0.99995": "1", "9.99999": "10",
		// 35 digits before the point: no amount is too large for a bill.
		"12345678901234567890123456789012345.12345": "12345678901234567890123456789012345.1234",
	} {
		if diff := cmp.Diff(want, must(t, in+" USD").Line().Decimal()); diff != "" {
			t.Errorf("%s: %s", in, diff)
		}
	}
}

func TestAmountsForPeopleHaveThousandsAndFixedDigits(t *testing.T) {
	for _, c := range []struct {
		in     string
		digits int
		want   string
	}{
		{"0", 0, "0"}, {"0", 2, "0.00"}, {"999", 0, "999"}, {"1000", 0, "1,000"}, {"1234567.891", 2, "1,234,567.89"},
		{"-1234.5", 0, "-1,234"}, {"-1235.5", 0, "-1,236"}, {"-0.004", 2, "0.00"}, {"-0.006", 2, "-0.01"}, {"0.5", 0, "0"}, {"1.5", 0, "2"},
		{"999.995", 2, "1,000.00"}, {"100000", 4, "100,000.0000"}, {"0.00001", 4, "0.0000"},
		{strings.Repeat("9", 40), 2, "9" + strings.Repeat(",999", 13) + ".00"},
	} {
		if diff := cmp.Diff(c.want, must(t, c.in+" JPY").Rounded(c.digits)); diff != "" {
			t.Errorf("%s to %d digits: %s", c.in, c.digits, diff)
		}
	}
}

func TestSignsAndOrder(t *testing.T) {
	a, b := must(t, "1.10 USD"), must(t, "1.1 USD")
	if a.Cmp(b) != 0 || a.Cmp(must(t, "1.2 USD")) != -1 || must(t, "1.2 USD").Cmp(a) != 1 {
		t.Error("amounts are ordered by value")
	}
	for text, sign := range map[string]int{"-0.01 USD": -1, "0.00 USD": 0, "-0 USD": 0, "3 USD": 1} {
		if got := must(t, text); got.Sign() != sign || got.IsZero() != (sign == 0) {
			t.Errorf("%s: sign %d", text, got.Sign())
		}
	}
	if !(Amount{}).IsZero() || (Amount{}).Currency() != "" || (Amount{}).String() != "0" {
		t.Error("the zero Amount is nothing in no currency")
	}
}

func TestCurrenciesDoNotMeetByAccident(t *testing.T) {
	usd, jpy := must(t, "1 USD"), must(t, "1 JPY")
	for name, meet := range map[string]func(){
		"add": func() { usd.Add(jpy) }, "sub": func() { usd.Sub(jpy) }, "cmp": func() { usd.Cmp(jpy) },
	} {
		t.Run(name, func(t *testing.T) {
			defer func() {
				if err, ok := recover().(error); !ok || !errors.Is(err, ErrCurrency) {
					t.Errorf("want ErrCurrency, got %v", err)
				}
			}()
			meet()
		})
	}
}

// anyNumber draws a number with at most 40 digits, and its exact value by other
// means than the package's.
func anyNumber(t *rapid.T, what string) (Amount, *big.Rat) {
	text := rapid.StringMatching(`-?[0-9]{1,20}(\.[0-9]{1,20})?`).Draw(t, what)
	a, err := ParseNumber(text, "USD")
	if err != nil {
		t.Fatal(err)
	}
	r, ok := new(big.Rat).SetString(text)
	if !ok {
		t.Fatalf("%q", text)
	}
	return a, r
}

// same compares an amount with an exact value.
func same(t *rapid.T, what string, want *big.Rat, got Amount) {
	r, ok := new(big.Rat).SetString(got.Decimal())
	if !ok {
		t.Fatalf("%s: %q is no number", what, got.Decimal())
	}
	if want.Cmp(r) != 0 {
		t.Errorf("%s: want %s, got %s", what, want.FloatString(40), got.Decimal())
	}
}

func TestSumsAndProductsAreExact(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, ra := anyNumber(t, "a")
		b, rb := anyNumber(t, "b")
		same(t, "a", ra, a)
		same(t, "a+b", new(big.Rat).Add(ra, rb), a.Add(b))
		same(t, "a-b", new(big.Rat).Sub(ra, rb), a.Sub(b))
		same(t, "a×b", new(big.Rat).Mul(ra, rb), a.Convert(b))
		if diff := cmp.Diff(ra.Cmp(rb), a.Cmp(b)); diff != "" {
			t.Error(diff)
		}
		if diff := cmp.Diff(ra.Sign(), a.Sign()); diff != "" {
			t.Error(diff)
		}
		n := rapid.Int64Range(-1<<53, 1<<53).Draw(t, "n")
		same(t, "a×n", new(big.Rat).Mul(ra, new(big.Rat).SetInt64(n)), a.TimesInt(n))
	})
}

func TestAQuotientIsRightToThirtyFourDigits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, ra := anyNumber(t, "a")
		n := rapid.Int64Range(1, 1<<53).Draw(t, "n")
		got, ok := new(big.Rat).SetString(a.Over(float64(n)).Decimal())
		if !ok {
			t.Fatal(a)
		}
		want := new(big.Rat).Quo(ra, new(big.Rat).SetInt64(n))
		// Half a unit of the 34th digit is at most 5 × 10^-34 of the value.
		off := new(big.Rat).Sub(want, got)
		limit := new(big.Rat).Mul(want, new(big.Rat).SetFrac(big.NewInt(5), new(big.Int).Exp(big.NewInt(10), big.NewInt(34), nil)))
		if off.Abs(off).Cmp(limit.Abs(limit)) > 0 {
			t.Errorf("%s over %d: %s", a, n, got.FloatString(60))
		}
	})
}

// A total is the sum of the lines a reader sees, in whatever order they are added.
func TestATotalIsTheSumOfItsLinesInAnyOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		total, back, sum := Zero("USD"), Zero("USD"), new(big.Rat)
		var lines []Amount
		for i := range rapid.IntRange(0, 20).Draw(t, "n") {
			a, r := anyNumber(t, fmt.Sprint("line ", i))
			line := a.Line()
			lines = append(lines, line)
			total = total.Add(line)
			shown, ok := new(big.Rat).SetString(line.Decimal())
			if !ok {
				t.Fatal(line)
			}
			sum.Add(sum, shown)
			if off := new(big.Rat).Sub(shown, r); off.Abs(off).Cmp(big.NewRat(1, 20000)) > 0 {
				t.Errorf("%s became the line %s", a, line)
			}
		}
		for i := range lines {
			back = back.Add(lines[len(lines)-1-i])
		}
		same(t, "total", sum, total)
		same(t, "total backwards", sum, back)
	})
}

func TestWhatIsWrittenIsReadBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, _ := anyNumber(t, "a")
		again, err := Parse(a.String())
		if err != nil || again.Cmp(a) != 0 || again.String() != a.String() {
			t.Errorf("%s became %s, %v", a, again, err)
		}
		f := rapid.Float64Range(-1e15, 1e15).Draw(t, "f")
		if diff := cmp.Diff(f, FromFloat(f, "USD").Float()); diff != "" {
			t.Error(diff)
		}
	})
}

func TestCalculatingLeavesItsInputsAlone(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, _ := anyNumber(t, "a")
		b, _ := anyNumber(t, "b")
		before := [2]string{a.String(), b.String()}
		a.Add(b)
		a.Sub(b)
		a.Convert(b)
		a.Times(1.5)
		a.Over(7)
		a.Line()
		a.Rounded(2)
		if diff := cmp.Diff(before, [2]string{a.String(), b.String()}); diff != "" {
			t.Error(diff)
		}
	})
}

// FuzzParse feeds any text to the readers. What is taken has its currency, can be
// calculated with, and reads back as itself.
func FuzzParse(f *testing.F) {
	for _, s := range []string{"1900000 JPY", "0.12 USD/GiB", "-1 EUR/mo", "1e3 USD", ". USD", strings.Repeat("9", 40) + " USD/h"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		amounts := []Amount{}
		if a, err := Parse(s); err == nil {
			amounts = append(amounts, a)
		}
		if r, err := ParseRate(s, Hour, Month, GiB, KWh); err == nil {
			amounts = append(amounts, r.Amount)
		}
		for _, a := range amounts {
			// ".1" is written "0.1": one digit more, which may be one too many.
			again, err := Parse(a.String())
			if err == nil && again.Cmp(a) != 0 || err != nil && len(s) < 40 || !IsCurrency(a.Currency()) {
				t.Errorf("%s became %s, %v", a, again, err)
			}
			if a.Add(a).Sub(a).Cmp(a) != 0 || a.Convert(a).Currency() != a.Currency() {
				t.Errorf("%s does not add up", a)
			}
			a.Over(3).Line()
			a.Times(1e300).Rounded(2)
		}
	})
}

func BenchmarkAdd(b *testing.B) {
	x, y := must(b, "251.0199024 USD"), must(b, "0.34386288 USD")
	for b.Loop() {
		x.Add(y)
	}
}

func BenchmarkTimes(b *testing.B) {
	x := must(b, "0.34386288 USD")
	for b.Loop() {
		x.Times(730.25)
	}
}
