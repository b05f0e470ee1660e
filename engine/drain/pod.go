package drain

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	core "k8s.io/api/core/v1"
	meta "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"

	"berth.dev/engine/object"
	"berth.dev/engine/target"
)

// pod is a pod on a node.
type pod struct{ core.Pod }

// pods are those of a node, in the order of their names.
func (d *drain) pods(ctx context.Context, node string) ([]pod, error) {
	list, err := d.list(ctx, target.Query{Kind: "Pod", Fields: "spec.nodeName=" + node})
	if err != nil {
		return nil, fmt.Errorf("node %s: its pods: %w", node, err)
	}
	all := make([]pod, 0, len(list))
	for _, o := range list {
		var p pod
		if err := runtime.DefaultUnstructuredConverter.FromUnstructured(o, &p.Pod); err != nil {
			return nil, fmt.Errorf("node %s: %s cannot be read: %w", node, o.Ref(), err)
		}
		// A server that does not know the field answers with the pods of all nodes.
		if p.Spec.NodeName == node {
			all = append(all, p)
		}
	}
	return all, nil
}

func (p *pod) ref() object.Ref {
	return object.Ref{Kind: "Pod", Namespace: p.Namespace, Name: p.Name}
}

func (p *pod) uid() string { return string(p.UID) }

// finished tells whether the pod runs no more.
func (p *pod) finished() bool {
	return p.Status.Phase == core.PodSucceeded || p.Status.Phase == core.PodFailed
}

// ending tells whether the pod was told to end.
func (p *pod) ending() bool { return p.DeletionTimestamp != nil }

// ready tells whether the pod counts as healthy for a budget.
func (p *pod) ready() bool {
	return slices.ContainsFunc(p.Status.Conditions, func(c core.PodCondition) bool {
		return c.Type == core.PodReady && c.Status == core.ConditionTrue
	})
}

// bound tells whether the pod belongs to the node: a DaemonSet would make it anew just
// there, and what the node's own folder of manifests says is not the cluster's to move.
func (p *pod) bound() bool {
	owner := meta.GetControllerOf(p)
	return p.Annotations[core.MirrorPodAnnotationKey] != "" || owner != nil && (owner.Kind == "DaemonSet" || owner.Kind == "Node")
}

// bare tells whether nothing would make the pod anew.
func (p *pod) bare() bool { return meta.GetControllerOf(p) == nil }

// owner is the UID of what would make the pod anew, "" for nothing.
func (p *pod) owner() string {
	if owner := meta.GetControllerOf(p); owner != nil {
		return string(owner.UID)
	}
	return ""
}

// returns tells whether the scheduler may put the pod on a node that is closed.
func (p *pod) returns() bool {
	taint := core.Taint{Key: core.TaintNodeUnschedulable, Effect: core.TaintEffectNoSchedule}
	return slices.ContainsFunc(p.Spec.Tolerations, func(t core.Toleration) bool {
		return (t.Key == "" && t.Operator == core.TolerationOpExists || t.Key == taint.Key && (t.Operator == core.TolerationOpExists || t.Value == "")) &&
			(t.Effect == "" || t.Effect == taint.Effect)
	})
}

// The annotations by which a pod says to a cluster's autoscaler, and to berth, that it
// or some of its volumes may be lost.
const (
	safe        = "cluster-autoscaler.kubernetes.io/safe-to-evict"
	safeVolumes = "cluster-autoscaler.kubernetes.io/safe-to-evict-local-volumes"
)

// scratch are the volumes whose files do not go with the pod.
func (p *pod) scratch(o Options) (names []string) {
	safe := strings.Split(p.Annotations[safeVolumes], ",")
	for _, v := range p.Spec.Volumes {
		onDisk := v.EmptyDir != nil && v.EmptyDir.Medium != core.StorageMediumMemory
		left := v.HostPath != nil && !o.Returns && p.writes(v.Name)
		if (onDisk || left) && !slices.Contains(safe, v.Name) {
			names = append(names, v.Name)
		}
	}
	return names
}

// writes tells whether a container may write to a volume.
func (p *pod) writes(volume string) bool {
	return slices.ContainsFunc(slices.Concat(p.Spec.InitContainers, p.Spec.Containers), func(c core.Container) bool {
		return slices.ContainsFunc(c.VolumeMounts, func(m core.VolumeMount) bool { return m.Name == volume && !m.ReadOnly })
	})
}

// claims are the claims that the pod mounts.
func (p *pod) claims() (names []string) {
	for _, v := range p.Spec.Volumes {
		switch {
		case v.PersistentVolumeClaim != nil:
			names = append(names, v.PersistentVolumeClaim.ClaimName)
		case v.Ephemeral != nil:
			names = append(names, p.Name+"-"+v.Name)
		}
	}
	return names
}

// grace is how long the pod is given to end, 0 for its own time.
func (p *pod) grace(most time.Duration) time.Duration {
	own := p.Spec.TerminationGracePeriodSeconds
	if most <= 0 || own != nil && time.Duration(*own)*time.Second <= most {
		return 0
	}
	return most
}
