package access_test

import (
	"cmp"
	"io"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	rbac "k8s.io/api/rbac/v1"
	"k8s.io/apimachinery/pkg/util/yaml"

	"berth.dev/engine/object"
	"berth.dev/providers/kube/access"
)

// right is one verb on one resource.
type right struct{ group, resource, verb string }

func (r right) String() string { return r.verb + " " + r.resource + "." + r.group }

// rights are those of each role, sorted, as berth's kinds ask for them.
func rights() map[string][]right {
	var observe, apply []right
	for _, k := range append(object.Kinds(), object.Referred()...) {
		observe = append(observe, on(k, looks(k)...)...)
	}
	observe = append(observe, []right{
		{"", "nodes", "get"}, {"", "nodes", "list"}, {"", "pods", "get"}, {"", "pods", "list"},
		{"argoproj.io", "applications", "get"}, {"kustomize.toolkit.fluxcd.io", "kustomizations", "get"},
	}...)
	apply = append(apply, observe...)
	for _, k := range object.Kinds() {
		apply = append(apply, on(k, writes(k)...)...)
	}
	drain := []right{
		{"", "nodes", "get"}, {"", "nodes", "list"}, {"", "nodes", "patch"},
		{"", "pods", "list"}, {"", "pods/eviction", "create"}, {"policy", "poddisruptionbudgets", "list"},
		{"", "persistentvolumeclaims", "get"}, {"", "persistentvolumes", "get"},
	}
	return map[string][]right{access.Observe: sorted(observe), access.Apply: sorted(apply), access.Drain: sorted(drain)}
}

// looks are the verbs of who looks at a kind.
func looks(k object.Kind) []string {
	if k.Name == "Secret" || k.Internal {
		return []string{"get"}
	}
	return []string{"get", "list"}
}

// writes are the verbs of who writes a kind.
func writes(k object.Kind) []string {
	switch {
	case k.Internal:
		return []string{"create", "update", "delete"}
	case k.Name == "ConfigMap":
		return []string{"create", "patch", "update", "delete"}
	case k.Name == "PersistentVolumeClaim":
		return []string{"create", "patch"}
	}
	return []string{"create", "patch", "delete"}
}

func on(k object.Kind, verbs ...string) (out []right) {
	for _, v := range verbs {
		out = append(out, right{k.Group, k.Resource, v})
	}
	return out
}

func sorted(rights []right) []right {
	slices.SortFunc(rights, func(a, b right) int {
		return cmp.Or(cmp.Compare(a.group, b.group), cmp.Compare(a.resource, b.resource), cmp.Compare(a.verb, b.verb))
	})
	return slices.Compact(rights)
}

// shipped reads the roles of the manifest.
func shipped(t *testing.T) map[string][]right {
	t.Helper()
	out := map[string][]right{}
	decoder := yaml.NewYAMLOrJSONDecoder(strings.NewReader(access.Roles()), 4096)
	for {
		var role rbac.ClusterRole
		err := decoder.Decode(&role)
		if err == io.EOF {
			return out
		}
		if err != nil {
			t.Fatal(err)
		}
		if role.Kind != "ClusterRole" || role.AggregationRule != nil {
			t.Fatalf("%s %s: want plain ClusterRoles", role.Kind, role.Name)
		}
		var all []right
		for _, rule := range role.Rules {
			all = append(all, expand(t, rule)...)
		}
		before := len(all)
		if out[role.Name] = sorted(all); len(out[role.Name]) != before {
			t.Errorf("%s gives a right twice", role.Name)
		}
	}
}

// expand lists the rights of a rule. Stars and names would say more than the verbs that
// are compared.
func expand(t *testing.T, rule rbac.PolicyRule) (out []right) {
	t.Helper()
	if len(rule.ResourceNames)+len(rule.NonResourceURLs) > 0 {
		t.Errorf("a rule is about names or paths: %v", rule)
	}
	for _, group := range rule.APIGroups {
		for _, resource := range rule.Resources {
			for _, verb := range rule.Verbs {
				if strings.Contains(group+resource+verb, "*") {
					t.Errorf("a star in a rule: %v", rule)
				}
				out = append(out, right{group, resource, verb})
			}
		}
	}
	return out
}

func TestTheRolesAreWhatBerthsKindsAskForAndNoMore(t *testing.T) {
	if diff := gocmp.Diff(rights(), shipped(t), gocmp.AllowUnexported(right{})); diff != "" {
		t.Errorf("roles.yaml is not what the kinds in engine/object ask for (-want +got):\n%s", diff)
	}
}
