package gke

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"testing"
)

// transport answers without a network, and keeps what it was sent.
type transport struct{ sent []*http.Request }

func (t *transport) RoundTrip(r *http.Request) (*http.Response, error) {
	t.sent = append(t.sent, r)
	return httptest.NewRecorder().Result(), nil
}

func TestTheTokenGoesToTheClustersHostAloneAndOverTLS(t *testing.T) {
	asked := 0
	c := &Client{token: func(context.Context) (string, error) { asked++; return "ya29.secret", nil }}
	config, err := c.reach(&Seen{DNS: "gke-abc.asia-northeast1.gke.goog"}, "dns")
	if err != nil {
		t.Fatal(err)
	}
	for url, good := range map[string]bool{
		"https://gke-abc.asia-northeast1.gke.goog/api":           true,
		"http://gke-abc.asia-northeast1.gke.goog/api":            false,
		"https://gke-abc.asia-northeast1.gke.goog:8443/api":      false,
		"https://gke-abc.asia-northeast1.gke.goog.example.com/":  false,
		"https://example.com/?gke-abc.asia-northeast1.gke.goog":  false,
		"https://user@example.com/gke-abc.asia-northeast1.gke.g": false,
	} {
		next := &transport{}
		asked = 0
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
		if err != nil {
			t.Fatal(err)
		}
		res, err := config.WrapTransport(next).RoundTrip(r)
		switch {
		case good && (err != nil || next.sent[0].Header.Get("Authorization") != "Bearer ya29.secret"):
			t.Errorf("%s: %v, sent %v", url, err, next.sent)
		case !good && (!errors.Is(err, errElsewhere) || len(next.sent) > 0 || asked > 0):
			t.Errorf("%s: %v, %d requests, %d tokens asked for", url, err, len(next.sent), asked)
		}
		if r.Header.Get("Authorization") != "" {
			t.Errorf("%s: the caller's own request has the token", url)
		}
		if res != nil {
			_ = res.Body.Close()
		}
	}
}

func TestAClusterIsReachedByTheEndpointThatTheSpecsName(t *testing.T) {
	seen := &Seen{Name: Name{"demo", "asia-northeast1", "web"}, DNS: "gke-abc.gke.goog", Public: "34.84.1.2", CA: []byte("authority")}
	for _, c := range []struct {
		endpoint, host, ca string
		err                string
	}{
		{"dns", "https://gke-abc.gke.goog", "", ""},
		{"public", "https://34.84.1.2", "authority", ""},
		{"private", "", "", "projects/demo/locations/asia-northeast1/clusters/web: it has no private endpoint; it has dns, public. Open it at Google, or set endpoint in the site's gke block"},
	} {
		config, err := (&Client{}).reach(seen, c.endpoint)
		switch {
		case c.err != "":
			if err == nil || err.Error() != c.err {
				t.Errorf("%s: %v", c.endpoint, err)
			}
		case err != nil || config.Host != c.host || string(config.CAData) != c.ca || config.BearerToken != "":
			t.Errorf("%s: %v, %v", c.endpoint, config, err)
		}
	}
	for _, host := range []string{"gke.goog/evil", "user@gke.goog", "gke.goog?x", "a b"} {
		if config, err := (&Client{}).reach(&Seen{DNS: host}, "dns"); err == nil {
			t.Errorf("%q is taken for a host: %s", host, config.Host)
		}
	}
}
