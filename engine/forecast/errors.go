package forecast

import "math"

// Errors are how wrong a forecast was.
type Errors struct {
	// MAE is the mean absolute error in the unit of the series.
	MAE float64
	// SMAPE is the symmetric mean absolute percentage error of the M4 competition, in
	// percent: 0 to 200.
	SMAPE float64
	// MASE is the mean absolute scaled error of the M4 competition: 1 is as wrong as
	// yesterday's same hour was inside the training part. It is -1 where that was
	// never wrong at all, so that there is no scale.
	MASE float64
	// Hours is how many were compared: those that were measured.
	Hours int
}

// SMAPE is the symmetric mean absolute percentage error as the M4 competition defines
// it (S. Makridakis, E. Spiliotis and V. Assimakopoulos, The M4 Competition, 2020):
//
//	2/h · Σ |y - ŷ| / (|y| + |ŷ|) · 100 %
//
// Pairs of which one is NaN are left out, and two zeros are no error. It is NaN where
// nothing is left.
func SMAPE(actual, forecast []float64) float64 {
	sum, n := 0.0, 0
	for i, y := range actual {
		f := forecast[i]
		if math.IsNaN(y) || math.IsNaN(f) {
			continue
		}
		n++
		if both := math.Abs(y) + math.Abs(f); both > 0 {
			sum += math.Abs(y-f) / both
		}
	}
	return 200 * sum / float64(n)
}

// MASE is the mean absolute scaled error as the M4 competition defines it (R. J.
// Hyndman and A. B. Koehler 2006): the mean absolute error, divided by that of the
// seasonal naive forecast inside the training part,
//
//	1/h · Σ |y - ŷ| / ( 1/(n-m) · Σ_{t>m} |y_t - y_{t-m}| )
//
// with m = 24 for hourly series. Pairs of which one is NaN are left out of both means.
// It is NaN where one of them is empty, or the training part repeats itself exactly.
func MASE(actual, forecast, training []float64, m int) float64 {
	scale := naiveError(training, m)
	if !(scale > 0) {
		return math.NaN()
	}
	return meanError(actual, forecast) / scale
}

// meanError is the mean absolute error.
func meanError(actual, forecast []float64) float64 {
	sum, n := 0.0, 0
	for i, y := range actual {
		if d := math.Abs(y - forecast[i]); !math.IsNaN(d) {
			sum += d
			n++
		}
	}
	return sum / float64(n)
}

// naiveError is the mean absolute error of taking the value m steps before.
func naiveError(training []float64, m int) float64 {
	if len(training) <= m {
		return math.NaN()
	}
	return meanError(training[m:], training[:len(training)-m])
}
