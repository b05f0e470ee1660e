package prometheus

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	v1 "github.com/prometheus/client_golang/api/prometheus/v1"

	"berth.dev/engine/measure"
)

// verdict is why a call has no answer, and what may help.
type verdict struct {
	*measure.Failure
	// less tells that a shorter stretch of time may have an answer.
	less bool
	// wait is how long the server asks to be left alone, 0 for no word of it.
	wait time.Duration
}

// fail is a verdict about the source's server, in words without secrets.
func (s *Source) fail(cause measure.Cause, format string, args ...any) *verdict {
	f := measure.Fail(cause, format, args...)
	f.Words = s.address + ": " + s.clean(f.Words)
	return &verdict{Failure: f}
}

// again says that the same call may succeed later.
func (v *verdict) again(wait time.Duration) *verdict {
	v.Again, v.wait = true, wait
	return v
}

// forLess says that a shorter stretch may succeed.
func (v *verdict) forLess() *verdict {
	v.less = true
	return v
}

// shorter is how many steps are asked for next, after a verdict on n of them; 0 where
// that would not help. A slow answer has cost a whole timeout: few tries are left.
func (v *verdict) shorter(n int) int {
	switch {
	case !v.less || n == 1:
		return 0
	case v.Cause == measure.Slow:
		return max(1, n/4)
	}
	return n / 2
}

// judge says what an error of the client means. The context is that of the whole
// reading, not of the call.
func (s *Source) judge(ctx context.Context, err error) *verdict {
	var known *verdict
	var said *v1.Error
	var timeout net.Error
	switch {
	case errors.Is(ctx.Err(), context.Canceled):
		return s.fail(measure.Slow, "the reading was interrupted").again(0)
	case ctx.Err() != nil:
		return s.fail(measure.Slow, "no answer before the deadline. Raise deadline, or ask for less").again(0)
	case errors.As(err, &known):
		return known
	case errors.Is(err, context.DeadlineExceeded), errors.As(err, &timeout) && timeout.Timeout():
		return s.fail(measure.Slow, "no answer within %s. Raise timeout, or ask for less", s.limits.Timeout).again(0).forLess()
	case errors.As(err, &said):
		return s.judgeAPI(said)
	}
	return s.judgeNetwork(err)
}

// judgeAPI says what an error of the API means.
func (s *Source) judgeAPI(err *v1.Error) *verdict {
	words := err.Msg
	if err.Detail != "" { // a body that is not the API's
		words += ": " + err.Detail
	}
	switch {
	case err.Type == v1.ErrBadResponse:
		return s.fail(measure.Nonsense, "its answer is not what the API of Prometheus says: %s", words)
	case err.Type == v1.ErrTimeout:
		return s.fail(measure.Slow, "the query took too long for it: %s", words).again(0).forLess()
	case err.Type == v1.ErrCanceled, err.Type == v1.ErrServer, err.Type == "internal", err.Type == "unavailable":
		return s.fail(measure.Down, "it fails: %s", words).again(0)
	case asksForLess(words):
		return s.fail(measure.TooLarge, "it says: %s", words).forLess()
	}
	return s.fail(measure.Wrong, "it does not take the query: %s", words)
}

// judgeNetwork says what an error of the way to the server means.
func (s *Source) judgeNetwork(err error) *verdict {
	// Its words repeat the URL, which a fallback to GET gives the whole query.
	if wrapped := (*url.Error)(nil); errors.As(err, &wrapped) {
		err = wrapped.Err
	}
	var (
		verify  *tls.CertificateVerificationError
		unknown x509.UnknownAuthorityError
		alert   *net.OpError
		name    *net.DNSError
	)
	switch {
	case errors.As(err, &verify), errors.As(err, &unknown):
		return s.fail(measure.Refused, "its certificate is not trusted (%s). Set auth.ca", err)
	case errors.As(err, &alert) && alert.Op == "remote error": // so crypto/tls calls what the other side says
		return s.fail(measure.Refused, "it does not take our certificate (%s). Set auth.cert and auth.key", err)
	case errors.Is(err, http.ErrSchemeMismatch):
		return s.fail(measure.Nonsense, "it does not speak TLS. Set url to http://")
	case errors.As(err, &name) && name.IsNotFound:
		return s.fail(measure.Down, "there is no such host")
	}
	return s.fail(measure.Down, "no answer: %s. See that it runs there, and that url is right", err).again(0)
}

// asksForLess tells whether a server's words mean that a query loads too much: those of
// Prometheus, Thanos, Mimir and VictoriaMetrics have one of these in common. A word too
// many costs some calls more, for it ends at a single step.
func asksForLess(words string) bool {
	words = strings.ToLower(words)
	for _, w := range []string{"exceed", "too many", "too large", "too long", "limit", "not enough memory", "larger than max"} {
		if strings.Contains(words, w) {
			return true
		}
	}
	return false
}
