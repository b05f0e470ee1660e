package datadog_test

import (
	"context"
	"net/http"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"berth.dev/engine/measure"
	"berth.dev/providers/datadog"
	double "berth.dev/providers/providertest/datadog"
)

// faults are answers that nobody can use.
func faults() map[string]struct {
	fault http.HandlerFunc
	cause measure.Cause
	words string
} {
	html := map[string]string{"Content-Type": "text/html; charset=utf-8"}
	return map[string]struct {
		fault http.HandlerFunc
		cause measure.Cause
		words string
	}{
		"wrong keys":           {double.Status(403, nil, `{"errors":["Forbidden"]}`), measure.Refused, "Check DD_API_KEY and DD_APP_KEY"},
		"no keys":              {double.Status(401, nil, `{}`), measure.Refused, "Check DD_API_KEY and DD_APP_KEY"},
		"keys that are echoed": {double.Echo(400), measure.Wrong, "the keys (secret) and (secret) are of no use"},
		"keys echoed in a 403": {double.Echo(403), measure.Refused, "Check DD_API_KEY"},
		"keys echoed in a 500": {double.Echo(500), measure.Down, "(secret)"},
		"a portal of a proxy":  {double.Status(200, html, "<html>Log in</html>"), measure.Nonsense, "the answer is no JSON but text/html"},
		"a redirect":           {double.Status(302, map[string]string{"Location": "http://127.0.0.1:1/"}, ""), measure.Nonsense, "keys do not follow"},
		"another API":          {double.Status(404, nil, "{}"), measure.Nonsense, "there is no API of Datadog"},
		"an error with 200":    {double.Status(200, nil, `{"errors":"Query timed out"}`), measure.Wrong, "Query timed out"},
		"logs":                 {double.Status(200, nil, `{"data":[]}`), measure.Nonsense, "no timeseries"},
		"null":                 {double.Status(200, nil, `null`), measure.Nonsense, "no timeseries"},
		"times of text":        {answer(`{"series":[{"group_tags":["service:a"]}],"times":["x"],"values":[[1]]}`), measure.Nonsense, "times"},
		"times backwards":      {answer(`{"series":[{"group_tags":["service:a"]}],"times":[1790812800000,1790812500000],"values":[[1,2]]}`), measure.Nonsense, "not in order"},
		"more values":          {answer(`{"series":[{"group_tags":["service:a"]}],"times":[1790812800000],"values":[[1,2]]}`), measure.Nonsense, "more values than times"},
		"values of nobody":     {answer(`{"series":[],"times":[1790812800000],"values":[[1]]}`), measure.Nonsense, "more values than series"},
		"series of no values":  {answer(`{"series":[{"group_tags":["service:a"]}],"times":[1790812800000],"values":[]}`), measure.Nonsense, "fewer values than series"},
		"NaN as text":          {answer(`{"series":[{"group_tags":["service:a"]}],"times":[1790812800000],"values":[["NaN"]]}`), measure.Nonsense, "1 of 1 values"},
		"beyond all numbers":   {answer(`{"series":[{"group_tags":["service:a"]}],"times":[1790812800000],"values":[[1e999]]}`), measure.Nonsense, "1 of 1 values"},
		"off the grid":         {answer(`{"series":[{"group_tags":["service:a"]}],"times":[1790812801000],"values":[[1]]}`), measure.Nonsense, "on the grid"},
		"a unit of another":    {answer(`{"series":[{"group_tags":["service:a"],"unit":[7,8]}],"times":[],"values":[[]]}`), measure.Nonsense, "in another form"},
		"a gigabyte":           {double.Endless, measure.TooLarge, "more than 8 MiB"},
		"a gigabyte, packed":   {double.Bomb, measure.TooLarge, "more than 8 MiB"},
		"eight MiB of tags":    {answer(`{"series":[{"group_tags":[` + strings.Repeat(`"",`, 2<<20) + `""]}],"times":[],"values":[[]]}`), measure.Nonsense, "tags"},
		"a million series":     {answer(`{"series":[` + strings.Repeat(`{},`, 1<<20) + `{}],"times":[],"values":[]}`), measure.TooLarge, "more than 200000 series"},
		"a million values":     {answer(`{"series":[],"times":[],"values":[` + strings.Repeat(`[],`, 1<<20) + `[]]}`), measure.Nonsense, "more values than series"},
	}
}

func answer(attributes string) http.HandlerFunc {
	return double.Status(200, nil, `{"data":{"attributes":`+attributes+`}}`)
}

func TestAHostileAnswerIsAFailureWithItsCauseWithin64MiB(t *testing.T) {
	for name, test := range faults() {
		t.Run(name, func(t *testing.T) {
			server, s, _ := start(t, double.Options{}, datadog.Options{Limits: measure.Limits{Attempts: 1}})
			for range 8 { // a single step is asked for in the end
				server.Next(test.fault)
			}
			var err error
			used := heap(func() {
				_, _, err = read(t, s, hours(cpu, 1, 5*time.Minute))
			})
			if got := causeOf(t, err); got != test.cause {
				t.Fatalf("the cause is %q, want %q: %v", got, test.cause, err)
			}
			if !strings.Contains(err.Error(), test.words) {
				t.Errorf("%q does not say %q", err, test.words)
			}
			t.Logf("%.1f MiB", float64(used)/(1<<20))
			if used > 64<<20 {
				t.Errorf("it took %d MiB", used>>20)
			}
		})
	}
}

// heap is the most that a function holds beyond what was held before, looked at while
// it runs. What is garbage and not yet collected counts too.
func heap(f func()) int64 {
	var before, now runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	var most atomic.Int64
	done, stopped := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(stopped)
		for {
			runtime.ReadMemStats(&now)
			most.Store(max(most.Load(), int64(now.HeapAlloc)-int64(before.HeapAlloc)))
			select {
			case <-done:
				return
			case <-time.After(time.Millisecond):
			}
		}
	}()
	f()
	close(done)
	<-stopped
	return most.Load()
}

func TestASourceThatIsDownOrSilentEndsInTime(t *testing.T) {
	t.Run("nobody is there", func(t *testing.T) {
		s := source(t, datadog.Options{URL: "http://127.0.0.1:1"}, newClock())
		_, _, err := read(t, s, hours(cpu, 1, 5*time.Minute))
		if got := causeOf(t, err); got != measure.Down {
			t.Errorf("the cause is %q: %v", got, err)
		}
	})
	t.Run("no answer to a call", func(t *testing.T) {
		server, s, _ := start(t, double.Options{}, datadog.Options{Limits: measure.Limits{Timeout: 50 * time.Millisecond, Attempts: 2}})
		server.Next(double.Hang, double.Hang)
		_, a, err := read(t, s, hours(cpu, 1, 5*time.Minute))
		if got := causeOf(t, err); got != measure.Slow || a.Calls != 2 {
			t.Errorf("the cause is %q after %d calls: %v", got, a.Calls, err)
		}
	})
	t.Run("the deadline is over", func(t *testing.T) {
		server, s, _ := start(t, double.Options{}, datadog.Options{})
		server.Next(double.Hang)
		ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
		defer cancel()
		_, err := s.Read(ctx, hours(cpu, 1, 5*time.Minute), nil)
		if got := causeOf(t, err); got != measure.Slow || !strings.Contains(err.Error(), "deadline") {
			t.Errorf("the cause is %q: %v", got, err)
		}
	})
}

func TestTooManySeriesAreGivenUpAtOnce(t *testing.T) {
	server, s, _ := start(t, double.Options{}, datadog.Options{Limits: measure.Limits{Series: 2}})
	for _, service := range []string{"a", "b", "c"} {
		server.Hold(every(nanocores(service, "x"), 300, 12, flat(1e9)))
	}
	_, a, err := read(t, s, hours(cpu, 1, 5*time.Minute))
	if causeOf(t, err) != measure.TooLarge || a.Calls != 1 {
		t.Errorf("%d calls: %v", a.Calls, err)
	}
}

func TestASourceMayBeUsedBySeveralAtOnce(t *testing.T) {
	server, s, _ := start(t, double.Options{Limit: 3, Period: time.Minute}, datadog.Options{Points: 12})
	server.Hold(every(nanocores("web", "web-1"), 300, 48, flat(1e9)))
	var several sync.WaitGroup
	for range 8 {
		several.Go(func() {
			a, err := s.Read(t.Context(), hours(cpu, 4, 5*time.Minute), func(measure.Batch) error { return nil })
			if err != nil || a.Points != 48 {
				t.Errorf("%d points: %v", a.Points, err)
			}
		})
	}
	several.Wait()
}

func TestAnErrorOfTheReceiverComesBackAsItIs(t *testing.T) {
	server, s, _ := start(t, double.Options{}, datadog.Options{})
	server.Hold(every(nanocores("web", "web-1"), 300, 12, flat(1e9)))
	full := http.ErrBodyNotAllowed // any error of somebody else
	_, err := s.Read(t.Context(), hours(cpu, 1, 5*time.Minute), func(measure.Batch) error { return full })
	if err != full {
		t.Errorf("got %v", err)
	}
}
