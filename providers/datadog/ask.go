package datadog

import (
	"context"
	"encoding/json"
	"net/http"
	"time"

	"berth.dev/engine/measure"
)

// timeseriesPath is where timeseries are asked for
// (docs.datadoghq.com/api/latest/metrics, "Query timeseries data across multiple
// products").
const timeseriesPath = "/api/v2/query/timeseries"

// timeseriesRequest is the body of a question.
type timeseriesRequest struct {
	Data struct {
		Type       string `json:"type"`
		Attributes struct {
			Formulas []formula         `json:"formulas"`
			Queries  []json.RawMessage `json:"queries"`
			From     int64             `json:"from"` // milliseconds, the first one
			To       int64             `json:"to"`   // milliseconds, the first one after
			Interval int64             `json:"interval"`
		} `json:"attributes"`
	} `json:"data"`
}

type formula struct {
	Formula string `json:"formula"`
}

// stretch is a part of a request's time, in seconds.
type stretch struct{ from, to, step int64 }

// points is how many steps it has.
func (t stretch) points() int64 { return (t.to - t.from) / t.step }

// ask puts a question for a stretch of time.
func (s *Source) ask(ctx context.Context, q question, t stretch, calls *int) (timeseries, *measure.Failure) {
	var body timeseriesRequest
	body.Data.Type = "timeseries_request"
	a := &body.Data.Attributes
	a.Formulas, a.Queries = []formula{{q.formula}}, q.queries
	a.From, a.To, a.Interval = t.from*1000, t.to*1000, t.step*1000
	raw, f := s.call(ctx, request{method: http.MethodPost, path: timeseriesPath, body: &body}, calls)
	if f != nil {
		return timeseries{}, f
	}
	return s.decode(raw, t)
}

// stretchOf is a request's time in seconds, or what is wrong with it.
func stretchOf(r measure.Request) (stretch, *measure.Failure) {
	t := stretch{r.From.Unix(), r.To.Unix(), int64(r.Step / time.Second)}
	if r.Step < time.Second || r.Step%time.Second != 0 || t.from%t.step != 0 || t.to <= t.from {
		return t, measure.Fail(measure.Wrong, "Datadog is asked in whole seconds on a grid: not for %s from %s to %s", r.Step, r.From.UTC().Format(time.RFC3339), r.To.UTC().Format(time.RFC3339))
	}
	t.to = t.from + (t.to-t.from+t.step-1)/t.step*t.step
	return t, nil
}
