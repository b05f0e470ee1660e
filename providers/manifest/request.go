package manifest

import (
	"fmt"
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
)

// unknown is what the language writes where nobody knows.
const unknown = "unknown"

// replicaOf adds up what one pod asks for.
func replicaOf(p *corev1.PodSpec) Replica {
	var r Replica
	r.CPU = amountOf(p, corev1.ResourceCPU, cores)
	r.Memory = amountOf(p, corev1.ResourceMemory, byteText)
	for _, name := range extendedNames(p) {
		of := requestOf(p, name)
		if n := of.total.Value(); n > 0 && of.total.CmpInt64(most) <= 0 {
			r.Resources = append(r.Resources, Resource{Name: string(name), Count: n})
		}
	}
	r.Comments = replicaComments(p)
	return r
}

// amountOf writes the amount of one resource, or unknown with the reason.
func amountOf(p *corev1.PodSpec, name corev1.ResourceName, write func(resource.Quantity) string) Amount {
	switch r := requestOf(p, name); {
	case len(r.missing) > 0 && len(r.missing) == len(running(p)):
		return Amount{unknown, fmt.Sprintf("No request and no limit of %s is written: measure it.", name)}
	case len(r.missing) > 0:
		return Amount{unknown, fmt.Sprintf("%s: no request and no limit of %s; the rest asks for %s.",
			listed("Container", r.missing), name, write(r.total))}
	case r.total.Sign() < 0:
		return Amount{unknown, fmt.Sprintf("The requests of %s come to less than nothing.", name)}
	case r.total.Sign() == 0:
		return Amount{unknown, fmt.Sprintf("The request of %s is 0, which says nothing of its use: measure it.", name)}
	case write(r.total) == unknown:
		return Amount{unknown, fmt.Sprintf("The requests of %s come to more than any cluster has.", name)}
	case r.start != "":
		return Amount{write(r.total), fmt.Sprintf("Init container %s asks for more than the containers that run after it.", r.start)}
	default:
		return Amount{Value: write(r.total)}
	}
}

// request is what a pod asks for of one resource.
type request struct {
	total resource.Quantity
	// missing are running containers that ask for nothing.
	missing []string
	// start is the init container that asks for more than what runs later.
	start string
}

// requestOf is what the scheduler keeps free for one pod, by the rule of
// Kubernetes: the containers together, or the largest moment of starting up if
// that is more, and the overhead of the runtime. Sidecars (init containers that
// go on running) count with both.
//
// Source: https://kubernetes.io/docs/concepts/workloads/pods/sidecar-containers/#resource-sharing-within-containers
func requestOf(p *corev1.PodSpec, name corev1.ResourceName) request {
	var r request
	overhead := p.Overhead[name]
	if p.Resources != nil {
		if q, ok := asks(*p.Resources, name); ok {
			q.Add(overhead)
			return request{total: q}
		}
	}
	for _, c := range running(p) {
		q, ok := asks(c.Resources, name)
		if !ok {
			r.missing = append(r.missing, c.Name)
		}
		r.total.Add(q)
	}
	var sidecars resource.Quantity
	for _, c := range p.InitContainers {
		q, _ := asks(c.Resources, name)
		if isSidecar(c) {
			sidecars.Add(q)
			continue
		}
		q.Add(sidecars)
		if q.Cmp(r.total) > 0 {
			r.total, r.start = q, c.Name
		}
	}
	r.total.Add(overhead)
	return r
}

// asks is what a container asks for. Kubernetes takes the limit where there is
// no request.
func asks(r corev1.ResourceRequirements, name corev1.ResourceName) (resource.Quantity, bool) {
	if q, ok := r.Requests[name]; ok {
		return q.DeepCopy(), true
	}
	if q, ok := r.Limits[name]; ok {
		return q.DeepCopy(), true
	}
	return resource.Quantity{}, false
}

// running are the containers that run as long as the pod does.
func running(p *corev1.PodSpec) []corev1.Container {
	all := slices.Clone(p.Containers)
	for _, c := range p.InitContainers {
		if isSidecar(c) {
			all = append(all, c)
		}
	}
	return all
}

func isSidecar(c corev1.Container) bool {
	return c.RestartPolicy != nil && *c.RestartPolicy == corev1.ContainerRestartPolicyAlways
}

// extendedNames are devices and the like, which sites offer by name: a domain
// other than Kubernetes' own, and a slash.
func extendedNames(p *corev1.PodSpec) []corev1.ResourceName {
	var names []corev1.ResourceName
	for _, c := range slices.Concat(p.Containers, p.InitContainers) {
		for _, list := range []corev1.ResourceList{c.Resources.Requests, c.Resources.Limits} {
			for n := range list {
				domain, _, ok := strings.Cut(string(n), "/")
				if ok && domain != "kubernetes.io" && isPlain(string(n)) {
					names = append(names, n)
				}
			}
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// replicaComments say what the figures are made of.
func replicaComments(p *corev1.PodSpec) []string {
	var out []string
	if all := running(p); len(all) > 1 {
		var names []string
		for _, c := range all {
			names = append(names, c.Name)
		}
		out = append(out, fmt.Sprintf("The sum of %s.", listed("container", names)))
	}
	for _, c := range running(p) {
		if text := limitText(c.Resources); text != "" {
			out = append(out, fmt.Sprintf("Container %s: %s.", c.Name, text))
		}
	}
	return out
}

// limitText is what a container may use at most, and where that became its
// request.
func limitText(r corev1.ResourceRequirements) string {
	var limits, copied []string
	for _, one := range []struct {
		name  corev1.ResourceName
		write func(resource.Quantity) string
	}{{corev1.ResourceCPU, cores}, {corev1.ResourceMemory, byteText}} {
		q, ok := r.Limits[one.name]
		if !ok {
			continue
		}
		limits = append(limits, string(one.name)+" "+one.write(q))
		if _, ok := r.Requests[one.name]; !ok {
			copied = append(copied, string(one.name))
		}
	}
	text := ""
	if len(limits) > 0 {
		text = "limits " + strings.Join(limits, ", ")
	}
	if len(copied) > 0 {
		text += "; no request of " + strings.Join(copied, " and ") + ", so Kubernetes requests the limit"
	}
	return text
}

// most is the largest amount that is taken for one, in cores, in thousands of
// bytes and in devices. Sums beyond it would not fit into 64 bits.
const most = 1 << 50

// cores writes an amount of CPU as the language reads it. Less than a thousandth
// of a core is rounded up, as Kubernetes does.
func cores(q resource.Quantity) string {
	if q.CmpInt64(most) > 0 {
		return unknown
	}
	if m := q.MilliValue(); m%1000 != 0 {
		return fmt.Sprintf("%dm", m)
	}
	return fmt.Sprintf("%d", q.Value())
}

// byteText writes an amount of bytes exactly, with the unit that the language
// wants.
func byteText(q resource.Quantity) string {
	if q.CmpInt64(most*1000) > 0 {
		return unknown
	}
	v := q.Value()
	if v == 0 {
		return "0"
	}
	for _, u := range []struct {
		size int64
		name string
	}{{1 << 40, "Ti"}, {1 << 30, "Gi"}, {1e12, "T"}, {1e9, "G"}, {1 << 20, "Mi"}, {1e6, "M"}, {1 << 10, "Ki"}, {1e3, "k"}} {
		if v%u.size == 0 {
			return fmt.Sprintf("%d%s", v/u.size, u.name)
		}
	}
	return fmt.Sprintf("%d.%03dk", v/1000, v%1000)
}
