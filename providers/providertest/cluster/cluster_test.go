package cluster_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"berth.dev/providers/providertest/cluster"
)

// patience is how long a test waits for what happens within seconds on an idle machine.
const patience = 2 * time.Minute

func limited(t *testing.T) context.Context {
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	t.Cleanup(cancel)
	return ctx
}

// deployment is one of so many pods, with annotations as JSON.
func deployment(name string, copies int, annotations string) string {
	return fmt.Sprintf(`{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":%q},"spec":{"replicas":%d,
		"selector":{"matchLabels":{"app":%[1]q}},"template":{"metadata":{"labels":{"app":%[1]q},"annotations":%[3]s},
		"spec":{"containers":[{"name":"main","image":"shop/main:1"}]}}}}`, name, copies, annotations)
}

// makes creates objects by kubectl.
func makes(t *testing.T, c *cluster.Cluster, namespace, manifest string) {
	t.Helper()
	if _, err := c.Kubectl(t.Context(), "", manifest, "create", "-n", namespace, "-f", "-"); err != nil {
		t.Fatal(err)
	}
}

// status reads the numbers of an object's status.
func status(t testing.TB, c *cluster.Cluster, path string) map[string]any {
	t.Helper()
	text, err := c.Ask(t.Context(), http.MethodGet, path, nil)
	if err != nil {
		t.Fatal(err)
	}
	var object struct{ Status map[string]any }
	if err := json.Unmarshal(text, &object); err != nil {
		t.Fatal(err)
	}
	return object.Status
}

// becomes waits for a number in an object's status.
func becomes(t *testing.T, c *cluster.Cluster, path, field string, want float64) {
	t.Helper()
	err := cluster.Until(limited(t), func() (bool, error) { return status(t, c, path)[field] == want, nil })
	if err != nil {
		t.Fatalf("%s of %s: want %v: %v: %v", field, path, want, err, status(t, c, path))
	}
}

func TestTwoClustersRunPodsSideBySide(t *testing.T) {
	clusters := shared.Get(t)
	namespace := cluster.Namespace(t, clusters...)
	for _, c := range clusters {
		makes(t, c, namespace, deployment("web-"+c.Name, 200, "{}"))
	}
	for _, c := range clusters {
		becomes(t, c, "/apis/apps/v1/namespaces/"+namespace+"/deployments/web-"+c.Name, "readyReplicas", 200)
	}
	other := "/apis/apps/v1/namespaces/" + namespace + "/deployments/web-tokyo"
	if _, err := clusters[1].Ask(t.Context(), http.MethodGet, other, nil); err == nil {
		t.Error("what was made on tokyo is on gke: the clusters are one")
	}
}

func TestAPodFaresAsItsAnnotationSays(t *testing.T) {
	c := shared.Get(t)[0]
	namespace := cluster.Namespace(t, c)
	makes(t, c, namespace, deployment("good", 1, `{}`)+
		deployment("slow", 1, `{"cluster.berth.dev/delay":"1s"}`)+
		deployment("unready", 1, `{"cluster.berth.dev/outcome":"never-ready"}`)+
		deployment("broken", 1, `{"cluster.berth.dev/outcome":"crashes"}`))
	path := "/apis/apps/v1/namespaces/" + namespace + "/deployments/"
	// The slow one is made Ready last: by then the others would be.
	becomes(t, c, path+"good", "readyReplicas", 1)
	becomes(t, c, path+"slow", "readyReplicas", 1)
	becomes(t, c, path+"unready", "unavailableReplicas", 1)
	becomes(t, c, path+"broken", "unavailableReplicas", 1)
	for app, want := range map[string]string{"unready": "Running false 0 <nil>", "broken": "Running false 5 CrashLoopBackOff"} {
		err := cluster.Until(limited(t), func() (bool, error) {
			out, err := c.Kubectl(t.Context(), "", "", "get", "pods", "-n", namespace, "-l", "app="+app, "-o",
				`go-template={{range .items}}{{.status.phase}}{{range .status.containerStatuses}} {{.ready}} {{.restartCount}} {{with .state.waiting}}{{.reason}}{{else}}<nil>{{end}}{{end}}{{end}}`)
			return out == want, err
		})
		if err != nil {
			t.Errorf("%s does not get %q: %v", app, want, err)
		}
	}
}

func TestAJobEndsAsItsPodDoes(t *testing.T) {
	c := shared.Get(t)[0]
	namespace := cluster.Namespace(t, c)
	for name, outcome := range map[string]string{"good": `{}`, "bad": `{"cluster.berth.dev/outcome":"crashes"}`} {
		makes(t, c, namespace, fmt.Sprintf(`{"apiVersion":"batch/v1","kind":"Job","metadata":{"name":%q},"spec":{"backoffLimit":0,
			"template":{"metadata":{"annotations":%s},"spec":{"restartPolicy":"Never","containers":[{"name":"main","image":"shop/main:1"}]}}}}`, name, outcome))
	}
	path := "/apis/batch/v1/namespaces/" + namespace + "/jobs/"
	becomes(t, c, path+"good", "succeeded", 1)
	becomes(t, c, path+"bad", "failed", 1)
}

func TestAStatefulSetGetsVolumesThatOutliveIt(t *testing.T) {
	c := shared.Get(t)[0]
	namespace := cluster.Namespace(t, c)
	makes(t, c, namespace, `{"apiVersion":"apps/v1","kind":"StatefulSet","metadata":{"name":"db"},"spec":{"replicas":2,"serviceName":"db",
		"selector":{"matchLabels":{"app":"db"}},"template":{"metadata":{"labels":{"app":"db"}},"spec":{"containers":[{"name":"main","image":"shop/db:1"}]}},
		"volumeClaimTemplates":[{"metadata":{"name":"data"},"spec":{"accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"1Gi"}}}}]}}`)
	becomes(t, c, "/apis/apps/v1/namespaces/"+namespace+"/statefulsets/db", "readyReplicas", 2)
	if _, err := c.Kubectl(limited(t), "", "", "delete", "statefulset", "db", "-n", namespace, "--cascade=foreground"); err != nil {
		t.Fatal(err)
	}
	for _, claim := range []string{"data-db-0", "data-db-1"} {
		path := "/api/v1/namespaces/" + namespace + "/persistentvolumeclaims/" + claim
		if got := status(t, c, path)["phase"]; got != "Bound" {
			t.Errorf("%s is %v, want Bound", claim, got)
		}
	}
}

func TestAUserMayNothingUntilARoleIsBound(t *testing.T) {
	c := shared.Get(t)[0]
	namespace := cluster.Namespace(t, c)
	alice, err := c.User("alice", "developers")
	if err != nil {
		t.Fatal(err)
	}
	out, err := c.Kubectl(t.Context(), alice, "", "get", "pods", "-n", namespace)
	if err == nil || !strings.Contains(out, `(Forbidden): pods is forbidden: User "alice"`) {
		t.Fatalf("alice was let in: %v: %s", err, out)
	}
	if _, err := c.Kubectl(t.Context(), "", "", "create", "rolebinding", "developers", "-n", namespace, "--clusterrole=view", "--group=developers"); err != nil {
		t.Fatal(err)
	}
	err = cluster.Until(limited(t), func() (bool, error) {
		_, err := c.Kubectl(t.Context(), alice, "", "get", "pods", "-n", namespace)
		return err == nil, nil
	})
	if err != nil {
		t.Fatal("alice is kept out with a role of her group's:", err)
	}
}

func TestFieldsOfAnotherManagerAreAConflict(t *testing.T) {
	c := shared.Get(t)[0]
	namespace := cluster.Namespace(t, c)
	config := func(value string) string {
		return `{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"settings"},"data":{"color":"` + value + `"}}`
	}
	apply := func(manager, value string) (string, error) {
		return c.Kubectl(t.Context(), "", config(value), "apply", "--server-side", "--field-manager="+manager, "-n", namespace, "-f", "-")
	}
	if _, err := apply("first", "red"); err != nil {
		t.Fatal(err)
	}
	out, err := apply("second", "blue")
	if err == nil || !strings.Contains(out, `conflict with "first": .data.color`) {
		t.Errorf("want a conflict that names the field and its manager, got %v: %s", err, out)
	}
}

func TestTheHistoryHoldsExactlyTheWrites(t *testing.T) {
	c := shared.Get(t)[0]
	namespace := cluster.Namespace(t, c)
	writer, err := c.User("writer-of-"+namespace, "system:masters")
	if err != nil {
		t.Fatal(err)
	}
	config := `{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"settings"},"data":{"color":"red"}}`
	for _, command := range []string{
		"create -f - --field-manager=me", "get configmap settings", "apply -f - --server-side --force-conflicts --field-manager=me",
		"apply -f - --server-side --field-manager=me --dry-run=server --force-conflicts", "create -f - --field-manager=me", "delete configmap settings --wait=false",
	} {
		stdin := ""
		if strings.Contains(command, "-f -") {
			stdin = config
		}
		_, err := c.Kubectl(t.Context(), writer, stdin, append(strings.Fields(command), "-n", namespace)...)
		if err != nil && !strings.Contains(err.Error(), "AlreadyExists") {
			t.Fatal(err)
		}
	}
	history, err := c.History(limited(t))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, r := range history {
		if r.User == "writer-of-"+namespace {
			got = append(got, fmt.Sprintf("%s %s %s/%s dry=%v manager=%s force=%v %d", r.Verb, r.Resource, r.Namespace, r.Name, r.DryRun, r.Manager, r.Force, r.Code))
		}
	}
	object := "configmaps " + namespace + "/settings"
	want := []string{
		"create " + object + " dry=false manager=me force=false 201",
		"patch " + object + " dry=false manager=me force=true 200",
		"patch " + object + " dry=true manager=me force=true 200",
		"create " + object + " dry=false manager=me force=false 409",
		"delete " + object + " dry=false manager= force=false 200",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestKindsThatAreDefinedCanBeUsed(t *testing.T) {
	c := shared.Get(t)[0]
	namespace := cluster.Namespace(t, c)
	// Twice: what is known is left as it is.
	for range 2 {
		if err := c.Define(limited(t), cluster.HTTPRoutes, cluster.Applications, cluster.Kustomizations); err != nil {
			t.Fatal(err)
		}
	}
	makes(t, c, namespace, `{"apiVersion":"gateway.networking.k8s.io/v1","kind":"HTTPRoute","metadata":{"name":"web"},"spec":{"rules":[{"backendRefs":[{"name":"web","port":80,"weight":1}]}]}}
		{"apiVersion":"argoproj.io/v1alpha1","kind":"Application","metadata":{"name":"web"},"spec":{"project":"shop"}}
		{"apiVersion":"kustomize.toolkit.fluxcd.io/v1","kind":"Kustomization","metadata":{"name":"web"},"spec":{"prune":true}}`)
	_, err := c.Kubectl(t.Context(), "", `{"apiVersion":"gateway.networking.k8s.io/v1","kind":"HTTPRoute","metadata":{"name":"bad"},"spec":{"rules":[{"backendRefs":[{"name":"web","port":80,"weight":-1}]}]}}`,
		"create", "-n", namespace, "-f", "-")
	if err == nil || !strings.Contains(err.Error(), "spec.rules[0].backendRefs[0].weight") {
		t.Errorf("the published definition refuses a weight below 0, but: %v", err)
	}
}
