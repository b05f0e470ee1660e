package prometheus

import (
	"encoding/json"
	"io"
	"mime"
	"net/http"
	"strconv"
	"strings"
	"time"

	"berth.dev/engine/measure"
)

// transport carries calls: it adds headers, bounds the answer, and judges what the API
// has no words for.
type transport struct {
	next    http.RoundTripper
	source  *Source
	headers http.Header
}

// RoundTrip sends a request. An answer that is none of the API's is a *verdict.
func (t *transport) RoundTrip(r *http.Request) (*http.Response, error) {
	c := of(r.Context())
	c.count++
	r = r.Clone(r.Context())
	// With this header net/http repeats a POST by itself, and nobody counts it.
	r.Header.Del("Idempotency-Key")
	for name, values := range t.headers {
		r.Header[name] = values
	}
	answer, err := t.next.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	if v := t.judge(answer); v != nil {
		_ = answer.Body.Close()
		return nil, v
	}
	answer.Body = &body{ReadCloser: answer.Body, call: c, bytes: t.source.limits.Bytes, memory: memoryFactor * t.source.limits.Bytes, source: t.source}
	return answer, nil
}

// key says what to do where a server lets nobody in.
func (t *transport) key() string {
	if t.headers.Get("Authorization") != "" {
		return "It was sent what auth names: see whether the variable has the right secret, and headers the tenant"
	}
	return "Set auth, or headers for the tenant"
}

// judge refuses answers by their status and type. Those of the API itself (200, 400,
// 422) pass, and those for which the client asks again by GET (405, 501).
func (t *transport) judge(a *http.Response) *verdict {
	s := t.source
	switch code := a.StatusCode; {
	case code == http.StatusMethodNotAllowed || code == http.StatusNotImplemented:
		return nil
	case code >= 300 && code < 400:
		return s.fail(measure.Nonsense, "it leads on to %s. Set url to where the API is; a page to log in needs auth", target(a))
	case code == http.StatusUnauthorized, code == http.StatusForbidden, code == http.StatusProxyAuthRequired:
		return s.fail(measure.Refused, "it refuses us (%s). %s", status(a), t.key())
	case code == http.StatusNotFound:
		return s.fail(measure.Nonsense, "it has no /api/v1/query_range (%s). Set url to where the API begins", a.Status)
	case code == http.StatusTooManyRequests:
		return s.fail(measure.Limited, "it takes no more calls now (%s)", status(a)).again(retryAfter(a.Header))
	case code == http.StatusRequestEntityTooLarge:
		return s.fail(measure.TooLarge, "it says that this is too much at once (%s)", a.Status).forLess()
	case code >= 500:
		return t.failed(a)
	case mediaType(a) == "text/html":
		return s.fail(measure.Nonsense, "it answers with a page for people, not with the API. Set url to where the API begins; a page to log in needs auth")
	}
	return nil
}

// failed judges a failure of the server. The API says by 503 that a query took too long.
func (t *transport) failed(a *http.Response) *verdict {
	kind, words := said(a)
	switch {
	case kind == "timeout":
		return t.source.fail(measure.Slow, "the query took too long for it: %s", words).again(0).forLess()
	case asksForLess(words):
		return t.source.fail(measure.TooLarge, "it says: %s", words).forLess()
	case a.StatusCode == http.StatusGatewayTimeout:
		return t.source.fail(measure.Slow, "its gateway did not wait for it (%s)", a.Status).again(0).forLess()
	case words != "":
		return t.source.fail(measure.Down, "it fails (%s: %s)", a.Status, words).again(retryAfter(a.Header))
	}
	return t.source.fail(measure.Down, "it fails (%s)", a.Status).again(retryAfter(a.Header))
}

// said are the words of an answer that is an error: the API's, or those of a text. A
// page's are not for here.
func said(a *http.Response) (kind, words string) {
	const most = 64 << 10
	// What cannot be read is judged by its status alone.
	text, _ := io.ReadAll(io.LimitReader(a.Body, most))
	switch mediaType(a) {
	case "application/json":
		var api struct{ ErrorType, Error string }
		_ = json.Unmarshal(text, &api)
		return api.ErrorType, api.Error
	case "text/plain":
		return "", strings.TrimSpace(string(text))
	}
	return "", ""
}

// status is an answer's status with its words.
func status(a *http.Response) string {
	if _, words := said(a); words != "" {
		return a.Status + ": " + words
	}
	return a.Status
}

// mediaType is the type of an answer's body, without its parameters.
func mediaType(a *http.Response) string {
	name, _, _ := mime.ParseMediaType(a.Header.Get("Content-Type"))
	return name
}

// target is where a redirect leads, without user, query and fragment.
func target(a *http.Response) string {
	u, err := a.Location()
	if err != nil {
		return "nowhere"
	}
	u.User, u.RawQuery, u.Fragment = nil, "", ""
	return u.String()
}

// retryAfter is how long a server asks to be left alone, 0 where it does not say.
func retryAfter(h http.Header) time.Duration {
	text := h.Get("Retry-After")
	if n, err := strconv.ParseUint(text, 10, 31); err == nil {
		return time.Duration(n) * time.Second
	}
	if at, err := http.ParseTime(text); err == nil {
		return max(0, time.Until(at))
	}
	return 0
}
