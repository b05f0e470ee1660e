package prometheus

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"berth.dev/engine/measure"
)

func TestAServerThatHasNoAnswerIsAFailureWithItsCause(t *testing.T) {
	leads := func(to string) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, to, http.StatusFound) }
	}
	page := func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		fmt.Fprint(w, "<html><title>Log in</title></html>")
	}
	reset := func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }
	short := func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Length", "1000")
		fmt.Fprint(w, `{"status":"suc`)
	}
	for name, test := range map[string]struct {
		answer http.HandlerFunc
		cause  measure.Cause
		words  string
		calls  int64
	}{
		"a wrong query":                  {says(400, `{"status":"error","errorType":"bad_data","error":"1:3: parse error: unexpected end of input"}`), measure.Wrong, "parse error", 1},
		"a query that fails":             {says(422, `{"status":"error","errorType":"execution","error":"found duplicate series for the match group"}`), measure.Wrong, "duplicate series", 1},
		"an error with status 200":       {says(200, `{"status":"error","errorType":"execution","error":"many-to-many matching not allowed"}`), measure.Wrong, "many-to-many", 1},
		"no JSON":                        {says(200, `<<`), measure.Nonsense, "not what the API", 1},
		"another JSON":                   {says(200, `{"status":"success","data":{"resultType":"matrix","result":{"a":1}}}`), measure.Nonsense, "not what the API", 1},
		"no data":                        {says(200, `{}`), measure.Nonsense, "", 1},
		"a vector":                       {says(200, `{"status":"success","data":{"resultType":"vector","result":[]}}`), measure.Nonsense, "no matrix", 1},
		"values that are none":           {matrix(`{"metric":{"service":"a"},"values":[["x",{}]]}`), measure.Nonsense, "not what the API", 1},
		"a page":                         {page, measure.Nonsense, "a page for people", 1},
		"no such path":                   {http.NotFound, measure.Nonsense, "Set url", 1},
		"a redirect":                     {leads("https://user:word@login.example/in?state=1"), measure.Nonsense, "leads on to https://login.example/in.", 1},
		"a redirect to itself":           {leads("/api/v1/query_range"), measure.Nonsense, "leads on to", 1},
		"unauthorised":                   {says(401, ``), measure.Refused, "401", 1},
		"forbidden":                      {says(403, `{}`), measure.Refused, "403", 1},
		"no tenant":                      {text(401, "no org id\n"), measure.Refused, "(401 Unauthorized: no org id)", 1},
		"too much, in plain words":       {text(422, "exceeded series limit"), measure.TooLarge, "exceeded series limit", 4},
		"a gateway's plain words":        {text(502, "upstream is gone"), measure.Down, "upstream is gone", 5},
		"too many calls":                 {says(429, ``), measure.Limited, "429", 5},
		"a failing server":               {says(500, `{"status":"error","errorType":"internal","error":"store is gone"}`), measure.Down, "store is gone", 5},
		"an unavailable server":          {says(503, `no`), measure.Down, "503", 5},
		"a reset connection":             {reset, measure.Down, "no answer", 5},
		"an answer cut short":            {short, measure.Down, "no answer", 5},
		"a query too slow at every size": {says(503, `{"status":"error","errorType":"timeout","error":"query timed out"}`), measure.Slow, "timed out", 3},
		"a gateway that does not wait":   {says(504, ``), measure.Slow, "504", 3},
		"too much at every size":         {says(422, `{"status":"error","errorType":"execution","error":"query processing would load too many samples into memory"}`), measure.TooLarge, "a single step is too much", 4},
		"too large a body for a gateway": {says(413, ``), measure.TooLarge, "a single step is too much", 4},
		"too many series":                {constant(300, "service"), measure.TooLarge, "more than 200 series", 1},
		"no series":                      {matrix(), measure.Empty, "no series", 1},
	} {
		t.Run(name, func(t *testing.T) {
			d := newDouble(t, test.answer)
			s := source(t, d.URL, func(o *Options) { o.Limits.Series = 200 })
			f := fails(t, t.Context(), s, hour(measure.Rate, "x"))
			if f.Cause != test.cause || !strings.Contains(f.Words, test.words) || !strings.HasPrefix(f.Words, d.URL+": ") {
				t.Errorf("%s: %s", f.Cause, f.Words)
			}
			if again := f.Cause == measure.Down || f.Cause == measure.Slow || f.Cause == measure.Limited; f.Again != again {
				t.Errorf("%s: may it succeed later? %t", f.Cause, f.Again)
			}
			if n := d.calls.Load(); n != test.calls {
				t.Errorf("asked %d times, and not %d", n, test.calls)
			}
			if strings.Contains(f.Words, "word") || strings.Contains(f.Words, "state") {
				t.Errorf("the words repeat a redirect's secrets: %s", f.Words)
			}
		})
	}
}

func TestWhoeverSentAKeyIsNotToldToSendOne(t *testing.T) {
	d := newDouble(t, says(401, ``))
	for key, want := range map[string]string{"": "Set auth", "hunter2": "see whether the variable has the right secret"} {
		f := fails(t, t.Context(), source(t, d.URL, func(o *Options) { o.Bearer = key }), hour(measure.Rate, "x"))
		if !strings.Contains(f.Words, want) || strings.Contains(f.Words, "hunter2") {
			t.Errorf("%q, want %q", f.Words, want)
		}
	}
}

func TestNobodyAtTheAddressIsAFailure(t *testing.T) {
	d := newDouble(t, matrix())
	d.Close()
	f := fails(t, t.Context(), source(t, d.URL, nil), hour(measure.Rate, "x"))
	if f.Cause != measure.Down || !f.Again || !strings.Contains(f.Words, "refused") {
		t.Errorf("%+v", f)
	}
}

func TestAServerThatDoesNotAnswerEndsWithTheTimeoutOrTheDeadline(t *testing.T) {
	hang := func(_ http.ResponseWriter, r *http.Request) {
		_ = r.ParseForm() // only then does the server see that the client has gone
		<-r.Context().Done()
	}
	drip := func(w http.ResponseWriter, r *http.Request) {
		_ = r.ParseForm()
		fmt.Fprint(w, `{"status":`)
		_ = http.NewResponseController(w).Flush()
		<-r.Context().Done()
	}
	for name, answer := range map[string]http.HandlerFunc{"no answer": hang, "half an answer": drip} {
		t.Run(name, func(t *testing.T) {
			d := newDouble(t, answer)
			s := source(t, d.URL, func(o *Options) { o.Limits.Timeout = 10 * time.Millisecond })
			f := fails(t, t.Context(), s, hour(measure.Rate, "x"))
			if f.Cause != measure.Slow || !strings.Contains(f.Words, "within 10ms") {
				t.Errorf("%+v", f)
			}
			ctx, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
			defer cancel()
			f = fails(t, ctx, source(t, d.URL, nil), hour(measure.Rate, "x"))
			if f.Cause != measure.Slow || !strings.Contains(f.Words, "deadline") {
				t.Errorf("%+v", f)
			}
			ctx, cancel = context.WithCancel(t.Context())
			cancel()
			f = fails(t, ctx, source(t, d.URL, nil), hour(measure.Rate, "x"))
			if f.Cause != measure.Slow || !strings.Contains(f.Words, "interrupted") {
				t.Errorf("%+v", f)
			}
		})
	}
}

func TestAServerThatRecoversIsAskedAgainWhenItSays(t *testing.T) {
	n := 0
	d := newDouble(t, func(w http.ResponseWriter, r *http.Request) {
		switch n++; n {
		case 1:
			w.Header().Set("Retry-After", "7")
			says(429, ``)(w, r)
		case 2:
			w.Header().Set("Retry-After", "Sun, 06 Nov 1994 08:49:37 GMT")
			says(503, ``)(w, r)
		case 3:
			panic(http.ErrAbortHandler)
		default:
			matrix(line(`"service":"a"`, "1"))(w, r)
		}
	})
	var w waits
	s := source(t, d.URL, func(o *Options) { o.Wait = w.wait })
	_, answer := read(t, s, hour(measure.Rate, "x"))
	if diff := cmp.Diff(waits{7 * time.Second, time.Second, 2 * time.Second}, w); diff != "" {
		t.Error(diff)
	}
	if answer.Calls != 4 || answer.Points != 1 {
		t.Errorf("%+v", answer)
	}
}

func TestAWaitBeyondTheDeadlineIsNotBegun(t *testing.T) {
	d := newDouble(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Retry-After", "3600")
		says(429, ``)(w, r)
	})
	var w waits
	s := source(t, d.URL, func(o *Options) { o.Wait = w.wait })
	if f := fails(t, t.Context(), s, hour(measure.Rate, "x")); f.Cause != measure.Limited || !f.Again || len(w) > 0 {
		t.Errorf("%+v, waited %v", f, w)
	}
}

func TestNoSecretIsInWhatAServerSays(t *testing.T) {
	const echo = `{"status":"error","errorType":"bad_data","error":"hush-bearer c2Vlbjo= hush-word dXNlcjpodXNoLXdvcmQ= hush-header","warnings":["hush-header"]}`
	for name, change := range map[string]func(*Options){
		"bearer": func(o *Options) { o.Bearer = "hush-bearer" },
		"basic":  func(o *Options) { o.User, o.Password = "user", "hush-word" },
		"header": func(o *Options) { o.Headers = map[string]string{"X-Key": "hush-header"} },
	} {
		for _, code := range []int{200, 400, 401, 429, 500} {
			d := newDouble(t, says(code, echo))
			f := fails(t, t.Context(), source(t, d.URL, change), hour(measure.Rate, "x"))
			for _, secret := range map[string][]string{"bearer": {"hush-bearer"}, "basic": {"hush-word", "dXNlcjpodXNoLXdvcmQ="}, "header": {"hush-header"}}[name] {
				if strings.Contains(f.Words, secret) {
					t.Errorf("%s %d: %s", name, code, f.Words)
				}
			}
		}
	}
}
