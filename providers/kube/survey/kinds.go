package survey

import (
	"fmt"
	"slices"
	"strings"

	"berth.dev/engine/object"
)

// want is a kind that is listed, and what is lost without it.
type want struct {
	kind, without string
}

// wants are the kinds in the order in which they are listed: pods' templates come before
// the ConfigMaps that they name.
func wants() []want {
	return []want{
		{"Deployment", "services that are Deployments are missing"},
		{"StatefulSet", "services that are StatefulSets are missing"},
		{"CronJob", "jobs with a schedule are missing"},
		{"Job", "jobs that run once are missing"},
		{"DaemonSet", "what daemon sets take of a node is not counted"},
		{"Service", "calls to services by their names are not seen"},
		{"ConfigMap", "calls that ConfigMaps name are not seen"},
		{"PersistentVolumeClaim", "sizes of claims that pods name are unknown"},
		{"HorizontalPodAutoscaler", "replicas are what runs now, not what autoscalers allow"},
		{"PodDisruptionBudget", "disruption budgets are not read"},
		{"Ingress", "which services visitors reach is not seen"},
		{"Node", "there is no site of the cluster's nodes"},
		{"Pod", "what is in use of the nodes is unknown"},
	}
}

// Kinds are the kinds of objects that are listed.
func Kinds() []string {
	var out []string
	for _, w := range wants() {
		out = append(out, w.kind)
	}
	return out
}

// RoleName is the name of the role.
const RoleName = "berth-import"

// Role is the manifest of a role that allows what [Read] does, and nothing else.
func Role() string {
	byGroup := map[string][]string{}
	var groups []string
	for _, name := range Kinds() {
		k, _ := object.KindOf(name)
		if !slices.Contains(groups, k.Group) {
			groups = append(groups, k.Group)
		}
		byGroup[k.Group] = append(byGroup[k.Group], k.Resource)
	}
	slices.Sort(groups)
	var b strings.Builder
	fmt.Fprintf(&b, `# What "berth import kubernetes --context" and a metrics source of kind "kubernetes"
# read of a cluster. Bind it to whoever runs them:
#
#   kubectl create clusterrolebinding %[1]s --clusterrole=%[1]s --group=…
#
# Nodes belong to no namespace. Without the right to list them, and with a RoleBinding
# in some namespaces, services are imported all the same: say --namespace.
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata:
  name: %[1]s
rules:
`, RoleName)
	for _, g := range groups {
		slices.Sort(byGroup[g])
		rule(&b, g, byGroup[g])
	}
	rule(&b, "metrics.k8s.io", []string{"pods"})
	return b.String()
}

func rule(b *strings.Builder, group string, resources []string) {
	if group == "" {
		group = `""`
	}
	fmt.Fprintf(b, "- apiGroups: [%s]\n  resources: [%s]\n  verbs: [get, list]\n", group, strings.Join(resources, ", "))
}
