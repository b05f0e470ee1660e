package enginetest

import (
	"bytes"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"time"
)

// Shape is a load to make a series of.
type Shape struct {
	// File is the series' name; Seed makes its noise.
	File string
	Seed uint64
	// Mean is the mean of the values, PeakToMean their 99th percentile over it.
	Mean, PeakToMean float64
	// Trend is growth a month, 0.12 for 12 %.
	Trend float64
	// Office is true for a load that rests at night and on weekends, false for
	// one that peaks in the evening.
	Office bool
	// Spikes is true for a load that is even but for an hour or so now and then.
	Spikes bool
	// Digits after the point.
	Digits int
}

// window is what every series of the workspace covers: five weeks, ended on the
// workspace's day, in steps of ten minutes.
const (
	pixivStep   = 10 * time.Minute
	pixivPoints = 35 * 24 * 6
)

func pixivEnd() time.Time { return time.Date(2026, 10, 31, 0, 0, 0, 0, time.UTC) }

// Pixiv lists the series of testdata/pixiv. Values are requests in ten minutes,
// or cores; the means are those the specs state as cores, times the requests a
// second that a core carries, times 600 seconds. A seed is one whose noise leaves
// the trend, as it is measured, near the one that is stated: five weeks with a
// spike a day can show 12 % a month as 3 or as 30.
func Pixiv() []Shape {
	return []Shape{
		{File: "pixiv-ads.csv", Seed: 41, Mean: 15 * 40 * 600, PeakToMean: 6.7, Trend: 0.12, Spikes: true},
		{File: "airflow.csv", Seed: 2, Mean: 24, PeakToMean: 3.3, Digits: 2},
		{File: "rendertron.csv", Seed: 103, Mean: 60 * 2 * 600, PeakToMean: 2.5},
		{File: "vroid-hub.csv", Seed: 84, Mean: 20 * 25 * 600, PeakToMean: 4, Spikes: true},
		{File: "pixiv-sketch.csv", Seed: 5, Mean: 30 * 30 * 600, PeakToMean: 2.5},
		{File: "fanbox-print.csv", Seed: 6, Mean: 3 / 0.75 * 10 * 600, PeakToMean: 3, Office: true},
		{File: "sentry.csv", Seed: 7, Mean: 24, PeakToMean: 1.5, Digits: 2},
		{File: "iap.csv", Seed: 8, Mean: 1 / 0.25 * 50 * 600, PeakToMean: 2, Office: true},
	}
}

// CSV returns the series: the same bytes for the same shape, always.
func (s Shape) CSV() []byte {
	values := s.values()
	var b bytes.Buffer
	b.WriteString("time,value\n")
	start := pixivEnd().Add(-pixivPoints * pixivStep)
	for i, v := range values {
		fmt.Fprintf(&b, "%s,%.*f\n", start.Add(time.Duration(i)*pixivStep).Format(time.RFC3339), s.Digits, v)
	}
	return b.Bytes()
}

// values raises a pattern of day, week and noise to the power that gives the
// asked peak over mean, and scales it to the mean.
func (s Shape) values() []float64 {
	r := rand.New(rand.NewPCG(s.Seed, 0))
	pattern := make([]float64, pixivPoints)
	noise := 0.0
	start := pixivEnd().Add(-pixivPoints * pixivStep)
	for i := range pattern {
		at := start.Add(time.Duration(i) * pixivStep).Add(9 * time.Hour) // Tokyo's clocks
		noise = 0.8*noise + 0.03*r.NormFloat64()
		pattern[i] = s.hour(at) + noise
	}
	if s.Spikes {
		pattern = spikes(r, pattern)
	}
	low, high := 0.0, 20.0
	if s.Spikes {
		// Beyond, the mean is made by the highest spikes alone and the ratio falls.
		high = 2
	}
	var out []float64
	for range 60 {
		k := (low + high) / 2
		if out = s.raise(pattern, k); peakToMean(out) < s.PeakToMean {
			low = k
		} else {
			high = k
		}
	}
	return out
}

// spikes flattens a pattern and adds steep rises of about an hour, one a day at
// any time.
func spikes(r *rand.Rand, pattern []float64) []float64 {
	out := make([]float64, len(pattern))
	for i, p := range pattern {
		out[i] = p / 6
	}
	for at := r.IntN(144); at < len(out); at += 72 + r.IntN(144) {
		height, length := 1.5+r.Float64(), 4+r.IntN(5)
		for i := at; i < min(at+length, len(out)); i++ {
			out[i] += height
		}
	}
	return out
}

// hour is the pattern of a day: highest at nine in the evening, or in the
// afternoon of a working day.
func (s Shape) hour(at time.Time) float64 {
	hour := float64(at.Hour()) + float64(at.Minute())/60
	weekend := at.Weekday() == time.Saturday || at.Weekday() == time.Sunday
	if s.Office {
		day := math.Cos((hour - 15) / 24 * 2 * math.Pi)
		if weekend {
			return day/4 - 0.9
		}
		return day
	}
	day := math.Cos((hour - 21) / 24 * 2 * math.Pi)
	if weekend {
		return day + 0.35
	}
	return day
}

func (s Shape) raise(pattern []float64, k float64) []float64 {
	out := make([]float64, len(pattern))
	sum := 0.0
	for i, p := range pattern {
		months := float64(i) * pixivStep.Hours() / 730
		out[i] = math.Exp(k*p) * math.Pow(1+s.Trend, months)
		sum += out[i]
	}
	for i := range out {
		out[i] *= s.Mean * float64(len(out)) / sum
	}
	return out
}

func peakToMean(values []float64) float64 {
	sorted := slices.Sorted(slices.Values(values))
	sum := 0.0
	for _, v := range sorted {
		sum += v
	}
	return sorted[len(sorted)*99/100] / (sum / float64(len(sorted)))
}
