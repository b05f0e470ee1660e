package kube_test

import (
	"context"
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"

	"berth.dev/engine/object"
	"berth.dev/engine/target"
)

func TestEveryCallIsTheRequestThatTheProtocolKnows(t *testing.T) {
	cm := config(t)
	ref := cm.Ref()
	const (
		whole = `{"apiVersion":"v1","data":{"a":"1"},"kind":"ConfigMap","metadata":{"name":"web","namespace":"shop","resourceVersion":"7","uid":"u1"}}` + "\n"
		all   = "/api/v1/namespaces/shop/configmaps"
		one   = all + "/web"
		j     = "application/json"
	)
	tests := []struct {
		name string
		call func(context.Context, target.Target) error
		want seen
	}{
		{"identity", verbs(cm)["identity"], seen{Method: "GET", Path: "/api/v1/namespaces/kube-system", Accept: "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1"}},
		{"get", verbs(cm)["get"], seen{Method: "GET", Path: one, Accept: j}},
		{"get in a group", func(ctx context.Context, c target.Target) error {
			_, err := c.Get(ctx, object.Ref{Kind: "Deployment", Namespace: "shop", Name: "web"})
			return err
		}, seen{Method: "GET", Path: "/apis/apps/v1/namespaces/shop/deployments/web", Accept: j}},
		{"get without a namespace", func(ctx context.Context, c target.Target) error {
			_, err := c.Get(ctx, object.Ref{Kind: "StorageClass", Name: "fast"})
			return err
		}, seen{Method: "GET", Path: "/apis/storage.k8s.io/v1/storageclasses/fast", Accept: j}},
		{"list of all namespaces", func(ctx context.Context, c target.Target) error {
			_, err := c.List(ctx, target.Query{Kind: "ConfigMap", Selector: "berth.dev/service in (a,b)"})
			return err
		}, seen{Method: "GET", Path: "/api/v1/configmaps", Query: "labelSelector=berth.dev%2Fservice+in+%28a%2Cb%29&limit=500", Accept: j}},
		{"list of names", func(ctx context.Context, c target.Target) error {
			_, err := c.List(ctx, target.Query{Kind: "Secret", Namespace: "shop", Names: true})
			return err
		}, seen{Method: "GET", Path: "/api/v1/namespaces/shop/secrets", Query: "limit=500", Accept: "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1"}},
		{"right", func(ctx context.Context, c target.Target) error {
			_, err := c.Denied(ctx, []target.Access{{Verb: "patch", Kind: "Deployment/scale", Namespace: "shop"}})
			return err
		}, seen{
			Method: "POST", Path: "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews", Accept: j, Type: j,
			Body: `{"apiVersion":"authorization.k8s.io/v1","kind":"SelfSubjectAccessReview","spec":{"resourceAttributes":{"group":"apps","namespace":"shop","resource":"deployments","subresource":"scale","verb":"patch","version":"v1"}}}` + "\n",
		}},
		{"create", verbs(cm)["create"], seen{Method: "POST", Path: all, Query: "fieldManager=berth&fieldValidation=Strict", Accept: j, Type: j, Body: whole}},
		{"create, dry", func(ctx context.Context, c target.Target) error {
			_, err := c.Create(ctx, cm, target.Write{Dry: true})
			return err
		}, seen{Method: "POST", Path: all, Query: "dryRun=All&fieldManager=berth&fieldValidation=Strict", Accept: j, Type: j, Body: whole}},
		{"apply, dry", func(ctx context.Context, c target.Target) error {
			_, err := c.Apply(ctx, cm, target.Write{Dry: true})
			return err
		}, seen{Method: "PATCH", Path: one, Query: "dryRun=All&fieldManager=berth&fieldValidation=Strict&force=false", Accept: j, Type: "application/apply-patch+yaml", Body: whole}},
		{"replace", verbs(cm)["replace"], seen{Method: "PUT", Path: one, Query: "fieldManager=berth", Accept: j, Type: j, Body: whole}},
		{"patch", func(ctx context.Context, c target.Target) error {
			_, err := c.Patch(ctx, ref, []target.Op{{Op: "test", Path: "/data/a", Value: nil}, {Op: "remove", Path: "/data/a"}}, target.Write{})
			return err
		}, seen{
			Method: "PATCH", Path: one, Query: "fieldManager=berth", Accept: j, Type: "application/json-patch+json",
			Body: `[{"op":"test","path":"/data/a","value":null},{"op":"remove","path":"/data/a"}]` + "\n",
		}},
		{"delete", verbs(cm)["delete"], seen{
			Method: "DELETE", Path: one, Accept: j, Type: j,
			Body: `{"apiVersion":"v1","kind":"DeleteOptions","preconditions":{"resourceVersion":"7","uid":"u1"},"propagationPolicy":"Background"}` + "\n",
		}},
		{"delete, dry and in the foreground", func(ctx context.Context, c target.Target) error {
			return c.Delete(ctx, ref, target.Only{Wait: true, Dry: true})
		}, seen{
			Method: "DELETE", Path: one, Query: "dryRun=All", Accept: j, Type: j,
			Body: `{"apiVersion":"v1","dryRun":["All"],"kind":"DeleteOptions","propagationPolicy":"Foreground"}` + "\n",
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := serve(t, say(200, `{"metadata":{"name":"web","uid":"u1"},"items":[],"status":{"allowed":true}}`))
			if err := tt.call(context.Background(), open(t, s.URL, nil)); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff([]seen{tt.want}, s.requests()); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestWhatCannotBeMeantIsNotSent(t *testing.T) {
	s := serve(t, say(200, `{}`))
	c, ctx := open(t, s.URL, nil), context.Background()
	strange := object.Object{"kind": "ClusterRole", "metadata": map[string]any{"name": "all"}}
	nameless := object.Object{"kind": "ConfigMap", "metadata": map[string]any{"namespace": "shop"}}
	bare := object.Object{"kind": "ConfigMap", "metadata": map[string]any{"name": "web", "namespace": "shop"}}
	for _, o := range []object.Object{strange, nameless, bare} {
		for verb, call := range verbs(o) {
			reads := verb == "identity" || verb == "list" || verb == "denied"
			fine := o.Ref() == bare.Ref() && verb != "apply" && verb != "replace"
			if reads || fine {
				continue
			}
			if err := call(ctx, c); target.ClassOf(err) != target.Broken {
				t.Errorf("%s %s: %v", verb, o.Ref(), err)
			}
		}
	}
	if n := len(s.requests()); n != 0 {
		t.Errorf("%d requests were sent", n)
	}
}

func TestRightsAreAskedOnceEachAndToldInOrder(t *testing.T) {
	s := serve(t, func(w http.ResponseWriter, r *http.Request) { say(200, `{"status":{"allowed":false}}`)(w, r) })
	asked := []target.Access{{Verb: "patch", Kind: "Service", Namespace: "b"}, {Verb: "get", Kind: "Service", Namespace: "a"}, {Verb: "patch", Kind: "Service", Namespace: "b"}}
	denied, err := open(t, s.URL, nil).Denied(context.Background(), asked)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(asked, denied); diff != "" {
		t.Error(diff)
	}
	if n := len(s.requests()); n != 2 {
		t.Errorf("%d requests for two rights", n)
	}
}
