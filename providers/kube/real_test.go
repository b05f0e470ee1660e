package kube_test

import (
	"context"
	"errors"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"

	"berth.dev/engine/object"
	"berth.dev/engine/target"
	"berth.dev/providers/kube"
	"berth.dev/providers/providertest/cluster"
	"berth.dev/providers/providertest/fake"
)

// shared is a cluster without controllers: what these tests are about is the API
// server alone.
var shared = cluster.NewPool(cluster.Options{Name: "tokyo", Audit: cluster.Writes})

func TestMain(m *testing.M) { os.Exit(shared.Main(m)) }

// real opens a client for the shared cluster, and makes a namespace for the test.
func real(t testing.TB) (*kube.Cluster, string) {
	t.Helper()
	on := shared.Get(t)[0]
	return connect(t, on.Admin()), cluster.Namespace(t, on)
}

func connect(t testing.TB, kubeconfig string) *kube.Cluster {
	t.Helper()
	c, err := kube.Open(kube.Options{Files: []string{kubeconfig}})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// both runs a test on the server in memory and on a real one: what passes on one alone
// is a fault of the double.
func both(t *testing.T, test func(t *testing.T, c *kube.Cluster, namespace string)) {
	t.Helper()
	t.Run("in memory", func(t *testing.T) {
		s, err := fake.Start(fake.Options{})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(s.Close)
		c := open(t, s.URL, nil)
		must(t)(c.Create(t.Context(), object.Object{"apiVersion": "v1", "kind": "Namespace", "metadata": map[string]any{"name": "shop"}}, target.Write{}))
		test(t, c, "shop")
	})
	t.Run("real", func(t *testing.T) {
		c, namespace := real(t)
		test(t, c, namespace)
	})
}

// data is a ConfigMap of a namespace.
func data(namespace, uid string, values map[string]any) object.Object {
	meta := map[string]any{"name": "web", "namespace": namespace}
	if uid != "" {
		meta["uid"] = uid
	}
	return object.Object{"apiVersion": "v1", "kind": "ConfigMap", "metadata": meta, "data": values}
}

// must ends the test on an error.
func must(t testing.TB) func(object.Object, error) object.Object {
	return func(o object.Object, err error) object.Object {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return o
	}
}

// owners are the managers of an object with their operations, in the server's order.
func owners(o object.Object) (out []string) {
	entries, _ := o.At("metadata", "managedFields").([]any)
	for _, e := range entries {
		m := e.(map[string]any)
		out = append(out, m["manager"].(string)+" "+m["operation"].(string))
	}
	return out
}

func TestAfterAnApplyOfWhatWasCreatedLeftOutFieldsAreGone(t *testing.T) { both(t, leftOut) }

func leftOut(t *testing.T, c *kube.Cluster, ns string) {
	ctx := t.Context()
	made := must(t)(c.Create(ctx, data(ns, "", map[string]any{"a": "1", "b": "2"}), target.Write{}))
	if diff := cmp.Diff([]string{"berth Update"}, owners(made)); diff != "" {
		t.Errorf("after the create: %s", diff)
	}
	want := data(ns, made.UID(), map[string]any{"a": "9"})
	must(t)(c.Apply(ctx, want, target.Write{Dry: true}))
	if live := must(t)(c.Get(ctx, made.Ref())); live.Version() != made.Version() {
		t.Error("the dry run changed something")
	}
	got := must(t)(c.Apply(ctx, want, target.Write{}))
	if diff := cmp.Diff([]string{"berth Apply"}, owners(got)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(map[string]any{"a": "9"}, got["data"]); diff != "" {
		t.Error(diff)
	}
}

// A patch of berth's own, such as one that sets a number of copies, makes fields
// berth's by update again, also for a client that has seen the object settled.
func TestAnApplyAfterAPatchIsNoConflictWithOneself(t *testing.T) { both(t, afterPatch) }

func afterPatch(t *testing.T, c *kube.Cluster, ns string) {
	ctx := t.Context()
	made := must(t)(c.Create(ctx, data(ns, "", map[string]any{"a": "1"}), target.Write{}))
	must(t)(c.Apply(ctx, data(ns, made.UID(), map[string]any{"a": "2"}), target.Write{}))
	must(t)(c.Patch(ctx, made.Ref(), []target.Op{{Op: "test", Path: "/data/a", Value: "2"}, {Op: "replace", Path: "/data/a", Value: "3"}}, target.Write{}))
	got := must(t)(c.Apply(ctx, data(ns, made.UID(), map[string]any{"a": "4"}), target.Write{}))
	if diff := cmp.Diff([]string{"berth Apply"}, owners(got)); diff != "" {
		t.Error(diff)
	}
}

// What a client has seen settled may be replaced behind its back.
func TestAnApplyToASuccessorOfTheSameNameIsAConflict(t *testing.T) {
	c, ns := real(t)
	ctx := t.Context()
	made := must(t)(c.Create(ctx, data(ns, "", map[string]any{"a": "1"}), target.Write{}))
	old := data(ns, made.UID(), map[string]any{"a": "2"})
	must(t)(c.Apply(ctx, old, target.Write{}))
	kubectl(t, "", "delete", "configmap", "web", "-n", ns)
	if _, err := c.Apply(ctx, old, target.Write{}); target.ClassOf(err) != target.Conflict {
		t.Errorf("after it was deleted: %v", err)
	}
	kubectl(t, manifest(ns), "create", "-f", "-")
	if _, err := c.Apply(ctx, old, target.Write{}); target.ClassOf(err) != target.Conflict {
		t.Errorf("after it was made anew: %v", err)
	}
}

// kubectl applies a manifest to the shared cluster, by itself.
func kubectl(t testing.TB, manifest string, args ...string) {
	t.Helper()
	on := shared.Get(t)[0]
	if out, err := on.Kubectl(t.Context(), on.Admin(), manifest, args...); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
}

func manifest(namespace string) string {
	return `{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"web","namespace":"` + namespace + `"},"data":{"a":"1","b":"2"}}`
}

func TestFieldsOfOthersAreAConflictUntilTheyAreTakenOver(t *testing.T) {
	c, ns := real(t)
	ctx := t.Context()
	kubectl(t, manifest(ns), "apply", "-f", "-")
	live := must(t)(c.Get(ctx, data(ns, "", nil).Ref()))
	want := data(ns, live.UID(), map[string]any{"a": "9"})
	_, err := c.Apply(ctx, want, target.Write{})
	var f *target.Fault
	if !errors.As(err, &f) || f.Class != target.Conflict {
		t.Fatalf("%v is %q", err, target.ClassOf(err))
	}
	if diff := cmp.Diff([]target.Field{{Path: "data.a", Manager: "kubectl-client-side-apply"}}, f.Fields); diff != "" {
		t.Error(diff)
	}
	if _, err := c.TakeOver(ctx, live.Ref(), "another", []string{"kubectl-client-side-apply"}); target.ClassOf(err) != target.Conflict {
		t.Errorf("of another UID: %v", err)
	}
	taken := must(t)(c.TakeOver(ctx, live.Ref(), live.UID(), []string{"kubectl-client-side-apply"}))
	if diff := cmp.Diff(live["data"], taken["data"]); diff != "" {
		t.Errorf("taking over changed the object: %s", diff)
	}
	got := must(t)(c.Apply(ctx, want, target.Write{}))
	if diff := cmp.Diff(map[string]any{"a": "9"}, got["data"]); diff != "" {
		t.Error(diff)
	}
}

func TestWhatOthersAppliedCannotBeTakenOver(t *testing.T) {
	c, ns := real(t)
	kubectl(t, manifest(ns), "apply", "--server-side", "-f", "-")
	live := must(t)(c.Get(t.Context(), data(ns, "", nil).Ref()))
	taken := must(t)(c.TakeOver(t.Context(), live.Ref(), live.UID(), []string{"kubectl"}))
	if diff := cmp.Diff(live, taken); diff != "" {
		t.Error(diff)
	}
}

func TestRefusalsOfBothServersHaveTheirClasses(t *testing.T) { both(t, refusals) }

func refusals(t *testing.T, c *kube.Cluster, ns string) {
	ctx := t.Context()
	made := must(t)(c.Create(ctx, data(ns, "", map[string]any{"a": "1"}), target.Write{}))
	ref, other := made.Ref(), "11111111-1111-1111-1111-111111111111"
	old := data(ns, "", map[string]any{"a": "2"})
	old["metadata"].(map[string]any)["resourceVersion"] = "1"
	gone := data(ns, other, nil)
	gone["metadata"].(map[string]any)["name"] = "gone"
	route := object.Ref{Kind: "HTTPRoute", Namespace: ns, Name: "web"}
	patch := func(o target.Op) error {
		_, err := c.Patch(ctx, ref, []target.Op{o}, target.Write{})
		return err
	}
	second := func(_ any, err error) error { return err }
	tests := map[string]struct {
		err  error
		want target.Class
	}{
		"create what is there":            {second(c.Create(ctx, data(ns, "", nil), target.Write{})), target.Exists},
		"create in no namespace":          {second(c.Create(ctx, data("nowhere", "", nil), target.Write{})), target.Absent},
		"apply to another UID":            {second(c.Apply(ctx, data(ns, other, nil), target.Write{})), target.Conflict},
		"apply to another UID, dry":       {second(c.Apply(ctx, data(ns, other, nil), target.Write{Dry: true})), target.Conflict},
		"apply to what is gone, dry":      {second(c.Apply(ctx, gone, target.Write{Dry: true})), target.Conflict},
		"replace an old version":          {second(c.Replace(ctx, old)), target.Conflict},
		"patch whose test fails":          {patch(target.Op{Op: "test", Path: "/data/a", Value: "7"}), target.Conflict},
		"patch that makes it invalid":     {patch(target.Op{Op: "replace", Path: "/metadata/uid", Value: "7"}), target.Invalid},
		"delete another UID":              {c.Delete(ctx, ref, target.Only{UID: other}), target.Conflict},
		"delete an old version":           {c.Delete(ctx, ref, target.Only{UID: made.UID(), Version: "1"}), target.Conflict},
		"delete what is not there":        {c.Delete(ctx, object.Ref{Kind: "ConfigMap", Namespace: ns, Name: "none"}, target.Only{}), target.Absent},
		"get a kind that is not served":   {second(c.Get(ctx, route)), target.UnknownKind},
		"list a kind that is not served":  {second(c.List(ctx, target.Query{Kind: "HTTPRoute"})), target.UnknownKind},
		"delete, dry, which is no change": {c.Delete(ctx, ref, target.Only{UID: made.UID(), Dry: true}), ""},
	}
	for name, tt := range tests {
		if got := target.ClassOf(tt.err); got != tt.want {
			t.Errorf("%s: %v is %q, want %q", name, tt.err, got, tt.want)
		}
	}
	if live := must(t)(c.Get(ctx, ref)); live.Version() != made.Version() {
		t.Errorf("refused and dry requests changed it: %s, then %s", made.Version(), live.Version())
	}
}

// The server in memory does not look for fields that no schema has.
func TestAMisspeltFieldIsRefused(t *testing.T) {
	c, ns := real(t)
	misspelt := data(ns, "", nil)
	misspelt["dta"] = map[string]any{}
	if _, err := c.Create(t.Context(), misspelt, target.Write{Dry: true}); target.ClassOf(err) != target.Invalid {
		t.Errorf("%v is %q", err, target.ClassOf(err))
	}
}

func TestAStrangerIsToldWhatItMayNot(t *testing.T) {
	on := shared.Get(t)[0]
	file, err := on.User("stranger")
	if err != nil {
		t.Fatal(err)
	}
	c, ctx := connect(t, file), t.Context()
	asked := []target.Access{{Verb: "create", Kind: "Deployment", Namespace: "default"}, {Verb: "patch", Kind: "Deployment/scale", Namespace: "default"}, {Verb: "get", Kind: "Namespace"}}
	denied, err := c.Denied(ctx, asked)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(asked, denied); diff != "" {
		t.Error(diff)
	}
	if _, err := c.Identity(ctx); target.ClassOf(err) != target.Denied {
		t.Errorf("%v is %q", err, target.ClassOf(err))
	}
	denied, err = connect(t, on.Admin()).Denied(ctx, asked)
	if err != nil || len(denied) != 0 {
		t.Errorf("the administrator: %v, %v", denied, err)
	}
}

func TestSecretsAreFoundWithoutBeingRead(t *testing.T) { both(t, names) }

func names(t *testing.T, c *kube.Cluster, ns string) {
	ctx := t.Context()
	made := must(t)(c.Create(ctx, object.Object{"apiVersion": "v1", "kind": "Secret", "metadata": map[string]any{"name": "web", "namespace": ns}, "stringData": map[string]any{"a": canary}}, target.Write{}))
	found := must(t)(c.Exists(ctx, made.Ref()))
	listed, err := c.List(ctx, target.Query{Kind: "Secret", Namespace: ns, Names: true})
	if err != nil || len(listed) != 1 {
		t.Fatalf("%d secrets, %v", len(listed), err)
	}
	for _, o := range append(listed, found) {
		if o.UID() != made.UID() || o["data"] != nil || o["kind"] != "Secret" {
			t.Errorf("found %s with UID %s and more than its metadata: %v", o.Ref(), o.UID(), o["data"] != nil)
		}
	}
	if absent := must(t)(c.Exists(context.Background(), object.Ref{Kind: "Secret", Namespace: ns, Name: "none"})); absent != nil {
		t.Error("found what is not there")
	}
}
