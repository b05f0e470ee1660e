package object

import "fmt"

// Copies is how many copies of its pods an object asks for: 1 where it does not say,
// and for a CronJob 0 when it is suspended. ok is false for objects that run nothing
// or that do not count their pods, as a DaemonSet.
func (o Object) Copies() (n int64, ok bool) {
	switch o.text("kind") {
	case "Deployment", "StatefulSet":
		if n, has := o.At("spec", "replicas").(int64); has {
			return n, true
		}
		return 1, true
	case "CronJob":
		if o.Suspended() {
			return 0, true
		}
		return 1, true
	}
	return 0, false
}

// WithCopies is the object with another number of copies; for a CronJob 0 suspends
// it and any other number lets it run.
func (o Object) WithCopies(n int64) (Object, error) {
	if _, ok := o.Copies(); !ok || n < 0 {
		return nil, fmt.Errorf("%s: cannot run %d copies: it does not count them", o.Ref(), n)
	}
	out := o.Copy()
	spec, _ := out["spec"].(map[string]any)
	if spec == nil {
		spec = map[string]any{}
		out["spec"] = spec
	}
	if o.text("kind") == "CronJob" {
		spec["suspend"] = n == 0
	} else {
		spec["replicas"] = n
	}
	return out, nil
}

// Suspended tells whether a CronJob or a Job is told to rest.
func (o Object) Suspended() bool {
	v, _ := o.At("spec", "suspend").(bool)
	return v
}

// ScaledRef is the object whose copies a HorizontalPodAutoscaler sets; ok is false for
// all other objects.
func (o Object) ScaledRef() (ref Ref, ok bool) {
	if o.text("kind") != "HorizontalPodAutoscaler" {
		return Ref{}, false
	}
	return Ref{Kind: o.text("spec", "scaleTargetRef", "kind"), Name: o.text("spec", "scaleTargetRef", "name"), Namespace: o.text("metadata", "namespace")}, true
}

// Handed is want as it may be written to a workload whose copies something else
// sets: without a number once another manager owns the field, with the live one as
// long as berth alone does. Left out too early, the server would fall back to 1.
// Where there is no live object, want is returned with its own number.
func Handed(live, want Object) (Object, error) {
	n, has := live.At("spec", "replicas").(int64)
	if live == nil || !has {
		return want, nil
	}
	others, err := live.OwnedByOthers("spec.replicas")
	if err != nil {
		return nil, err
	}
	if others {
		return want.withoutReplicas(), nil
	}
	return want.WithCopies(n)
}

// PodTemplate is the pod that an object makes, as a map with metadata and spec; nil
// where it makes none.
func (o Object) PodTemplate() map[string]any {
	path := []string{"spec", "template"}
	switch o.text("kind") {
	case "CronJob":
		path = []string{"spec", "jobTemplate", "spec", "template"}
	case "Deployment", "StatefulSet", "DaemonSet", "Job":
	default:
		return nil
	}
	m, _ := o.At(path...).(map[string]any)
	return m
}

// PodSelector are the labels by which an object finds its pods: of a workload, a
// Service or a budget. It is nil where there are none, or where the selector says
// more than labels can.
func (o Object) PodSelector() map[string]string {
	path := []string{"spec", "selector", "matchLabels"}
	switch o.text("kind") {
	case "Service":
		path = []string{"spec", "selector"}
	case "CronJob":
		return nil
	}
	if list, _ := o.At("spec", "selector", "matchExpressions").([]any); len(list) > 0 {
		return nil
	}
	m, _ := o.At(path...).(map[string]any)
	var out map[string]string
	for key, v := range m {
		s, ok := v.(string)
		if !ok {
			return nil
		}
		if out == nil {
			out = map[string]string{}
		}
		out[key] = s
	}
	return out
}
