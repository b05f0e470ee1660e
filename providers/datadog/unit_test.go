package datadog

import (
	"math"
	"testing"

	"berth.dev/engine/measure"
)

func TestUnitsAreConvertedToThoseOfTheKind(t *testing.T) {
	of := func(family, name string) *unit { return &unit{family, name} }
	second, minute := of("time", "second"), of("time", "minute")
	hit, byteUnit := of("cache", "hit"), of("bytes", "byte")
	tests := []struct {
		kind      measure.Kind
		unit      [2]*unit
		perSecond bool
		want      float64 // 0 where it is refused
	}{
		{measure.CPU, [2]*unit{of("cpu", "core")}, false, 1},
		{measure.CPU, [2]*unit{of("cpu", "millicore")}, false, 1e-3},
		{measure.CPU, [2]*unit{of("cpu", "nanocore")}, false, 1e-9},
		{measure.CPU, [2]*unit{of("time", "nanosecond"), second}, false, 1e-9},
		{measure.CPU, [2]*unit{of("time", "second"), minute}, false, 1. / 60},
		{measure.CPU, [2]*unit{}, false, 1},
		{measure.CPU, [2]*unit{of("percentage", "percent")}, false, 0},
		{measure.CPU, [2]*unit{of("time", "second")}, false, 0},
		{measure.CPU, [2]*unit{of("cpu", "picocore")}, false, 0},
		{measure.Memory, [2]*unit{byteUnit}, false, 1},
		{measure.Memory, [2]*unit{of("bytes", "mebibyte")}, false, 1 << 20},
		{measure.Memory, [2]*unit{byteUnit, second}, false, 0},
		{measure.Memory, [2]*unit{of("percentage", "fraction")}, false, 0},
		{measure.CallSent, [2]*unit{of("bytes", "kibibyte"), second}, false, 1 << 10},
		{measure.CallSent, [2]*unit{of("bytes", "bit"), second}, false, 1. / 8},
		{measure.CallSent, [2]*unit{byteUnit}, false, 0},
		{measure.CallSent, [2]*unit{byteUnit}, true, 1},
		{measure.Rate, [2]*unit{hit, second}, false, 1},
		{measure.Rate, [2]*unit{of("network", "request"), minute}, false, 1. / 60},
		{measure.Rate, [2]*unit{hit}, true, 1},
		{measure.Rate, [2]*unit{hit}, false, 0},
		{measure.Rate, [2]*unit{byteUnit, second}, true, 0},
		{measure.Rate, [2]*unit{hit, of("cache", "miss")}, false, 0},
	}
	for _, test := range tests {
		got, err := factor(test.kind, test.unit, test.perSecond)
		if (err != nil) != (test.want == 0) || math.Abs(got-test.want) > 1e-15 {
			t.Errorf("%s in %v: factor %v (%v), want %v", test.kind, test.unit, got, err, test.want)
		}
	}
}
