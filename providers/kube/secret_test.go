package kube_test

import (
	"context"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"berth.dev/providers/kube"
)

// canary is a value that must not be seen, and the forms in which it might be.
const canary = "c4nary-v4lue+/="

func forms() []string {
	return []string{canary, base64.StdEncoding.EncodeToString([]byte(canary)), base64.RawURLEncoding.EncodeToString([]byte(canary)), hex.EncodeToString([]byte(canary)), url.QueryEscape(canary)}
}

func TestNoWordOfAServerBringsASecretOut(t *testing.T) {
	bodies := []string{
		`{"kind":"Status","message":"Secret \"web\" is invalid: data[a]: Invalid value: \"%[1]s\"","reason":"Invalid","details":{"name":"web","causes":[{"reason":"FieldValueInvalid","message":"Invalid value: %[1]s","field":"data.a"}]}}`,
		`{"kind":"Status","message":"admission webhook \"no.example.com\" denied the request: %[1]s","reason":"Forbidden"}`,
		`{"kind":"Status","message":"%[1]s","reason":"NotFound"}`,
		`{"kind":"Secret","data":{"a":"%[1]s`,
		`%[1]s`,
	}
	codes := []int{200, 400, 401, 403, 404, 409, 410, 422, 429, 500, 503}
	for _, form := range forms() {
		for _, body := range bodies {
			for _, code := range codes {
				text := fmt.Sprintf(body, form)
				s := serve(t, func(w http.ResponseWriter, r *http.Request) {
					w.Header().Set("Warning", `299 - "unknown field `+form+`"`)
					w.Header().Set("Content-Type", "text/plain")
					say(code, text)(w, r)
				})
				var warned strings.Builder
				c := open(t, s.URL, func(o *kube.Options) { o.Warn = func(w string) { warned.WriteString(w) } })
				o := secret(t)
				o["data"] = map[string]any{"a": form}
				for verb, call := range verbs(o) {
					if verb == "identity" { // it is about a namespace, whose words are passed on
						continue
					}
					err := call(context.Background(), c)
					if said := fmt.Sprintf("%v %+v %#v", err, err, err) + warned.String(); strings.Contains(said, form) {
						t.Errorf("%s, answered %d %s: says %s", verb, code, text, said)
					}
				}
				s.Close()
			}
		}
	}
}

func TestARefusedSecretSaysWhichFieldAndWhichWebhook(t *testing.T) {
	s := serve(t, say(403, `{"kind":"Status","message":"admission webhook \"no.example.com\" denied the request: because","reason":"Forbidden","details":{"causes":[{"field":".data.a"}]}}`))
	err := verbs(secret(t))["create"](context.Background(), open(t, s.URL, nil))
	want := `create Secret shop/web: the server answered 403 Forbidden, Forbidden, by the admission webhook "no.example.com", about data.a (its words may hold the secret and are left out)`
	if err == nil || err.Error() != want {
		t.Errorf("got  %v\nwant %s", err, want)
	}
}

func TestWarningsNameTheRequest(t *testing.T) {
	s := serve(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Warning", `299 - "v1 is on its way out"`)
		say(200, `{"metadata":{"name":"web"}}`)(w, r)
	})
	var got []string
	c := open(t, s.URL, func(o *kube.Options) { o.Warn = func(w string) { got = append(got, w) } })
	if err := verbs(config(t))["create"](context.Background(), c); err != nil {
		t.Fatal(err)
	}
	if want := "create ConfigMap shop/web: v1 is on its way out"; len(got) != 1 || got[0] != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
