package datadog

import (
	"net/http"
	"strconv"
	"sync"
	"time"
)

// longestWait bounds what a server may ask for. Datadog's periods are an hour at most.
const longestWait = time.Hour

// mostWaits bounds how many periods in a row a call waits for.
const mostWaits = 50

// pace is how fast Datadog lets us go, from the headers of its answers
// (docs.datadoghq.com/api/latest/rate-limits).
type pace struct {
	mu    sync.Mutex
	until time.Time // no call before it
}

// note remembers that a call was the last one of its period.
func (p *pace) note(h http.Header, now time.Time) {
	if h.Get("X-Ratelimit-Remaining") != "0" {
		return
	}
	d, ok := reset(h)
	if !ok {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if until := now.Add(d); until.After(p.until) {
		p.until = until
	}
}

// hold is how long to wait before the next call, and until when.
func (p *pace) hold(now time.Time) (time.Duration, time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.until.Sub(now), p.until
}

// over tells that the wait until then is over, whatever a clock says that stands still.
func (p *pace) over(until time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.until.Equal(until) {
		p.until = time.Time{}
	}
}

// reset is the time until the next period, a second at least: the header is cut to
// whole seconds.
func reset(h http.Header) (time.Duration, bool) {
	for _, name := range []string{"X-Ratelimit-Reset", "Retry-After"} {
		n, err := strconv.ParseInt(h.Get(name), 10, 64)
		if err == nil && n >= 0 && n <= int64(longestWait/time.Second) {
			return max(time.Duration(n), 1) * time.Second, true
		}
	}
	return 0, false
}

// backoff is the pause before a call is repeated, and whether the server told it: then
// others took the period, and it is no failed attempt. Where none remains, the pace keeps
// the pause, and the next call waits for it.
func backoff(got reply, attempt int) (d time.Duration, told bool) {
	if got.status == http.StatusTooManyRequests {
		if d, ok := reset(got.header); ok && got.header.Get("X-Ratelimit-Remaining") == "0" {
			return 0, true
		} else if ok {
			return d, true
		}
	}
	return min(time.Second<<min(attempt-1, 5), 30*time.Second), false
}
