package datadog

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"io"
	"maps"
	"net/http"
	"net/url"
	"time"

	"github.com/DataDog/datadog-api-client-go/v2/api/datadog"

	"berth.dev/engine/measure"
)

// errTooLarge is that an answer has more bytes than are held.
var errTooLarge = errors.New("the answer is larger than what is held of one")

// newClient makes Datadog's own client: it knows how keys are shown and requests are
// made. Repeating is ours, see [Source.call].
func newClient(o Options) *datadog.APIClient {
	c := datadog.NewConfiguration()
	c.UserAgent = cmp.Or(o.Agent, "berth")
	c.RetryConfiguration = datadog.RetryConfiguration{BackOffBase: 2, BackOffMultiplier: 2}
	maps.Copy(c.DefaultHeader, o.Headers)
	c.HTTPClient = &http.Client{
		Transport: bounded{o.Transport, o.Limits.Bytes},
		// Keys never follow to another place; a redirect is an answer to be reported.
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	return datadog.NewAPIClient(c)
}

// bounded ends the body of an answer at a number of bytes, counted after unpacking.
type bounded struct {
	next http.RoundTripper
	most int64
}

// RoundTrip carries one call.
func (b bounded) RoundTrip(r *http.Request) (*http.Response, error) {
	answer, err := b.next.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	answer.Body = &boundedBody{answer.Body, b.most}
	return answer, nil
}

type boundedBody struct {
	io.ReadCloser
	left int64
}

// Read is an error when the body goes on after its last byte.
func (b *boundedBody) Read(p []byte) (int, error) {
	if int64(len(p)) > b.left+1 {
		p = p[:b.left+1]
	}
	n, err := b.ReadCloser.Read(p)
	b.left -= int64(n)
	if b.left < 0 {
		return 0, errTooLarge
	}
	return n, err
}

// request is one call of the API. Its path has no secret.
type request struct {
	method, path string
	query        url.Values
	body         any // a pointer, or nil
}

// reply is what came back.
type reply struct {
	status int
	header http.Header
	body   []byte
}

// once makes one call within its timeout.
func (s *Source) once(ctx context.Context, r request) (reply, error) {
	ctx, cancel := context.WithTimeout(ctx, s.o.Limits.Timeout)
	defer cancel()
	ctx = context.WithValue(ctx, datadog.ContextAPIKeys, map[string]datadog.APIKey{
		"apiKeyAuth": {Key: s.o.APIKey}, "appKeyAuth": {Key: s.o.AppKey},
	})
	headers := map[string]string{"Accept": "application/json"}
	if r.body != nil {
		headers["Content-Type"] = "application/json"
	}
	datadog.SetAuthKeys(ctx, &headers, [2]string{"apiKeyAuth", "DD-API-KEY"}, [2]string{"appKeyAuth", "DD-APPLICATION-KEY"})
	req, err := s.client.PrepareRequest(ctx, s.address+r.path, r.method, r.body, headers, r.query, nil, nil)
	if err != nil {
		return reply{}, err
	}
	answer, err := s.client.CallAPI(req)
	if err != nil {
		return reply{}, err
	}
	defer answer.Body.Close()
	body, err := readAll(answer.Body)
	return reply{answer.StatusCode, answer.Header, body}, err
}

// readAll reads a body in pieces that are put together at its end. io.ReadAll, which
// Datadog's client uses, leaves five times the body behind as garbage.
func readAll(body io.Reader) ([]byte, error) {
	const piece = 256 << 10
	var pieces [][]byte
	for {
		p := make([]byte, piece)
		n, err := fill(body, p)
		pieces = append(pieces, p[:n])
		switch {
		case err == io.EOF:
			return bytes.Join(pieces, nil), nil
		case err != nil:
			return nil, err
		}
	}
}

// fill reads until p is full. Unlike io.ReadFull it tells an end from one that came too
// early.
func fill(r io.Reader, p []byte) (n int, err error) {
	for n < len(p) && err == nil {
		var more int
		more, err = r.Read(p[n:])
		n += more
	}
	return n, err
}

// call makes a call until it is answered: it waits where Datadog says so, and repeats
// what may succeed. It counts into calls.
func (s *Source) call(ctx context.Context, r request, calls *int) ([]byte, *measure.Failure) {
	for attempt, waits := 1, 0; ; {
		d, until := s.pace.hold(s.o.Now())
		if f := s.pause(ctx, d); f != nil {
			return nil, f
		}
		s.pace.over(until)
		*calls++
		got, err := s.once(ctx, r)
		if err == nil {
			s.pace.note(got.header, s.o.Now())
		}
		f := s.judge(ctx, got, err)
		if f == nil {
			return got.body, nil
		}
		pause, told := backoff(got, attempt)
		if told {
			waits++
		} else {
			attempt++
		}
		if !f.Again || attempt > s.o.Limits.Attempts || waits > mostWaits || ctx.Err() != nil {
			return nil, f
		}
		if f := s.pause(ctx, pause); f != nil {
			return nil, f
		}
	}
}

// pause waits, or says that there is no time to: a deadline before the end of a wait
// is known at its beginning.
func (s *Source) pause(ctx context.Context, d time.Duration) *measure.Failure {
	if d <= 0 {
		return nil
	}
	if end, ok := ctx.Deadline(); ok && time.Until(end) < d {
		f := measure.Fail(measure.Limited, "%s: Datadog asks to wait for %s, and the deadline is before. Measure again later, or raise deadline", s.address, d)
		f.Again = true
		return f
	}
	if s.o.Wait(ctx, d) != nil {
		return s.late()
	}
	return nil
}
