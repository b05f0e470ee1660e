package datadog_test

import (
	"context"
	"encoding/base64"
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"berth.dev/engine/measure"
	"berth.dev/providers/datadog"
	double "berth.dev/providers/providertest/datadog"
)

// TestNoKeyIsInAnyOutput reads every word that comes back from every fault.
func TestNoKeyIsInAnyOutput(t *testing.T) {
	for name, test := range faults() {
		server, s, _ := start(t, double.Options{}, datadog.Options{Env: "prod", Limits: measure.Limits{Attempts: 1}})
		server.Next(test.fault, test.fault) // one for each question
		_, a, err := read(t, s, hours(cpu, 1, time.Hour))
		_, more, errOfMap := s.Calls(t.Context(), day, day.AddDate(0, 0, 1))
		wantNoKey(t, name, fmt.Sprintf("%v %#v %v %v %#v %v", err, err, a, errOfMap, errOfMap, more))
	}
}

// wantNoKey looks for eight signs in a row of a key, in whichever case.
func wantNoKey(t *testing.T, where, text string) {
	t.Helper()
	text = strings.ToLower(text)
	for _, key := range []string{apiKey, appKey} {
		for at := range len(key) - 7 {
			if strings.Contains(text, key[at:at+8]) {
				t.Errorf("%s: a key is shown: %s", where, text)
				return
			}
		}
	}
}

func TestKeysAreInHeadersAlone(t *testing.T) {
	recorded := double.Interaction{}
	recorded.Response.Code, recorded.Response.Body = 200, `{"data":{"attributes":{"series":[],"times":[],"values":[]}}}`
	server := double.Replay(t, recorded)
	s := source(t, datadog.Options{URL: server.URL}, newClock())
	_, err := s.Read(t.Context(), hours(requests, 1, 5*time.Minute), nil)
	if got := causeOf(t, err); got != measure.Empty {
		t.Fatalf("the cause is %q: %v", got, err)
	}
	wantNoKey(t, "body", server.Bodies()[0])
	wantNoKey(t, "address", s.Address())
}

func TestAWrongKeyIsOneClearErrorAtTheFirstCall(t *testing.T) {
	server := double.Start(t, double.Options{APIKey: apiKey, AppKey: "another"})
	s := source(t, datadog.Options{URL: server.URL}, newClock())
	_, a, err := read(t, s, hours(cpu, 24, 5*time.Minute))
	want := server.URL + ": Datadog does not let us in (403). Check DD_API_KEY and DD_APP_KEY: both are of this site, and the application key may read timeseries and, for calls, APM"
	if causeOf(t, err) != measure.Refused || err.Error() != want {
		t.Errorf("got %v\nwant %s", err, want)
	}
	if a.Calls != 1 {
		t.Errorf("it was tried %d times: a wrong key stays wrong", a.Calls)
	}
}

func TestOptionsThatCannotBeUsedAreNamedWithoutTheirValue(t *testing.T) {
	tests := map[string]struct {
		o     datadog.Options
		words string
	}{
		"no API key":         {datadog.Options{AppKey: appKey}, "DD_API_KEY is not set"},
		"no application key": {datadog.Options{APIKey: apiKey}, "DD_APP_KEY is not set"},
		"a line break":       {datadog.Options{APIKey: apiKey + "\n", AppKey: appKey}, "DD_API_KEY has a space, a line break"},
		"a site with a path": {datadog.Options{APIKey: apiKey, AppKey: appKey, Site: "https://datadoghq.eu"}, "DD_SITE is a name"},
		"a site of nowhere":  {datadog.Options{APIKey: apiKey, AppKey: appKey, Site: "eu"}, "DD_SITE is a name"},
		"a site with a key":  {datadog.Options{APIKey: apiKey, AppKey: appKey, Site: "datadoghq.eu?api_key=" + apiKey}, "DD_SITE is a name"},
		"a url without host": {datadog.Options{APIKey: apiKey, AppKey: appKey, URL: "api.datadoghq.eu"}, `is as in "https://api.datadoghq.com"`},
		"a url with a user":  {datadog.Options{APIKey: apiKey, AppKey: appKey, URL: "https://me:" + apiKey + "@api.datadoghq.eu"}, "keys come from DD_API_KEY"},
		"a url with a query": {datadog.Options{APIKey: apiKey, AppKey: appKey, URL: "https://api.datadoghq.eu?api_key=" + apiKey}, "keys come from DD_API_KEY"},
		"points below none":  {datadog.Options{APIKey: apiKey, AppKey: appKey, Points: -1}, "points of a query are -1"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			_, err := datadog.New(test.o)
			if err == nil || !strings.Contains(err.Error(), test.words) {
				t.Fatalf("got %v, want %q", err, test.words)
			}
			wantNoKey(t, name, err.Error())
		})
	}
}

func TestTheSiteGivesTheAddress(t *testing.T) {
	for site, want := range map[string]string{"": "https://api.datadoghq.com", "datadoghq.eu": "https://api.datadoghq.eu", "ap1.datadoghq.com": "https://api.ap1.datadoghq.com"} {
		s := source(t, datadog.Options{Site: site}, newClock())
		if s.Address() != want {
			t.Errorf("%q gives %s, want %s", site, s.Address(), want)
		}
	}
}

// TestWhateverAServerSaysHasNoKeyInIt lets a server put keys, and parts of them, among
// any text.
func TestWhateverAServerSaysHasNoKeyInIt(t *testing.T) {
	server := double.Start(t, double.Options{APIKey: apiKey, AppKey: appKey})
	s := source(t, datadog.Options{URL: server.URL, Limits: measure.Limits{Attempts: 1}}, newClock())
	rapid.Check(t, func(r *rapid.T) {
		var said strings.Builder
		for range rapid.IntRange(1, 6).Draw(r, "parts") {
			key := rapid.SampledFrom([]string{apiKey, appKey}).Draw(r, "key")
			from := rapid.IntRange(0, len(key)-8).Draw(r, "from")
			part := key[from:rapid.IntRange(from+8, len(key)).Draw(r, "to")]
			said.WriteString(rapid.StringMatching(`[a-zA-ZİäK0-9"\\]{0,40}`).Draw(r, "text"))
			said.WriteString(rapid.SampledFrom([]string{part, strings.ToUpper(part)}).Draw(r, "case"))
		}
		server.Next(double.Status(400, nil, fmt.Sprintf(`{"errors":[%q]}`, said.String())))
		_, err := s.Read(context.Background(), hours(cpu, 1, 5*time.Minute), nil)
		wantNoKey(t, "error", err.Error())
		if strings.Contains(err.Error(), base64.StdEncoding.EncodeToString([]byte(apiKey))) {
			r.Errorf("a key is shown in base64")
		}
	})
}
