package forecast_test

import (
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"berth.dev/engine/forecast"
)

var nan = math.NaN()

func near() cmp.Option {
	return cmp.Options{cmpopts.EquateApprox(1e-9, 1e-12), cmpopts.EquateNaNs()}
}

func TestSMAPEIsThatOfTheM4Competition(t *testing.T) {
	for _, c := range []struct {
		name             string
		actual, forecast []float64
		want             float64
	}{
		// 2/3 × (10/210 + 20/180 + 0/60) × 100 = 200/3 × (0.047619 + 0.111111).
		{"by hand", []float64{100, 100, 30}, []float64{110, 80, 30}, 200.0 / 3 * (10.0/210 + 20.0/180)},
		{"all wrong is 200", []float64{5, 0}, []float64{0, 5}, 200},
		{"too high and too low are not alike", []float64{100}, []float64{150}, 40},
		{"too low", []float64{100}, []float64{50}, 200.0 / 3},
		{"two zeros are no error", []float64{0, 10}, []float64{0, 30}, 50},
		{"what was not measured is left out", []float64{nan, 10}, []float64{7, 30}, 100},
		{"nothing measured", []float64{nan}, []float64{7}, nan},
	} {
		if d := cmp.Diff(c.want, forecast.SMAPE(c.actual, c.forecast), near()); d != "" {
			t.Errorf("%s: %s", c.name, d)
		}
	}
}

func TestMASEIsThatOfTheM4Competition(t *testing.T) {
	training := []float64{1, 2, 3, 5, 4, 9}
	for _, c := range []struct {
		name             string
		actual, forecast []float64
		training         []float64
		m                int
		want             float64
	}{
		// m = 2: |3-1| + |5-2| + |4-3| + |9-5| = 10 over 4 = 2.5; errors 1 and 4, mean 2.5.
		{"by hand", []float64{7, 8}, []float64{6, 12}, training, 2, 1},
		// m = 1: 1 + 1 + 2 + 1 + 5 = 10 over 5 = 2.
		{"by hand, one step", []float64{7, 8}, []float64{6, 12}, training, 1, 1.25},
		// Pairs with a gap: |3-1| and |9-5| are left, 3 on average.
		{"gaps on both sides", []float64{nan, 8}, []float64{6, 14}, []float64{1, nan, 3, 5, nan, 9}, 2, 2},
		{"a training part that repeats itself", []float64{1}, []float64{2}, []float64{1, 2, 1, 2}, 2, nan},
		{"a training part of one season", []float64{1}, []float64{2}, []float64{1, 2}, 2, nan},
	} {
		if d := cmp.Diff(c.want, forecast.MASE(c.actual, c.forecast, c.training, c.m), near()); d != "" {
			t.Errorf("%s: %s", c.name, d)
		}
	}
}

func TestErrorsDoNotDependOnTheUnit(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		n := rapid.IntRange(3, 30).Draw(rt, "hours")
		values := func(name string) []float64 {
			return rapid.SliceOfN(rapid.Float64Range(0, 1e3), n, n).Draw(rt, name)
		}
		y, f, past := values("actual"), values("forecast"), values("training")
		k := rapid.Float64Range(1e-3, 1e3).Draw(rt, "factor")
		times := func(v []float64) (out []float64) {
			for _, x := range v {
				out = append(out, x*k)
			}
			return out
		}
		want := []float64{forecast.SMAPE(y, f), forecast.MASE(y, f, past, 2)}
		got := []float64{forecast.SMAPE(times(y), times(f)), forecast.MASE(times(y), times(f), times(past), 2)}
		if d := cmp.Diff(want, got, near()); d != "" {
			rt.Error(d)
		}
		if s := want[0]; s < 0 || s > 200+1e-9 {
			rt.Errorf("sMAPE is %g", s)
		}
	})
}
