package spec

import (
	"strconv"
	"strings"

	"berth.dev/engine/diag"
	"berth.dev/engine/unit"
)

// largest is the largest bare number: far above any count of requests or nodes,
// and low enough that products of a few of them stay finite.
const largest = 1e15

func readNumber(l literal) (any, error) {
	switch {
	case l.is != number:
		return nil, wrong(l, "This must be a number without quotes; it is %s.", l.is)
	case l.num < 0:
		return nil, wrong(l, "This must not be negative.")
	case l.num > largest:
		return nil, wrong(l, "This is too large: the largest number is %g.", largest)
	}
	return l.num + 0, nil // -0 is 0
}

// readCount takes 3, and "3" in quotes as Kubernetes does.
func readCount(l literal) (any, error) {
	if l.is == text {
		if len(l.text) > longestQuantity {
			return nil, wrong(l, "This must be a whole number; it is text of %d bytes.", len(l.text))
		}
		n, err := unit.ParseCount(l.text)
		if err != nil {
			return nil, wrong(l, "%s.", err)
		}
		l = literal{is: number, num: n, at: l.at}
	}
	v, err := readNumber(l)
	if err != nil {
		return nil, err
	}
	if n := v.(float64); n != float64(int64(n)) {
		return nil, wrong(l, "This must be a whole number.")
	}
	return v, nil
}

func readShare(l literal) (any, error) {
	v, err := readNumber(l)
	if err == nil && v.(float64) > 1 {
		return nil, wrong(l, "This is a share: write a number from 0 to 1, as in 0.85.")
	}
	return v, err
}

// coresForm takes "500m" and "2", and 2 without quotes, as Kubernetes does.
func coresForm(l literal) (any, error) {
	switch {
	case l.is == number:
		if _, err := readNumber(l); err != nil {
			return nil, err
		}
		l.text = strconv.FormatFloat(l.num, 'f', -1, 64)
	case l.is != text || len(l.text) > longestQuantity:
		return nil, wrong(l, `This must be an amount of CPU as in "2" or "500m"; it is %s.`, l.is)
	}
	v, err := unit.ParseCores(l.text)
	if err != nil {
		return nil, wrong(l, "%s.", err)
	}
	return v, nil
}

func bytesForm(l literal) (any, error) { return scalar(unit.ParseBytes, "4Gi")(l) }

// measureForm reads a quantity that may be a range or "unknown". one is the form
// of a single number.
func measureForm(one form) form {
	_, err := one(literal{is: number, num: 1})
	bare := err == nil
	// end reads one end of a range, where a bare number need not have quotes of its
	// own.
	end := func(s string, l literal) (float64, error) {
		part := literal{is: text, text: s, at: l.at}
		if v, ok := unit.ParseNumber(s); ok && bare {
			part = literal{is: number, num: v, at: l.at}
		}
		v, err := one(part)
		if err != nil {
			return 0, orUnknown(l, err)
		}
		return v.(float64), nil
	}
	return func(l literal) (any, error) {
		low, high, ranged := strings.Cut(l.text, "..")
		switch {
		case l.is == text && l.text == "unknown":
			return Measure{Unknown: true}, nil
		case l.is != text || !ranged:
			v, err := one(l)
			if err != nil {
				return nil, orUnknown(l, err)
			}
			return Measure{Lo: v.(float64), Hi: v.(float64)}, nil
		}
		lo, err := end(low, l)
		if err != nil {
			return nil, err
		}
		hi, err := end(high, l)
		if err != nil {
			return nil, err
		}
		if lo > hi {
			return nil, wrong(l, "The range %q begins above its end.", shorten(l.text))
		}
		return Measure{Lo: lo, Hi: hi}, nil
	}
}

// orUnknown adds to a mistake what a measure may also say, where the text looks
// as if it meant that.
func orUnknown(l literal, err error) error {
	switch {
	case l.is != text:
	case diag.Nearest(l.text, []string{"unknown"}) != "":
		return wrong(l, `%s Did you mean "unknown"?`, err)
	case !strings.ContainsAny(l.text, "0123456789"):
		return wrong(l, `%s Where nobody has measured it, write "unknown".`, err)
	}
	return err
}
