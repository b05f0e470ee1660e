package survey

import (
	"slices"
	"strings"
)

// System tells whether a namespace is one of the cluster's own machinery, whose
// workloads nobody places: they come with the cluster.
func System(namespace string) bool {
	for _, start := range []string{"kube-", "gke-", "gmp-", "k0s-", "openshift-"} {
		if strings.HasPrefix(namespace, start) {
			return true
		}
	}
	return slices.Contains([]string{
		"amazon-cloudwatch", "amazon-guardduty", "azure-arc", "calico-apiserver", "calico-system", "cattle-system",
		"cilium-secrets", "config-management-system", "local-path-storage", "tigera-operator",
	}, namespace)
}
