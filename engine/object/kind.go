package object

import "slices"

// Kind is what berth knows of a kind of objects.
type Kind struct {
	Name     string
	Group    string
	Version  string
	Resource string
	// Cluster says that its objects have no namespace.
	Cluster bool
	// Rank is the layer in which it is made: what others refer to has the smaller
	// rank. What is removed goes the other way.
	Rank int
	// Internal kinds are berth's own records; a service's manifests may not have
	// them.
	Internal bool
	// Optional kinds are there only where a definition was installed.
	Optional bool
	// Watched kinds are only ever read; a service's manifests may not have them.
	Watched bool
}

// Kinds are all kinds that berth reads or writes, in the order of their ranks.
func Kinds() []Kind { return slices.Clone(kinds[:]) }

var kinds = [...]Kind{
	{Name: "Namespace", Version: "v1", Resource: "namespaces", Cluster: true, Rank: 0},
	{Name: "Lease", Group: "coordination.k8s.io", Version: "v1", Resource: "leases", Internal: true},
	{Name: "ServiceAccount", Version: "v1", Resource: "serviceaccounts", Rank: 1},
	{Name: "ConfigMap", Version: "v1", Resource: "configmaps", Rank: 1},
	{Name: "Secret", Version: "v1", Resource: "secrets", Rank: 1},
	{Name: "PersistentVolumeClaim", Version: "v1", Resource: "persistentvolumeclaims", Rank: 1},
	{Name: "NetworkPolicy", Group: "networking.k8s.io", Version: "v1", Resource: "networkpolicies", Rank: 1},
	{Name: "Service", Version: "v1", Resource: "services", Rank: 2},
	{Name: "PodDisruptionBudget", Group: "policy", Version: "v1", Resource: "poddisruptionbudgets", Rank: 2},
	{Name: "Deployment", Group: "apps", Version: "v1", Resource: "deployments", Rank: 3},
	{Name: "StatefulSet", Group: "apps", Version: "v1", Resource: "statefulsets", Rank: 3},
	{Name: "DaemonSet", Group: "apps", Version: "v1", Resource: "daemonsets", Rank: 3},
	{Name: "CronJob", Group: "batch", Version: "v1", Resource: "cronjobs", Rank: 3},
	{Name: "Job", Group: "batch", Version: "v1", Resource: "jobs", Rank: 3},
	{Name: "HorizontalPodAutoscaler", Group: "autoscaling", Version: "v2", Resource: "horizontalpodautoscalers", Rank: 4},
	{Name: "Ingress", Group: "networking.k8s.io", Version: "v1", Resource: "ingresses", Rank: 5},
	{Name: "HTTPRoute", Group: "gateway.networking.k8s.io", Version: "v1", Resource: "httproutes", Rank: 5, Optional: true},
}

// Referred are kinds that objects refer to and that berth only looks for.
func Referred() []Kind { return slices.Clone(referred[:]) }

var referred = [...]Kind{
	{Name: "StorageClass", Group: "storage.k8s.io", Version: "v1", Resource: "storageclasses", Cluster: true},
	{Name: "PriorityClass", Group: "scheduling.k8s.io", Version: "v1", Resource: "priorityclasses", Cluster: true},
	{Name: "IngressClass", Group: "networking.k8s.io", Version: "v1", Resource: "ingressclasses", Cluster: true},
}

// watched are kinds that berth only reads, to tell how what it wrote fares: pods, nodes
// and the volumes that lie on them, and what Argo CD and Flux say of what they bring.
var watched = [...]Kind{
	{Name: "Pod", Version: "v1", Resource: "pods", Watched: true},
	{Name: "Node", Version: "v1", Resource: "nodes", Cluster: true, Watched: true},
	{Name: "PersistentVolume", Version: "v1", Resource: "persistentvolumes", Cluster: true, Watched: true},
	{Name: "Application", Group: "argoproj.io", Version: "v1alpha1", Resource: "applications", Optional: true, Watched: true},
	{Name: "Kustomization", Group: "kustomize.toolkit.fluxcd.io", Version: "v1", Resource: "kustomizations", Optional: true, Watched: true},
}

// KindOf looks a kind up by its name, among those that are written, those that are
// only referred to and those that are only watched.
func KindOf(name string) (Kind, bool) {
	for _, list := range [...][]Kind{kinds[:], referred[:], watched[:]} {
		for i := range list {
			if list[i].Name == name {
				return list[i], true
			}
		}
	}
	return Kind{}, false
}

// APIVersion is the kind's group and version as manifests write them.
func (k Kind) APIVersion() string {
	if k.Group == "" {
		return k.Version
	}
	return k.Group + "/" + k.Version
}
