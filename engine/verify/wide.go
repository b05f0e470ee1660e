package verify

import (
	"math/big"
	"math/bits"
)

// wide is a whole number of 128 bits with a sign.
type wide struct {
	hi int64
	lo uint64
}

func widen(v int64) wide { return wide{v >> 63, uint64(v)} }

// product is exact for every a and b.
func product(a, b int64) wide {
	hi, lo := bits.Mul64(uint64(a), uint64(b))
	// A negative factor was read as 2^64 more than it is.
	if a < 0 {
		hi -= uint64(b)
	}
	if b < 0 {
		hi -= uint64(a)
	}
	return wide{int64(hi), lo}
}

func (a wide) plus(b wide) wide {
	lo, carry := bits.Add64(a.lo, b.lo, 0)
	hi, _ := bits.Add64(uint64(a.hi), uint64(b.hi), carry)
	return wide{int64(hi), lo}
}

func (a wide) minus(b wide) wide {
	lo, borrow := bits.Sub64(a.lo, b.lo, 0)
	hi, _ := bits.Sub64(uint64(a.hi), uint64(b.hi), borrow)
	return wide{int64(hi), lo}
}

func (a wide) less(b wide) bool { return a.hi < b.hi || a.hi == b.hi && a.lo < b.lo }

// String writes the number with a comma after every third digit.
func (a wide) String() string {
	v := new(big.Int).Lsh(big.NewInt(a.hi), 64)
	digits := v.Add(v, new(big.Int).SetUint64(a.lo)).String()
	sign := ""
	if digits[0] == '-' {
		sign, digits = "-", digits[1:]
	}
	return sign + commas(digits)
}

// commas puts a comma after every third digit from the right.
func commas(digits string) string {
	for at := len(digits) - 3; at > 0; at -= 3 {
		digits = digits[:at] + "," + digits[at:]
	}
	return digits
}

// size is the absolute value, exact for the lowest number as well.
func size(v int64) wide {
	if v < 0 {
		return wide{}.minus(widen(v))
	}
	return widen(v)
}
