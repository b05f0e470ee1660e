package fake

import (
	"strings"

	appsv1 "k8s.io/api/apps/v1"
	autoscalingv2 "k8s.io/api/autoscaling/v2"
	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/util/intstr"
)

// setDefaults fills in what a real API server fills in of the fields that berth's
// objects have. The defaults of Kubernetes are in no library; these were compared
// with a real server's (truth_test.go).
func setDefaults(o runtime.Object) {
	switch o := o.(type) {
	case *appsv1.Deployment:
		defaultDeployment(&o.Spec)
	case *appsv1.StatefulSet:
		defaultStatefulSet(&o.Spec)
	case *appsv1.DaemonSet:
		defaultDaemonSet(&o.Spec)
		if o.Annotations == nil {
			o.Annotations = map[string]string{}
		}
		if o.Annotations[appsv1.DeprecatedTemplateGeneration] == "" {
			o.Annotations[appsv1.DeprecatedTemplateGeneration] = "1"
		}
	case *batchv1.CronJob:
		defaultCronJob(&o.Spec)
	case *batchv1.Job:
		defaultJob(&o.Spec)
		if len(o.Labels) == 0 {
			o.Labels = o.Spec.Template.Labels // the very map: a real server adds its own to both
		}
	case *corev1.Service:
		defaultService(&o.Spec)
	case *corev1.Secret:
		defaultSecret(o)
	case *corev1.PersistentVolumeClaim:
		defaultClaim(o)
	case *corev1.Namespace:
		defaultNamespace(o)
	case *autoscalingv2.HorizontalPodAutoscaler:
		fill(&o.Spec.MinReplicas, new(int32(1)))
	case *networkingv1.NetworkPolicy:
		defaultNetworkPolicy(&o.Spec)
	}
}

// fill sets a pointer that is nil to a copy of v.
func fill[T any](p **T, v *T) {
	if *p == nil && v != nil {
		*p = new(*v)
	}
}

// choose sets a value that is zero.
func choose[T comparable](p *T, v T) {
	var zero T
	if *p == zero {
		*p = v
	}
}

func defaultDeployment(s *appsv1.DeploymentSpec) {
	fill(&s.Replicas, new(int32(1)))
	fill(&s.RevisionHistoryLimit, new(int32(10)))
	fill(&s.ProgressDeadlineSeconds, new(int32(600)))
	choose(&s.Strategy.Type, appsv1.RollingUpdateDeploymentStrategyType)
	if s.Strategy.Type == appsv1.RollingUpdateDeploymentStrategyType {
		fill(&s.Strategy.RollingUpdate, &appsv1.RollingUpdateDeployment{})
		fill(&s.Strategy.RollingUpdate.MaxSurge, new(intstr.FromString("25%")))
		fill(&s.Strategy.RollingUpdate.MaxUnavailable, new(intstr.FromString("25%")))
	}
	defaultPod(&s.Template.Spec)
}

func defaultStatefulSet(s *appsv1.StatefulSetSpec) {
	fill(&s.Replicas, new(int32(1)))
	fill(&s.RevisionHistoryLimit, new(int32(10)))
	choose(&s.PodManagementPolicy, appsv1.OrderedReadyPodManagement)
	choose(&s.UpdateStrategy.Type, appsv1.RollingUpdateStatefulSetStrategyType)
	if s.UpdateStrategy.Type == appsv1.RollingUpdateStatefulSetStrategyType {
		fill(&s.UpdateStrategy.RollingUpdate, &appsv1.RollingUpdateStatefulSetStrategy{})
		fill(&s.UpdateStrategy.RollingUpdate.Partition, new(int32))
		fill(&s.UpdateStrategy.RollingUpdate.MaxUnavailable, new(intstr.FromInt32(1)))
	}
	fill(&s.PersistentVolumeClaimRetentionPolicy, &appsv1.StatefulSetPersistentVolumeClaimRetentionPolicy{})
	choose(&s.PersistentVolumeClaimRetentionPolicy.WhenDeleted, appsv1.RetainPersistentVolumeClaimRetentionPolicyType)
	choose(&s.PersistentVolumeClaimRetentionPolicy.WhenScaled, appsv1.RetainPersistentVolumeClaimRetentionPolicyType)
	for i := range s.VolumeClaimTemplates {
		claim := &s.VolumeClaimTemplates[i]
		claim.APIVersion, claim.Kind = "v1", "PersistentVolumeClaim"
		defaultClaim(claim)
	}
	defaultPod(&s.Template.Spec)
}

func defaultDaemonSet(s *appsv1.DaemonSetSpec) {
	fill(&s.RevisionHistoryLimit, new(int32(10)))
	choose(&s.UpdateStrategy.Type, appsv1.RollingUpdateDaemonSetStrategyType)
	if s.UpdateStrategy.Type == appsv1.RollingUpdateDaemonSetStrategyType {
		fill(&s.UpdateStrategy.RollingUpdate, &appsv1.RollingUpdateDaemonSet{})
		fill(&s.UpdateStrategy.RollingUpdate.MaxSurge, new(intstr.FromInt32(0)))
		fill(&s.UpdateStrategy.RollingUpdate.MaxUnavailable, new(intstr.FromInt32(1)))
	}
	defaultPod(&s.Template.Spec)
}

func defaultCronJob(s *batchv1.CronJobSpec) {
	choose(&s.ConcurrencyPolicy, batchv1.AllowConcurrent)
	fill(&s.Suspend, new(bool))
	fill(&s.SuccessfulJobsHistoryLimit, new(int32(3)))
	fill(&s.FailedJobsHistoryLimit, new(int32(1)))
	defaultPod(&s.JobTemplate.Spec.Template.Spec)
}

func defaultJob(s *batchv1.JobSpec) {
	fill(&s.Parallelism, new(int32(1)))
	fill(&s.Completions, new(int32(1)))
	fill(&s.Suspend, new(bool))
	fill(&s.BackoffLimit, new(int32(6)))
	fill(&s.CompletionMode, new(batchv1.NonIndexedCompletion))
	fill(&s.ManualSelector, new(bool))
	fill(&s.PodReplacementPolicy, new(batchv1.TerminatingOrFailed))
	defaultPod(&s.Template.Spec)
}

func defaultService(s *corev1.ServiceSpec) {
	choose(&s.SessionAffinity, corev1.ServiceAffinityNone)
	choose(&s.Type, corev1.ServiceTypeClusterIP)
	for i := range s.Ports {
		p := &s.Ports[i]
		choose(&p.Protocol, corev1.ProtocolTCP)
		if p.TargetPort == (intstr.IntOrString{}) || p.TargetPort == intstr.FromString("") {
			p.TargetPort = intstr.FromInt32(p.Port)
		}
	}
	if s.Type == corev1.ServiceTypeExternalName {
		return
	}
	fill(&s.InternalTrafficPolicy, new(corev1.ServiceInternalTrafficPolicyCluster))
	if s.Type != corev1.ServiceTypeClusterIP {
		choose(&s.ExternalTrafficPolicy, corev1.ServiceExternalTrafficPolicyCluster)
	}
	if s.Type == corev1.ServiceTypeLoadBalancer {
		fill(&s.AllocateLoadBalancerNodePorts, new(true))
	}
}

func defaultSecret(o *corev1.Secret) {
	choose(&o.Type, corev1.SecretTypeOpaque)
	for name, text := range o.StringData {
		if o.Data == nil {
			o.Data = map[string][]byte{}
		}
		o.Data[name] = []byte(text)
	}
	o.StringData = nil
}

func defaultClaim(o *corev1.PersistentVolumeClaim) {
	fill(&o.Spec.VolumeMode, new(corev1.PersistentVolumeFilesystem))
	choose(&o.Status.Phase, corev1.ClaimPending)
}

func defaultNamespace(o *corev1.Namespace) {
	if o.Name != "" {
		if o.Labels == nil {
			o.Labels = map[string]string{}
		}
		o.Labels[corev1.LabelMetadataName] = o.Name
	}
	choose(&o.Status.Phase, corev1.NamespaceActive)
}

func defaultNetworkPolicy(s *networkingv1.NetworkPolicySpec) {
	if len(s.PolicyTypes) == 0 {
		s.PolicyTypes = []networkingv1.PolicyType{networkingv1.PolicyTypeIngress}
		if len(s.Egress) > 0 {
			s.PolicyTypes = append(s.PolicyTypes, networkingv1.PolicyTypeEgress)
		}
	}
	for _, rule := range s.Ingress {
		defaultPolicyPorts(rule.Ports)
	}
	for _, rule := range s.Egress {
		defaultPolicyPorts(rule.Ports)
	}
}

func defaultPolicyPorts(ports []networkingv1.NetworkPolicyPort) {
	for i := range ports {
		fill(&ports[i].Protocol, new(corev1.ProtocolTCP))
	}
}

// latest tells whether an image's tag is the one that is always pulled.
func latest(image string) bool {
	name := image[strings.LastIndex(image, "/")+1:]
	return !strings.Contains(image, "@") && (!strings.Contains(name, ":") || strings.HasSuffix(name, ":latest"))
}
