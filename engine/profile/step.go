package profile

import "time"

// commonStep returns the most common step between points, the smaller of
// equals, and the share of the steps that it is.
func commonStep(times []int64) (step int64, share float64) {
	counts := make(map[int64]int, 8)
	// Steps come in long runs, so a run is counted before the map is asked.
	last, run := times[1]-times[0], 0
	for i := 1; i < len(times); i++ {
		if d := times[i] - times[i-1]; d != last {
			counts[last] += run
			last, run = d, 0
		}
		run++
	}
	counts[last] += run
	most := 0
	for d, n := range counts {
		if n > most || n == most && d < step {
			step, most = d, n
		}
	}
	return step, float64(most) / float64(len(times)-1)
}

// isGap says that a step is so long that samples are missing. Up to one and a
// half cadences it is taken as a late sample.
func (s Series) isGap(step int64) bool { return 2*step >= 3*s.cadence }

// covers returns the seconds that point i stands for: until the next point,
// and a cadence before a gap or at the end.
func (s Series) covers(i int) int64 {
	if i+1 == len(s.times) {
		return s.cadence
	}
	step := s.times[i+1] - s.times[i]
	if s.isGap(step) {
		return s.cadence
	}
	return step
}

// countGaps counts the gaps and what they lack.
func countGaps(s Series, r *Report) {
	var uncovered int64
	for i := 1; i < len(s.times); i++ {
		step := s.times[i] - s.times[i-1]
		if !s.isGap(step) {
			continue
		}
		r.Gaps++
		r.Missing += int((step+s.cadence/2)/s.cadence) - 1
		uncovered += step - s.cadence
	}
	r.GapTime = time.Duration(uncovered) * time.Second
}

// longestFlat returns the longest time over which one value other than zero
// was seen again and again. Gaps end it.
func longestFlat(s Series) time.Duration {
	var longest, begin int64
	begin = s.times[0]
	for i := range s.times {
		if i > 0 && (s.values[i] != s.values[i-1] || s.isGap(s.times[i]-s.times[i-1])) {
			begin = s.times[i]
		}
		if s.values[i] != 0 {
			longest = max(longest, s.times[i]-begin)
		}
	}
	return time.Duration(longest) * time.Second
}
