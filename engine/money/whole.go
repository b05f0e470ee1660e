package money

import "github.com/cockroachdb/apd/v3"

// Whole returns the amount in units of 10^-digits of its currency, rounded half
// even: 12.345 JPY with 2 digits is 1234. It is false where that does not fit in
// 63 bits. Digits below zero count units of ten, a hundred and so on.
func (a Amount) Whole(digits int) (int64, bool) {
	v := quantize(&a.value, digits)
	v.Exponent += int32(digits)
	n, err := v.Int64()
	return n, err == nil
}

// FromWhole returns n units of 10^-digits of a currency: the way back from
// [Amount.Whole].
func FromWhole(n int64, digits int, currency string) Amount {
	a := Amount{currency: currency}
	a.value = *apd.New(n, -int32(digits))
	return a
}
