package prometheus

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"github.com/prometheus/common/model"

	"berth.dev/engine/measure"
)

// isRemark tells whether a warning is the server's remark on the query.
func isRemark(warning string) bool {
	return strings.HasPrefix(warning, "PromQL warning") || strings.HasPrefix(warning, "PromQL info")
}

// hand gives the series of an answer on, under the names of services.
func (r *reader) hand(matrix model.Matrix, at, n int) error {
	begin := r.request.From.Add(time.Duration(at) * r.request.Step)
	seen := make(map[measure.Key]model.Metric, len(matrix))
	for i, stream := range matrix {
		matrix[i] = nil // what was handed on need not be held
		r.series++
		if len(stream.Values) == 0 && len(stream.Histograms) > 0 {
			r.histograms++
			continue
		}
		key, named := r.key(stream.Metric)
		if !named {
			r.unnamed++
			continue
		}
		if other, twice := seen[key]; twice {
			return r.fail(measure.Wrong, "two series are called %q: %s and %s. Let the query aggregate them, as in %s (…)",
				key, other, stream.Metric, r.sum()).Failure
		}
		seen[key] = stream.Metric
		if err := r.isCounter(stream.Metric); err != nil {
			return err
		}
		b := r.batch(key, stream.Values, begin, n)
		if len(b.Times) == 0 {
			continue
		}
		r.answer.Points += len(b.Times)
		if err := r.put(b); err != nil {
			return err
		}
	}
	return nil
}

// key is the name of a series by the query's labels.
func (r *reader) key(m model.Metric) (measure.Key, bool) {
	q := r.request.Query
	key := measure.Key{Kind: q.Kind, Service: cmp.Or(q.Only, string(m[model.LabelName(q.Service)]))}
	if q.Kind.Pair() {
		key.Peer = string(m[model.LabelName(q.Peer)])
	}
	return key, key.Service != "" && (key.Peer != "" || !q.Kind.Pair())
}

// sum is how the query should add its series up.
func (r *reader) sum() string {
	if r.request.Only != "" {
		return "sum"
	}
	return fmt.Sprintf("sum by (%s)", r.grouping())
}

// grouping are the labels by which the query's answer has names.
func (r *reader) grouping() string {
	if q := r.request.Query; q.Kind.Pair() {
		return q.Service + ", " + q.Peer
	}
	return r.request.Service
}

// isCounter refuses a series that is a counter itself where a rate is meant. Functions
// take the name of a metric away, so that one with a name is as it was scraped.
func (r *reader) isCounter(m model.Metric) error {
	name := string(m[model.MetricNameLabel])
	if r.request.Kind == measure.Memory || !strings.HasSuffix(name, "_total") && !strings.HasSuffix(name, "_sum") && !strings.HasSuffix(name, "_count") {
		return nil
	}
	return r.fail(measure.Wrong, "the query gives the counter %s itself. Ask for rate(%s[$step])", name, name).Failure
}

// batch takes over the values that are on the grid and can be measurements of the kind.
func (r *reader) batch(key measure.Key, values []model.SamplePair, begin time.Time, n int) measure.Batch {
	b := measure.Batch{Key: key, Times: make([]int64, 0, len(values)), Values: make([]float64, 0, len(values))}
	step := r.request.Step.Milliseconds()
	last := int64(-1)
	for _, v := range values {
		offset := int64(v.Timestamp) - begin.UnixMilli() - step
		index := offset / step
		if offset < 0 || offset%step != 0 || index <= last || index >= int64(n) {
			r.dropped.offGrid++
			continue
		}
		if last = index; !r.dropped.takes(key.Kind, float64(v.Value)) {
			continue
		}
		b.Times = append(b.Times, (begin.UnixMilli()+index*step)/1000)
		b.Values = append(b.Values, float64(v.Value))
	}
	return b
}
