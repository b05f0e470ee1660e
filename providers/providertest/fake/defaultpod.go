package fake

import corev1 "k8s.io/api/core/v1"

// defaultPod fills in a pod as a template holds it.
func defaultPod(s *corev1.PodSpec) {
	choose(&s.RestartPolicy, corev1.RestartPolicyAlways)
	choose(&s.DNSPolicy, corev1.DNSClusterFirst)
	choose(&s.SchedulerName, corev1.DefaultSchedulerName)
	fill(&s.TerminationGracePeriodSeconds, new(int64(corev1.DefaultTerminationGracePeriodSeconds)))
	fill(&s.SecurityContext, &corev1.PodSecurityContext{})
	choose(&s.DeprecatedServiceAccount, s.ServiceAccountName)
	choose(&s.ServiceAccountName, s.DeprecatedServiceAccount)
	for i := range s.InitContainers {
		defaultContainer(&s.InitContainers[i])
	}
	for i := range s.Containers {
		defaultContainer(&s.Containers[i])
	}
	for i := range s.Volumes {
		defaultVolume(&s.Volumes[i].VolumeSource)
	}
}

func defaultContainer(c *corev1.Container) {
	choose(&c.TerminationMessagePath, corev1.TerminationMessagePathDefault)
	choose(&c.TerminationMessagePolicy, corev1.TerminationMessageReadFile)
	if latest(c.Image) {
		choose(&c.ImagePullPolicy, corev1.PullAlways)
	}
	choose(&c.ImagePullPolicy, corev1.PullIfNotPresent)
	for i := range c.Ports {
		choose(&c.Ports[i].Protocol, corev1.ProtocolTCP)
	}
	for i := range c.Env {
		if from := c.Env[i].ValueFrom; from != nil && from.FieldRef != nil {
			choose(&from.FieldRef.APIVersion, "v1")
		}
	}
	for _, p := range []*corev1.Probe{c.LivenessProbe, c.ReadinessProbe, c.StartupProbe} {
		defaultProbe(p)
	}
	if c.Lifecycle != nil {
		for _, h := range []*corev1.LifecycleHandler{c.Lifecycle.PreStop, c.Lifecycle.PostStart} {
			if h != nil {
				defaultHTTP(h.HTTPGet)
			}
		}
	}
}

func defaultProbe(p *corev1.Probe) {
	if p == nil {
		return
	}
	choose(&p.TimeoutSeconds, 1)
	choose(&p.PeriodSeconds, 10)
	choose(&p.SuccessThreshold, 1)
	choose(&p.FailureThreshold, 3)
	defaultHTTP(p.HTTPGet)
	if p.GRPC != nil {
		fill(&p.GRPC.Service, new(string))
	}
}

func defaultHTTP(g *corev1.HTTPGetAction) {
	if g == nil {
		return
	}
	choose(&g.Path, "/")
	choose(&g.Scheme, corev1.URISchemeHTTP)
}

func defaultVolume(v *corev1.VolumeSource) {
	mode := new(int32(0o644))
	switch {
	case v.ConfigMap != nil:
		fill(&v.ConfigMap.DefaultMode, mode)
	case v.Secret != nil:
		fill(&v.Secret.DefaultMode, mode)
	case v.DownwardAPI != nil:
		fill(&v.DownwardAPI.DefaultMode, mode)
	case v.Projected != nil:
		fill(&v.Projected.DefaultMode, mode)
	case v.HostPath != nil:
		fill(&v.HostPath.Type, new(corev1.HostPathUnset))
	case v.EmptyDir == nil && *v == (corev1.VolumeSource{}):
		v.EmptyDir = &corev1.EmptyDirVolumeSource{}
	}
}
