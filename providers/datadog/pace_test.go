package datadog_test

import (
	"context"
	"net/http"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"berth.dev/engine/measure"
	"berth.dev/providers/datadog"
	double "berth.dev/providers/providertest/datadog"
)

func TestA429WaitsForTheNextPeriodAndGoesOn(t *testing.T) {
	server, s, c := start(t, double.Options{Limit: 2, Period: time.Minute}, datadog.Options{Points: 288})
	c.now = c.now.Add(40 * time.Second) // somebody else has taken the whole period
	server.Hold(every(nanocores("web", "web-1"), 300, 7*288, flat(1e9)))
	_, a, err := read(t, s, hours(cpu, 7*24, 5*time.Minute))
	if err != nil {
		t.Fatal(err)
	}
	if a.Calls != 7 || a.Points != 7*288 {
		t.Errorf("%d points in %d calls, want %d in 7", a.Points, a.Calls, 7*288)
	}
	// The header says when none remains, so that no call is wasted on a 429.
	if d := cmp.Diff([]time.Duration{20 * time.Second, time.Minute, time.Minute}, c.waits); d != "" {
		t.Errorf("waits (-want +got)\n%s", d)
	}
	for _, call := range server.Calls() {
		if call.Status != http.StatusOK {
			t.Errorf("a call was answered with %d", call.Status)
		}
	}
}

func TestWhatMaySucceedIsRepeated(t *testing.T) {
	limited := func(header ...string) http.HandlerFunc {
		h := map[string]string{}
		for i := 0; i < len(header); i += 2 {
			h[header[i]] = header[i+1]
		}
		return double.Status(http.StatusTooManyRequests, h, `{"errors":["Too many requests"]}`)
	}
	broken := double.Status(http.StatusBadGateway, map[string]string{"Content-Type": "text/html"}, "<html>")
	tests := map[string]struct {
		faults []http.HandlerFunc
		waits  []time.Duration
		cause  measure.Cause
	}{
		"429 with a reset":             {[]http.HandlerFunc{limited("X-RateLimit-Reset", "17")}, []time.Duration{17 * time.Second}, ""},
		"429 with none left":           {[]http.HandlerFunc{limited("X-RateLimit-Reset", "9", "X-RateLimit-Remaining", "0")}, []time.Duration{9 * time.Second}, ""},
		"429 with a reset of now":      {[]http.HandlerFunc{limited("X-RateLimit-Reset", "0")}, []time.Duration{time.Second}, ""},
		"429 of a proxy":               {[]http.HandlerFunc{limited("Retry-After", "30")}, []time.Duration{30 * time.Second}, ""},
		"429 without a word":           {[]http.HandlerFunc{limited(), limited()}, []time.Duration{time.Second, 2 * time.Second}, ""},
		"429 with a reset of nonsense": {[]http.HandlerFunc{limited("X-RateLimit-Reset", "-99999999999999999999")}, []time.Duration{time.Second}, ""},
		"a server that fails":          {[]http.HandlerFunc{broken, broken, broken}, []time.Duration{time.Second, 2 * time.Second, 4 * time.Second}, ""},
		"a connection that breaks":     {[]http.HandlerFunc{double.Reset}, []time.Duration{time.Second}, ""},
		"a body that breaks":           {[]http.HandlerFunc{double.Cut}, []time.Duration{time.Second}, ""},
		"five failures":                {[]http.HandlerFunc{broken, broken, broken, broken, broken}, []time.Duration{time.Second, 2 * time.Second, 4 * time.Second, 8 * time.Second}, measure.Down},
		"five times 429":               {[]http.HandlerFunc{limited(), limited(), limited(), limited(), limited()}, []time.Duration{time.Second, 2 * time.Second, 4 * time.Second, 8 * time.Second}, measure.Limited},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			server, s, c := start(t, double.Options{}, datadog.Options{})
			server.Hold(every(nanocores("web", "web-1"), 300, 12, flat(1e9)))
			server.Next(test.faults...)
			_, a, err := read(t, s, hours(cpu, 1, 5*time.Minute))
			if got := causeOf(t, err); got != test.cause {
				t.Fatalf("the cause is %q, want %q: %v", got, test.cause, err)
			}
			if d := cmp.Diff(test.waits, c.waits); d != "" {
				t.Errorf("waits (-want +got)\n%s", d)
			}
			if a.Calls != len(server.Calls()) {
				t.Errorf("%d calls are told, %d came in", a.Calls, len(server.Calls()))
			}
		})
	}
}

func TestAServerThatAlwaysSaysWaitIsGivenUp(t *testing.T) {
	server, s, c := start(t, double.Options{}, datadog.Options{})
	for range 60 {
		server.Next(double.Status(http.StatusTooManyRequests, map[string]string{"X-RateLimit-Reset": "1"}, "{}"))
	}
	_, a, err := read(t, s, hours(cpu, 1, 5*time.Minute))
	if causeOf(t, err) != measure.Limited || len(c.waits) != 50 || a.Calls != 51 {
		t.Errorf("%d waits, %d calls: %v", len(c.waits), a.Calls, err)
	}
}

func TestAWaitBeyondTheDeadlineIsKnownAtItsBeginning(t *testing.T) {
	server, s, c := start(t, double.Options{}, datadog.Options{})
	server.Next(double.Status(http.StatusTooManyRequests, map[string]string{"X-RateLimit-Reset": "3000"}, "{}"))
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Minute)
	defer cancel()
	_, err := s.Read(ctx, hours(cpu, 1, 5*time.Minute), nil)
	if got := causeOf(t, err); got != measure.Limited {
		t.Errorf("the cause is %q: %v", got, err)
	}
	if len(c.waits) > 0 {
		t.Errorf("it waited for %s, and the deadline is before", c.waits)
	}
}
