// Package money holds exact amounts of money. Everything berth prints or
// compares as money is a decimal number with a currency; binary floating point
// never holds an amount.
//
// An [Amount] is a value. A [Rate] is an amount for one of something: an hour, a
// month, a GiB. Amounts of different currencies never add up by accident: [Add]
// refuses them, and a conversion needs a declared rate.
//
// # Decisions
//
// Decimals come from cockroachdb/apd: arbitrary precision, because a report has
// to equal a bill to its last digit, and no allocation for everyday sizes.
// shopspring/decimal allocates on each operation; govalues/decimal is faster but
// ends at 19 digits.
//
// Division is the only inexact step. It keeps 34 significant digits, half even
// (IEEE 754 decimal128), and the lines of a bill are rounded once, by
// [Amount.Line], before they are added up: so a total is the exact sum of the
// lines a reader sees.
package money

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/cockroachdb/apd/v3"
)

// lineDigits is how many digits after the point the line of a bill keeps.
const lineDigits = 4

// longest is how many digits a number may have where it is read.
const longest = 40

// ErrCurrency means that two amounts of different currencies met.
var ErrCurrency = errors.New("different currencies")

// context keeps so many significant digits, or all of them if precision is 0. A
// fresh copy each call keeps it free of shared state.
func context(precision uint32) apd.Context {
	return apd.Context{
		Precision: precision, MaxExponent: apd.MaxExponent, MinExponent: apd.MinExponent,
		Traps: apd.DefaultTraps, Rounding: apd.RoundHalfEven,
	}
}

// The contexts of the package: sums and products are exact, quotients decimal128.
const (
	exact      = 0
	decimal128 = 34
)

// Amount is an exact amount of one currency. The zero Amount is nothing in no
// currency and may be added to anything.
type Amount struct {
	value    apd.Decimal
	currency string
}

// New returns whole units of a currency.
func New(units int64, currency string) Amount {
	a := Amount{currency: currency}
	a.value.SetInt64(units)
	return a
}

// Zero returns nothing, in a currency.
func Zero(currency string) Amount { return Amount{currency: currency} }

// Parse reads a number and a currency, as in "1900000 JPY" or "0.12 USD". The
// currency is three capital letters (ISO 4217).
func Parse(s string) (Amount, error) {
	number, currency, ok := strings.Cut(s, " ")
	if !ok {
		return Amount{}, fmt.Errorf("%q is not an amount of money: write a number, a space and a currency, as in %q", clip(s), "1900 JPY")
	}
	if !IsCurrency(currency) {
		return Amount{}, fmt.Errorf("%q is not a currency: write three capital letters, as in JPY or USD", clip(currency))
	}
	return ParseNumber(number, currency)
}

// ParseNumber reads a plain decimal number as an amount of currency. At most 40
// digits and no exponent: money is written out.
func ParseNumber(number, currency string) (Amount, error) {
	digits := len(number) - strings.Count(number, ".") - strings.Count(number, "-")
	bad := digits == 0 || digits > longest ||
		strings.Trim(number, "0123456789.-") != "" || strings.LastIndexByte(number, '-') > 0
	a := Amount{currency: currency}
	if !bad {
		_, _, err := a.value.SetString(number)
		bad = err != nil
	}
	if bad {
		return Amount{}, fmt.Errorf("%q is not a decimal number: write digits with a point, as in 1900 or 0.12", clip(number))
	}
	return a, nil
}

// FromFloat returns f as the shortest decimal that reads back as f. It is for
// numbers that come from measurements or from files that hold doubles. A
// number that is not finite gives zero.
func FromFloat(f float64, currency string) Amount {
	a := Amount{currency: currency}
	if !math.IsInf(f, 0) && !math.IsNaN(f) {
		// The string is a valid number by construction.
		_, _, _ = a.value.SetString(strconv.FormatFloat(f, 'f', -1, 64))
	}
	return a
}

// IsCurrency tells whether s has the form of an ISO 4217 code.
func IsCurrency(s string) bool {
	return len(s) == 3 && strings.Trim(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == ""
}

// Currency returns the ISO 4217 code, or "" for the zero Amount.
func (a Amount) Currency() string { return a.currency }

// Float returns the nearest float64: for scores and charts, never for sums.
func (a Amount) Float() float64 {
	f, err := a.value.Float64()
	if err != nil {
		return 0
	}
	return f
}

// Sign returns -1, 0 or 1.
func (a Amount) Sign() int { return a.value.Sign() }

// IsZero tells whether the amount is nothing.
func (a Amount) IsZero() bool { return a.value.IsZero() }

// Add returns a + b. Nothing in no currency may be added to anything; two
// different currencies are a bug of the caller, who must convert first, and
// panic.
func (a Amount) Add(b Amount) Amount {
	c := context(exact)
	out := Amount{currency: join(a, b)}
	mustNot(c.Add(&out.value, &a.value, &b.value))
	return out
}

// Sub returns a - b, under the rule of [Amount.Add].
func (a Amount) Sub(b Amount) Amount {
	c := context(exact)
	out := Amount{currency: join(a, b)}
	mustNot(c.Sub(&out.value, &a.value, &b.value))
	return out
}

// Cmp compares two amounts of one currency, under the rule of [Amount.Add].
func (a Amount) Cmp(b Amount) int {
	join(a, b)
	return a.value.Cmp(&b.value)
}

// Times returns the amount q times. q is a measured quantity; it enters as its
// shortest decimal, so that a reader can redo the product.
func (a Amount) Times(q float64) Amount {
	c := context(exact)
	f := FromFloat(q, a.currency)
	out := Amount{currency: a.currency}
	mustNot(c.Mul(&out.value, &a.value, &f.value))
	return out
}

// TimesInt returns the amount n times.
func (a Amount) TimesInt(n int64) Amount { return a.Times(float64(n)) }

// Over returns the amount divided by q, to 34 digits. Dividing by zero or by
// what is not finite gives zero: callers check what they divide by.
func (a Amount) Over(q float64) Amount {
	f := FromFloat(q, a.currency)
	out := Amount{currency: a.currency}
	if f.value.IsZero() {
		return out
	}
	c := context(decimal128)
	mustNot(c.Quo(&out.value, &a.value, &f.value))
	return out
}

// Convert returns the amount in another currency, at rate units of it for one
// unit of the amount's own.
func (a Amount) Convert(rate Amount) Amount {
	c := context(exact)
	out := Amount{currency: rate.currency}
	mustNot(c.Mul(&out.value, &a.value, &rate.value))
	return out
}

// Line returns the amount as a line of a bill: rounded half even to four digits
// after the point.
func (a Amount) Line() Amount {
	if a.value.Exponent >= -lineDigits {
		return a
	}
	return Amount{value: quantize(&a.value, lineDigits), currency: a.currency}
}

// Decimal returns the number in plain digits without trailing zeros, as in
// "105234.5": the form for machines.
func (a Amount) Decimal() string {
	var v apd.Decimal
	v.Reduce(&a.value)
	if v.IsZero() {
		return "0"
	}
	return v.Text('f')
}

// String returns the number and the currency, as in "105234.5 JPY".
func (a Amount) String() string {
	if a.currency == "" {
		return a.Decimal()
	}
	return a.Decimal() + " " + a.currency
}

// Rounded returns the number with a fixed count of digits after the point and
// thousands separated by commas: the form for people.
func (a Amount) Rounded(digits int) string {
	v := quantize(&a.value, digits)
	text := v.Text('f')
	sign := ""
	if strings.HasPrefix(text, "-") {
		sign, text = "-", text[1:]
	}
	whole, fraction, _ := strings.Cut(text, ".")
	if strings.Trim(text, "0.") == "" {
		sign = ""
	}
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + "," + whole[i:]
	}
	if fraction != "" {
		whole += "." + fraction
	}
	return sign + whole
}

// join returns the currency of a sum.
func join(a, b Amount) string {
	switch {
	case a.currency == b.currency || b.currency == "":
		return a.currency
	case a.currency == "":
		return b.currency
	}
	// The engine converts all money to the workspace's currency when it reads
	// it; two currencies in one sum are our bug.
	panic(fmt.Errorf("money: %w: %s and %s", ErrCurrency, a.currency, b.currency))
}

// quantize rounds half even to so many digits after the point.
func quantize(v *apd.Decimal, digits int) apd.Decimal {
	return quantizeBy(apd.RoundHalfEven, v, digits)
}

// quantizeBy rounds to so many digits after the point. The precision has room for
// every digit that stays: with a fixed one, a large amount is an error.
func quantizeBy(rounding apd.Rounder, v *apd.Decimal, digits int) (out apd.Decimal) {
	room := v.NumDigits() + max(0, int64(v.Exponent)+int64(digits)) + 1
	c := context(uint32(room))
	c.Rounding = rounding
	mustNot(c.Quantize(&out, v, -int32(digits)))
	return out
}

// clip keeps what an error quotes short: input may be megabytes.
func clip(s string) string {
	const most = 60
	if len(s) > most {
		return strings.ToValidUTF8(s[:most], "") + "…"
	}
	return s
}

// mustNot panics on a condition that cannot come up: amounts are finite, and no
// sum, product or quotient of theirs gets near the exponents where apd ends.
func mustNot(_ apd.Condition, err error) {
	if err != nil {
		panic(fmt.Errorf("money: %w", err))
	}
}
