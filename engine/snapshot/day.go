package snapshot

import (
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"
	"sync"
	"time"
	"unicode/utf8"

	"berth.dev/engine/measure"
)

const (
	daySeconds = int64(24 * 60 * 60)
	dateLayout = "2006-01-02"
	// mostValue is the largest value that is kept. No demand comes near it, and package
	// profile refuses what is above 1e18: a power of two is not rounded over that.
	mostValue = 1 << 59
	// longestName is how many bytes a name of a service or of what it calls may have.
	longestName = 512
)

// DayBuilder collects the points of one day and writes them as one file. It may be
// used by several goroutines at once. A point takes eight bytes.
type DayBuilder struct {
	date  string
	start int64 // of the day, in seconds since 1970

	mu     sync.Mutex
	series map[Ref]*dayPoints
}

// dayPoints are points of a series. Those of one batch are in order of time; where
// batches overlap, the later one has the say.
type dayPoints struct {
	times  []int32 // seconds since the day began
	values []float32
	tidy   bool // ascending, each time once
}

// NewDay begins the day of a date such as "2026-10-01".
func NewDay(date string) (*DayBuilder, error) {
	start, err := dayStart(date)
	if err != nil {
		return nil, err
	}
	return &DayBuilder{date: date, start: start, series: map[Ref]*dayPoints{}}, nil
}

// dayStart is the second at which a day begins.
func dayStart(date string) (int64, error) {
	t, err := time.Parse(dateLayout, date)
	if err != nil || t.Year() < 1970 || t.Year() > 2199 || t.Format(dateLayout) != date {
		return 0, fmt.Errorf("%q is no day such as 2026-10-01, from 1970 to 2199", date)
	}
	return t.Unix(), nil
}

// Add adds points, series and points in any order. The slices are free again when it
// returns. A time that was added before for the same series is replaced. Points
// outside the day, negative or not finite are an error, and nothing of the batch is
// added.
func (d *DayBuilder) Add(source, query string, b measure.Batch) error {
	r := Ref{Key: b.Key, Source: source, Query: query}
	if err := r.check(); err != nil {
		return err
	}
	if len(b.Times) != len(b.Values) {
		return fmt.Errorf("%s: %d times but %d values", r.Key, len(b.Times), len(b.Values))
	}
	for i, t := range b.Times {
		if t < d.start || t >= d.start+daySeconds {
			return fmt.Errorf("%s: the time %d is not on %s", r.Key, t, d.date)
		}
		// Not a number is not in the range, either.
		if v := b.Values[i]; !(v >= 0 && v <= mostValue) {
			return fmt.Errorf("%s: the value %g is no demand: that is finite and not below zero", r.Key, v)
		}
	}
	if len(b.Times) == 0 {
		return nil
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	p := d.points(r, len(b.Times))
	for i, t := range b.Times {
		p.add(int32(t-d.start), round(b.Values[i]))
	}
	return nil
}

// check tells what is wrong with a name.
func (r Ref) check() error {
	switch {
	case !slices.Contains(measure.Kinds(), r.Kind):
		return fmt.Errorf("%q is no kind of series", r.Kind)
	case r.Service == "":
		return errors.New("a series has no service")
	case (r.Peer != "") != r.Kind.Pair():
		return fmt.Errorf("%s: calls have another end, and nothing else has", r.Key)
	}
	for _, name := range [...]string{r.Service, r.Peer, r.Source, r.Query} {
		if len(name) > longestName || !utf8.ValidString(name) {
			return fmt.Errorf("the name %.40q is too long or no text", name)
		}
	}
	return nil
}

// points finds a series, or begins it with room for n points.
func (d *DayBuilder) points(r Ref, n int) *dayPoints {
	p := d.series[r]
	if p == nil {
		p = &dayPoints{tidy: true, times: make([]int32, 0, n), values: make([]float32, 0, n)}
		d.series[r] = p
	}
	return p
}

func (p *dayPoints) add(t int32, v float32) {
	if n := len(p.times); n > 0 && t <= p.times[n-1] {
		p.tidy = false
	}
	p.times, p.values = append(p.times, t), append(p.values, v)
}

// sort brings the points into order and leaves the last added one of each time.
func (p *dayPoints) sort() {
	if p.tidy {
		return
	}
	order := make([]int, len(p.times))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return int(p.times[a] - p.times[b]) })
	var times []int32
	var values []float32
	for k, i := range order {
		if k+1 < len(order) && p.times[order[k+1]] == p.times[i] {
			continue
		}
		times, values = append(times, p.times[i]), append(values, p.values[i])
	}
	p.times, p.values, p.tidy = times, values, true
}

// keptBits are the bits of a float32's mantissa that are kept. With 14 of 23 a value is
// at most a 2^-15 of itself off, three units of the fifth significant digit; what is
// left out is what takes room on disk and is noise.
const keptBits = 14

// round is the nearest value with keptBits of mantissa, of two equally near ones the
// even one.
func round(v float64) float32 {
	const cut = 23 - keptBits
	bits := math.Float32bits(float32(v))
	bits += 1<<(cut-1) - 1 + bits>>cut&1
	return math.Float32frombits(bits &^ (1<<cut - 1))
}

// Drop takes away all that was added for a query of a source: what came before an
// error counts as not there.
func (d *DayBuilder) Drop(source, query string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	maps.DeleteFunc(d.series, func(r Ref, _ *dayPoints) bool { return r.Source == source && r.Query == query })
}

// Keep takes over points of the day's old file: of each series those before the time
// (seconds since 1970) that until returns; 0 takes none. What was added stands where
// both have a point.
func (d *DayBuilder) Keep(old *DayFile, until func(Ref) int64) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	for {
		r, times, values, err := old.next()
		if err != nil || len(times) == 0 {
			return err
		}
		end := until(r)
		n := 0
		for n < len(times) && times[n] < end {
			n++
		}
		if n > 0 {
			d.before(r, times[:n], values[:n])
		}
	}
}

// before puts points in front of those that a series has, so that these win.
func (d *DayBuilder) before(r Ref, times []int64, values []float32) {
	p := d.points(r, len(times))
	added := *p
	*p = dayPoints{tidy: true, times: make([]int32, 0, len(times)+len(added.times)), values: make([]float32, 0, len(times)+len(added.times))}
	for i, t := range times {
		p.add(int32(t-d.start), values[i])
	}
	for i, t := range added.times {
		p.add(t, added.values[i])
	}
}
