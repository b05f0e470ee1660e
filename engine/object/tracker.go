package object

import "strings"

// The marks that Argo CD and Flux put on what they bring to a cluster.
const (
	argoTracking  = "argocd.argoproj.io/tracking-id"
	argoInstance  = "argocd.argoproj.io/instance"
	fluxName      = "kustomize.toolkit.fluxcd.io/name"
	fluxNamespace = "kustomize.toolkit.fluxcd.io/namespace"
)

// TrackerOf names the object of the cluster that says how the delivery of a live
// object stands: an Application of Argo CD or a Kustomization of Flux. The namespace of
// an Application is "" where the mark leaves it out: then it is that of Argo CD itself.
// ok is false where neither tracks the object.
func TrackerOf(o Object) (tracker Ref, ok bool) {
	mark := o.Label(argoInstance)
	if id := o.Annotation(argoTracking); id != "" {
		mark, _, _ = strings.Cut(id, ":") // shop:apps/Deployment:ads/frontend
	}
	if mark != "" {
		namespace, name, both := strings.Cut(mark, "_") // no name in Kubernetes has a _
		if !both {
			namespace, name = "", mark
		}
		return Ref{Kind: "Application", Namespace: namespace, Name: name}, true
	}
	if name := o.Label(fluxName); name != "" {
		return Ref{Kind: "Kustomization", Namespace: o.Label(fluxNamespace), Name: name}, true
	}
	return Ref{}, false
}
