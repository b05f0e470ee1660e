package profile_test

import (
	"math"
	"testing"

	"berth.dev/engine/profile"
)

func TestBurstinessIsThatOfTheTimesBetweenEvents(t *testing.T) {
	// Every fourth sample has an event: all times are equal, σ = 0, B = -1.
	regular := each(120, func(i int) float64 { return float64(b2i(i%4 == 0)) })
	wantValue(t, "regular", -1, profile.Measure(points(t, "jobs/5m", 300, regular...)).Burstiness)

	// Events in pairs: at 0, 1, 10, 11, 20, 21 … with times of 1 and 9 steps
	// in turn. 22 pairs have 22 times of 1 and 21 of 9.
	pairs := each(220, func(i int) float64 { return 3 * float64(b2i(i%10 < 2)) })
	mean := (22*1 + 21*9.0) / 43
	sigma := math.Sqrt((22*(1-mean)*(1-mean) + 21*(9-mean)*(9-mean)) / 43)
	wantValue(t, "pairs", (sigma-mean)/(sigma+mean), profile.Measure(points(t, "jobs/5m", 300, pairs...)).Burstiness)
}

func TestATimeOverAGapIsNotBetweenEvents(t *testing.T) {
	values := each(160, func(i int) float64 {
		if i > 80 && i < 120 {
			return -1
		}
		return float64(b2i(i%4 == 0))
	})
	p := profile.Measure(points(t, "jobs/5m", 300, values...))
	wantValue(t, "burstiness", -1, p.Burstiness)
}

func TestBurstinessIsUnknownWhereThereAreNoEvents(t *testing.T) {
	busy := each(100, func(i int) float64 { return float64(i%3) + 1 })
	few := each(100, func(i int) float64 { return float64(b2i(i%10 == 0)) })
	wantUnknown(t, "a level", "is a level", profile.Measure(points(t, "cores", 300, few...)).Burstiness)
	wantUnknown(t, "busy", "100 % of the samples", profile.Measure(points(t, "jobs/5m", 300, busy...)).Burstiness)
	wantUnknown(t, "few", "only 9 times between events", profile.Measure(points(t, "jobs/5m", 300, few...)).Burstiness)
}

func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}

func TestEventsInHalfOfTheSamplesAreTheMost(t *testing.T) {
	half := each(200, func(i int) float64 { return float64(b2i(i%2 == 0)) })
	wantValue(t, "half", -1, profile.Measure(points(t, "jobs/5m", 300, half...)).Burstiness)
	half[1] = 1
	wantUnknown(t, "more", "events in 50 % of the samples", profile.Measure(points(t, "jobs/5m", 300, half...)).Burstiness)
}
