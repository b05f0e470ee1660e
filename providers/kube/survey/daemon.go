package survey

import (
	"slices"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"

	"berth.dev/engine/object"
)

// daemon is what a daemon set takes of each node that it runs on.
type daemon struct {
	namespace, name string
	spec            corev1.PodSpec
	cpu, memory     int64
}

func (s *Seen) takeDaemon(o object.Object) error {
	var d appsv1.DaemonSet
	if err := into(object.Object{"spec": o["spec"]}, &d); err != nil {
		return err
	}
	ref := o.Ref()
	cpu, memory := requests(&d.Spec.Template.Spec)
	s.daemons = append(s.daemons, &daemon{ref.Namespace, ref.Name, d.Spec.Template.Spec, cpu, memory})
	return nil
}

// runsOn tells whether a daemon set has a pod on a node: by its selector, its required
// affinity and its tolerations, as the scheduler has it.
func (d *daemon) runsOn(n *node) bool {
	for k, v := range d.spec.NodeSelector {
		if n.labels[k] != v {
			return false
		}
	}
	for _, t := range n.taints {
		if !slices.ContainsFunc(d.spec.Tolerations, func(o corev1.Toleration) bool { return tolerates(o, t) }) {
			return false
		}
	}
	a := d.spec.Affinity
	if a == nil || a.NodeAffinity == nil || a.NodeAffinity.RequiredDuringSchedulingIgnoredDuringExecution == nil {
		return true
	}
	return slices.ContainsFunc(a.NodeAffinity.RequiredDuringSchedulingIgnoredDuringExecution.NodeSelectorTerms, n.fits)
}

// tolerates tells whether a toleration is for a taint.
func tolerates(o corev1.Toleration, t corev1.Taint) bool {
	if o.Effect != "" && o.Effect != t.Effect {
		return false
	}
	if o.Operator == corev1.TolerationOpExists {
		return o.Key == "" || o.Key == t.Key
	}
	return o.Key == t.Key && o.Value == t.Value
}

// fits tells whether a node is one that a term selects. Terms on other fields than
// labels are for single nodes, and select none here.
func (n *node) fits(term corev1.NodeSelectorTerm) bool {
	if len(term.MatchFields) > 0 || len(term.MatchExpressions) == 0 {
		return false
	}
	for _, e := range term.MatchExpressions {
		value, there := n.labels[e.Key]
		ok := false
		switch e.Operator {
		case corev1.NodeSelectorOpIn:
			ok = there && slices.Contains(e.Values, value)
		case corev1.NodeSelectorOpNotIn:
			ok = !there || !slices.Contains(e.Values, value)
		case corev1.NodeSelectorOpExists:
			ok = there
		case corev1.NodeSelectorOpDoesNotExist:
			ok = !there
		}
		if !ok {
			return false
		}
	}
	return true
}
