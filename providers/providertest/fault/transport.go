package fault

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// transport is a plan between a client and the network.
type transport struct {
	plan *Plan
	next http.RoundTripper
}

// Transport puts the plan between a client and the network.
func (p *Plan) Transport(next http.RoundTripper) http.RoundTripper { return transport{p, next} }

// RoundTrip does a request, or fails it as the plan says.
func (t transport) RoundTrip(r *http.Request) (*http.Response, error) {
	kind := t.plan.decide(r)
	switch {
	case kind == "":
		return t.next.RoundTrip(r)
	case !kind.after():
		return before(kind, r)
	}
	response, err := t.next.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	return t.plan.after(kind, r, response)
}

// before fails a request that the server never sees.
func before(kind Kind, r *http.Request) (*http.Response, error) {
	if kind == Unreached {
		closeBody(r)
		return nil, &net.OpError{Op: "dial", Net: "tcp", Err: syscall.ECONNREFUSED}
	}
	// The client must believe that it was sent: a client that asks httptrace whether
	// the request was written gets told so.
	sent(r)
	switch kind {
	case Hang:
		<-r.Context().Done()
		return nil, r.Context().Err()
	case Reset:
		return nil, &net.OpError{Op: "read", Net: "tcp", Err: syscall.ECONNRESET}
	}
	return kind.response(r), nil
}

// after spoils the answer of a server that has done what it was asked.
func (p *Plan) after(kind Kind, r *http.Request, response *http.Response) (*http.Response, error) {
	switch kind {
	case Slow:
		wait(r, p.Pause)
		return response, nil
	case Truncated:
		return truncated(response)
	}
	_, _ = io.Copy(io.Discard, response.Body)
	_ = response.Body.Close()
	switch kind {
	case HangAfter:
		<-r.Context().Done()
		return nil, r.Context().Err()
	case ResetAfter:
		return nil, &net.OpError{Op: "read", Net: "tcp", Err: syscall.ECONNRESET}
	}
	return kind.response(r), nil
}

func wait(r *http.Request, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-r.Context().Done():
	}
}

// cut ends a body before its end.
type cut struct{ io.Reader }

// Close has nothing to close: the body was read.
func (cut) Close() error { return nil }

// Read reads, and ends as a connection does that breaks.
func (c cut) Read(p []byte) (int, error) {
	n, err := c.Reader.Read(p)
	if errors.Is(err, io.EOF) {
		err = io.ErrUnexpectedEOF
	}
	return n, err
}

func truncated(response *http.Response) (*http.Response, error) {
	text, err := io.ReadAll(response.Body)
	_ = response.Body.Close()
	if err != nil {
		return nil, err
	}
	response.Body = cut{bytes.NewReader(text[:len(text)/2])}
	return response, nil
}

// response makes an answer that no server gave.
func (k Kind) response(r *http.Request) *http.Response {
	answer, _ := k.reply()
	header := http.Header{"Content-Type": {"application/json"}}
	if answer.wait != "" {
		header.Set("Retry-After", answer.wait)
	}
	text := answer.body(r)
	return &http.Response{
		StatusCode: answer.code, Status: strconv.Itoa(answer.code) + " " + http.StatusText(answer.code), Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: header, Body: io.NopCloser(strings.NewReader(text)), ContentLength: int64(len(text)), Request: r,
	}
}

// body words an answer as an API server does, about what the request names; of a
// create, that is the namespace. A proxy in front of a server, which answers 502,
// sends text that is no Status.
func (a reply) body(r *http.Request) string {
	if a.reason == "" {
		return "<html>" + a.says + "</html>"
	}
	parts := strings.Split(strings.Trim(r.URL.Path, "/"), "/")
	if r.Method == http.MethodPost {
		parts = parts[:len(parts)-1]
	}
	kind, name := parts[max(0, len(parts)-2)], parts[max(0, len(parts)-1)]
	return fmt.Sprintf(`{"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":%q,"reason":%q,"details":{"name":%q,"kind":%q},"code":%d}`,
		a.says, a.reason, name, kind, a.code)
}

func closeBody(r *http.Request) {
	if r.Body != nil {
		_ = r.Body.Close()
	}
}
