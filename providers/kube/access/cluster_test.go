package access_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"berth.dev/providers/kube/access"
	"berth.dev/providers/providertest/cluster"
)

// shared is an API server alone: who may what is its own business.
var shared = cluster.NewPool(cluster.Options{Name: "tokyo"})

func TestMain(m *testing.M) { os.Exit(shared.Main(m)) }

// bound is a cluster that knows the roles and all kinds, and a user with this role.
func bound(t *testing.T, role string) (c *cluster.Cluster, user, kubeconfig string) {
	t.Helper()
	c = shared.Get(t)[0]
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	if err := c.Define(ctx, cluster.HTTPRoutes, cluster.Applications, cluster.Kustomizations); err != nil {
		t.Fatal(err)
	}
	if _, err := c.Kubectl(ctx, "", access.Roles(), "apply", "-f", "-"); err != nil {
		t.Fatal(err)
	}
	user = "user-of-" + cluster.Name(t)
	kubeconfig, err := c.User(user)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.Kubectl(ctx, "", "", "create", "clusterrolebinding", user, "--clusterrole="+role, "--user="+user); err != nil {
		t.Fatal(err)
	}
	err = cluster.Until(ctx, func() (bool, error) { return may(t, c, user, right{"", "pods", "list"}), nil })
	if err != nil {
		t.Fatal("the binding has no effect:", err)
	}
	return c, user, kubeconfig
}

// may asks the API server whether a user has a right.
func may(t *testing.T, c *cluster.Cluster, user string, r right) bool {
	t.Helper()
	resource, sub, _ := strings.Cut(r.resource, "/")
	body, err := json.Marshal(map[string]any{
		"apiVersion": "authorization.k8s.io/v1", "kind": "SubjectAccessReview",
		"spec": map[string]any{
			"user": user, "groups": []string{"system:authenticated"},
			"resourceAttributes": map[string]string{"group": r.group, "resource": resource, "subresource": sub, "verb": r.verb},
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	text, err := c.Ask(t.Context(), http.MethodPost, "/apis/authorization.k8s.io/v1/subjectaccessreviews", body)
	if err != nil {
		t.Fatal(err)
	}
	var review struct{ Status struct{ Allowed bool } }
	if err := json.Unmarshal(text, &review); err != nil {
		t.Fatal(err)
	}
	return review.Status.Allowed
}

// resources are all that the API server serves, subresources among them, and those that
// only rules know.
func resources(t *testing.T, c *cluster.Cluster) (out []right) {
	t.Helper()
	var groups struct {
		Groups []struct {
			Name     string
			Versions []struct{ GroupVersion string }
		}
	}
	read(t, c, "/apis", &groups)
	paths := map[string]string{"/api/v1": ""}
	for _, g := range groups.Groups {
		for _, v := range g.Versions {
			paths["/apis/"+v.GroupVersion] = g.Name
		}
	}
	for path, group := range paths {
		var list struct{ Resources []struct{ Name string } }
		read(t, c, path, &list)
		for _, r := range list.Resources {
			out = append(out, right{group: group, resource: r.Name})
		}
	}
	return append(out, right{"", "users", ""}, right{"", "groups", ""}, right{"", "*", ""}, right{"*", "*", ""})
}

func read(t *testing.T, c *cluster.Cluster, path string, into any) {
	t.Helper()
	text, err := c.Ask(t.Context(), http.MethodGet, path, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text, into); err != nil {
		t.Fatal(err)
	}
}

func TestAnAPIServerGivesEachRoleWhatItSaysAndNothingElse(t *testing.T) {
	verbs := []string{"get", "list", "watch", "create", "update", "patch", "delete", "deletecollection", "impersonate", "bind", "escalate", "approve", "sign", "proxy", "use"}
	for role, want := range rights() {
		t.Run(role, func(t *testing.T) {
			c, user, _ := bound(t, role)
			var got []right
			for _, r := range resources(t, c) {
				for _, verb := range verbs {
					r.verb = verb
					// What everybody may (ask what they may, for one) is not the role's.
					if may(t, c, user, r) && !may(t, c, "nobody", r) {
						got = append(got, r)
					}
				}
			}
			if diff := gocmp.Diff(want, sorted(got), gocmp.AllowUnexported(right{})); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestWhoAppliesIsRefusedWhatBerthNeverNeeds(t *testing.T) {
	c, _, kubeconfig := bound(t, access.Apply)
	namespace := cluster.Name(t)
	as := func(stdin string, args ...string) error {
		_, err := c.Kubectl(t.Context(), kubeconfig, stdin, args...)
		return err
	}
	config := fmt.Sprintf(`{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"settings","namespace":%q},"data":{"color":"red"}}`, namespace)
	allowed := [][]string{
		{"create", "namespace", namespace}, {"create", "-f", "-"}, {"apply", "--server-side", "--force-conflicts", "-f", "-"}, {"replace", "-f", "-"},
		{"create", "deployment", "web", "--image=shop/web:1", "-n", namespace}, {"delete", "deployment", "web", "-n", namespace, "--wait=false"},
		{"delete", "namespace", namespace, "--wait=false"},
	}
	for _, args := range allowed {
		if err := as(config, args...); err != nil {
			t.Errorf("berth needs this: %v", err)
		}
	}
	role := `{"apiVersion":"rbac.authorization.k8s.io/v1","kind":"ClusterRole","metadata":{"name":"all"},"rules":[]}`
	refused := [][]string{
		{"create", "-f", "-"},
		{"create", "--raw", "/api/v1/namespaces/default/pods/web/exec?command=sh", "-f", "-"},
		{"get", "--raw", "/api/v1/namespaces/default/pods/web/exec?command=sh"},
		{"delete", "node", "node-0"},
		{"get", "secrets", "-n", "default"}, {"get", "secrets", "-A"},
		{"delete", "pvc", "data", "-n", "default"},
		{"create", "token", "default", "-n", "default"},
	}
	for _, args := range refused {
		if err := as(role, args...); err == nil || !strings.Contains(err.Error(), "orbidden") {
			t.Errorf("%v is not refused: %v", args, err)
		}
	}
}
