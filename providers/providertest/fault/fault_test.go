package fault_test

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"berth.dev/providers/providertest/fault"
)

// outcome is what a client sees of a request, and what the server did.
type outcome struct {
	Code    int
	Wait    string
	Effect  bool
	Cut     bool
	Ended   bool
	Refused bool
}

// seen does one request under a plan.
func seen(t *testing.T, plan *fault.Plan, server bool) outcome {
	t.Helper()
	var effects atomic.Int32
	var handler http.Handler = http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		effects.Add(1)
		_, _ = io.WriteString(w, `{"kind":"ConfigMap"}`)
	})
	client := &http.Client{}
	if server {
		handler = plan.Handler(handler)
	}
	s := httptest.NewServer(handler)
	defer s.Close()
	if !server {
		client.Transport = plan.Transport(http.DefaultTransport)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, s.URL+"/api/v1/namespaces/ads/configmaps", strings.NewReader("{}"))
	if err != nil {
		t.Fatal(err)
	}
	var out outcome
	response, err := client.Do(request)
	if err == nil {
		_, bad := io.ReadAll(response.Body)
		_ = response.Body.Close()
		out = outcome{Code: response.StatusCode, Wait: response.Header.Get("Retry-After"), Cut: bad != nil}
	}
	var refused *net.OpError
	out.Ended = err != nil
	out.Refused = errors.As(err, &refused) && errors.Is(err, syscall.ECONNREFUSED)
	out.Effect = effects.Load() == 1
	return out
}

func TestAFaultIsTheSameBeforeTheClientAndBeforeTheServer(t *testing.T) {
	tests := map[fault.Kind]outcome{
		fault.Throttled:           {Code: 429, Wait: "1"},
		fault.ThrottledPlain:      {Code: 429},
		fault.ThrottledAbsurd:     {Code: 429, Wait: "31536000"},
		fault.BadRequest:          {Code: 400},
		fault.Unauthorized:        {Code: 401},
		fault.Forbidden:           {Code: 403},
		fault.NotFound:            {Code: 404},
		fault.Conflict:            {Code: 409},
		fault.Gone:                {Code: 410},
		fault.Invalid:             {Code: 422},
		fault.Internal:            {Code: 500},
		fault.InternalAfter:       {Code: 500, Effect: true},
		fault.BadGateway:          {Code: 502},
		fault.Unavailable:         {Code: 503},
		fault.GatewayTimeout:      {Code: 504},
		fault.GatewayTimeoutAfter: {Code: 504, Effect: true},
		fault.Hang:                {Ended: true},
		fault.HangAfter:           {Ended: true, Effect: true},
		fault.Reset:               {Ended: true},
		fault.ResetAfter:          {Ended: true, Effect: true},
		fault.Truncated:           {Code: 200, Cut: true, Effect: true},
		fault.Slow:                {Code: 200, Effect: true},
		fault.Unreached:           {Ended: true},
	}
	for _, kind := range fault.Kinds() {
		want, known := tests[kind]
		if !known {
			t.Errorf("%s: no line in this test", kind)
		}
		for _, server := range []bool{false, true} {
			got := seen(t, fault.Once(kind, "create", 1), server)
			if kind == fault.Unreached {
				want.Refused = !server
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%s, on the server's side %t: want -, got +\n%s", kind, server, diff)
			}
		}
	}
}

func TestOnlyTheNthRequestOfAVerbFails(t *testing.T) {
	plan := fault.Once(fault.Internal, "get", 2)
	client := &http.Client{Transport: plan.Transport(answering{})}
	var codes []int
	for _, path := range []string{"/api/v1/namespaces/ads", "/api/v1/namespaces", "/api/v1/namespaces/ads/pods/p", "/apis/apps/v1/namespaces/ads/deployments/d"} {
		response, err := client.Get("http://test" + path)
		if err != nil {
			t.Fatal(err)
		}
		codes = append(codes, response.StatusCode)
	}
	if diff := cmp.Diff([]int{200, 200, 500, 200}, codes); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]fault.Hit{{N: 3, Verb: "get", Path: "/api/v1/namespaces/ads/pods/p", Kind: fault.Internal}}, plan.Hits()); diff != "" {
		t.Error(diff)
	}
}

// answering is a network on which everything goes well.
type answering struct{}

// RoundTrip answers 200.
func (answering) RoundTrip(r *http.Request) (*http.Response, error) {
	return &http.Response{StatusCode: http.StatusOK, Body: http.NoBody, Request: r}, nil
}

// hits are the requests of 1,000 that a plan fails.
func hits(t *testing.T, plan *fault.Plan) []fault.Hit {
	t.Helper()
	client := plan.Transport(answering{})
	for range 1000 {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/api/v1/namespaces/ads", nil)
		if response, err := client.RoundTrip(r); err == nil {
			_ = response.Body.Close()
		}
	}
	return plan.Hits()
}

func TestASeedFailsTheSameRequestsAgain(t *testing.T) {
	first, again, other := hits(t, fault.Level(7, 5)), hits(t, fault.Level(7, 5)), hits(t, fault.Level(8, 5))
	if diff := cmp.Diff(first, again); diff != "" {
		t.Error(diff)
	}
	if cmp.Equal(first, other) {
		t.Error("another seed fails the same requests")
	}
}

func TestALevelIsTheShareOfRequestsThatFail(t *testing.T) {
	for percent, within := range map[int][2]int{0: {0, 0}, 5: {30, 70}, 20: {160, 240}, 100: {1000, 1000}} {
		if n := len(hits(t, fault.Level(1, percent))); n < within[0] || n > within[1] {
			t.Errorf("%d%%: %d of 1000 requests failed", percent, n)
		}
	}
}

func TestAPlanNamesItsSeed(t *testing.T) {
	if got := fault.Level(42, 5).String(); got != "faults with seed 42; 5% of each request" {
		t.Error(got)
	}
	if got := fault.Once(fault.Reset, "delete", 3).String(); got != `faults with seed 0; ["reset"] at delete 3` {
		t.Error(got)
	}
}

func TestAVerbIsReadFromTheRequest(t *testing.T) {
	tests := []struct{ method, path, content, want string }{
		{"GET", "/api/v1/namespaces", "", "list"},
		{"GET", "/api/v1/namespaces/ads", "", "get"},
		{"GET", "/api/v1/namespaces/ads/configmaps", "", "list"},
		{"GET", "/api/v1/namespaces/ads/configmaps/a", "", "get"},
		{"GET", "/apis/apps/v1/deployments", "", "list"},
		{"GET", "/apis/apps/v1/namespaces/ads/deployments/d", "", "get"},
		{"POST", "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews", "", "review"},
		{"POST", "/api/v1/namespaces", "", "create"},
		{"PUT", "/api/v1/namespaces/ads", "", "update"},
		{"PATCH", "/api/v1/namespaces/ads", "application/apply-patch+yaml", "apply"},
		{"PATCH", "/api/v1/namespaces/ads", "application/json-patch+json", "patch"},
		{"DELETE", "/api/v1/namespaces/ads", "", "delete"},
	}
	for _, test := range tests {
		r := httptest.NewRequestWithContext(t.Context(), test.method, test.path, nil)
		r.Header.Set("Content-Type", test.content)
		if got := fault.Verb(r); got != test.want {
			t.Errorf("%s %s %s: %s, want %s", test.method, test.path, test.content, got, test.want)
		}
	}
}
