package manifest

import (
	"fmt"
	"strings"

	corev1 "k8s.io/api/core/v1"
)

// container chooses the container that stands for the pod: the one Kubernetes is
// told to choose, or the one a Service leads to, or the first.
func (b *builder) container(w *workload) *Container {
	port, c := b.servedPort(w)
	if c == nil {
		c = &w.pod.Containers[0]
	}
	if !isPlain(c.Image) || strings.Contains(c.Image, " ") {
		return nil
	}
	if port == 0 && len(c.Ports) > 0 {
		port = c.Ports[0].ContainerPort
	}
	out := &Container{Image: c.Image, Port: max(0, port)}
	out.readiness(c.ReadinessProbe)
	var others []string
	for _, o := range running(&w.pod) {
		if o.Name != c.Name {
			others = append(others, o.Name)
		}
	}
	if len(others) > 0 {
		out.Comments = append(out.Comments, fmt.Sprintf("Container %s; the pod has %s besides.", c.Name, listed("container", others)))
	}
	return out
}

// readiness takes over how a pod says that it is ready. Specs say it by a path of HTTP
// alone; of other ways there is a comment, or a check that finds none would seem wrong.
func (c *Container) readiness(p *corev1.Probe) {
	way := ""
	switch {
	case p == nil:
		return
	case p.HTTPGet != nil:
		path, _, _ := strings.Cut(p.HTTPGet.Path, "?")
		if isPlain(path) {
			c.Probe = path
		}
		return
	case p.GRPC != nil:
		way = "gRPC"
	case p.TCPSocket != nil:
		way = "opening a port"
	case p.Exec != nil:
		way = "a command"
	default:
		return
	}
	c.Comments = append(c.Comments, fmt.Sprintf("Its readiness is asked for by %s; a spec says a path of HTTP, or names manifests.", way))
}

// servedPort is the port and container that the first Service with an answer
// leads to.
func (b *builder) servedPort(w *workload) (int32, *corev1.Container) {
	chosen := containerNamed(&w.pod, w.annotations["kubectl.kubernetes.io/default-container"])
	for _, s := range b.index.before[w] {
		for _, p := range s.is.Spec.Ports {
			if port, c := targetOf(&w.pod, p); port != 0 && (chosen == nil || c == nil || c == chosen) {
				if c == nil {
					c = chosen
				}
				return port, c
			}
		}
	}
	return 0, chosen
}

// targetOf finds what a port of a Service leads to. A port need not be declared
// by its container; the container is nil then.
func targetOf(p *corev1.PodSpec, port corev1.ServicePort) (int32, *corev1.Container) {
	number, name := port.TargetPort.IntVal, port.TargetPort.StrVal
	if number == 0 && name == "" {
		number = port.Port
	}
	for i := range p.Containers {
		for _, c := range p.Containers[i].Ports {
			if name != "" && c.Name == name || name == "" && c.ContainerPort == number {
				return c.ContainerPort, &p.Containers[i]
			}
		}
	}
	return number, nil
}

func containerNamed(p *corev1.PodSpec, name string) *corev1.Container {
	for i := range p.Containers {
		if p.Containers[i].Name == name {
			return &p.Containers[i]
		}
	}
	return nil
}

// placeComments say what bounds the nodes a pod may run on; the language has
// words for it, whose values only a person knows.
func placeComments(p *corev1.PodSpec) []string {
	var out []string
	for _, c := range running(p) {
		if c.SecurityContext != nil && c.SecurityContext.Privileged != nil && *c.SecurityContext.Privileged {
			out = append(out, fmt.Sprintf(`Container %s is privileged: say needs = ["privileged"] where not every site allows that.`, c.Name))
		}
	}
	if len(p.NodeSelector) > 0 {
		out = append(out, fmt.Sprintf("It runs only on nodes with %s: say pool or needs.", listed("label", sortedKeys(p.NodeSelector))))
	}
	if len(p.Tolerations) > 0 {
		out = append(out, "It tolerates taints: say tolerations where node pools have some.")
	}
	return out
}
