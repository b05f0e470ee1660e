package profile_test

import (
	"math"
	"testing"
)

// The numbers below were counted in the files by hand: rows sorted and added up as
// whole numbers in a spreadsheet's way, and not by this package.

func TestSpikinessOfTheLoadBalancerIsThatByHand(t *testing.T) {
	// 4032 counts of requests in five minutes add up to 249,327, their squares to
	// 28,360,739. Eight samples are missing, and each is a gap: no count stands for
	// more than its own five minutes, so all weigh the same.
	const n, sum, squares = 4032.0, 249327.0, 28360739.0
	p, _ := measureShared(t, "elb_request_count_8c0756.csv", "requests/5m")
	mean := sum / n // 61.837 in five minutes
	wantValue(t, "mean", mean/300, p.Mean)
	// Type 7: 0.99 × 4031 = 3990.69, so between the 3991st and the 3992nd count in
	// ascending order, which are 250 and 252: 250 + 0.69 × 2 = 251.38.
	wantValue(t, "peak to mean", 251.38/mean, p.PeakToMean)
	wantValue(t, "cv", math.Sqrt(squares/n-mean*mean)/mean, p.CV)
	// From 19:24 until 19:34 on 22 April it rose from 48 to 656, more than ever.
	wantValue(t, "surge", (656-48)/mean, p.Surge10m)
	// 1292 counts are 25 or fewer, below 25.138; with the eight missing ones as zeros
	// there would be 1300 of 4040.
	wantValue(t, "idle share", 1292.0/4032, p.IdleShare)
	wantValue(t, "covered share", 4032.0/4040, p.CoveredShare)
}

func TestSpikinessOfTheProcessorIsThatByHand(t *testing.T) {
	// Percent of a machine, to the third digit: 4032 values add up to 173,821.0183.
	const n, sum = 4032.0, 173821.0183
	p, _ := measureShared(t, "ec2_cpu_utilization_5f5533.csv", "percent")
	mean := sum / n
	wantValue(t, "mean", mean, p.Mean)
	// Between 53.334 and 53.38, 0.69 of the way.
	wantValue(t, "peak to mean", (53.334+0.69*(53.38-53.334))/mean, p.PeakToMean)
	// From 45.892 at 21:52 on 24 February to 68.092 five minutes later.
	wantValue(t, "surge", (68.092-45.892)/mean, p.Surge10m)
	wantValue(t, "idle share", 0, p.IdleShare)
}

func TestSpikinessOfTheTaxisIsThatByHand(t *testing.T) {
	// 10,320 counts of passengers in half an hour: 156,219,716 in all.
	const n, sum = 10320.0, 156219716.0
	p, _ := measureShared(t, "nyc_taxi.csv", "requests/30m")
	mean := sum / n
	wantValue(t, "mean", mean/1800, p.Mean)
	// 0.99 × 10,319 = 10,215.81: between 26,899 and 26,900.
	wantValue(t, "peak to mean", 26899.81/mean, p.PeakToMean)
	wantValue(t, "idle share", 547/n, p.IdleShare)
	wantUnknown(t, "surge", "30m apart", p.Surge10m)
}
