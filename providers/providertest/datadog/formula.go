package datadog

import (
	"fmt"
	"strconv"
	"strings"
)

// formula works out sums, differences, products and quotients of numbers and of the
// values of queries by name; false where one of them has none.
type formula struct {
	rest  string
	value func(name string) (float64, bool)
	gap   bool
	err   error
}

// evaluate is the value of a formula at one time.
func evaluate(text string, value func(name string) (float64, bool)) (v float64, ok bool, err error) {
	f := &formula{rest: strings.ReplaceAll(text, " ", ""), value: value}
	v = f.sum()
	if f.err == nil && f.rest != "" {
		f.err = fmt.Errorf("unexpected %q in the formula", f.rest)
	}
	return v, !f.gap, f.err
}

func (f *formula) next(signs string) byte {
	if f.rest == "" || !strings.ContainsRune(signs, rune(f.rest[0])) {
		return 0
	}
	c := f.rest[0]
	f.rest = f.rest[1:]
	return c
}

func (f *formula) sum() float64 {
	v := f.product()
	for {
		switch f.next("+-") {
		case '+':
			v += f.product()
		case '-':
			v -= f.product()
		default:
			return v
		}
	}
}

func (f *formula) product() float64 {
	v := f.atom()
	for {
		switch f.next("*/") {
		case '*':
			v *= f.atom()
		case '/':
			v /= f.atom()
		default:
			return v
		}
	}
}

func (f *formula) atom() float64 {
	if f.next("(") != 0 {
		v := f.sum()
		if f.next(")") == 0 && f.err == nil {
			f.err = fmt.Errorf("a ) is missing in the formula")
		}
		return v
	}
	n := 0
	for n < len(f.rest) && !strings.ContainsRune("+-*/()", rune(f.rest[n])) {
		n++
	}
	word := f.rest[:n]
	f.rest = f.rest[n:]
	if v, err := strconv.ParseFloat(word, 64); err == nil {
		return v
	}
	v, ok := f.value(word)
	f.gap = f.gap || !ok
	return v
}
