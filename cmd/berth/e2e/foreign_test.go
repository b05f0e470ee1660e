package e2e_test

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"

	"berth.dev/providers/providertest/cluster"
)

// seenKinds are the paths below which objects of people are looked for.
var seenKinds = []string{
	"/api/v1/namespaces", "/api/v1/configmaps", "/api/v1/secrets", "/api/v1/serviceaccounts", "/api/v1/services", "/api/v1/persistentvolumeclaims",
	"/apis/apps/v1/deployments", "/apis/apps/v1/statefulsets", "/apis/apps/v1/daemonsets", "/apis/batch/v1/cronjobs", "/apis/batch/v1/jobs",
	"/apis/autoscaling/v2/horizontalpodautoscalers", "/apis/policy/v1/poddisruptionbudgets", "/apis/networking.k8s.io/v1/networkpolicies",
	"/apis/networking.k8s.io/v1/ingresses", "/apis/gateway.networking.k8s.io/v1/httproutes", "/apis/argoproj.io/v1alpha1/applications",
	"/apis/coordination.k8s.io/v1/leases",
}

// found are the objects outside of the namespaces that clusters make for themselves, by
// "tokyo deployments shop/web".
func (s *scene) found(c *cluster.Cluster) map[string]thing {
	s.Helper()
	out := map[string]thing{}
	for _, path := range seenKinds {
		kind := path[strings.LastIndex(path, "/")+1:]
		for _, o := range s.list(c, path) {
			namespace, name := o.text("metadata", "namespace"), o.text("metadata", "name")
			home := namespace
			if kind == "namespaces" {
				home = name
			}
			// What every namespace is given by its cluster is nobody's.
			own := kind == "serviceaccounts" && name == "default" || kind == "configmaps" && name == "kube-root-ca.crt"
			if !own && !slices.Contains(systemNamespaces, home) {
				out[c.Name+" "+kind+" "+strings.TrimPrefix(namespace+"/"+name, "/")] = o
			}
		}
	}
	return out
}

// photograph are all objects on both clusters whose names are not skipped, byte by byte
// but for what tells who wrote when.
func (s *scene) photograph(skip func(name string) bool) map[string]string {
	s.Helper()
	out := map[string]string{}
	for _, c := range s.clusters() {
		for name, o := range s.found(c) {
			if skip(name) {
				continue
			}
			meta := o["metadata"].(map[string]any)
			delete(meta, "resourceVersion")
			delete(meta, "managedFields")
			text, err := json.Marshal(o)
			s.good(err)
			out[name] = string(bytes.TrimSpace(text))
		}
	}
	return out
}

// ofBerth are the objects on both clusters that bear berth's labels or are its records.
func (s *scene) ofBerth() (out []string) {
	s.Helper()
	for _, c := range s.clusters() {
		for name, o := range s.found(c) {
			labels := func(label string) string { return o.text("metadata", "labels", label) }
			switch {
			case labels("app.kubernetes.io/managed-by") == "berth", labels("berth.dev/service") != "", labels("applyset.kubernetes.io/id") != "", labels("applyset.kubernetes.io/part-of") != "":
				out = append(out, name)
			case strings.Contains(name, "berth-system"):
				out = append(out, name)
			}
		}
	}
	slices.Sort(out)
	return out
}
