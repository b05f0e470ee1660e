package unit

import (
	"math"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestNumbersAreWrittenForAPerson(t *testing.T) {
	for _, c := range []struct {
		in   float64
		want string
	}{
		{0, "0"}, {math.Copysign(0, -1), "0"}, {1, "1"}, {1.5, "1.5"}, {1.234, "1.23"}, {0.012345, "0.0123"},
		{99.94, "99.9"}, {99.96, "100"}, {100.4, "100"}, {999.6, "1,000"}, {1234567, "1,234,567"},
		{-1.5, "-1.5"}, {-1234.4, "-1,234"}, {1e-9, "0.000000001"}, {1e15, "1,000,000,000,000,000"},
	} {
		if diff := cmp.Diff(c.want, Number(c.in)); diff != "" {
			t.Errorf("%v: %s", c.in, diff)
		}
	}
}

func TestBytesAreWrittenInBinaryUnits(t *testing.T) {
	for _, c := range []struct {
		in   float64
		want string
	}{
		{0, "0B"}, {1023, "1,023B"}, {1024, "1Ki"}, {1536, "1.5Ki"}, {512 * 1048576, "512Mi"},
		{4 * GiB, "4Gi"}, {40e12, "36.4Ti"}, // 40e12 / 2^40 = 36.38
		{1 << 50, "1Pi"}, {-2048, "-2Ki"},
	} {
		if diff := cmp.Diff(c.want, FormatBytes(c.in)); diff != "" {
			t.Errorf("%v: %s", c.in, diff)
		}
	}
}

func TestSignificantDigitsAreTheNearestDecimal(t *testing.T) {
	for _, c := range []struct {
		in   float64
		n    int
		want float64
	}{
		{0, 3, 0}, {123456, 3, 123000}, {0.00012345, 3, 0.000123}, {-9.996, 3, -10}, {1.5, 1, 2}, {2.5, 1, 2},
		{math.Inf(1), 3, math.Inf(1)}, {math.MaxFloat64, 1, math.MaxFloat64},
	} {
		if got := Significant(c.in, c.n); got != c.want {
			t.Errorf("%v to %d digits: want %v, got %v", c.in, c.n, c.want, got)
		}
	}
	if !math.IsNaN(Significant(math.NaN(), 3)) {
		t.Error("what is no number stays none")
	}
}

func TestRoundingTwiceIsRoundingOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := rapid.Float64Range(-1e12, 1e12).Draw(t, "f")
		n := rapid.IntRange(1, 12).Draw(t, "n")
		once := Significant(f, n)
		if diff := cmp.Diff(once, Significant(once, n)); diff != "" {
			t.Error(diff)
		}
		// Half of the last digit kept, and one unit for the binary form.
		if math.Abs(once-f) > 0.51*math.Pow(10, math.Floor(math.Log10(math.Abs(f)))+1-float64(n)) && f != 0 {
			t.Errorf("%v became %v", f, once)
		}
	})
}

func TestAWrittenNumberIsNearAndPlain(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := rapid.Float64Range(-1e15, 1e15).Draw(t, "f")
		s := Number(f)
		back, err := strconv.ParseFloat(strings.ReplaceAll(s, ",", ""), 64)
		if err != nil || strings.ContainsAny(s, "eE") {
			t.Fatalf("%q: %v", s, err)
		}
		if math.Abs(back-f) > 0.00501*math.Abs(f) {
			t.Errorf("%v was written %q", f, s)
		}
	})
}
