package shop_test

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strconv"
	"sync"
	"testing"
	"time"
)

// front passes on what a Prometheus is asked, and remembers it.
type front struct {
	url   string
	close func()
	mu    sync.Mutex
	// asked are the queries since the last look, in the order of their arrival.
	asked []asked
}

// asked is one query with the times it was asked for.
type asked struct {
	query      string
	start, end time.Time
}

// open puts a front before a server.
func open(t testing.TB, server string) *front {
	t.Helper()
	target, err := url.Parse(server)
	if err != nil {
		t.Fatal(err)
	}
	f := &front{}
	proxy := httputil.NewSingleHostReverseProxy(target)
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		f.note(r)
		proxy.ServeHTTP(w, r)
	}))
	t.Cleanup(s.Close)
	f.url, f.close = s.URL, s.Close
	return f
}

// note remembers a request.
func (f *front) note(r *http.Request) {
	var body bytes.Buffer
	_, _ = body.ReadFrom(r.Body) // what is missing shows as a query without times
	r.Body = io.NopCloser(bytes.NewReader(body.Bytes()))
	form, _ := url.ParseQuery(body.String())
	f.mu.Lock()
	defer f.mu.Unlock()
	f.asked = append(f.asked, asked{form.Get("query"), moment(form.Get("start")), moment(form.Get("end"))})
}

// moment reads a time as the API writes it, in seconds since 1970.
func moment(text string) time.Time {
	seconds, _ := strconv.ParseFloat(text, 64)
	return time.Unix(int64(seconds), 0).UTC()
}

// take returns what was asked since the last time.
func (f *front) take() []asked {
	f.mu.Lock()
	defer f.mu.Unlock()
	out := f.asked
	f.asked = nil
	return out
}
