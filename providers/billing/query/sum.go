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
// so that adding is adding whole numbers, and only the end is put together.
type total struct {
	scales []int
	values []*big.Int
}

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
	for i, s := range t.scales {
		if s == scale {
			t.values[i].Add(t.values[i], v)
			return
		}
	}
	t.scales = append(t.scales, scale)
	t.values = append(t.values, new(big.Int).Set(v))
}

// join adds another total.
func (t *total) join(o total) {
	for i, s := range o.scales {
		t.put(o.values[i], s)
	}
}

// minus takes another total away.
func (t *total) minus(o total) {
	for i, s := range o.scales {
		t.put(new(big.Int).Neg(o.values[i]), s)
	}
}

// number is the sum and its scale.
func (t *total) number() (*big.Int, int) {
	scale := 0
	for _, s := range t.scales {
		scale = max(scale, s)
	}
	if len(t.scales) == 1 {
		return t.values[0], scale
	}
	sum := new(big.Int)
	for i, s := range t.scales {
		v := t.values[i]
		if s < scale {
			v = new(big.Int).Mul(v, tens(scale-s))
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
