package kube_test

import (
	"context"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"berth.dev/engine/target"
	"berth.dev/providers/kube"
)

// hangUp ends the connection in the middle of an answer.
func hangUp(part string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Length", "1000")
		w.WriteHeader(http.StatusOK)
		_, _ = w.Write([]byte(part))
		panic(http.ErrAbortHandler)
	}
}

func TestAnAnswerThatCannotBeReadIsUnclear(t *testing.T) {
	answers := map[string]http.HandlerFunc{
		"cut short before its first byte": func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) },
		"cut short in its body":           hangUp(`{"kind":"ConfigMap","metadata":{"name":"w`),
		"cut short where JSON would end":  hangUp(`{"kind":"ConfigMap","items":[]`),
		"empty":                           say(200, ""),
		"a page of a proxy":               say(200, "<html>please log in</html>"),
		"no object":                       say(200, "[1]"),
		"not JSON":                        say(200, `{"kind":`),
	}
	for name, answer := range answers {
		for verb, call := range verbs(config(t)) {
			t.Run(name+": "+verb, func(t *testing.T) {
				s := serve(t, answer)
				err := call(context.Background(), open(t, s.URL, nil))
				if got := target.ClassOf(err); got != target.Unclear {
					t.Errorf("%v is %q", err, got)
				}
				if verb == "create" && len(s.requests()) != 1 {
					t.Errorf("%d requests", len(s.requests()))
				}
			})
		}
	}
}

func TestAServerThatCannotBeReachedIsBusy(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	url := "http://" + l.Addr().String()
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	for verb, call := range verbs(config(t)) {
		t.Run(verb, func(t *testing.T) {
			err := call(context.Background(), open(t, url, nil))
			if got := target.ClassOf(err); got != target.Busy {
				t.Errorf("%v is %q", err, got)
			}
			if strings.Contains(err.Error(), "fieldManager") {
				t.Errorf("%v repeats the address", err)
			}
		})
	}
}

func TestAServerThatIsNotTrustedIsBroken(t *testing.T) {
	s := httptest.NewTLSServer(say(200, "{}"))
	s.Config.ErrorLog = log.New(io.Discard, "", 0)
	t.Cleanup(s.Close)
	err := verbs(config(t))["create"](context.Background(), open(t, s.URL, nil))
	if got := target.ClassOf(err); got != target.Broken {
		t.Errorf("%v is %q", err, got)
	}
}

// stuck is a server that never answers, until the test ends.
func stuck(t *testing.T) *server {
	over := make(chan struct{})
	s := serve(t, func(http.ResponseWriter, *http.Request) { <-over })
	t.Cleanup(func() { close(over) })
	return s
}

func TestAWriteWithoutAnAnswerInTimeIsUnclear(t *testing.T) {
	s := stuck(t)
	c := open(t, s.URL, func(o *kube.Options) { o.Limit = time.Millisecond * 50 })
	_, err := c.Create(context.Background(), config(t), target.Write{})
	want := "create ConfigMap shop/web: time was up before the answer came; it may have been done"
	if err == nil || target.ClassOf(err) != target.Unclear || err.Error() != want {
		t.Errorf("%v is %q", err, target.ClassOf(err))
	}
}

func TestTheCallersOwnEndIsTold(t *testing.T) {
	s := stuck(t)
	ctx, cancel := context.WithCancel(context.Background())
	c := open(t, s.URL, func(o *kube.Options) {
		o.Wrap = func(rt http.RoundTripper) http.RoundTripper { return &cancelling{rt, cancel} }
	})
	_, err := c.Create(ctx, config(t), target.Write{})
	if target.ClassOf(err) != target.Unclear || !errors.Is(err, context.Canceled) {
		t.Errorf("under way: %v is %q", err, target.ClassOf(err))
	}
	before := len(s.requests())
	_, err = c.Create(ctx, config(t), target.Write{})
	if target.ClassOf(err) != target.Busy || !errors.Is(err, context.Canceled) {
		t.Errorf("before it began: %v is %q", err, target.ClassOf(err))
	}
	if n := len(s.requests()) - before; n != 0 {
		t.Errorf("%d requests began after the caller's end", n)
	}
}

// cancelling ends the caller's context once a request is with the server.
type cancelling struct {
	http.RoundTripper
	cancel func()
}

func (c *cancelling) RoundTrip(r *http.Request) (*http.Response, error) {
	time.AfterFunc(50*time.Millisecond, c.cancel)
	return c.RoundTripper.RoundTrip(r)
}

func TestWithoutPermissionNoWriteIsSent(t *testing.T) {
	lost := errors.New("the lease is over")
	s := serve(t, say(200, `{"metadata":{"name":"web","uid":"u1"},"items":[]}`))
	c := open(t, s.URL, func(o *kube.Options) {
		o.Permit = func(context.Context) (context.Context, context.CancelFunc, error) { return nil, nil, lost }
	})
	for verb, call := range verbs(config(t)) {
		before := len(s.requests())
		err := call(context.Background(), c)
		sent := s.requests()[before:]
		switch verb {
		case "identity", "get", "list", "denied":
			if err != nil || len(sent) != 1 {
				t.Errorf("%s: %v, %d requests: what does not write needs no permission", verb, err, len(sent))
			}
			continue
		}
		for _, q := range sent {
			if q.Method != http.MethodGet {
				t.Errorf("%s sent %s %s without permission", verb, q.Method, q.Path)
			}
		}
		if !errors.Is(err, lost) || target.ClassOf(err) != target.Broken {
			t.Errorf("%s: %v is %q", verb, err, target.ClassOf(err))
		}
	}
	if _, err := c.Create(context.Background(), config(t), target.Write{Dry: true}); err != nil {
		t.Errorf("a dry run needs no permission: %v", err)
	}
}

func TestPermissionEndsARequestUnderWay(t *testing.T) {
	s := stuck(t)
	c := open(t, s.URL, func(o *kube.Options) {
		o.Permit = func(ctx context.Context) (context.Context, context.CancelFunc, error) {
			inner, cancel := context.WithTimeout(ctx, 50*time.Millisecond)
			return inner, cancel, nil
		}
	})
	_, err := c.Create(context.Background(), config(t), target.Write{})
	if diff := cmp.Diff(target.Unclear, target.ClassOf(err)); diff != "" {
		t.Error(err, diff)
	}
}
