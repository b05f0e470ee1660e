package money

import (
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestWholeUnitsAreRoundedHalfEven(t *testing.T) {
	for _, c := range []struct {
		amount string
		digits int
		want   int64
	}{
		{"12.345 JPY", 2, 1234}, // 1234.5 lies between two; 1234 is even
		{"12.355 JPY", 2, 1236},
		{"-12.345 JPY", 2, -1234},
		{"12.345 JPY", 9, 12345000000},
		{"12345 JPY", -2, 123},
		{"0 JPY", 9, 0},
	} {
		a, err := Parse(c.amount)
		if err != nil {
			t.Fatal(err)
		}
		got, ok := a.Whole(c.digits)
		if diff := cmp.Diff(c.want, got); diff != "" || !ok {
			t.Errorf("%s with %d digits: ok %v\n%s", c.amount, c.digits, ok, diff)
		}
	}
}

func TestAnAmountTooLargeForWholeUnitsIsRefused(t *testing.T) {
	for _, c := range []struct {
		units  int64
		digits int
		want   bool
	}{{9_223_372_036, 9, true}, {9_223_372_037, 9, false}, {math.MaxInt64, 0, true}, {math.MaxInt64, 1, false}} {
		if _, ok := New(c.units, "JPY").Whole(c.digits); ok != c.want {
			t.Errorf("%d with %d digits: %v", c.units, c.digits, ok)
		}
	}
}

func TestWholeUnitsComeBackAsTheSameAmount(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n, digits := rapid.Int64().Draw(t, "n"), rapid.IntRange(-6, 12).Draw(t, "digits")
		got, ok := FromWhole(n, digits, "JPY").Whole(digits)
		if !ok || got != n {
			t.Fatalf("%d with %d digits came back as %d, %v", n, digits, got, ok)
		}
	})
}
