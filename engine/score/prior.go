package score

import "berth.dev/engine/unit"

// Prior is what an input may be when nobody has measured or declared it, in the
// input's unit. Typical is where a decision is shown; Low and High are what it
// must survive to be firm.
type Prior struct {
	Low, Typical, High float64
}

// The priors. They are wide on purpose: a decision that is firm under them
// needs no measurement. A range in the spec narrows them.
var priors = struct {
	CPU, Memory, RPSPerReplica, Requests, Replicas, PeakToMean, Trend Prior
	Call, Unseen, Visitors                                            Prior
	Disk, Parallelism, BusyShare, Hours                               Prior
	Surge, CV, Burstiness, Share                                      Prior
}{
	CPU:           Prior{0.05, 0.25, 4},     // cores a replica
	Memory:        Prior{1. / 16, 0.5, 16},  // GiB a replica
	RPSPerReplica: Prior{5, 50, 500},        // requests a second
	Requests:      Prior{1, 50, 2000},       // requests a second
	Replicas:      Prior{1, 2, 20},          // mean in use
	PeakToMean:    Prior{1, 3, 10},          // 99th percentile over mean
	Trend:         Prior{-0.05, 0.01, 0.20}, // a month
	Call:          Prior{0, 100, 10 * 1024}, // GiB a month, each way
	Unseen:        Prior{0, 0, 10 * 1024},   // GiB a month, to one site
	Visitors:      Prior{0, 500, 50 * 1024}, // GiB a month
	Disk:          Prior{1, 20, 1024},       // GiB
	Parallelism:   Prior{1, 1, 10},          // copies at once
	BusyShare:     Prior{0.01, 0.2, 1},      // of the month
	Hours:         Prior{0, 4, 20},          // hours a month
	Surge:         Prior{0, 0.5, 10},        // of the mean
	CV:            Prior{0, 0.5, 3},         //
	Burstiness:    Prior{-1, 0, 1},          //
	Share:         Prior{0, 0.3, 1},         //
}

// AssumedTrend is the growth a month of a load whose trend nobody knows, as a share.
func AssumedTrend() float64 { return priors.Trend.Typical }

// comfortable is K of a link that does not say, in GiB a month.
const comfortable = 500

// gib turns bytes of the language into GiB.
func gib(bytes float64) float64 { return bytes / unit.GiB }
