package datadog

import "berth.dev/engine/measure"

// Sets are the ready-made queries, in order of name.
//
// Each gives names by Datadog's unified service tag "service", which package fill
// matches to services; `names` in the metrics block says where they differ.
func Sets() []measure.Set {
	return []measure.Set{apm(), deployments(), kubernetes(), traceHTTP()}
}

// apm counts spans of all operations and languages.
func apm() measure.Set {
	return measure.Set{
		Name:    "apm",
		Default: true,
		Doc: "Requests that services answer and send, from spans of kind server and client. " +
			"Needs APM and Datadog's Agent 7.60, or 7.55.1 with compute_stats_by_span_kind and peer_tags_aggregation " +
			"(docs.datadoghq.com/tracing/services/inferred_services). The data source is apm_metrics of the API " +
			"(ApmMetricsQuery in datadog-api-client-go). The called end is the tag peer.service. Bytes are in no trace " +
			"and stay unknown.",
		Queries: []measure.Query{
			{Kind: measure.Rate, Service: "service", Text: `{"data_source":"apm_metrics","stat":"hits","span_kind":"server","group_by":["service"]}`},
			{Kind: measure.CallRate, Service: "service", Peer: "peer.service", Text: `{"data_source":"apm_metrics","stat":"hits","span_kind":"client","group_by":["service","peer.service"]}`},
		},
	}
}

// deployments are for clusters whose pods have no service tag.
func deployments() measure.Set {
	s := usage("deployments", "kube_deployment")
	s.Doc = "CPU and memory by the name of the Deployment, for pods without the label tags.datadoghq.com/service. " + usageSource
	return s
}

func kubernetes() measure.Set {
	s := usage("kubernetes", "service")
	s.Doc = "CPU and memory of all pods of a service. Needs pods with the label tags.datadoghq.com/service. " + usageSource
	s.Default = true
	return s
}

// usageSource is where the metrics of usage are from.
const usageSource = "Metrics of the Agent's check of the kubelet, in nanocores and bytes " +
	"(docs.datadoghq.com/containers/kubernetes/data_collected)."

// usage is what containers take, summed over the pods that share a tag.
func usage(name, tag string) measure.Set {
	by := "{*} by {" + tag + "}"
	return measure.Set{Name: name, Queries: []measure.Query{
		{Kind: measure.CPU, Service: tag, Text: "sum:kubernetes.cpu.usage.total" + by},
		{Kind: measure.Memory, Service: tag, Text: "sum:kubernetes.memory.usage" + by},
	}}
}

// traceHTTP is the older way to count requests, for one name of operation.
func traceHTTP() measure.Set {
	return measure.Set{
		Name: "trace-http",
		Doc: "Requests of the operation http.request alone, for Agents older than apm needs. Frameworks name their " +
			"operations otherwise (servlet.request, rails.request): write an own query then. The metric is a count " +
			"(docs.datadoghq.com/tracing/metrics/metrics_namespace).",
		Queries: []measure.Query{
			{Kind: measure.Rate, Service: "service", Text: "sum:trace.http.request.hits{*} by {service}.as_count()"},
		},
	}
}
