package survey

import (
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"

	"berth.dev/engine/object"
)

// node is what matters of a node.
type node struct {
	name    string
	labels  map[string]string
	taints  []corev1.Taint
	id      string
	version string
	cpu     int64 // thousandths of a core, allocatable
	memory  int64 // bytes, allocatable
	// extra are further resources, devices above all.
	extra map[string]int64
	// closed says that it takes no pods at the moment; away that it is not ready.
	closed, away bool
}

// takeNode reads a node.
func (s *Seen) takeNode(o object.Object) error {
	var n corev1.Node
	if err := into(o, &n); err != nil {
		return err
	}
	one := &node{
		name: n.Name, labels: n.Labels, id: n.Spec.ProviderID, version: n.Status.NodeInfo.KubeletVersion,
		cpu: n.Status.Allocatable.Cpu().MilliValue(), memory: n.Status.Allocatable.Memory().Value(),
		extra: map[string]int64{}, closed: n.Spec.Unschedulable, away: true,
	}
	for _, t := range n.Spec.Taints {
		if !passing(t) {
			one.taints = append(one.taints, t)
		}
	}
	slices.SortFunc(one.taints, func(a, b corev1.Taint) int { return strings.Compare(tainted(a), tainted(b)) })
	for name, q := range n.Status.Allocatable {
		if strings.Contains(string(name), "/") && !q.IsZero() {
			one.extra[string(name)] = q.Value()
		}
	}
	for _, c := range n.Status.Conditions {
		if c.Type == corev1.NodeReady && c.Status == corev1.ConditionTrue {
			one.away = false
		}
	}
	s.nodes = append(s.nodes, one)
	s.Nodes = len(s.nodes)
	return nil
}

// passing tells whether a taint is of a node's state and not of its pool, or merely a
// wish.
func passing(t corev1.Taint) bool {
	if t.Effect == corev1.TaintEffectPreferNoSchedule {
		return true
	}
	for _, start := range []string{"node.kubernetes.io/", "node.cloudprovider.kubernetes.io/", "ToBeDeletedByClusterAutoscaler", "DeletionCandidateOfClusterAutoscaler", "karpenter.sh/"} {
		if strings.HasPrefix(t.Key, start) {
			return true
		}
	}
	return false
}

// tainted is a taint as manifests write it on the command line.
func tainted(t corev1.Taint) string {
	s := t.Key
	if t.Value != "" {
		s += "=" + t.Value
	}
	return s + ":" + string(t.Effect)
}

// controls tells whether a node is of the control plane, on which services do not run.
func (n *node) controls() bool {
	return slices.ContainsFunc(n.taints, func(t corev1.Taint) bool {
		return t.Key == "node-role.kubernetes.io/control-plane" || t.Key == "node-role.kubernetes.io/master"
	})
}

// virtual tells whether a node is no machine: what it says of its size means nothing.
func (n *node) virtual() bool {
	return n.labels["type"] == "virtual-kubelet" || n.labels["eks.amazonaws.com/compute-type"] == "fargate"
}

// machine is the machine's type, "" where nobody says.
func (n *node) machine() string {
	if t := n.labels["node.kubernetes.io/instance-type"]; t != "" {
		return t
	}
	return n.labels["beta.kubernetes.io/instance-type"]
}
