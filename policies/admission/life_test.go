package admission_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"berth.dev/engine/object"
	"berth.dev/policies/admission"
	"berth.dev/providers/providertest/cluster"
)

// life is a workspace on the cluster of gke, of which two services are against a rule.
func life(t *testing.T, enforce admission.Enforcement) (*cluster.Cluster, string) {
	t.Helper()
	on := servers(t)[1]
	home := cluster.Namespace(t, on)
	s := build(t, sites+strings.ReplaceAll(`
service "free" {
  namespace = "HOME"
}
service "bound" {
  namespace = "HOME"
  security {
    residency = ["JP"]
  }
}
`, "HOME", home))
	install(t, on, s.export(t, on.Name, enforce))
	if enforce == admission.Deny {
		force(t, on, home)
	}
	return on, home
}

// edited is an object with one field changed.
func edited(o object.Object, value any, path ...string) object.Object {
	out := o.Copy()
	in := map[string]any(out)
	for _, name := range path[:len(path)-1] {
		in = in[name].(map[string]any)
	}
	in[path[len(path)-1]] = value
	return out
}

// template is the pod of a deployment with another image.
func template(image string) map[string]any {
	return map[string]any{
		"metadata": map[string]any{"labels": map[string]any{"app": "x"}},
		"spec":     map[string]any{"containers": []any{map[string]any{"name": "c", "image": image}}},
	}
}

// TestAnUpdateIsRefusedWhereItChangesWhatRuns brings a workload before the policies
// come: what is there stays there and can be made smaller, not newer or larger.
func TestAnUpdateIsRefusedWhereItChangesWhatRuns(t *testing.T) {
	on := servers(t)[1]
	home := cluster.Namespace(t, on)
	o := deployment(home, "bound")
	o["metadata"].(map[string]any)["finalizers"] = []any{"example.com/wait"}
	if _, err := send(t, on, http.MethodPost, o); err != nil {
		t.Fatal(err)
	}
	s := build(t, sites+fmt.Sprintf("service \"bound\" {\n namespace = %q\n security {\n  residency = [\"JP\"]\n }\n}\n", home))
	install(t, on, s.export(t, on.Name, admission.Deny))
	force(t, on, home)
	const no = "'residency.berth.dev' with binding 'residency.berth.dev' denied request: it would run in US; it may run only in JP"
	const image = "'image-tag.berth.dev' with binding 'image-tag.berth.dev' denied request: no fixed version is named by registry.example/x:latest"
	both := template("registry.example/x:2")
	for _, c := range []struct {
		what string
		o    object.Object
		want []string
	}{
		{"a label more", edited(o, "y", "metadata", "labels", "x"), nil},
		{"fewer copies", edited(o, 1, "spec", "replicas"), nil},
		{"more copies", edited(o, 3, "spec", "replicas"), []string{no}},
		{"another image", edited(o, both, "spec", "template"), []string{no}},
		{"an image without version", edited(o, template("registry.example/x:latest"), "spec", "template"), []string{no, image}},
		{"another service", edited(o, "stranger", "metadata", "labels", object.LabelService), []string{
			"'berth-known-service.berth.dev' with binding 'berth-known-service.berth.dev' denied request: no service stranger is known in the namespace " + home + ": berth policy export admission tells of it",
		}},
		{"no label and another image", edited(edited(o, both, "spec", "template"), map[string]any{}, "metadata", "labels"), []string{no}},
		{"no label", edited(o, map[string]any{}, "metadata", "labels"), nil},
	} {
		body, err := json.Marshal(c.o)
		if err != nil {
			t.Fatal(err)
		}
		_, err = on.Ask(t.Context(), http.MethodPut, path(c.o, false)+"?dryRun=All", body)
		if got := refusal(t, err); got == "" && c.want != nil || got != "" && !slices.Contains(c.want, got) {
			t.Errorf("%s: %q, want one of %q", c.what, got, c.want)
		}
	}
	removed(t, on, o)
}

// removed sets a status, and takes an object away that something has to let go first.
func removed(t *testing.T, on *cluster.Cluster, o object.Object) {
	t.Helper()
	ctx := t.Context()
	if _, err := on.Kubectl(ctx, "", "", "patch", "deployment", "bound", "-n", o.Ref().Namespace, "--subresource=status", "--type=merge", "-p", `{"status":{"replicas":2}}`); err != nil {
		t.Errorf("the status: %v", err)
	}
	if _, err := on.Ask(ctx, http.MethodDelete, path(o, false), nil); err != nil {
		t.Error(err)
	}
	if _, err := on.Kubectl(ctx, "", "", "patch", "deployment", "bound", "-n", o.Ref().Namespace, "--type=merge", "-p", `{"metadata":{"finalizers":null}}`); err != nil {
		t.Errorf("what is on its way out is held: %v", err)
	}
	if _, err := on.Ask(ctx, http.MethodGet, path(o, false), nil); err == nil {
		t.Error("it is still there")
	}
}

func TestWhatIsNotTheWorkspacesIsLeftAlone(t *testing.T) {
	on, home := life(t, admission.Deny)
	elsewhere := cluster.Namespace(t, on)
	unlabelled := edited(deployment(home, "bound"), map[string]any{}, "metadata", "labels")
	for what, o := range map[string]object.Object{
		"another namespace": deployment(elsewhere, "bound"), "no label": unlabelled, "a service that may": deployment(home, "free"),
	} {
		if got := try(t, on, o); got != "" {
			t.Errorf("%s: %s", what, got)
		}
	}
}

func TestEveryKindOfWorkloadIsJudged(t *testing.T) {
	on, home := life(t, admission.Deny)
	pod := edited(object.Object{"template": template("registry.example/x:1")}, "Never", "template", "spec", "restartPolicy")["template"]
	always := template("registry.example/x:1")
	selector := map[string]any{"matchLabels": map[string]any{"app": "x"}}
	for kind, spec := range map[string]map[string]any{
		"Deployment":  {"selector": selector, "template": always},
		"StatefulSet": {"selector": selector, "template": always, "serviceName": "x"},
		"DaemonSet":   {"selector": selector, "template": always},
		"Job":         {"template": pod},
		"CronJob":     {"schedule": "0 4 * * *", "jobTemplate": map[string]any{"spec": map[string]any{"template": pod}}},
	} {
		version := "apps/v1"
		if strings.HasSuffix(kind, "Job") {
			version = "batch/v1"
		}
		for service, want := range map[string]string{"free": "", "bound": "it would run in US"} {
			got := try(t, on, map[string]any{"apiVersion": version, "kind": kind, "spec": spec, "metadata": map[string]any{
				"name": service, "namespace": home, "labels": map[string]any{object.LabelService: service},
			}})
			if want == "" && got != "" || !strings.Contains(got, want) {
				t.Errorf("%s of %s: %q, want %q", kind, service, got, want)
			}
		}
	}
}

func TestANamespaceThatNobodyToldOfRefuses(t *testing.T) {
	on, home := life(t, admission.Deny)
	facts := fmt.Sprintf("/api/v1/namespaces/%s/configmaps/%s", home, admission.ConfigMap)
	if _, err := on.Ask(t.Context(), http.MethodDelete, facts, nil); err != nil {
		t.Fatal(err)
	}
	until(t, "it is refused", func() bool { return strings.Contains(try(t, on, deployment(home, "free")), "no params found") })
}

func TestOnlyWhoMayWritePoliciesWritesWhatTheyBelieve(t *testing.T) {
	on, home := life(t, admission.Deny)
	may := strings.ReplaceAll(`
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: {name: developer, namespace: HOME}
rules: [{apiGroups: [""], resources: [configmaps], verbs: ["*"]}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: developer, namespace: HOME}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: developer}
subjects: [{apiGroup: rbac.authorization.k8s.io, kind: Group, name: HOME}]
`, "HOME", home)
	if _, err := on.Kubectl(t.Context(), "", may, "apply", "-f", "-"); err != nil {
		t.Fatal(err)
	}
	user, err := on.User("developer-"+home, home)
	if err != nil {
		t.Fatal(err)
	}
	said, err := on.Kubectl(t.Context(), user, "", "patch", "configmap", admission.ConfigMap, "-n", home, "--type=merge", "-p", `{"data":{"bound.residency":""}}`)
	if err == nil || !strings.Contains(said, "may not write berth-services") {
		t.Errorf("a developer wrote what policies believe: %v, %s", err, said)
	}
	if said, err := on.Kubectl(t.Context(), user, "", "create", "configmap", "other", "-n", home); err != nil {
		t.Errorf("a developer cannot write another ConfigMap: %s", said)
	}
	if _, err := on.Kubectl(t.Context(), user, "", "delete", "configmap", admission.ConfigMap, "-n", home); err == nil {
		t.Error("a developer took away what policies believe")
	}
}

func TestWarningsRefuseNothing(t *testing.T) {
	on, home := life(t, admission.Warn)
	body, err := json.Marshal(deployment(home, "bound"))
	if err != nil {
		t.Fatal(err)
	}
	until(t, "it is warned of", func() bool {
		said, err := on.Kubectl(t.Context(), "", string(body), "create", "--dry-run=server", "-f", "-")
		if err != nil {
			t.Fatal(err)
		}
		return strings.Contains(said, "Warning: Validation failed for ValidatingAdmissionPolicy 'residency.berth.dev'") &&
			strings.Contains(said, "it would run in US; it may run only in JP")
	})
	facts := fmt.Sprintf("/api/v1/namespaces/%s/configmaps/%s", home, admission.ConfigMap)
	if _, err := on.Ask(t.Context(), http.MethodDelete, facts, nil); err != nil {
		t.Fatal(err)
	}
	if got := try(t, on, deployment(home, "free")); got != "" {
		t.Errorf("without ConfigMap it is refused: %s", got)
	}
}

// TestTheServerFindsNoFaultWithTheTypes waits for what the controllers of tokyo say.
func TestTheServerFindsNoFaultWithTheTypes(t *testing.T) {
	on := servers(t)[0]
	home := cluster.Namespace(t, on)
	s := build(t, sites+ownRules+fmt.Sprintf("service \"a\" {\n namespace = %q\n}\n", home))
	out := s.export(t, on.Name, admission.Deny)
	install(t, on, out)
	for _, o := range out.Objects {
		if object.Object(o).Ref().Kind != "ValidatingAdmissionPolicy" {
			continue
		}
		var live struct {
			Metadata struct{ Generation int64 }
			Status   struct {
				ObservedGeneration int64
				TypeChecking       struct {
					ExpressionWarnings []struct{ FieldRef, Warning string }
				}
			}
		}
		until(t, "the types are checked", func() bool {
			text, err := on.Ask(t.Context(), http.MethodGet, path(o, false), nil)
			if err != nil || json.Unmarshal(text, &live) != nil {
				t.Fatal(err)
			}
			return live.Status.ObservedGeneration == live.Metadata.Generation
		})
		for _, w := range live.Status.TypeChecking.ExpressionWarnings {
			t.Errorf("%s, %s: %s", object.Object(o).Ref().Name, w.FieldRef, w.Warning)
		}
	}
}
