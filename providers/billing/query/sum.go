package query

import (
	"bytes"
	"fmt"
	"math/big"
	"strconv"
	"strings"

	"berth.dev/engine/money"
)

// Unscaled is the number Value × 10^-Scale.
type Unscaled struct {
	Value *big.Int
	Scale int
}

// total is an exact sum: unscaled numbers by their scale. Bills have two or three scales,
// so that adding is adding whole numbers, and only the end is put together. A total is a
// value: adding to a copy leaves the other alone.
type total struct {
	of [mostScales]scaled
	n  int
}

// scaled is value × 10^-scale. Its value is never changed.
type scaled struct {
	value *big.Int
	scale int
}

// mostScales is how many scales a total keeps apart.
const mostScales = 4

// add adds 10^-scale of a value that an engine answered.
func (t *total) add(value any, scale int) error {
	switch v := value.(type) {
	case nil:
	case int64:
		t.put(big.NewInt(v), scale)
	case *big.Int:
		t.put(v, scale)
	case Unscaled:
		t.put(v.Value, v.Scale+scale)
	case *big.Rat:
		return t.text(v.FloatString(ratDigits), scale)
	case string:
		return t.text(v, scale)
	default:
		return fmt.Errorf("a sum came as %T, which is no exact number", value)
	}
	return nil
}

// ratDigits is how many digits after the point an exact decimal of an engine has at
// most: BigQuery's BIGNUMERIC has 38.
const ratDigits = 38

func (t *total) text(s string, scale int) error {
	whole, fraction, _ := strings.Cut(s, ".")
	v, ok := new(big.Int).SetString(whole+fraction, 10)
	if !ok {
		return fmt.Errorf("a sum came as %q, which is no decimal number", clip(s))
	}
	t.put(v, scale+len(fraction))
	return nil
}

func (t *total) put(v *big.Int, scale int) {
	if v.Sign() == 0 {
		return
	}
	for i := range t.of[:t.n] {
		if t.of[i].scale == scale {
			t.of[i].value = new(big.Int).Add(t.of[i].value, v)
			return
		}
	}
	if t.n == mostScales {
		sum, most := t.number()
		*t = total{of: [mostScales]scaled{{sum, most}}, n: 1}
		t.put(v, scale)
		return
	}
	t.of[t.n] = scaled{v, scale}
	t.n++
}

// join adds another total.
func (t *total) join(o total) {
	for _, s := range o.of[:o.n] {
		t.put(s.value, s.scale)
	}
}

// minus takes another total away.
func (t *total) minus(o total) {
	for _, s := range o.of[:o.n] {
		t.put(new(big.Int).Neg(s.value), s.scale)
	}
}

// same tells whether two totals are written in the same way.
func (t *total) same(o *total) bool {
	if t.n != o.n {
		return false
	}
	for i := range t.of[:t.n] {
		if t.of[i].scale != o.of[i].scale || t.of[i].value.Cmp(o.of[i].value) != 0 {
			return false
		}
	}
	return true
}

// number is the sum and its scale.
func (t *total) number() (*big.Int, int) {
	if t.n == 1 {
		return t.of[0].value, t.of[0].scale
	}
	scale := 0
	for _, s := range t.of[:t.n] {
		scale = max(scale, s.scale)
	}
	sum := new(big.Int)
	for _, s := range t.of[:t.n] {
		v := s.value
		if s.scale < scale {
			v = new(big.Int).Mul(v, tens(scale-s.scale))
		}
		sum.Add(sum, v)
	}
	return sum, scale
}

func tens(n int) *big.Int { return new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(n)), nil) }

// String is the sum as a plain decimal, without zeros at its end.
func (t *total) String() string {
	sum, scale := t.number()
	digits := sum.Append(make([]byte, 0, longestShown), 10)
	sign := ""
	if digits[0] == '-' {
		sign, digits = "-", digits[1:]
	}
	if short := scale + 1 - len(digits); short > 0 {
		digits = append(bytes.Repeat([]byte{'0'}, short), digits...)
	}
	whole, fraction := digits[:len(digits)-scale], bytes.TrimRight(digits[len(digits)-scale:], "0")
	if len(fraction) == 0 {
		return sign + string(whole)
	}
	return sign + string(whole) + "." + string(fraction)
}

// amount is the sum in a currency.
func (t *total) amount(currency string) (money.Amount, error) {
	var a money.Amount
	err := a.UnmarshalText([]byte(t.String() + " " + currency))
	return a, err
}

// float is the double nearest to the sum: for quantities.
func (t *total) float() float64 {
	f, err := strconv.ParseFloat(t.String(), 64)
	if err != nil {
		return 0
	}
	return f
}

// sums are the exact numbers of a group by name.
type sums struct {
	names []string
	of    []total
	// said tells which of them any row of the group says.
	said []bool
}

// get is a number by name, nothing where the source or the rows lack it.
func (s *sums) get(name string) total {
	t, _ := s.lookup(name)
	return t
}

func (s *sums) lookup(name string) (total, bool) {
	for i, n := range s.names {
		if n == name {
			return s.of[i], s.said[i]
		}
	}
	return total{}, false
}

// reset makes room for the numbers of another group.
func (s *sums) reset(names []string) {
	s.names = names
	s.of = append(s.of[:0], make([]total, len(names))...)
	s.said = append(s.said[:0], make([]bool, len(names))...)
}
