package datadog

import (
	"slices"
	"strings"
)

// ladder are the intervals that the double averages over, in seconds.
var ladder = []int64{1, 5, 10, 20, 30, 60, 120, 300, 600, 1200, 1800, 3600, 7200, 14400, 43200, 86400}

// interval is what a query is rolled up over: what was asked for, unless a series would
// have more points than allowed. Nothing in the answer tells.
func interval(asked, window int64, points int) int64 {
	if asked == 0 {
		points, asked = min(points, 300), 1
	}
	if window <= asked*int64(points) {
		return asked
	}
	for _, step := range ladder {
		if step > asked && window <= step*int64(points) {
			return step
		}
	}
	return ladder[len(ladder)-1]
}

// line is a group of series with a value a bucket.
type line struct {
	tags      []string
	unit, per *Unit
	points    map[int64]float64
}

// rolled works a query out: every series over time, then all of a group together.
func rolled(held []Series, a asked, from, to, step int64) []line {
	var out []line
	at := map[string]int{}
	sizes := []map[int64]int{}
	for _, s := range held {
		if s.Metric != a.metric || !s.in(a.scope) {
			continue
		}
		tags := s.group(a.groups)
		name := strings.Join(tags, ",")
		i, known := at[name]
		if !known {
			i = len(out)
			at[name] = i
			per := s.Per
			if a.rate {
				per = &Unit{"time", "second"}
			}
			out = append(out, line{tags, s.Unit, per, map[int64]float64{}})
			sizes = append(sizes, map[int64]int{})
		}
		for t, v := range buckets(s, a, from, to, step) {
			sizes[i][t]++
			out[i].points[t] = space(a.space, out[i].points[t], v, sizes[i][t])
		}
	}
	slices.SortFunc(out, func(x, y line) int { return slices.Compare(x.tags, y.tags) })
	return out
}

// space takes the n-th value of a bucket in.
func space(method string, so, v float64, n int) float64 {
	switch {
	case n == 1:
		return v
	case method == "sum":
		return so + v
	case method == "min":
		return min(so, v)
	case method == "max":
		return max(so, v)
	}
	return so + (v-so)/float64(n)
}

// buckets rolls one series up over time.
func buckets(s Series, a asked, from, to, step int64) map[int64]float64 {
	method := a.method
	switch {
	case method != "":
	case a.count || a.rate:
		method = "sum"
	default:
		method = "avg"
	}
	out, n := map[int64]float64{}, map[int64]int{}
	for i, t := range s.Times {
		if t < from || t >= to {
			continue
		}
		b := t / step * step
		n[b]++
		out[b] = space(method, out[b], s.Values[i], n[b])
	}
	if a.rate && s.Type == Count {
		for b := range out {
			out[b] /= float64(step)
		}
	}
	return out
}
