package workload

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"berth.dev/engine/diag"
	"berth.dev/engine/object"
)

// fromJSON reads objects as a renderer hands them over.
func fromJSON(t testing.TB, texts ...string) []object.Object {
	t.Helper()
	out := []object.Object{}
	for _, text := range texts {
		o, err := object.Parse([]byte(text))
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, o)
	}
	return out
}

const brings = "service \"web\" {\n  product   = \"shop\"\n  manifests = \"deploy\"\n}\n"

func TestManifestsAreTakenAsTheyStandInTheServicesNamespace(t *testing.T) {
	in := input(t, brings)
	in.Manifests = fromJSON(t,
		`{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"web","labels":{"app":"web"},"uid":"1","creationTimestamp":null},"spec":{"replicas":7,"selector":{"matchLabels":{"app":"web"}},"template":{"metadata":{"labels":{"app":"web"}},"spec":{"containers":[{"name":"c","image":"web:1","resources":{"requests":{"cpu":"1000m"}}}]}}},"status":{"replicas":3}}`,
		`{"apiVersion":"v1","kind":"Secret","metadata":{"name":"key","namespace":"shop"},"stringData":{"a":"b"}}`)
	want := map[string]object.Object{
		"Secret shop/key": {"apiVersion": "v1", "kind": "Secret", "metadata": map[string]any{"name": "key", "namespace": "shop"}, "data": map[string]any{"a": "Yg=="}},
		"Deployment shop/web": {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": map[string]any{"name": "web", "namespace": "shop", "labels": map[string]any{"app": "web"}}, "spec": map[string]any{
			"replicas": int64(7), "selector": map[string]any{"matchLabels": map[string]any{"app": "web"}},
			"template": map[string]any{"metadata": map[string]any{"labels": map[string]any{"app": "web"}}, "spec": map[string]any{"containers": []any{
				map[string]any{"name": "c", "image": "web:1", "resources": map[string]any{"requests": map[string]any{"cpu": "1"}}},
			}}},
		}},
	}
	before, _ := json.Marshal(in.Manifests)
	if diff := cmp.Diff(want, made(t, in)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if after, _ := json.Marshal(in.Manifests); string(before) != string(after) {
		t.Error("the rendered objects were changed")
	}
}

func TestWhatManifestsMayNotHoldIsRefusedByName(t *testing.T) {
	const cm = `{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a"}}`
	one := strings.Replace(brings, "manifests", "concurrency = \"one\"\n  manifests", 1)
	deployment := func(spec string) string {
		return `{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"web"},"spec":{` + spec + `"selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"c","image":"x"}]}}}}`
	}
	for _, c := range []struct {
		name, src, says string
		objects         []string
		want            said
	}{
		{"nothing", brings, "An empty folder never means that nothing should run", nil, said{diag.Error, CodeNothing, "No objects"}},
		{"no kind", brings, "has no kind or no apiVersion", []string{`{"metadata":{"name":"a"}}`}, said{diag.Error, CodeShape, "Not an object"}},
		{"a role", brings, "ClusterRole a: berth writes no ClusterRole. Have somebody with the right apply it first", []string{`{"apiVersion":"rbac.authorization.k8s.io/v1","kind":"ClusterRole","metadata":{"name":"a"}}`}, said{diag.Error, CodeKind, "Kind that berth does not write"}},
		{"a class of storage", brings, "berth writes no StorageClass", []string{`{"apiVersion":"storage.k8s.io/v1","kind":"StorageClass","metadata":{"name":"a"}}`}, said{diag.Error, CodeKind, "Kind that berth does not write"}},
		{"berth's own", brings, "berth writes no Lease", []string{`{"apiVersion":"coordination.k8s.io/v1","kind":"Lease","metadata":{"name":"a"}}`}, said{diag.Error, CodeKind, "Kind that berth does not write"}},
		{"an old version", brings, "it has apiVersion autoscaling/v1; berth writes autoscaling/v2", []string{`{"apiVersion":"autoscaling/v1","kind":"HorizontalPodAutoscaler","metadata":{"name":"a"}}`}, said{diag.Error, CodeKind, "Version that berth does not write"}},
		{"a kind of that name elsewhere", brings, "it has apiVersion serving.knative.dev/v1", []string{`{"apiVersion":"serving.knative.dev/v1","kind":"Service","metadata":{"name":"a"}}`}, said{diag.Error, CodeKind, "Version that berth does not write"}},
		{"another namespace", brings, "ConfigMap x/a: the objects of service \"web\" live in shop. Change the manifests, or set namespace = \"x\"", []string{`{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a","namespace":"x"}}`}, said{diag.Error, CodeName, "Another namespace"}},
		{"a namespace", brings, "Remove it, or set namespace = \"x\"", []string{`{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"x"}}`}, said{diag.Error, CodeName, "Another namespace"}},
		{"a generated name", brings, "a generated name is another one each time", []string{`{"apiVersion":"v1","kind":"ConfigMap","metadata":{"generateName":"a-"}}`}, said{diag.Error, CodeName, "Generated name"}},
		{"no name", brings, "A ConfigMap in the manifests of service \"web\" has no name", []string{`{"apiVersion":"v1","kind":"ConfigMap","metadata":{}}`}, said{diag.Error, CodeName, "Object without a name"}},
		{"a bad name", brings, "small letters, digits, dashes and dots", []string{`{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"A/b"}}`}, said{diag.Error, CodeName, "Not a name"}},
		{"a label of ownership", brings, "it has the label applyset.kubernetes.io/part-of, which berth alone writes", []string{`{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a","labels":{"applyset.kubernetes.io/part-of":"x"}}}`}, said{diag.Error, CodeOwned, "Label of ownership"}},
		{"an owner", brings, "which is another one on each cluster", []string{`{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a","ownerReferences":[{"uid":"1"}]}}`}, said{diag.Error, CodeOwned, "Object with an owner"}},
		{"an unknown field", brings, "ConfigMap shop/a", []string{`{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a"},"dta":{}}`}, said{diag.Error, CodeShape, "Not an object of its kind"}},
		{"one twice", brings, "make ConfigMap shop/a twice", []string{cm, strings.Replace(cm, `"a"`, `"a","namespace":"shop"`, 1)}, said{diag.Error, CodeTwice, "Object made twice"}},
		{"two copies of one", one, "it has 2 copies", []string{deployment(`"replicas":2,"strategy":{"type":"Recreate"},`)}, said{diag.Error, CodeContradiction, "One and several"}},
		{"an old copy beside a new one", one, "Set strategy.type to Recreate", []string{deployment("")}, said{diag.Error, CodeContradiction, "One and several"}},
		{"runs that overlap", one, "Set concurrencyPolicy to Forbid", []string{`{"apiVersion":"batch/v1","kind":"CronJob","metadata":{"name":"a"},"spec":{"schedule":"@daily","jobTemplate":{"spec":{"template":{"spec":{"containers":[{"name":"c","image":"x"}],"restartPolicy":"Never"}}}}}}`}, said{diag.Error, CodeContradiction, "One and several"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			in := input(t, c.src)
			in.Manifests = fromJSON(t, c.objects...)
			objects, diags := Make(in)
			if diff := cmp.Diff([]said{c.want}, words(diags)); diff != "" {
				t.Fatalf("(-want +got):\n%s", diff)
			}
			if !strings.Contains(diags[0].Detail, c.says) || diags[0].Subject.String() == "" {
				t.Errorf("it says %q at %q; want %q", diags[0].Detail, diags[0].Subject, c.says)
			}
			if len(objects) > 0 {
				t.Errorf("%d objects are made all the same", len(objects))
			}
		})
	}
}

func TestTheServicesOwnNamespaceIsLeftToBerth(t *testing.T) {
	in := input(t, brings)
	in.Manifests = fromJSON(t, `{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"shop"}}`, `{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a"}}`)
	objects, diags := Make(in)
	if diff := cmp.Diff([]said{{diag.Warning, CodeIdle, "Namespace left out"}}, words(diags)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if len(objects) != 1 {
		t.Errorf("%d objects", len(objects))
	}
}

func TestWhatIsBoundToASiteStandsInTheFolderOfThatSite(t *testing.T) {
	in := input(t, brings)
	in.Manifests = fromJSON(t, `{"apiVersion":"v1","kind":"Service","metadata":{"name":"web","annotations":{"cloud.google.com/neg":"{}"}},"spec":{"loadBalancerIP":"192.0.2.1","ports":[{"port":80}]}}`)
	made(t, in)
	in.Shared = true
	objects, diags := Make(in)
	if diff := cmp.Diff([]said{{diag.Error, CodeBound, "Bound to one site"}, {diag.Error, CodeBound, "Bound to one site"}}, words(diags)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if len(objects) > 0 || !strings.Contains(Reason(diags), `manifests = { tokyo = "deploy/tokyo" }`) {
		t.Errorf("%d objects, and the reason %q", len(objects), Reason(diags))
	}
}

func TestNoReasonHoldsASecret(t *testing.T) {
	in := input(t, brings)
	in.Manifests = fromJSON(t,
		`{"apiVersion":"v1","kind":"Secret","metadata":{"name":"a","namespace":"x"},"stringData":{"password":"canary"}}`,
		`{"apiVersion":"v1","kind":"Secret","metadata":{"name":"b"},"data":{"password":"canary!"}}`,
		`{"apiVersion":"v1","kind":"Secret","metadata":{"name":"c"},"data":["canary"]}`)
	_, diags := Make(in)
	if !diags.HasErrors() {
		t.Fatal("nothing is said")
	}
	for _, d := range diags {
		if strings.Contains(d.Detail, "canary") {
			t.Errorf("said: %s", d.Detail)
		}
	}
}

func TestNoObjectHasTwoServices(t *testing.T) {
	a := fromJSON(t, `{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a","namespace":"shop"}}`)
	b := fromJSON(t, `{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"b","namespace":"shop"}}`)
	diags := Clashes([]Made{{"web", "tokyo", a}, {"cart", "tokyo", append(b, a...)}, {"web", "osaka", a}, {"more", "osaka", b}})
	if diff := cmp.Diff([]said{{diag.Error, CodeTwice, "Object of two services"}}, words(diags)); diff != "" {
		t.Fatalf("(-want +got):\n%s", diff)
	}
	want := `ConfigMap shop/a on tokyo is made by service "cart" and by service "web". Take it out of the one, or give the services namespaces of their own.`
	if diff := cmp.Diff(want, diags[0].Detail); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestASitesOwnFolderStandsBeforeTheSharedOne(t *testing.T) {
	type folder struct {
		Name   string
		Shared bool
	}
	for manifests, want := range map[string][2]folder{
		`manifests = "deploy"`:               {{"deploy", true}, {"deploy", true}},
		`manifests = { tokyo = "d/tokyo" }`:  {{"d/tokyo", false}, {}},
		``:                                   {},
		`manifests = { osaka = "d/osaka" } `: {{}, {"d/osaka", false}},
	} {
		in := input(t, "service \"web\" {\n  "+manifests+"\n}\n")
		var got [2]folder
		for i, site := range []string{"tokyo", "osaka"} {
			got[i].Name, got[i].Shared = Folder(in.Service, in.Workspace.Site(site))
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", manifests, diff)
		}
	}
}
