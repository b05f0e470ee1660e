package prometheus

import "berth.dev/engine/measure"

// hubble measures requests and calls as Cilium sees them.
func (n narrow) hubble() measure.Set {
	const from, to = "source_workload", "destination_workload"
	seen := func(labels, reporter, matchers string) string {
		return sum(labels, n.rate("hubble_http_requests_total", `reporter="`+reporter+`",`+matchers))
	}
	return measure.Set{
		Name: "hubble",
		Doc: "rate and calls between workloads from Cilium's Hubble, where it looks into HTTP. Hubble counts no bytes: those of calls stay unknown. " +
			"Needs hubble_http_requests_total with reporter, source_workload and destination_workload, which the metric httpV2 has with " +
			"labelsContext=source_workload,destination_workload (docs.cilium.io/en/stable/observability/metrics).",
		Queries: []measure.Query{
			// Where both ends see a request, each counts it: one of them is enough.
			single(measure.Rate, to, seen(to, "server", `destination_workload!=""`)+" or "+seen(to, "client", `destination_workload!=""`)),
			pair(measure.CallRate, from, to, seen(from+", "+to, "client", `source_workload!="",destination_workload!=""`)+" or "+
				seen(from+", "+to, "server", `source_workload!="",destination_workload!=""`)),
		},
	}
}
