package fake_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"berth.dev/providers/providertest/fake"
)

// FuzzEveryRequestIsAnswered sends what no client would: a server that panics ends
// the connection without an answer.
func FuzzEveryRequestIsAnswered(f *testing.F) {
	for _, a := range table() {
		f.Add(a.method, strings.ReplaceAll(a.path, "NS", "default"), a.content, strings.ReplaceAll(a.body, "NS", "default"))
	}
	f.Add("PATCH", deploymentPath+"/f", asPatch, `[{"op":"replace","path":"/spec","value":null}]`)
	f.Add("PATCH", deploymentPath+"/f", asPatch, `[{"op":"replace","path":"/metadata","value":1}]`)
	f.Add("PATCH", deploymentPath+"/f?fieldManager=x", asApply, `[]`)
	s, err := fake.Start(fake.Options{Installed: []string{"HTTPRoute", "Application", "Kustomization"}})
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(s.Close)
	f.Fuzz(func(t *testing.T, method, path, content, body string) {
		if err := s.Put("person", read(t, deployment("f", 1))); err != nil && !strings.Contains(err.Error(), "already exists") && !strings.Contains(err.Error(), "not found") {
			t.Fatal(err)
		}
		at, err := url.Parse(s.URL + path)
		if err != nil || at.Host != strings.TrimPrefix(s.URL, "http://") {
			t.Skip("no address")
		}
		r, err := http.NewRequestWithContext(t.Context(), method, at.String(), strings.NewReader(body))
		if err != nil {
			t.Skip("no request")
		}
		r.Header["Content-Type"] = []string{content}
		response, err := http.DefaultTransport.RoundTrip(r)
		if err != nil {
			if strings.Contains(err.Error(), "invalid") {
				t.Skip("the client does not send it")
			}
			t.Fatalf("%s %s: no answer: %v", method, path, err)
		}
		defer response.Body.Close()
		if response.StatusCode < 200 || response.StatusCode > 599 {
			t.Errorf("%s %s: %d", method, path, response.StatusCode)
		}
	})
}
