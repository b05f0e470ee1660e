package datadog_test

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"
	"time"

	"berth.dev/engine/measure"
	"berth.dev/providers/datadog"
	double "berth.dev/providers/providertest/datadog"
)

// The keys of all tests: long enough for a part of one to give it away.
const (
	apiKey = "0123456789abcdef0123456789abcdef"
	appKey = "fedcba98765432100123456789abcdef01234567"
)

// day is the first moment of the series in these tests.
var day = time.Date(2026, 10, 1, 0, 0, 0, 0, time.UTC)

// clock is a time that goes on by waiting alone.
type clock struct {
	mu    sync.Mutex
	now   time.Time
	waits []time.Duration
}

func newClock() *clock { return &clock{now: day.AddDate(0, 1, 0)} }

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) Wait(ctx context.Context, d time.Duration) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
	c.waits = append(c.waits, d)
	return ctx.Err()
}

// start starts a double and a source that asks it.
func start(t testing.TB, of double.Options, o datadog.Options) (*double.Server, *datadog.Source, *clock) {
	t.Helper()
	c := newClock()
	of.APIKey, of.AppKey, of.Now = apiKey, appKey, c.Now
	s := double.Start(t, of)
	o.URL = s.URL
	return s, source(t, o, c), c
}

// source makes a source with the keys of the tests.
func source(t testing.TB, o datadog.Options, c *clock) *datadog.Source {
	t.Helper()
	o.APIKey, o.AppKey, o.Now, o.Wait = apiKey, appKey, c.Now, c.Wait
	s, err := datadog.New(o)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// hours is a request for a query from the first day on.
func hours(q measure.Query, n int, step time.Duration) measure.Request {
	return measure.Request{Query: q, From: day, To: day.Add(time.Duration(n) * time.Hour), Step: step}
}

// line is what was read of one series.
type line struct {
	Times  []int64
	Values []float64
}

// read collects what a source hands out, and holds it to the contract: times on the
// grid, in order, each once.
func read(t testing.TB, s *datadog.Source, r measure.Request) (map[measure.Key]line, measure.Answer, error) {
	t.Helper()
	out := map[measure.Key]line{}
	a, err := s.Read(t.Context(), r, func(b measure.Batch) error {
		l := out[b.Key]
		l.Times, l.Values = append(l.Times, b.Times...), append(l.Values, b.Values...)
		out[b.Key] = l
		return nil
	})
	for k, l := range out {
		for _, at := range l.Times {
			if at%int64(r.Step/time.Second) != 0 || at < r.From.Unix() || at >= r.To.Unix() {
				t.Errorf("%s has a point at %d, which is not on the grid of the request", k, at)
			}
		}
		if !slices.IsSorted(l.Times) || len(slices.Compact(slices.Clone(l.Times))) != len(l.Times) {
			t.Errorf("the times of %s are not in order, each once", k)
		}
	}
	return out, a, err
}

// causeOf is why a source gave no answer, "" where it did.
func causeOf(t testing.TB, err error) measure.Cause {
	t.Helper()
	if err == nil {
		return ""
	}
	var f *measure.Failure
	if !errors.As(err, &f) {
		t.Fatalf("the error is no failure with a cause: %v", err)
	}
	return f.Cause
}

// every gives a series a value each step.
func every(s double.Series, step int64, n int, value func(i int) float64) double.Series {
	for i := range n {
		s.Times = append(s.Times, day.Unix()+int64(i)*step)
		s.Values = append(s.Values, value(i))
	}
	return s
}

func flat(v float64) func(int) float64 { return func(int) float64 { return v } }

// cpu is a query of cores by service.
var cpu = measure.Query{Kind: measure.CPU, Service: "service", Text: "sum:kubernetes.cpu.usage.total{*} by {service}"}

// nanocores is a pod's use of the CPU as the Agent tells it.
func nanocores(service, pod string) double.Series {
	return double.Series{
		Metric: "kubernetes.cpu.usage.total", Unit: &double.Unit{Family: "cpu", Name: "nanocore"},
		Tags: map[string]string{"service": service, "pod_name": pod},
	}
}

// requests is a query of requests by service, whatever the operation.
var requests = measure.Query{Kind: measure.Rate, Service: "service", Text: `{"data_source":"apm_metrics","stat":"hits","span_kind":"server","group_by":["service"]}`}
