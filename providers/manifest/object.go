package manifest

import (
	"bytes"
	"encoding/json"
	"strings"

	autoscalingv1 "k8s.io/api/autoscaling/v1"
	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	policyv1 "k8s.io/api/policy/v1"
)

// object is one object of a kind that is read, and whether anything came of it.
type object[T any] struct {
	meta
	is   T
	used bool
}

// objects are those of the kinds that are read. What a Deployment, StatefulSet,
// CronJob or Job has in common is a workload.
type objects struct {
	workloads []*workload
	services  []*object[corev1.Service]
	configs   []*object[corev1.ConfigMap]
	claims    []*object[corev1.PersistentVolumeClaim]
	scalers   []*object[autoscalingv1.HorizontalPodAutoscaler]
	budgets   []*object[policyv1.PodDisruptionBudget]
	ingresses []*object[networkingv1.Ingress]
}

// keep reads an object of a kind that matters, and lists the others. All
// versions of a group but Ingress's have the fields that are read in one shape.
func (r *reader) keep(at meta, h header, raw []byte) error {
	group, _, grouped := strings.Cut(h.APIVersion, "/")
	if !grouped {
		group = ""
	}
	o := &r.objects
	switch group + "/" + h.Kind {
	case "apps/Deployment":
		return keepWorkload(r, at, raw, fromDeployment)
	case "apps/StatefulSet":
		return keepWorkload(r, at, raw, fromStatefulSet)
	case "batch/CronJob":
		return keepWorkload(r, at, raw, fromCronJob)
	case "batch/Job":
		return keepWorkload(r, at, raw, fromJob)
	case "/Service":
		return keepObject(r, at, raw, &o.services)
	case "/ConfigMap":
		return keepObject(r, at, raw, &o.configs)
	case "/PersistentVolumeClaim":
		if err := checkAmounts(raw); err != nil {
			return err
		}
		return keepObject(r, at, raw, &o.claims)
	case "autoscaling/HorizontalPodAutoscaler":
		return keepObject(r, at, raw, &o.scalers)
	case "policy/PodDisruptionBudget":
		return keepObject(r, at, raw, &o.budgets)
	case "networking.k8s.io/Ingress":
		if h.APIVersion == "networking.k8s.io/v1" {
			return keepObject(r, at, raw, &o.ingresses)
		}
	}
	switch {
	case group == "extensions" || h.Kind == "Ingress" && group == "networking.k8s.io":
		r.skip(at, reasonOld)
	case h.Kind == "Service":
		r.skip(at, "a service of "+oneLine(h.APIVersion)+", whose pods are not read")
	default:
		r.skip(at, reasonFor(h.Kind))
	}
	return nil
}

func keepObject[T any](r *reader, at meta, raw []byte, into *[]*object[T]) error {
	o := &object[T]{meta: at}
	if err := decode(raw, &o.is); err != nil {
		return err
	}
	*into = append(*into, o)
	return nil
}

// keepWorkload reads an object that has pods. make returns the workload, or the
// reason for which it is none.
func keepWorkload[T any](r *reader, at meta, raw []byte, make func(*T) (*workload, string)) error {
	if err := checkAmounts(raw); err != nil {
		return err
	}
	t := new(T)
	if err := decode(raw, t); err != nil {
		return err
	}
	w, reason := make(t)
	if reason == "" && len(w.pod.Containers) == 0 {
		reason = reasonNoPods
	}
	if reason != "" {
		r.skip(at, reason)
		return nil
	}
	w.meta = at
	r.objects.workloads = append(r.objects.workloads, w)
	return nil
}

// checkAmounts refuses amounts whose text alone is an attack: Kubernetes' parser
// of quantities takes 1.6 s for a hundred thousand digits, and does not end for
// "1e999999999".
func checkAmounts(raw []byte) error {
	// Numbers stay text, as the parser of quantities gets them.
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil {
		return err
	}
	return checkAmountsIn(v)
}

func checkAmountsIn(v any) error {
	switch v := v.(type) {
	case map[string]any:
		for k, child := range v {
			var err error
			switch k {
			case "metadata":
			case "requests", "limits", "overhead", "capacity", "allocatedResources", "sizeLimit", "divisor":
				err = checkAmount(child)
			default:
				err = checkAmountsIn(child)
			}
			if err != nil {
				return err
			}
		}
	case []any:
		for _, child := range v {
			if err := checkAmountsIn(child); err != nil {
				return err
			}
		}
	}
	return nil
}

// longestAmount is more than any amount needs: the largest has 19 digits.
const longestAmount = 40

func checkAmount(v any) error {
	switch v := v.(type) {
	case map[string]any:
		for _, child := range v {
			if err := checkAmount(child); err != nil {
				return err
			}
		}
	case json.Number:
		return checkAmount(v.String())
	case string:
		i := strings.IndexAny(v, "eE")
		if len(v) > longestAmount || i >= 0 && len(v)-i > len("e+18") {
			return errAmount
		}
	}
	return nil
}
