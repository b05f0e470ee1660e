package prometheus

import "berth.dev/engine/measure"

// linkerd measures requests and calls as the proxies of Linkerd see them.
func (n narrow) linkerd() measure.Set {
	const from, to = "workload", "peer_workload"
	own := func(expression string) string {
		return `label_join(` + expression + `, "workload", "", "deployment", "statefulset", "daemonset")`
	}
	called := func(metric, matchers string) string {
		known := `label_join(` + own(n.rate(metric, `direction="outbound"`+matchers)) + `, "known", "", "dst_deployment", "dst_statefulset", "dst_daemonset")`
		return sum(from+", "+to, first(known, to, "known", "authority", ""))
	}
	return measure.Set{
		Name: "linkerd",
		Doc: "rate and calls between workloads, with their bytes, from the proxies of Linkerd; a called end outside the mesh has its authority's name. " +
			"Needs request_total, tcp_write_bytes_total and tcp_read_bytes_total with direction, peer, deployment (or statefulset, daemonset) " +
			"and dst_deployment (or dst_statefulset, dst_daemonset), as Linkerd's own scrape configuration has them (linkerd.io/2/reference/proxy-metrics). " +
			"Bytes are those of connections.",
		Queries: []measure.Query{
			single(measure.Rate, from, sum(from, own(n.rate("request_total", `direction="inbound"`)))),
			pair(measure.CallRate, from, to, called("request_total", "")),
			// A proxy counts both of its connections: that with the called end is peer "dst".
			pair(measure.CallSent, from, to, called("tcp_write_bytes_total", `,peer="dst"`)),
			pair(measure.CallReceived, from, to, called("tcp_read_bytes_total", `,peer="dst"`)),
		},
	}
}
