package prometheus

import "berth.dev/engine/measure"

// opentelemetry measures requests and calls by the conventions of OpenTelemetry.
func (n narrow) opentelemetry() measure.Set {
	const count, graph = "http_server_request_duration_seconds_count", "traces_service_graph_request_total"
	return measure.Set{
		Name: "opentelemetry",
		Doc: "rate of HTTP by the conventions of OpenTelemetry, by the label service_name, else what job has after its slash, " +
			"and rates of calls from the graph that a collector or Tempo makes of traces. " +
			"Needs " + count + " (opentelemetry.io/docs/specs/semconv/http/http-metrics) " +
			"and, for calls, " + graph + " with client and server (github.com/open-telemetry/opentelemetry-collector-contrib, connector/servicegraphconnector). " +
			"Neither counts the bytes of calls.",
		Queries: []measure.Query{
			single(measure.Rate, "service_name", sum("service_name", n.rate(count, `service_name!=""`)+
				` or label_replace(`+n.rate(count, `service_name="",job!=""`)+`, "service_name", "$1", "job", "(?:.*/)?([^/]+)")`)),
			pair(measure.CallRate, "client", "server", sum("client, server", n.rate(graph, `client!="",server!=""`))),
		},
	}
}
