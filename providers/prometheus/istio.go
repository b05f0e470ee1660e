package prometheus

import "berth.dev/engine/measure"

// istio measures requests and calls as the sidecars of Istio see them.
func (n narrow) istio() measure.Set {
	const from, to = "source_workload", "peer"
	called := func(metric string) string {
		return first(n.rate(metric, `reporter="source",source_workload!="unknown"`), to, "destination_workload", "destination_service_name", "unknown")
	}
	return measure.Set{
		Name: "istio",
		Doc: "rate and calls between workloads, with their bytes, from the sidecars of Istio; a called end outside the mesh has its service's name. " +
			"Needs istio_requests_total, istio_request_bytes_sum, istio_response_bytes_sum, istio_tcp_sent_bytes_total and istio_tcp_received_bytes_total " +
			"with reporter, source_workload, destination_workload and destination_service_name (istio.io/latest/docs/reference/config/metrics). " +
			"Bytes of HTTP are those of bodies, without headers.",
		Queries: []measure.Query{
			single(measure.Rate, "destination_workload", sum("destination_workload", n.rate("istio_requests_total", `reporter="destination",destination_workload!="unknown"`))),
			pair(measure.CallRate, from, to, sum(from+", "+to, called("istio_requests_total"))),
			// Of a TCP connection "sent" is what the called end sends: "total bytes sent
			// during response".
			pair(measure.CallSent, from, to, both(from+", "+to, called("istio_request_bytes_sum"), called("istio_tcp_received_bytes_total"))),
			pair(measure.CallReceived, from, to, both(from+", "+to, called("istio_response_bytes_sum"), called("istio_tcp_sent_bytes_total"))),
		},
	}
}
