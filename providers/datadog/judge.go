package datadog

import (
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"strings"

	"berth.dev/engine/measure"
)

// judge says why a call has no answer; nil where it has one.
func (s *Source) judge(ctx context.Context, got reply, err error) *measure.Failure {
	switch {
	case err != nil:
		return s.broken(ctx, err)
	case got.status == http.StatusUnauthorized || got.status == http.StatusForbidden:
		return measure.Fail(measure.Refused, "%s: Datadog does not let us in (%d). Check DD_API_KEY and DD_APP_KEY: both are of this site, and the application key may read timeseries and, for calls, APM", s.address, got.status)
	case got.status == http.StatusTooManyRequests:
		f := measure.Fail(measure.Limited, "%s: too many calls%s. Measure again later, or ask Datadog for more", s.address, s.limitName(got.header))
		f.Again = true
		return f
	case got.status == http.StatusRequestTimeout || got.status >= 500:
		f := measure.Fail(measure.Down, "%s: the server fails (%d)%s. Measure again later", s.address, got.status, s.words(got.body))
		f.Again = true
		return f
	case got.status == http.StatusRequestEntityTooLarge:
		return s.tooLarge()
	case got.status == http.StatusNotFound:
		return measure.Fail(measure.Nonsense, "%s: there is no API of Datadog (404). Check url, or DD_SITE", s.address)
	case got.status >= 400:
		return measure.Fail(measure.Wrong, "%s: Datadog does not take the query (%d)%s", s.address, got.status, s.words(got.body))
	case got.status >= 300:
		return measure.Fail(measure.Nonsense, "%s: it sends us elsewhere (%d), and keys do not follow. Set url or DD_SITE to where your Datadog is", s.address, got.status)
	case !json.Valid(got.body):
		return measure.Fail(measure.Nonsense, "%s: the answer is no JSON%s. Check url: is something between us and Datadog?", s.address, kindOf(got.header))
	}
	return nil
}

// broken says why a call did not come back.
func (s *Source) broken(ctx context.Context, err error) *measure.Failure {
	var certificate *tls.CertificateVerificationError
	switch {
	case errors.Is(err, errTooLarge):
		return s.tooLarge()
	case ctx.Err() != nil:
		return s.late()
	case errors.Is(err, context.DeadlineExceeded):
		f := measure.Fail(measure.Slow, "%s: no answer within %s. Raise timeout, or ask for less", s.address, s.o.Limits.Timeout)
		f.Again = true
		return f
	case errors.As(err, &certificate):
		return measure.Fail(measure.Refused, "%s: its certificate is not trusted: %s. Check url, or set auth.ca", s.address, s.shown(certificate.Err.Error()))
	}
	var outer *url.Error
	if errors.As(err, &outer) {
		err = outer.Err // the outer one repeats the address
	}
	f := measure.Fail(measure.Down, "%s: no answer: %s. Check url and the network", s.address, s.shown(err.Error()))
	f.Again = true
	return f
}

func (s *Source) late() *measure.Failure {
	f := measure.Fail(measure.Slow, "%s: the deadline of the measurement is over. Raise deadline, or ask for less", s.address)
	f.Again = true
	return f
}

func (s *Source) tooLarge() *measure.Failure {
	return measure.Fail(measure.TooLarge, "%s: the answer has more than %d MiB at a single step. Let the query group by service alone", s.address, s.o.Limits.Bytes>>20)
}

// words are what the server says of an error, cleaned.
func (s *Source) words(body []byte) string {
	var said struct {
		Errors json.RawMessage `json:"errors"`
	}
	var several []string
	var one string
	if len(body) > 64<<10 || json.Unmarshal(body, &said) != nil {
		return ""
	}
	if json.Unmarshal(said.Errors, &several) == nil {
		one = strings.Join(several[:min(len(several), 3)], "; ")
	} else if json.Unmarshal(said.Errors, &one) != nil {
		return ""
	}
	if one = s.shown(one); one == "" {
		return ""
	}
	return ": " + one
}

// shown is a text from outside as it may be shown: without secrets, and short. It is
// cleaned first, because a key that is cut is seen less surely.
func (s *Source) shown(text string) string {
	const most = 2000
	return clip(s.hidden.clean(text[:min(len(text), most)]))
}

// limitName is which limit was reached, as in " (logs_public_search_api, 10 in 10 s)".
func (s *Source) limitName(h http.Header) string {
	name, limit, period := h.Get("X-Ratelimit-Name"), h.Get("X-Ratelimit-Limit"), h.Get("X-Ratelimit-Period")
	if limit == "" || period == "" {
		return ""
	}
	return " (" + s.shown(strings.TrimPrefix(name+", ", ", ")+limit+" in "+period+" s") + ")"
}

// kindOf is what an answer says that it is.
func kindOf(h http.Header) string {
	kind, _, _ := strings.Cut(h.Get("Content-Type"), ";")
	if kind == "" || len(kind) > 40 || strings.ContainsFunc(kind, func(r rune) bool { return r <= ' ' || r > '~' }) {
		return ""
	}
	return " but " + kind
}
