package kube_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"berth.dev/engine/object"
	"berth.dev/engine/target"
	"berth.dev/providers/kube"
)

func podRef(namespace, name string) object.Ref {
	return object.Ref{Kind: "Pod", Namespace: namespace, Name: name}
}

func TestAnEvictionNamesTheVeryPodAndSetsAGraceOnlyWhereAsked(t *testing.T) {
	s := serve(t, say(201, `{"kind":"Status","status":"Success"}`))
	c := open(t, s.URL, nil)
	for _, grace := range []time.Duration{0, 90 * time.Second, time.Millisecond} {
		if err := c.Evict(t.Context(), podRef("shop", "web-1"), "u1", grace); err != nil {
			t.Error(err)
		}
	}
	body := func(grace string) seen {
		return seen{Method: "POST", Path: "/api/v1/namespaces/shop/pods/web-1/eviction", Type: "application/json", Accept: "application/json",
			Body: `{"apiVersion":"policy/v1","deleteOptions":{` + grace + `"preconditions":{"uid":"u1"}},"kind":"Eviction","metadata":{"name":"web-1","namespace":"shop"}}`}
	}
	want := []seen{body(""), body(`"gracePeriodSeconds":90,`), body(`"gracePeriodSeconds":1,`)}
	if diff := cmp.Diff(want, s.requests()); diff != "" {
		t.Error(diff)
	}
}

func TestAnEvictionOfNobodyInParticularIsNeverSent(t *testing.T) {
	s := serve(t, say(201, `{}`))
	c := open(t, s.URL, nil)
	for _, ref := range []object.Ref{podRef("shop", ""), podRef("", "web-1"), {Kind: "Node", Name: "a", Namespace: "shop"}} {
		if err := c.Evict(t.Context(), ref, "u1", 0); target.ClassOf(err) != target.Broken {
			t.Errorf("%v: %v", ref, err)
		}
	}
	if err := c.Evict(t.Context(), podRef("shop", "web-1"), "", 0); target.ClassOf(err) != target.Broken {
		t.Error(err)
	}
	if n := len(s.requests()); n > 0 {
		t.Errorf("%d requests were sent", n)
	}
}

// The bodies are those of a real API server of version 1.37, shortened.
func TestTheAnswerToAnEvictionIsSortedByWhatItMeans(t *testing.T) {
	tests := []struct {
		name string
		code int
		body string
		want *target.Fault
	}{
		{"a budget", 429, `{"kind":"Status","status":"Failure","message":"Cannot evict pod as it would violate the pod's disruption budget.","reason":"TooManyRequests","details":{"causes":[{"reason":"DisruptionBudget","message":"The disruption budget web needs 2 healthy pods and has 2 currently"}]},"code":429}`,
			&target.Fault{Class: target.Busy, Says: "Cannot evict pod as it would violate the pod's disruption budget. The disruption budget web needs 2 healthy pods and has 2 currently"}},
		{"two budgets, in an answer of success", 201, `{"kind":"Status","status":"Failure","message":"This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.","code":500}`,
			&target.Fault{Class: target.Invalid, Says: "the server answered 500 Internal Server Error: This pod has more than one PodDisruptionBudget, which the eviction subresource does not support."}},
		{"a namespace that ends", 403, terminating, &target.Fault{Class: target.Busy, Says: "the namespace shop is being deleted; wait until it is gone"}},
		{"a webhook", 403, webhook, &target.Fault{Class: target.Invalid, Says: `admission webhook "no.example.com" denied the request: not on a Friday`}},
		{"no right", 403, forbidden, &target.Fault{Class: target.Denied, Says: `configmaps is forbidden: User "ci" cannot create resource "configmaps" in API group "" in the namespace "shop"`}},
		{"gone", 404, missing, &target.Fault{Class: target.Absent, Says: `configmaps "web" not found`}},
		{"another pod", 409, modified, &target.Fault{Class: target.Conflict, Says: `Operation cannot be fulfilled on configmaps "web": the object has been modified`}},
		{"a server that fails", 500, broken, &target.Fault{Class: target.Unclear, Says: "Internal error occurred: etcdserver: request timed out"}},
		{"a proxy's answer", 200, `<html>`, &target.Fault{Class: target.Unclear, Says: "the answer cannot be read"}},
		{"a pod in the answer, as old servers have it", 201, `{"kind":"Pod","status":{"phase":"Running"}}`, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := open(t, serve(t, say(tt.code, tt.body)).URL, nil)
			err := c.Evict(t.Context(), podRef("shop", "web-1"), "u1", 0)
			got, _ := err.(*target.Fault)
			if got != nil {
				got.Cause = nil
			}
			if tt.want != nil {
				tt.want.What = "evict Pod shop/web-1"
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// inhabited is a namespace that takes pods though no controller looks after it.
func inhabited(t *testing.T) (*kube.Cluster, string) {
	t.Helper()
	c, ns := real(t)
	kubectl(t, "", "create", "serviceaccount", "default", "-n", ns)
	return c, ns
}

// running makes a pod that counts as one that runs; no node has it.
func running(t *testing.T, ns, name string) string {
	t.Helper()
	kubectl(t, fmt.Sprintf(`{"apiVersion":"v1","kind":"Pod","metadata":{"name":%q,"namespace":%q,"labels":{"app":"web"}},"spec":{"nodeName":"nowhere","terminationGracePeriodSeconds":0,"containers":[{"name":"c","image":"shop/web:1"}]}}`, name, ns), "create", "-f", "-")
	kubectl(t, "", "patch", "pod", name, "-n", ns, "--subresource=status", "-p", `{"status":{"phase":"Running","conditions":[{"type":"Ready","status":"True"}]}}`)
	c, err := kube.Open(kube.Options{Files: []string{shared.Get(t)[0].Admin()}})
	if err != nil {
		t.Fatal(err)
	}
	return must(t)(c.Get(t.Context(), podRef(ns, name))).UID()
}

func guard(t *testing.T, ns, name string) {
	t.Helper()
	kubectl(t, fmt.Sprintf(`{"apiVersion":"policy/v1","kind":"PodDisruptionBudget","metadata":{"name":%q,"namespace":%q},"spec":{"minAvailable":1,"selector":{"matchLabels":{"app":"web"}}}}`, name, ns), "create", "-f", "-")
}

func TestARealServerEvictsOnlyWhatIsMeantAndMayGo(t *testing.T) {
	c, ns := inhabited(t)
	ctx, web := t.Context(), podRef(ns, "web-1")
	uid := running(t, ns, web.Name)
	check := func(what string, err error, want target.Class) {
		t.Helper()
		if got := target.ClassOf(err); got != want {
			t.Errorf("%s: class %q, want %q: %v", what, got, want, err)
		}
		if o := must(t)(c.Get(ctx, web)); o.At("metadata", "deletionTimestamp") != nil {
			t.Fatalf("%s: the pod ends", what)
		}
	}
	check("another UID", c.Evict(ctx, web, "other", 0), target.Conflict)
	check("another name", c.Evict(ctx, podRef(ns, "web-2"), uid, 0), target.Absent)
	guard(t, ns, "one")
	check("a budget", c.Evict(ctx, web, uid, 0), target.Busy)
	guard(t, ns, "two")
	check("two budgets", c.Evict(ctx, web, uid, 0), target.Invalid)
	kubectl(t, "", "delete", "pdb", "one", "two", "-n", ns)
	if err := c.Evict(ctx, web, uid, 0); err != nil {
		t.Error(err)
	}
	if o := must(t)(c.Get(ctx, web)); o != nil && o.At("metadata", "deletionTimestamp") == nil {
		t.Error("the pod does not end")
	}
}

func TestARealServerOfANamespaceThatEndsSaysToWait(t *testing.T) {
	c, ns := inhabited(t)
	uid := running(t, ns, "web-1")
	kubectl(t, "", "delete", "namespace", ns, "--wait=false")
	if err := c.Evict(t.Context(), podRef(ns, "web-1"), uid, 0); target.ClassOf(err) != target.Busy {
		t.Errorf("got %v", err)
	}
}

func TestARealServerListsThePodsOfANode(t *testing.T) {
	c, ns := inhabited(t)
	running(t, ns, "web-1")
	kubectl(t, fmt.Sprintf(`{"apiVersion":"v1","kind":"Pod","metadata":{"name":"web-2","namespace":%q},"spec":{"nodeName":"elsewhere","containers":[{"name":"c","image":"shop/web:1"}]}}`, ns), "create", "-f", "-")
	list, err := c.List(t.Context(), target.Query{Kind: "Pod", Namespace: ns, Fields: "spec.nodeName=nowhere"})
	if err != nil || len(list) != 1 || list[0].Ref().Name != "web-1" {
		t.Errorf("%v, %v", list, err)
	}
}
