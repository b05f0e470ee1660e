package prometheus

import (
	"fmt"

	"berth.dev/engine/measure"
)

// containers are cadvisor's series of containers, without the sums over pods and
// without the container that holds a pod's network.
const containers = `container!="",container!="POD"`

// podName is how controllers name pods. A ReplicaSet adds a hash, of which each digit is
// written as one of ten letters, and five letters without vowels; a DaemonSet adds the
// five letters, a StatefulSet a number. A pod without a controller is its own workload.
const podName = `(.+?)((-[4-9b-df]{6,10})?-[24-9b-df-hj-np-tv-xz]{5}|-[0-9]+)?`

// kubernetes measures workloads by the names of their pods.
func (n narrow) kubernetes() measure.Set {
	by := func(expression string) string {
		return sum("workload", fmt.Sprintf(`label_replace(%s, "workload", "$1", "pod", "%s")`, expression, podName))
	}
	return measure.Set{
		Name: "kubernetes",
		Doc: "cpu and memory of workloads from the kubelets (cAdvisor), by what pods' names begin with. " +
			"Needs container_cpu_usage_seconds_total and container_memory_working_set_bytes with the labels pod and container " +
			"(github.com/google/cadvisor, docs/storage/prometheus.md). Jobs are named with the number of their run.",
		Default: true,
		Queries: []measure.Query{
			single(measure.CPU, "workload", by(sum("pod", n.rate("container_cpu_usage_seconds_total", containers)))),
			single(measure.Memory, "workload", by(sum("pod", n.of("container_memory_working_set_bytes", containers)))),
		},
	}
}

// owners measures workloads by what the cluster says who owns a pod.
func (n narrow) owners() measure.Set {
	by := func(expression string) string {
		return sum("workload", sum("cluster, namespace, pod", expression)+` * on (cluster, namespace, pod) group_left (workload) max by (cluster, namespace, pod, workload) (`+
			n.of("namespace_workload_pod:kube_pod_owner:relabel", "")+`)`)
	}
	return measure.Set{
		Name: "kubernetes-owners",
		Doc: "cpu and memory as in the set kubernetes, by the owners of pods rather than their names. " +
			"Needs besides the recording rule namespace_workload_pod:kube_pod_owner:relabel over kube-state-metrics, " +
			"as kube-prometheus and its Helm chart have it (github.com/kubernetes-monitoring/kubernetes-mixin, rules/apps.libsonnet).",
		Queries: []measure.Query{
			single(measure.CPU, "workload", by(n.rate("container_cpu_usage_seconds_total", containers))),
			single(measure.Memory, "workload", by(n.of("container_memory_working_set_bytes", containers))),
		},
	}
}
