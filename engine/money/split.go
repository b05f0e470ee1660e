package money

import (
	"math"
	"slices"

	"github.com/cockroachdb/apd/v3"
)

// SplitDigits is how many digits after the point the parts of a split amount keep.
const SplitDigits = 6

// Split divides an amount in proportion to weights, so that the parts add up to it
// to the last digit: each is rounded down to [SplitDigits] after the point, and what
// is left goes a unit at a time to the parts that lost most by it, the first of equals
// first. Digits of the amount finer than that go with the part of the largest weight.
//
// Weights that are negative or not finite count as nothing. Where all are nothing
// there is nobody to give it to, and the result is nil.
func (a Amount) Split(weights []float64) []Amount {
	total, most := apd.Decimal{}, -1
	shares := make([]apd.Decimal, len(weights))
	ctx := context(exact)
	for i, w := range weights {
		if !(w > 0) || math.IsInf(w, 1) {
			continue
		}
		_, err := shares[i].SetFloat64(w)
		mustNot(0, err)
		mustNot(ctx.Add(&total, &total, &shares[i]))
		if most < 0 || w > weights[most] {
			most = i
		}
	}
	if most < 0 {
		return nil
	}
	return a.split(shares, total, most)
}

// split divides by shares of a total that is more than nothing.
func (a Amount) split(shares []apd.Decimal, total apd.Decimal, most int) []Amount {
	wide := context(decimal128 * 2)
	type rest struct {
		part int
		lost apd.Decimal
	}
	out, rests := make([]Amount, len(shares)), make([]rest, 0, len(shares))
	left := a.value
	for i := range shares {
		out[i].currency = a.currency
		if shares[i].IsZero() {
			continue
		}
		var whole, part, lost apd.Decimal
		mustNot(wide.Mul(&whole, &a.value, &shares[i]))
		mustNot(wide.Quo(&whole, &whole, &total))
		part = quantizeBy(apd.RoundFloor, &whole, SplitDigits)
		mustNot(wide.Sub(&lost, &whole, &part))
		out[i].value = part
		mustNot(wide.Sub(&left, &left, &part))
		rests = append(rests, rest{i, lost})
	}
	slices.SortStableFunc(rests, func(x, y rest) int { return y.lost.Cmp(&x.lost) })
	exactly, unit := context(exact), *apd.New(1, -SplitDigits)
	for _, r := range rests {
		if left.Cmp(&unit) < 0 {
			break
		}
		v := &out[r.part].value
		mustNot(exactly.Add(v, v, &unit))
		mustNot(exactly.Sub(&left, &left, &unit))
	}
	v := &out[most].value
	mustNot(exactly.Add(v, v, &left))
	return out
}
