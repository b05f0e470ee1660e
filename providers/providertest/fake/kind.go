package fake

import (
	"fmt"
	"slices"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/util/managedfields"
	"k8s.io/client-go/applyconfigurations"
	"k8s.io/client-go/kubernetes/scheme"
	"sigs.k8s.io/structured-merge-diff/v6/fieldpath"

	"berth.dev/engine/object"
)

// extra are kinds that package object does not list and a run may read: pods and
// nodes, and the resources of those who track objects themselves.
var extra = []object.Kind{
	{Name: "Pod", Version: "v1", Resource: "pods"},
	{Name: "Node", Version: "v1", Resource: "nodes", Cluster: true},
	{Name: "Application", Group: "argoproj.io", Version: "v1alpha1", Resource: "applications", Optional: true},
	{Name: "Kustomization", Group: "kustomize.toolkit.fluxcd.io", Version: "v1", Resource: "kustomizations", Optional: true},
}

// counted are the kinds whose objects carry a generation.
var counted = []string{"Deployment", "StatefulSet", "DaemonSet", "CronJob", "Job", "NetworkPolicy",
	"PodDisruptionBudget", "Ingress", "HTTPRoute", "Application", "Kustomization", "HorizontalPodAutoscaler"}

// stateless are the kinds without a status that a client could try to write.
var stateless = []string{"ConfigMap", "Secret", "ServiceAccount", "Lease", "NetworkPolicy", "StorageClass", "PriorityClass", "IngressClass"}

// kind is a kind as the server serves it.
type kind struct {
	object.Kind
	fields *managedfields.FieldManager
	// typed says that k8s.io/api has a Go type for it.
	typed     bool
	hasStatus bool
	counted   bool
}

func (k *kind) gvk() schema.GroupVersionKind {
	return schema.GroupVersionKind{Group: k.Group, Version: k.Version, Kind: k.Name}
}

func (k *kind) resource() schema.GroupResource {
	return schema.GroupResource{Group: k.Group, Resource: k.Kind.Resource}
}

// empty is a new object of the kind, with nothing but its type.
func (k *kind) empty() runtime.Object {
	if k.typed {
		if o, err := scheme.Scheme.New(k.gvk()); err == nil {
			o.GetObjectKind().SetGroupVersionKind(k.gvk())
			return o
		}
	}
	u := &unstructured.Unstructured{}
	u.SetGroupVersionKind(k.gvk())
	return u
}

// serve makes the table of kinds. Those of optional that are not in installed stay
// unknown.
func serve(installed []string) ([]*kind, error) {
	converter := applyconfigurations.NewTypeConverter(scheme.Scheme)
	var out []*kind
	for _, known := range slices.Concat(object.Kinds(), object.Referred(), extra) {
		if known.Optional && !slices.Contains(installed, known.Name) {
			continue
		}
		k := &kind{Kind: known, hasStatus: !slices.Contains(stateless, known.Name), counted: slices.Contains(counted, known.Name)}
		k.typed = scheme.Scheme.Recognizes(k.gvk())
		var err error
		if k.fields, err = fieldManager(k, converter); err != nil {
			return nil, fmt.Errorf("%s: %w", k.Name, err)
		}
		out = append(out, k)
	}
	return out, nil
}

// fieldManager is the part of a real API server that knows who owns which field.
func fieldManager(k *kind, converter managedfields.TypeConverter) (*managedfields.FieldManager, error) {
	gvk := k.gvk()
	reset := map[fieldpath.APIVersion]fieldpath.Filter{}
	if k.hasStatus {
		reset[fieldpath.APIVersion(gvk.GroupVersion().String())] = fieldpath.NewExcludeSetFilter(fieldpath.NewSet(fieldpath.MakePathOrDie("status")))
	}
	if k.typed {
		return managedfields.NewDefaultFieldManager(converter, scheme.Scheme, defaulter{}, scheme.Scheme, gvk, gvk.GroupVersion(), "", reset)
	}
	return managedfields.NewDefaultCRDFieldManager(managedfields.NewDeducedTypeConverter(), custom{}, defaulter{}, custom{}, gvk, gvk.GroupVersion(), "", reset)
}

// defaulter lets the field manager default what an apply has merged.
type defaulter struct{}

// Default fills in what the object leaves out.
func (defaulter) Default(o runtime.Object) { setDefaults(o) }

// custom converts and creates custom resources, which have one version each.
type custom struct{}

// Convert is never asked of a kind with one version.
func (custom) Convert(in, _, _ any) error { return fmt.Errorf("%T has one version only", in) }

// ConvertToVersion returns the object as it is.
func (custom) ConvertToVersion(in runtime.Object, _ runtime.GroupVersioner) (runtime.Object, error) {
	return in, nil
}

// ConvertFieldLabel knows the two field selectors that all kinds have.
func (custom) ConvertFieldLabel(_ schema.GroupVersionKind, label, value string) (string, string, error) {
	return label, value, nil
}

// New makes an empty custom resource.
func (custom) New(gvk schema.GroupVersionKind) (runtime.Object, error) {
	u := &unstructured.Unstructured{}
	u.SetGroupVersionKind(gvk)
	return u, nil
}
