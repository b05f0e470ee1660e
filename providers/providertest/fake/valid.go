package fake

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"maps"
	"reflect"
	"slices"

	appsv1 "k8s.io/api/apps/v1"
	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	apivalidation "k8s.io/apimachinery/pkg/api/validation"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/apimachinery/pkg/util/validation"
	"k8s.io/apimachinery/pkg/util/validation/field"
)

// validate refuses content that no server would take: names, labels, and the few
// rules without which a workload means nothing.
func validate(o runtime.Object) field.ErrorList {
	m := accessor(o)
	name := apivalidation.NameIsDNSSubdomain
	switch o.(type) {
	case *corev1.Service:
		name = apivalidation.NameIsDNS1035Label
	case *corev1.Namespace:
		name = apivalidation.NameIsDNSLabel
	}
	errs := apivalidation.ValidateObjectMetaAccessor(m, m.GetNamespace() != "", name, field.NewPath("metadata"))
	spec := field.NewPath("spec")
	switch o := o.(type) {
	case *appsv1.Deployment:
		errs = append(errs, validateWorkload(o.Spec.Selector, &o.Spec.Template, spec)...)
		if o.Spec.Replicas != nil {
			errs = append(errs, apivalidation.ValidateNonnegativeField(int64(*o.Spec.Replicas), spec.Child("replicas"))...)
		}
	case *appsv1.StatefulSet:
		errs = append(errs, validateWorkload(o.Spec.Selector, &o.Spec.Template, spec)...)
	case *appsv1.DaemonSet:
		errs = append(errs, validateWorkload(o.Spec.Selector, &o.Spec.Template, spec)...)
	case *corev1.ConfigMap:
		errs = append(errs, validateNames(maps.Keys(o.Data))...)
	case *corev1.Secret:
		errs = append(errs, validateNames(maps.Keys(o.Data))...)
	case *corev1.Service:
		if len(o.Spec.Ports) == 0 && o.Spec.ClusterIP != corev1.ClusterIPNone && o.Spec.Type != corev1.ServiceTypeExternalName {
			errs = append(errs, field.Required(spec.Child("ports"), ""))
		}
	}
	return errs
}

// validateNames checks the names under which a ConfigMap or a Secret holds its data.
func validateNames(names iter.Seq[string]) (errs field.ErrorList) {
	for _, name := range slices.Sorted(names) {
		for _, why := range validation.IsConfigMapKey(name) {
			errs = append(errs, field.Invalid(field.NewPath("data").Key(name), name, why))
		}
	}
	return errs
}

func validateWorkload(selector *metav1.LabelSelector, template *corev1.PodTemplateSpec, spec *field.Path) (errs field.ErrorList) {
	at := spec.Child("template")
	if selector == nil {
		errs = append(errs, field.Required(spec.Child("selector"), ""))
	}
	if s, err := metav1.LabelSelectorAsSelector(selector); err == nil && !s.Matches(labels.Set(template.Labels)) {
		errs = append(errs, field.Invalid(at.Child("metadata", "labels"), template.Labels, "`selector` does not match template `labels`"))
	}
	containers := at.Child("spec", "containers")
	if len(template.Spec.Containers) == 0 {
		errs = append(errs, field.Required(containers, ""))
	}
	for i, c := range template.Spec.Containers {
		if c.Name == "" {
			errs = append(errs, field.Required(containers.Index(i).Child("name"), ""))
		}
		if c.Image == "" {
			errs = append(errs, field.Required(containers.Index(i).Child("image"), ""))
		}
	}
	return errs
}

// immutable compares the fields that may not change.
func immutable(o, old runtime.Object) field.ErrorList {
	spec := field.NewPath("spec")
	errs := apivalidation.ValidateImmutableField(accessor(o).GetUID(), accessor(old).GetUID(), field.NewPath("metadata", "uid"))
	switch o := o.(type) {
	case *appsv1.Deployment:
		errs = append(errs, kept(o.Spec.Selector, old.(*appsv1.Deployment).Spec.Selector, spec.Child("selector"))...)
	case *appsv1.DaemonSet:
		errs = append(errs, kept(o.Spec.Selector, old.(*appsv1.DaemonSet).Spec.Selector, spec.Child("selector"))...)
	case *appsv1.StatefulSet:
		was := old.(*appsv1.StatefulSet).Spec
		errs = append(errs, kept(o.Spec.Selector, was.Selector, spec.Child("selector"))...)
		errs = append(errs, kept(o.Spec.ServiceName, was.ServiceName, spec.Child("serviceName"))...)
		errs = append(errs, kept(o.Spec.PodManagementPolicy, was.PodManagementPolicy, spec.Child("podManagementPolicy"))...)
		errs = append(errs, kept(o.Spec.VolumeClaimTemplates, was.VolumeClaimTemplates, spec.Child("volumeClaimTemplates"))...)
	case *batchv1.Job:
		was := old.(*batchv1.Job).Spec
		errs = append(errs, kept(o.Spec.Completions, was.Completions, spec.Child("completions"))...)
		errs = append(errs, kept(o.Spec.Selector, was.Selector, spec.Child("selector"))...)
		errs = append(errs, kept(o.Spec.Template, was.Template, spec.Child("template"))...)
	case *corev1.PersistentVolumeClaim:
		now, was := o.Spec.DeepCopy(), old.(*corev1.PersistentVolumeClaim).Spec.DeepCopy()
		now.Resources, was.Resources = corev1.VolumeResourceRequirements{}, corev1.VolumeResourceRequirements{}
		if !sameJSON(now, was) {
			errs = append(errs, field.Forbidden(spec, "spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims"))
		}
	case *corev1.Service:
		was := old.(*corev1.Service).Spec
		if o.Spec.ClusterIP != was.ClusterIP && was.Type != corev1.ServiceTypeExternalName && o.Spec.Type != corev1.ServiceTypeExternalName {
			errs = append(errs, field.Invalid(spec.Child("clusterIPs").Index(0), o.Spec.ClusterIPs, "may not change once set"))
		}
	case *corev1.Secret:
		errs = append(errs, kept(o.Type, old.(*corev1.Secret).Type, field.NewPath("type"))...)
	}
	return errs
}

// kept compares a field that may not change.
func kept(now, was any, at *field.Path) field.ErrorList {
	if sameJSON(now, was) {
		return nil
	}
	return apivalidation.ValidateImmutableField(now, was, at)
}

// samePrecondition refuses a whole write about another object, and one of a Lease
// without the version it was read at.
func samePrecondition(c *call, before *item, o runtime.Object) error {
	if err := sameUID(c, before.meta().GetUID(), o); err != nil {
		return err
	}
	m := accessor(o)
	if m.GetResourceVersion() == "" && c.kind.Name == "Lease" {
		return apierrors.NewInvalid(schema.GroupKind{Group: c.kind.Group, Kind: c.kind.Kind.Resource}, m.GetName(), field.ErrorList{field.Invalid(field.NewPath("metadata", "resourceVersion"), uint64(0), "must be specified for an update")})
	}
	return nil
}

// sameUID compares the UID that a whole write gives with that of what is stored, ""
// where nothing is.
func sameUID(c *call, stored types.UID, o runtime.Object) error {
	m := accessor(o)
	if m.GetUID() == "" || m.GetUID() == stored {
		return nil
	}
	return apierrors.NewConflict(c.kind.resource(), m.GetName(), fmt.Errorf(
		"StorageError: invalid object, Code: 4, Key: /registry/%s/%s/%s, ResourceVersion: 0, AdditionalErrorMsg: Precondition failed: UID in precondition: %v, UID in object meta: %v",
		c.kind.Kind.Resource, m.GetNamespace(), m.GetName(), m.GetUID(), stored))
}

// sameJSON compares what two values would be stored as: quantities have many forms.
func sameJSON(a, b any) bool {
	if reflect.DeepEqual(a, b) {
		return true
	}
	x, err := json.Marshal(a)
	y, err2 := json.Marshal(b)
	return errors.Join(err, err2) == nil && bytes.Equal(x, y)
}
