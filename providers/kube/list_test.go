package kube_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"berth.dev/engine/object"
	"berth.dev/engine/target"
)

// pages answers a list in pieces, each naming the next.
func pages(items ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		at := 0
		_, _ = fmt.Sscanf(r.URL.Query().Get("continue"), "page-%d", &at)
		next := ""
		if at+1 < len(items) {
			next = fmt.Sprintf("page-%d", at+1)
		}
		_, _ = fmt.Fprintf(w, `{"kind":"ConfigMapList","apiVersion":"v1","metadata":{"continue":%q,"remainingItemCount":3},"items":[%s]}`, next, items[at])
	}
}

func named(names ...string) string {
	var out []string
	for _, n := range names {
		ns, name, _ := strings.Cut(n, "/")
		out = append(out, fmt.Sprintf(`{"metadata":{"namespace":%q,"name":%q,"uid":%q}}`, ns, name, n))
	}
	return strings.Join(out, ",")
}

func TestAListIsReadPageByPageAndSorted(t *testing.T) {
	s := serve(t, pages(named("b/x", "b/a"), named(), named("a/z", "a/b")))
	got, err := open(t, s.URL, nil).List(context.Background(), target.Query{Kind: "ConfigMap"})
	if err != nil {
		t.Fatal(err)
	}
	var refs []string
	for _, o := range got {
		refs = append(refs, o.Ref().String())
	}
	want := []string{"ConfigMap a/b", "ConfigMap a/z", "ConfigMap b/a", "ConfigMap b/x"}
	if diff := cmp.Diff(want, refs); diff != "" {
		t.Error(diff)
	}
	if n := len(s.requests()); n != 3 {
		t.Errorf("%d requests for 3 pages", n)
	}
}

func TestAnEmptyListOfMetadataSaysNull(t *testing.T) {
	s := serve(t, say(200, `{"kind":"PartialObjectMetadataList","apiVersion":"meta.k8s.io/v1","metadata":{"resourceVersion":"1"},"items":null}`))
	got, err := open(t, s.URL, nil).List(context.Background(), target.Query{Kind: "Secret", Namespace: "ads", Names: true})
	if err != nil || len(got) != 0 {
		t.Errorf("%d objects, and %v", len(got), err)
	}
}

func TestItemsOfAListSayWhatKindTheyAre(t *testing.T) {
	s := serve(t, say(200, `{"kind":"DeploymentList","items":[{"kind":"PartialObjectMetadata","apiVersion":"meta.k8s.io/v1","metadata":{"name":"web"}}]}`))
	got, err := open(t, s.URL, nil).List(context.Background(), target.Query{Kind: "Deployment"})
	if err != nil {
		t.Fatal(err)
	}
	want := []object.Object{{"kind": "Deployment", "apiVersion": "apps/v1", "metadata": map[string]any{"name": "web"}}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// A list that fails half way is no list: what was read so far must not look like all.
func TestAListThatFailsHalfWayIsNoList(t *testing.T) {
	ends := map[string]struct {
		last http.HandlerFunc
		want target.Class
	}{
		"continuation too old": {say(410, `{"kind":"Status","reason":"Expired","message":"The provided continue parameter is too old"}`), target.Expired},
		"server away":          {say(503, ""), target.Unclear},
		"cut short":            {hangUp(`{"items":[` + named("a/b")), target.Unclear},
		"no items":             {say(200, `{"kind":"ConfigMapList","metadata":{}}`), target.Unclear},
		"items are none":       {say(200, `{"items":null}`), target.Unclear},
		"an item is a number":  {say(200, `{"items":[1]}`), target.Unclear},
	}
	for name, end := range ends {
		t.Run(name, func(t *testing.T) {
			first := pages(named("b/x"), "")
			s := serve(t, func(w http.ResponseWriter, r *http.Request) {
				if r.URL.Query().Get("continue") == "" {
					first(w, r)
					return
				}
				end.last(w, r)
			})
			got, err := open(t, s.URL, nil).List(context.Background(), target.Query{Kind: "ConfigMap"})
			if got != nil || target.ClassOf(err) != end.want {
				t.Errorf("%d objects, %v is %q", len(got), err, target.ClassOf(err))
			}
		})
	}
}

func TestExistsAsksForMetadataAlone(t *testing.T) {
	s := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if !strings.Contains(r.Header.Get("Accept"), "PartialObjectMetadata") {
			_, _ = io.WriteString(w, `{"metadata":{"name":"web"},"data":{"a":"c2VjcmV0"}}`)
			return
		}
		_, _ = io.WriteString(w, `{"kind":"PartialObjectMetadata","metadata":{"name":"web"}}`)
	})
	got, err := open(t, s.URL, nil).Exists(context.Background(), secret(t).Ref())
	if err != nil {
		t.Fatal(err)
	}
	want := object.Object{"kind": "Secret", "apiVersion": "v1", "metadata": map[string]any{"name": "web"}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestAClusterWithoutAnIdentityIsRefused(t *testing.T) {
	for name, answer := range map[string]http.HandlerFunc{
		"not there": say(404, strings.ReplaceAll(missing, "web", "kube-system")),
		"no UID":    say(200, `{"metadata":{"name":"kube-system"}}`),
	} {
		s := serve(t, answer)
		if uid, err := open(t, s.URL, nil).Identity(context.Background()); target.ClassOf(err) != target.Broken {
			t.Errorf("%s: %q, %v", name, uid, err)
		}
	}
}
