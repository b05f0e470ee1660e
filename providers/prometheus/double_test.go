package prometheus

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"berth.dev/engine/measure"
)

// noon is where the tests' time begins.
func noon() time.Time { return time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC) }

// hour is a request of twelve steps.
func hour(kind measure.Kind, text string) measure.Request {
	q := measure.Query{Kind: kind, Text: text, Service: "service"}
	if kind.Pair() {
		q.Service, q.Peer = "from", "to"
	}
	return measure.Request{Query: q, From: noon(), To: noon().Add(time.Hour), Step: 5 * time.Minute}
}

// double is a server that answers as it is told, and counts how often it was asked.
type double struct {
	*httptest.Server
	calls atomic.Int64
}

func newDouble(t testing.TB, answer http.HandlerFunc) *double {
	d := &double{}
	d.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		d.calls.Add(1)
		answer(w, r)
	}))
	t.Cleanup(d.Close)
	return d
}

// says answers with a status and JSON.
func says(code int, text string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(code)
		fmt.Fprint(w, text)
	}
}

// text answers with a status and plain words.
func text(code int, words string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { http.Error(w, words, code) }
}

// matrix answers with series, each as JSON.
func matrix(series ...string) http.HandlerFunc {
	return says(http.StatusOK, `{"status":"success","data":{"resultType":"matrix","result":[`+strings.Join(series, ",")+`]}}`)
}

// line is a series with values from the end of the first step on.
func line(labels string, values ...string) string {
	points := make([]string, len(values))
	for i, v := range values {
		points[i] = fmt.Sprintf(`[%d,"%s"]`, noon().Add(time.Duration(i+1)*5*time.Minute).Unix(), v)
	}
	return `{"metric":{` + labels + `},"values":[` + strings.Join(points, ",") + `]}`
}

// constant answers what is asked for with some series of a constant.
func constant(series int, label string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		start, end, step := asked(r)
		w.Header().Set("Content-Type", "application/json")
		fmt.Fprint(w, `{"status":"success","data":{"resultType":"matrix","result":[`)
		for i := range series {
			if i > 0 {
				fmt.Fprint(w, ",")
			}
			fmt.Fprintf(w, `{"metric":{"%s":"s%d"},"values":[`, label, i)
			for t := start; t <= end; t += step {
				if t > start {
					fmt.Fprint(w, ",")
				}
				fmt.Fprintf(w, `[%d,"1.25"]`, t)
			}
			fmt.Fprint(w, `]}`)
		}
		fmt.Fprint(w, `]}}`)
	}
}

// asked are start, end and step of a range query, in seconds.
func asked(r *http.Request) (start, end, step int64) {
	number := func(name string) int64 {
		f, _ := strconv.ParseFloat(r.FormValue(name), 64)
		return int64(f)
	}
	return number("start"), number("end"), max(1, number("step"))
}

// waits is a pause that only notes how long it would have been.
type waits []time.Duration

func (w *waits) wait(_ context.Context, d time.Duration) error {
	*w = append(*w, d)
	return nil
}

// source asks a URL with options that the change sets.
func source(t testing.TB, url string, change func(*Options)) *Source {
	t.Helper()
	o := Options{URL: url, Wait: new(waits).wait}
	if change != nil {
		change(&o)
	}
	s, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// got are the points that were handed out, by key and time.
type got map[string]map[int64]float64

func (g got) put(b measure.Batch) error {
	if g[b.String()] == nil {
		g[b.String()] = map[int64]float64{}
	}
	for i, t := range b.Times {
		g[b.String()][t] = b.Values[i]
	}
	return nil
}

// read reads a request and fails with its error.
func read(t testing.TB, s *Source, r measure.Request) (got, measure.Answer) {
	t.Helper()
	g := got{}
	answer, err := s.Read(t.Context(), r, g.put)
	if err != nil {
		t.Fatal(err)
	}
	return g, answer
}

// fails reads a request that has no answer, and returns why.
func fails(t testing.TB, ctx context.Context, s *Source, r measure.Request) *measure.Failure {
	t.Helper()
	_, err := s.Read(ctx, r, func(measure.Batch) error { return nil })
	f, is := err.(*measure.Failure)
	if !is {
		t.Fatalf("no *Failure: %T %v", err, err)
	}
	return f
}
