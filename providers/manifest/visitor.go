package manifest

import (
	"fmt"
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
)

// visitorsOf says through which doors visitors reach a workload, and which doors
// look like it but open to a private network.
func (x *index) visitorsOf(w *workload) (from, private []string) {
	for _, s := range x.before[w] {
		switch s.is.Spec.Type {
		case corev1.ServiceTypeLoadBalancer, corev1.ServiceTypeNodePort:
			door := fmt.Sprintf("Service %s of type %s", s.name, s.is.Spec.Type)
			if isInternal(s.is.Annotations) {
				private = append(private, door)
			} else {
				from = append(from, door)
			}
		}
		for _, i := range x.doors[key{s.namespace, s.name}] {
			i.used = true
			if isInternal(i.is.Annotations) {
				private = append(private, "Ingress "+i.name)
			} else {
				from = append(from, "Ingress "+i.name)
			}
		}
	}
	return from, private
}

// backendsOf are the Services that an Ingress leads to, each once.
func backendsOf(i networkingv1.IngressSpec) []string {
	var names []string
	add := func(b *networkingv1.IngressBackend) {
		if b != nil && b.Service != nil && !slices.Contains(names, b.Service.Name) {
			names = append(names, b.Service.Name)
		}
	}
	add(i.DefaultBackend)
	for _, r := range i.Rules {
		if r.HTTP == nil {
			continue
		}
		for _, p := range r.HTTP.Paths {
			add(&p.Backend)
		}
	}
	return names
}

// isInternal tells whether the annotations of the large clouds keep a load
// balancer inside of the private network.
func isInternal(annotations map[string]string) bool {
	for _, a := range []struct{ name, value string }{
		{"networking.gke.io/load-balancer-type", "internal"},
		{"cloud.google.com/load-balancer-type", "internal"},
		{"kubernetes.io/ingress.class", "gce-internal"},
		{"service.beta.kubernetes.io/aws-load-balancer-internal", "true"},
		{"service.beta.kubernetes.io/aws-load-balancer-scheme", "internal"},
		{"alb.ingress.kubernetes.io/scheme", "internal"},
		{"service.beta.kubernetes.io/azure-load-balancer-internal", "true"},
	} {
		if strings.EqualFold(annotations[a.name], a.value) {
			return true
		}
	}
	return false
}
