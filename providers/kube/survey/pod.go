package survey

import (
	corev1 "k8s.io/api/core/v1"

	"berth.dev/engine/object"
)

// pod is what a pod asks of its node.
type pod struct {
	node        string
	cpu, memory int64
}

// takePod counts a pod that is bound to a node and has not ended. Those of daemon sets
// are counted by their templates, and mirror pods with the node.
func (s *Seen) takePod(o object.Object) error {
	var p corev1.Pod
	if err := into(object.Object{"spec": o["spec"], "status": phase(o)}, &p); err != nil {
		return err
	}
	ended := p.Status.Phase == corev1.PodSucceeded || p.Status.Phase == corev1.PodFailed
	if p.Spec.NodeName == "" || ended || keptBy(o, "DaemonSet") {
		return nil
	}
	cpu, memory := requests(&p.Spec)
	s.pods[o.Ref()] = pod{p.Spec.NodeName, cpu, memory}
	return nil
}

// phase is of a pod's status the phase alone.
func phase(o object.Object) map[string]any {
	status, _ := o["status"].(map[string]any)
	return map[string]any{"phase": status["phase"]}
}

// keptBy tells whether an object is kept by one of a kind.
func keptBy(o object.Object, kind string) bool {
	owners, _ := o.At("metadata", "ownerReferences").([]any)
	for _, w := range owners {
		if m, ok := w.(map[string]any); ok && m["kind"] == kind {
			return true
		}
	}
	return false
}

// requests are what the scheduler counts for a pod: of its containers together, of its
// first ones the largest, and the overhead. A container with a limit alone asks for it.
func requests(p *corev1.PodSpec) (cpu, memory int64) {
	of := func(r corev1.ResourceRequirements, name corev1.ResourceName) int64 {
		q, ok := r.Requests[name]
		if !ok {
			q = r.Limits[name]
		}
		if name == corev1.ResourceCPU {
			return q.MilliValue()
		}
		return q.Value()
	}
	sum := func(name corev1.ResourceName) int64 {
		var all, first, beside int64
		for _, c := range p.Containers {
			all += of(c.Resources, name)
		}
		for _, c := range p.InitContainers {
			if c.RestartPolicy != nil && *c.RestartPolicy == corev1.ContainerRestartPolicyAlways {
				beside += of(c.Resources, name)
				first = max(first, beside)
				continue
			}
			first = max(first, beside+of(c.Resources, name))
		}
		q := p.Overhead[name]
		over := q.Value()
		if name == corev1.ResourceCPU {
			over = q.MilliValue()
		}
		return max(all+beside, first) + over
	}
	return sum(corev1.ResourceCPU), sum(corev1.ResourceMemory)
}
