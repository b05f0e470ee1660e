package admission_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"berth.dev/engine/object"
	"berth.dev/policies/admission"
	"berth.dev/providers/providertest/cluster"
)

// clusters are real API servers, one a site. Tokyo's has controllers, which also check
// the types of policies.
var clusters = cluster.NewPool(cluster.Options{Name: "tokyo", Controllers: true}, cluster.Options{Name: "gke"})

func TestMain(m *testing.M) { os.Exit(clusters.Main(m)) }

// servers are the clusters, each with a policy that stays from the first test to the
// last and judges nothing. See the package's doc on what Kubernetes does when the last
// policy with a ConfigMap goes.
func servers(t *testing.T) []*cluster.Cluster {
	t.Helper()
	on := clusters.Get(t)
	for _, c := range on {
		if _, err := c.Kubectl(t.Context(), "", anchor, "apply", "-f", "-"); err != nil {
			t.Fatal(err)
		}
	}
	return on
}

const anchor = `
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: {name: anchor}
spec:
  paramKind: {apiVersion: v1, kind: ConfigMap}
  matchConstraints:
    resourceRules: [{apiGroups: [example.com], apiVersions: [v1], resources: [nothings], operations: [CREATE]}]
  validations: [{expression: "true"}]
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicyBinding
metadata: {name: anchor}
spec: {policyName: anchor, validationActions: [Deny], paramRef: {name: x, namespace: x, parameterNotFoundAction: Allow}}
`

// tester is a test, or one run of a property.
type tester interface {
	Helper()
	Fatal(args ...any)
	Fatalf(format string, args ...any)
}

// path is where an object lies, or the list that it is made in.
func path(o map[string]any, list bool) string {
	meta := object.Object(o).Ref()
	resource := map[string]string{
		"ConfigMap": "configmaps", "Deployment": "deployments", "StatefulSet": "statefulsets",
		"DaemonSet": "daemonsets", "Job": "jobs", "CronJob": "cronjobs",
		"ValidatingAdmissionPolicy": "validatingadmissionpolicies", "ValidatingAdmissionPolicyBinding": "validatingadmissionpolicybindings",
	}[meta.Kind]
	at := "/apis/" + o["apiVersion"].(string)
	if o["apiVersion"] == "v1" {
		at = "/api/v1"
	}
	if meta.Namespace != "" {
		at += "/namespaces/" + meta.Namespace
	}
	if at += "/" + resource; list {
		return at
	}
	return at + "/" + meta.Name
}

// send makes or changes an object.
func send(t tester, on *cluster.Cluster, method string, o map[string]any) (string, error) {
	t.Helper()
	body, err := json.Marshal(o)
	if err != nil {
		t.Fatal(err)
	}
	out, err := on.Ask(context.Background(), method, path(o, method == http.MethodPost), body)
	return string(out), err
}

// try asks a server whether it would take a new object, and returns why not.
func try(t tester, on *cluster.Cluster, o map[string]any) string {
	t.Helper()
	body, err := json.Marshal(o)
	if err != nil {
		t.Fatal(err)
	}
	_, err = on.Ask(context.Background(), http.MethodPost, path(o, true)+"?dryRun=All", body)
	return refusal(t, err)
}

// refusal is what a policy said; any other failure ends the test.
func refusal(t tester, err error) string {
	t.Helper()
	if err == nil {
		return ""
	}
	_, said, ours := strings.Cut(err.Error(), "ValidatingAdmissionPolicy ")
	if !ours {
		t.Fatal(err)
	}
	said, _, _ = strings.Cut(said, `","reason":`)
	return said
}

// install applies an export and takes it away after the test.
func install(t testing.TB, on *cluster.Cluster, out *admission.Result) {
	t.Helper()
	for _, o := range out.Objects {
		if _, err := send(t, on, http.MethodPost, o); err != nil {
			t.Fatal(err)
		}
		if object.Object(o).Ref().Namespace == "" {
			t.Cleanup(func() {
				if _, err := on.Ask(context.Background(), http.MethodDelete, path(o, false), nil); err != nil {
					t.Error(err)
				}
			})
		}
	}
}

// force waits until the policies are in force.
func force(t tester, on *cluster.Cluster, namespace string) {
	t.Helper()
	stranger := deployment(namespace, "stranger")
	until(t, "the policies hold", func() bool { return strings.Contains(try(t, on, stranger), "no service stranger is known") })
}

func until(t tester, what string, ask func() bool) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	if err := cluster.Until(ctx, func() (bool, error) { return ask(), nil }); err != nil {
		t.Fatalf("%s: %v", what, err)
	}
}

// deployment is a workload of a service.
func deployment(namespace, service string) object.Object {
	var o object.Object
	text := fmt.Sprintf(`{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":%[2]q,"namespace":%[1]q,"labels":{"berth.dev/service":%[2]q}},
		"spec":{"replicas":2,"selector":{"matchLabels":{"app":"x"}},"template":{"metadata":{"labels":{"app":"x"}},"spec":{"containers":[{"name":"c","image":"registry.example/x:1"}]}}}}`, namespace, service)
	if err := json.Unmarshal([]byte(text), &o); err != nil {
		panic(err)
	}
	return o
}
