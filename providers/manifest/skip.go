package manifest

import (
	"bytes"
	"cmp"
	"path"
	"slices"
)

// Skipped is something that did not become part of a spec.
type Skipped struct {
	// File is the source it stands in.
	File string
	// Kind and Name are empty where a whole file was left out. Name has the
	// namespace before it, as in "shop/web", where the manifest says one.
	Kind, Name string
	// Reason says why, as part of a sentence.
	Reason string
}

func sortSkipped(s []Skipped) {
	slices.SortFunc(s, func(a, b Skipped) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Kind, b.Kind),
			cmp.Compare(a.Name, b.Name), cmp.Compare(a.Reason, b.Reason))
	})
}

const (
	reasonDaemonSet = "runs on every node and belongs to the nodes; berth places services. Count it in `reserved` of the node pool"
	reasonOld       = "its API version is one that Kubernetes no longer serves"
	reasonOwned     = "made and kept by "
	reasonPatch     = "a patch; it changes another object"
	reasonHelm      = "a Helm template; give berth what `helm template` prints"
	reasonKustomize = "a kustomization, which is not built; give berth what `kubectl kustomize` prints"
	reasonNoObject  = "not an object of Kubernetes: it has no apiVersion and kind"
	reasonNoName    = "has no name that Kubernetes allows"
	reasonNoPods    = "has no container, so it is a patch or not finished"
	reasonFinished  = "a job that has ended"
)

// reasonFor says why a kind is not read.
func reasonFor(kind string) string {
	switch kind {
	case "DaemonSet":
		return reasonDaemonSet
	case "Secret":
		return "secrets are never read"
	case "ServiceAccount":
		return "says who a service is, not where it runs"
	case "Role", "RoleBinding", "ClusterRole", "ClusterRoleBinding":
		return "says who may do what, not where a service runs"
	case "Namespace", "CustomResourceDefinition", "StorageClass", "PriorityClass", "IngressClass":
		return "runs nothing"
	case "Pod":
		return "a pod of its own is not kept running by Kubernetes"
	case "ReplicaSet":
		return "a ReplicaSet without a Deployment; make it a Deployment"
	case "Endpoints", "EndpointSlice":
		return "kept by the cluster or by hand; give the address as an endpoint"
	case "Gateway", "HTTPRoute", "GRPCRoute", "TLSRoute", "TCPRoute":
		return `routes of the Gateway API are not read; add call "internet" to the services they open`
	case "VirtualService", "DestinationRule", "ServiceEntry":
		return "routes of a service mesh are not read"
	case "NetworkPolicy":
		return "says what may talk, not what does"
	case "LimitRange":
		return "sets requests of containers that have none; what it adds is not counted"
	case "ResourceQuota":
		return "bounds a namespace, not a service"
	case "PersistentVolume":
		return "the claim says what a service needs"
	case "Rollout":
		return "a workload of Argo Rollouts, whose pods are not read"
	case "ScaledObject", "ScaledJob":
		return "scaling by KEDA is not read; set `replicas` of its service by hand"
	case "VerticalPodAutoscaler":
		return "changes requests while the service runs; take them from measurements"
	}
	return "not of a kind that berth reads"
}

// isTemplate tells whether an object is a template of a chart that happens to be
// YAML. ConfigMaps hold templates of all kinds as text, and are none for that.
func isTemplate(kind string, raw []byte) bool {
	if kind == "ConfigMap" || !bytes.Contains(raw, []byte("{{")) {
		return false
	}
	for _, word := range []string{".Values.", ".Release.", ".Chart.", "{{ include ", "{{- include ", "{{ template ", "{{- template "} {
		if bytes.Contains(raw, []byte(word)) {
			return true
		}
	}
	return false
}

func isKustomization(name string) bool {
	switch path.Base(name) {
	case "kustomization.yaml", "kustomization.yml", "Kustomization":
		return true
	}
	return false
}
