package kube_test

import (
	"context"
	"errors"
	"net/http"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"berth.dev/engine/target"
)

// The bodies are those of a real API server of version 1.37, shortened.
const (
	missing     = `{"kind":"Status","status":"Failure","message":"configmaps \"web\" not found","reason":"NotFound","details":{"name":"web","kind":"configmaps"},"code":404}`
	noNamespace = `{"kind":"Status","status":"Failure","message":"namespaces \"shop\" not found","reason":"NotFound","details":{"name":"shop","kind":"namespaces"},"code":404}`
	taken       = `{"kind":"Status","status":"Failure","message":"configmaps \"web\" already exists","reason":"AlreadyExists","details":{"name":"web","kind":"configmaps"},"code":409}`
	modified    = `{"kind":"Status","status":"Failure","message":"Operation cannot be fulfilled on configmaps \"web\": the object has been modified","reason":"Conflict","details":{"name":"web","kind":"configmaps"},"code":409}`
	owned       = `{"kind":"Status","status":"Failure","message":"Apply failed with 2 conflicts","reason":"Conflict","details":{"causes":[{"reason":"FieldManagerConflict","message":"conflict with \"kubectl\" with subresource \"scale\" using v1","field":".spec.replicas"},{"reason":"FieldManagerConflict","message":"conflict with \"argo \\\"cd\\\"\" using v1","field":".data.a"}]},"code":409}`
	invalid     = `{"kind":"Status","status":"Failure","message":"ConfigMap \"web\" is invalid: metadata.uid: Invalid value: \"z\": field is immutable","reason":"Invalid","details":{"name":"web","kind":"ConfigMap","causes":[{"reason":"FieldValueInvalid","message":"Invalid value","field":"metadata.uid"}]},"code":422}`
	untested    = `{"kind":"Status","status":"Failure","message":"the server rejected our request due to an error in our request","reason":"Invalid","details":{},"code":422}`
	forbidden   = `{"kind":"Status","status":"Failure","message":"configmaps is forbidden: User \"ci\" cannot create resource \"configmaps\" in API group \"\" in the namespace \"shop\"","reason":"Forbidden","details":{"kind":"configmaps"},"code":403}`
	webhook     = `{"kind":"Status","status":"Failure","message":"admission webhook \"no.example.com\" denied the request: not on a Friday","reason":"Forbidden","code":403}`
	quota       = `{"kind":"Status","status":"Failure","message":"configmaps \"web\" is forbidden: exceeded quota: small, requested: count/configmaps=1","reason":"Forbidden","details":{"name":"web","kind":"configmaps"},"code":403}`
	terminating = `{"kind":"Status","status":"Failure","message":"configmaps \"web\" is forbidden","reason":"Forbidden","details":{"name":"web","causes":[{"reason":"NamespaceTerminating","message":"namespace shop is being terminated","field":"metadata.namespace"}]},"code":403}`
	untyped     = `{"kind":"Status","status":"Failure","message":"failed to create typed patch object (shop/web; /v1, Kind=ConfigMap): .spec: field not declared in schema","code":500}`
	broken      = `{"kind":"Status","status":"Failure","message":"Internal error occurred: etcdserver: request timed out","reason":"InternalError","code":500}`
	busy        = `{"kind":"Status","status":"Failure","message":"too many requests","reason":"TooManyRequests","details":{"retryAfterSeconds":3},"code":429}`
)

func TestAnAnswerIsSortedByWhatItMeans(t *testing.T) {
	tests := []struct {
		name, verb, body string
		code             int
		header           [2]string
		want             target.Fault
	}{
		{name: "busy, and says for how long", verb: "create", code: 429, body: busy, want: target.Fault{Class: target.Busy, Says: "too many requests", After: 3 * time.Second}},
		{name: "busy, with the header", verb: "create", code: 429, header: [2]string{"Retry-After", "5"}, want: target.Fault{Class: target.Busy, Says: "the server answered 429 Too Many Requests", After: 5 * time.Second}},
		{name: "busy, with an absurd wish", verb: "create", code: 429, header: [2]string{"Retry-After", "9223372036854775807"}, want: target.Fault{Class: target.Busy, Says: "the server answered 429 Too Many Requests", After: time.Minute}},
		{name: "busy, with a wish below zero", verb: "create", code: 429, header: [2]string{"Retry-After", "-7"}, want: target.Fault{Class: target.Busy, Says: "the server answered 429 Too Many Requests"}},
		{name: "busy, with words for a wish", verb: "create", code: 429, header: [2]string{"Retry-After", "soon"}, want: target.Fault{Class: target.Busy, Says: "the server answered 429 Too Many Requests"}},
		{name: "away, and says for how long", verb: "create", code: 503, header: [2]string{"Retry-After", "1"}, want: target.Fault{Class: target.Busy, Says: "the server answered 503 Service Unavailable", After: time.Second}},
		{name: "away", verb: "create", code: 503, want: target.Fault{Class: target.Unclear, Says: "the server answered 503 Service Unavailable"}},
		{name: "inner error", verb: "create", code: 500, body: broken, want: target.Fault{Class: target.Unclear, Says: "Internal error occurred: etcdserver: request timed out"}},
		{name: "bad gateway", verb: "delete", code: 502, body: "<html>", want: target.Fault{Class: target.Unclear, Says: "the server answered 502 Bad Gateway"}},
		{name: "gateway's time was up", verb: "patch", code: 504, want: target.Fault{Class: target.Unclear, Says: "the server answered 504 Gateway Timeout"}},
		{name: "server's time was up", verb: "create", code: 408, want: target.Fault{Class: target.Unclear, Says: "the server answered 408 Request Timeout"}},
		{name: "content outside the schema", verb: "patch", code: 500, body: untyped, want: target.Fault{Class: target.Invalid, Says: "the server answered 500 Internal Server Error: failed to create typed patch object (shop/web; /v1, Kind=ConfigMap): .spec: field not declared in schema"}},
		{name: "name is taken", verb: "create", code: 409, body: taken, want: target.Fault{Class: target.Exists, Says: `configmaps "web" already exists`}},
		{name: "has moved on", verb: "replace", code: 409, body: modified, want: target.Fault{Class: target.Conflict, Says: `Operation cannot be fulfilled on configmaps "web": the object has been modified`}},
		{name: "fields of others", verb: "patch", code: 409, body: owned, want: target.Fault{Class: target.Conflict, Says: "Apply failed with 2 conflicts", Fields: []target.Field{{Path: "data.a", Manager: `argo "cd"`}, {Path: "spec.replicas", Manager: "kubectl"}}}},
		{name: "failed precondition", verb: "delete", code: 412, want: target.Fault{Class: target.Conflict, Says: "the server answered 412 Precondition Failed"}},
		{name: "failed test", verb: "patch", code: 422, body: untested, want: target.Fault{Class: target.Conflict, Says: "a test of the patch failed: what is there has changed"}},
		{name: "refused content of a patch", verb: "patch", code: 422, body: invalid, want: target.Fault{Class: target.Invalid, Says: `ConfigMap "web" is invalid: metadata.uid: Invalid value: "z": field is immutable`}},
		{name: "refused content", verb: "create", code: 422, body: invalid, want: target.Fault{Class: target.Invalid, Says: `ConfigMap "web" is invalid: metadata.uid: Invalid value: "z": field is immutable`}},
		{name: "unreadable content", verb: "create", code: 400, want: target.Fault{Class: target.Invalid, Says: "the server answered 400 Bad Request"}},
		{name: "too large", verb: "create", code: 413, want: target.Fault{Class: target.Invalid, Says: "the server answered 413 Request Entity Too Large"}},
		{name: "webhook", verb: "create", code: 403, body: webhook, want: target.Fault{Class: target.Invalid, Says: `admission webhook "no.example.com" denied the request: not on a Friday`}},
		{name: "quota", verb: "create", code: 403, body: quota, want: target.Fault{Class: target.Invalid, Says: `configmaps "web" is forbidden: exceeded quota: small, requested: count/configmaps=1`}},
		{name: "no right", verb: "create", code: 403, body: forbidden, want: target.Fault{Class: target.Denied, Says: `configmaps is forbidden: User "ci" cannot create resource "configmaps" in API group "" in the namespace "shop"`}},
		{name: "no right, without a word", verb: "get", code: 403, want: target.Fault{Class: target.Denied, Says: "the server answered 403 Forbidden"}},
		{name: "namespace that ends", verb: "create", code: 403, body: terminating, want: target.Fault{Class: target.Broken, Says: "the namespace shop is being deleted; wait until it is gone"}},
		{name: "unknown identity", verb: "list", code: 401, want: target.Fault{Class: target.Unauthorized, Says: "the server answered 401 Unauthorized"}},
		{name: "no namespace", verb: "create", code: 404, body: noNamespace, want: target.Fault{Class: target.Absent, Says: "there is no namespace shop on the cluster; it must be made first"}},
		{name: "nothing to delete", verb: "delete", code: 404, body: missing, want: target.Fault{Class: target.Absent, Says: `configmaps "web" not found`}},
		{name: "nothing to get", verb: "get", code: 404, body: missing},
		{name: "unknown kind", verb: "list", code: 404, body: "404 page not found", want: target.Fault{Class: target.UnknownKind, Says: "the cluster does not serve ConfigMap; is its definition installed?"}},
		{name: "a proxy's word that nothing is there", verb: "get", code: 404, body: "<html>", want: target.Fault{Class: target.UnknownKind, Says: "the cluster does not serve ConfigMap; is its definition installed?"}},
		{name: "list too old", verb: "list", code: 410, want: target.Fault{Class: target.Expired, Says: "the server answered 410 Gone"}},
		{name: "verb not served", verb: "replace", code: 405, want: target.Fault{Class: target.Broken, Says: "the server answered 405 Method Not Allowed"}},
		{name: "sent elsewhere", verb: "create", code: 307, header: [2]string{"Location", "/elsewhere"}, want: target.Fault{Class: target.Broken, Says: "the server answered 307 Temporary Redirect"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := serve(t, func(w http.ResponseWriter, r *http.Request) {
				if tt.header[0] != "" {
					w.Header().Set(tt.header[0], tt.header[1])
				}
				say(tt.code, tt.body)(w, r)
			})
			err := verbs(config(t))[tt.verb](context.Background(), open(t, s.URL, nil))
			if tt.want.Class == "" {
				if err != nil {
					t.Fatal(err)
				}
				return
			}
			tt.want.What = tt.verb + " ConfigMap shop/web"
			if w := word(tt.verb); w != "" {
				tt.want.What = w
			}
			var got *target.Fault
			if !errors.As(err, &got) {
				t.Fatalf("%v is no fault", err)
			}
			if diff := cmp.Diff(&tt.want, got); diff != "" {
				t.Error(diff)
			}
			if n := len(s.requests()); n != 1 {
				t.Errorf("asked %d times: a target never repeats a request", n)
			}
		})
	}
}

func TestADateToWaitForCountsFromTheServersClock(t *testing.T) {
	s := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Date", "Mon, 02 Jan 2006 15:04:05 GMT")
		w.Header().Set("Retry-After", "Mon, 02 Jan 2006 15:04:25 GMT")
		w.WriteHeader(http.StatusTooManyRequests)
	})
	_, err := open(t, s.URL, nil).Get(context.Background(), config(t).Ref())
	var f *target.Fault
	if !errors.As(err, &f) || f.After != 20*time.Second {
		t.Errorf("%+v: want to wait for 20 seconds", err)
	}
}
