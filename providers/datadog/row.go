package datadog

import (
	"cmp"
	"math"
	"slices"
	"strconv"
	"strings"

	"berth.dev/engine/measure"
)

// tooManyCores is more than any service has: what is beyond it is in another unit, most
// often nanocores without a unit.
const tooManyCores = 1e6

// key is whose a series is, by its tags; false where a tag has no name.
func key(q measure.Query, t tags) (measure.Key, bool) {
	k := measure.Key{Service: cmp.Or(q.Only, value(t, q.Service)), Kind: q.Kind}
	if !q.Kind.Pair() {
		return k, k.Service != ""
	}
	k.Peer = value(t, q.Peer)
	return k, k.Service != "" && k.Peer != ""
}

// value is what a tag says. Datadog groups what has no such tag under "N/A".
func value(t tags, name string) string {
	if name == "" {
		return ""
	}
	for _, tag := range t {
		if v, ok := strings.CutPrefix(tag, name+":"); ok && v != "N/A" {
			return v
		}
	}
	return ""
}

// row are the points of one series in an answer. It is used again for the next one.
type row struct {
	times  []int64
	values []float64
	// bad is how many values were no finite number, negative, or off the grid.
	bad int
}

// read takes the values of one series; null is a gap. It is false where there are more
// values than times.
func (r *row) read(list []byte, times []int64, t stretch, factor float64) bool {
	r.times, r.values, r.bad = r.times[:0], r.values[:0], 0
	i := 0
	for cell := range cells(list) {
		if i == len(times) {
			return false
		}
		at, exact := times[i]/1000, times[i]%1000 == 0
		i++
		if string(cell) == "null" || at < t.from || at >= t.to {
			continue // a bucket that begins before, or after the end, was not asked for
		}
		v, err := strconv.ParseFloat(string(cell), 64)
		v *= factor
		if err != nil || !exact || at%t.step != 0 || math.IsNaN(v) || math.IsInf(v, 0) || v < 0 {
			r.bad++
			continue
		}
		r.times, r.values = append(r.times, at), append(r.values, v)
	}
	return true
}

// batch is the row for the receiver to keep.
func (r *row) batch(k measure.Key) measure.Batch {
	return measure.Batch{Key: k, Times: slices.Clone(r.times), Values: slices.Clone(r.values)}
}
