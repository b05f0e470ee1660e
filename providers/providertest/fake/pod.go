package fake

import (
	"fmt"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"

	"berth.dev/engine/object"
)

// pods makes up the pods of the workloads in a namespace: as many as their status
// counts. Their owner is the workload itself, there being no ReplicaSets.
func (s *Server) pods(c *call, wanted labels.Selector) (items [][]byte, err error) {
	for _, kind := range []string{"Deployment", "StatefulSet", "DaemonSet"} {
		s.mu.Lock()
		refs := s.references(kind)
		s.mu.Unlock()
		for _, ref := range refs {
			if c.ref.Namespace != "" && ref.Namespace != c.ref.Namespace {
				continue
			}
			for _, pod := range s.podsOf(ref) {
				if !wanted.Matches(labels.Set(pod.Labels)) {
					continue
				}
				text, err := encode(c.kind, pod)
				if err != nil {
					return nil, err
				}
				items = append(items, text)
			}
		}
	}
	return items, nil
}

// pod finds one pod by its name.
func (s *Server) pod(c *call) ([]byte, error) {
	for _, kind := range []string{"Deployment", "StatefulSet", "DaemonSet"} {
		s.mu.Lock()
		refs := s.references(kind)
		s.mu.Unlock()
		for _, ref := range refs {
			if ref.Namespace != c.ref.Namespace {
				continue
			}
			for _, pod := range s.podsOf(ref) {
				if pod.Name == c.ref.Name {
					return encode(c.kind, pod)
				}
			}
		}
	}
	return nil, apierrors.NewNotFound(c.kind.resource(), c.ref.Name)
}

func (s *Server) podsOf(ref object.Ref) (pods []*corev1.Pod) {
	i := s.settle(ref)
	if i == nil {
		return nil
	}
	var n, ready int32
	var template corev1.PodTemplateSpec
	switch o := i.obj.(type) {
	case *appsv1.Deployment:
		n, ready, template = o.Status.Replicas, o.Status.ReadyReplicas, o.Spec.Template
	case *appsv1.StatefulSet:
		n, ready, template = o.Status.Replicas, o.Status.ReadyReplicas, o.Spec.Template
	case *appsv1.DaemonSet:
		n, ready, template = o.Status.CurrentNumberScheduled, o.Status.NumberReady, o.Spec.Template
	}
	s.mu.RLock()
	failing := s.behave[ref] == Failing
	s.mu.RUnlock()
	for number := range n {
		pod := &corev1.Pod{ObjectMeta: *template.ObjectMeta.DeepCopy(), Spec: *template.Spec.DeepCopy()}
		pod.Name, pod.Namespace = fmt.Sprintf("%s-%d", ref.Name, number), ref.Namespace
		pod.UID = i.meta().GetUID() + "-0"
		pod.OwnerReferences = []metav1.OwnerReference{{APIVersion: i.kind.APIVersion(), Kind: ref.Kind, Name: ref.Name, UID: i.meta().GetUID(), Controller: new(true)}}
		pod.Status = podStatus(pod.Spec.Containers, number < ready, failing)
		pods = append(pods, pod)
	}
	return pods
}

func podStatus(containers []corev1.Container, ready, failing bool) corev1.PodStatus {
	status := corev1.PodStatus{Phase: corev1.PodRunning, Conditions: []corev1.PodCondition{{Type: corev1.PodReady, Status: corev1.ConditionTrue}}}
	if !ready {
		status.Phase, status.Conditions[0].Status = corev1.PodPending, corev1.ConditionFalse
	}
	for _, c := range containers {
		own := corev1.ContainerStatus{Name: c.Name, Image: c.Image, Ready: ready}
		switch {
		case ready:
			own.State.Running = &corev1.ContainerStateRunning{}
		case failing:
			own.State.Waiting = &corev1.ContainerStateWaiting{Reason: "ImagePullBackOff", Message: "Back-off pulling image \"" + c.Image + "\""}
		default:
			own.State.Waiting = &corev1.ContainerStateWaiting{Reason: "ContainerCreating"}
		}
		status.ContainerStatuses = append(status.ContainerStatuses, own)
	}
	return status
}
