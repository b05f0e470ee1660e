package fake

import (
	"fmt"
	"slices"

	appsv1 "k8s.io/api/apps/v1"
	autoscalingv2 "k8s.io/api/autoscaling/v2"
	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	policyv1 "k8s.io/api/policy/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"

	"berth.dev/engine/object"
)

// Behaviour is what becomes of a workload.
type Behaviour string

// The behaviours. Ready is that of every object nobody said anything about.
const (
	Ready Behaviour = ""
	// Stuck is never ready, and nothing says why.
	Stuck Behaviour = "stuck"
	// Failing is never ready: its pods cannot pull their image, and its progress
	// deadline has passed.
	Failing Behaviour = "failing"
)

// Behave sets what becomes of a workload, whether it is there yet or not. Its status
// is judged anew at the next read.
func (s *Server) Behave(ref object.Ref, b Behaviour) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.behave[ref] = b
	if i := s.store[ref]; i != nil {
		again := *i
		again.reads = 0
		s.store[ref] = &again
	}
}

// run are the kinds that a controller brings to a status.
var run = []string{"Deployment", "StatefulSet", "DaemonSet", "Job", "HorizontalPodAutoscaler", "PodDisruptionBudget", "PersistentVolumeClaim", "Service", "CronJob"}

// reads is for how many reads an object's status stays behind.
func (s *Server) reads(k *kind) int {
	if slices.Contains(run, k.Name) {
		return s.opts.ReadyAfter
	}
	return -1
}

// settle counts a read of an object and brings its status up to date when it is
// time. It returns what is stored then, nil where nothing is.
func (s *Server) settle(ref object.Ref) *item {
	i := s.find(ref)
	if i == nil || i.reads < 0 {
		return i
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	i = s.store[ref]
	switch {
	case i == nil || i.reads < 0:
		return i
	case i.reads > 0:
		again := *i
		again.reads--
		s.store[ref] = &again
		return i
	}
	o := i.obj.DeepCopyObject()
	conclude(o, s.behave[ref], i.meta().GetCreationTimestamp())
	if sameJSON(o, i.obj) {
		again := *i
		again.reads = -1
		s.store[ref] = &again
		return &again
	}
	kept, err := s.keep(i.kind, o, -1)
	if err != nil {
		return i
	}
	return kept
}

// conclude writes the status that the controllers of Kubernetes would come to.
func conclude(o runtime.Object, b Behaviour, at metav1.Time) {
	switch o := o.(type) {
	case *appsv1.Deployment:
		concludeDeployment(o, b, at)
	case *appsv1.StatefulSet:
		n, ready := counts(*o.Spec.Replicas, b)
		o.Status = appsv1.StatefulSetStatus{ObservedGeneration: o.Generation, Replicas: n, ReadyReplicas: ready, AvailableReplicas: ready,
			CurrentReplicas: n, UpdatedReplicas: n, CurrentRevision: o.Name + "-1", UpdateRevision: o.Name + "-1", CollisionCount: new(int32)}
	case *appsv1.DaemonSet:
		n, ready := counts(1, b)
		o.Status = appsv1.DaemonSetStatus{ObservedGeneration: o.Generation, DesiredNumberScheduled: n, CurrentNumberScheduled: n,
			UpdatedNumberScheduled: n, NumberReady: ready, NumberAvailable: ready, NumberUnavailable: n - ready}
	case *batchv1.Job:
		concludeJob(o, b, at)
	case *autoscalingv2.HorizontalPodAutoscaler:
		yes := func(kind autoscalingv2.HorizontalPodAutoscalerConditionType) autoscalingv2.HorizontalPodAutoscalerCondition {
			return autoscalingv2.HorizontalPodAutoscalerCondition{Type: kind, Status: corev1.ConditionTrue, LastTransitionTime: at, Reason: "Ready"}
		}
		o.Status.ObservedGeneration = &o.Generation
		o.Status.Conditions = []autoscalingv2.HorizontalPodAutoscalerCondition{yes(autoscalingv2.AbleToScale), yes(autoscalingv2.ScalingActive)}
	case *policyv1.PodDisruptionBudget:
		o.Status = policyv1.PodDisruptionBudgetStatus{ObservedGeneration: o.Generation, CurrentHealthy: 1, ExpectedPods: 1, DisruptionsAllowed: 1,
			Conditions: []metav1.Condition{{Type: policyv1.DisruptionAllowedCondition, Status: metav1.ConditionTrue, Reason: policyv1.SufficientPodsReason, LastTransitionTime: at, ObservedGeneration: o.Generation}}}
	case *corev1.PersistentVolumeClaim:
		if b == Ready {
			o.Status = corev1.PersistentVolumeClaimStatus{Phase: corev1.ClaimBound, AccessModes: o.Spec.AccessModes}
		}
	case *corev1.Service:
		if o.Spec.Type == corev1.ServiceTypeLoadBalancer && b == Ready {
			o.Status.LoadBalancer.Ingress = []corev1.LoadBalancerIngress{{IP: "203.0.113.1"}}
		}
	}
}

// counts are the copies that exist and those that are ready.
func counts(wanted int32, b Behaviour) (all, ready int32) {
	if b != Ready {
		return wanted, 0
	}
	return wanted, wanted
}

func concludeDeployment(o *appsv1.Deployment, b Behaviour, at metav1.Time) {
	n, ready := counts(*o.Spec.Replicas, b)
	available, progress, reason := corev1.ConditionTrue, corev1.ConditionTrue, "NewReplicaSetAvailable"
	if ready < n {
		available, reason = corev1.ConditionFalse, "ReplicaSetUpdated"
	}
	if b == Failing {
		progress, reason = corev1.ConditionFalse, "ProgressDeadlineExceeded"
	}
	o.Status = appsv1.DeploymentStatus{ObservedGeneration: o.Generation, Replicas: n, UpdatedReplicas: n, ReadyReplicas: ready, AvailableReplicas: ready, UnavailableReplicas: n - ready,
		Conditions: []appsv1.DeploymentCondition{
			{Type: appsv1.DeploymentAvailable, Status: available, Reason: "MinimumReplicas", LastTransitionTime: at, LastUpdateTime: at},
			{Type: appsv1.DeploymentProgressing, Status: progress, Reason: reason, LastTransitionTime: at, LastUpdateTime: at},
		}}
}

func concludeJob(o *batchv1.Job, b Behaviour, at metav1.Time) {
	o.Status = batchv1.JobStatus{StartTime: &at, UncountedTerminatedPods: &batchv1.UncountedTerminatedPods{}, Ready: new(int32)}
	over := batchv1.JobCondition{Type: batchv1.JobComplete, Status: corev1.ConditionTrue, LastTransitionTime: at, LastProbeTime: at}
	switch {
	case *o.Spec.Suspend:
		return
	case b == Stuck:
		o.Status.Active = 1
		return
	case b == Failing:
		over.Type, over.Reason = batchv1.JobFailed, "BackoffLimitExceeded"
		o.Status.Failed = *o.Spec.BackoffLimit + 1
	default:
		o.Status.Succeeded, o.Status.CompletionTime = *o.Spec.Completions, &at
	}
	o.Status.Conditions = []batchv1.JobCondition{over}
}

// allocate gives what a server gives out: addresses, ports, a job's own labels. The
// caller holds the lock.
func (s *Server) allocate(o runtime.Object) {
	switch o := o.(type) {
	case *corev1.Service:
		s.allocateService(&o.Spec)
	case *corev1.Namespace:
		o.Spec.Finalizers = []corev1.FinalizerName{corev1.FinalizerKubernetes}
	case *batchv1.Job:
		own := map[string]string{batchv1.ControllerUidLabel: string(o.UID), batchv1.JobNameLabel: o.Name, "controller-uid": string(o.UID), "job-name": o.Name}
		if o.Spec.Selector == nil {
			o.Spec.Selector = &metav1.LabelSelector{MatchLabels: map[string]string{batchv1.ControllerUidLabel: string(o.UID)}}
		}
		if o.Spec.Template.Labels == nil {
			o.Spec.Template.Labels = map[string]string{}
		}
		for name, value := range own {
			o.Spec.Template.Labels[name] = value
		}
	}
}

func (s *Server) allocateService(spec *corev1.ServiceSpec) {
	if spec.Type == corev1.ServiceTypeExternalName {
		return
	}
	choose(&spec.ClusterIP, fmt.Sprintf("10.%d.%d.%d", 96+s.made>>16&31, s.made>>8&255, s.made&255))
	if len(spec.ClusterIPs) == 0 {
		spec.ClusterIPs = []string{spec.ClusterIP}
	}
	if len(spec.IPFamilies) == 0 {
		spec.IPFamilies = []corev1.IPFamily{corev1.IPv4Protocol}
	}
	fill(&spec.IPFamilyPolicy, new(corev1.IPFamilyPolicySingleStack))
	if spec.Type == corev1.ServiceTypeClusterIP {
		return
	}
	for i := range spec.Ports {
		choose(&spec.Ports[i].NodePort, int32(30000+(s.made*8+uint64(i))%2768))
	}
}

// inherit keeps what the server gave out when the object was made and a client left
// out since.
func inherit(o, old runtime.Object) {
	switch o := o.(type) {
	case *corev1.Service:
		was := old.(*corev1.Service).Spec
		if o.Spec.Type == corev1.ServiceTypeExternalName || was.Type == corev1.ServiceTypeExternalName {
			return
		}
		choose(&o.Spec.ClusterIP, was.ClusterIP)
		if len(o.Spec.ClusterIPs) == 0 {
			o.Spec.ClusterIPs = was.ClusterIPs
		}
		if len(o.Spec.IPFamilies) == 0 {
			o.Spec.IPFamilies = was.IPFamilies
		}
		fill(&o.Spec.IPFamilyPolicy, was.IPFamilyPolicy)
		for i := range min(len(o.Spec.Ports), len(was.Ports)) {
			if o.Spec.Type != corev1.ServiceTypeClusterIP {
				choose(&o.Spec.Ports[i].NodePort, was.Ports[i].NodePort)
			}
		}
	case *corev1.Namespace:
		if len(o.Spec.Finalizers) == 0 {
			o.Spec.Finalizers = old.(*corev1.Namespace).Spec.Finalizers
		}
	case *batchv1.Job:
		if o.Spec.Selector == nil {
			o.Spec.Selector = old.(*batchv1.Job).Spec.Selector
		}
	}
}
