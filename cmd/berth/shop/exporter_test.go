package shop_test

import (
	"maps"
	"math"
	"slices"
	"testing"
	"time"

	"berth.dev/providers/providertest/prometheus"
)

// scrape is how often the Prometheus looks.
const scrape = time.Minute

// looks is how often it looks in a step.
const looks = int(step / scrape)

// counter is a series that grows by a line a second. Where it is reset it begins again
// from zero, in the middle of a step. It is stale where its line ends early.
func (k *known) counter(labels map[string]string, l line, factor float64, reset int) prometheus.Series {
	s := prometheus.Series{Labels: labels}
	total := 1e6
	for i, v := range l {
		for j := range looks {
			if i == reset && j == looks/2 {
				total = 0
			}
			if math.IsNaN(v) {
				continue
			}
			total += v * factor * scrape.Seconds()
			s.Samples = append(s.Samples, prometheus.Sample{At: k.at(i, j), Value: total})
		}
	}
	return k.ended(s)
}

// gauge is a series that has the line's values.
func (k *known) gauge(labels map[string]string, l line, factor float64) prometheus.Series {
	s := prometheus.Series{Labels: labels}
	for i, v := range l {
		if !math.IsNaN(v) {
			s.Samples = append(s.Samples, prometheus.Sample{At: k.at(i, looks-1), Value: v * factor})
		}
	}
	return k.ended(s)
}

// at is when the Prometheus looks for the j-th time in a step.
func (k *known) at(i, j int) time.Time {
	return k.from.Add(time.Duration(i)*step + time.Duration(j+1)*scrape)
}

// ended adds the mark of a series that is no longer there.
func (k *known) ended(s prometheus.Series) prometheus.Series {
	if n := len(s.Samples); n > 0 {
		s.Samples = append(s.Samples, prometheus.Sample{At: s.Samples[n-1].At.Add(time.Second), Value: prometheus.Stale()})
	}
	return s
}

// export writes all that is known as the exporters would have written it, of workloads
// in a namespace.
func (k *known) export(t testing.TB, server *prometheus.Server, namespace string) {
	t.Helper()
	for _, f := range k.flows {
		server.Write(t, k.calls(f, namespace)...)
	}
	for _, w := range slices.Sorted(maps.Keys(k.cpu)) {
		server.Write(t, k.pods(w, namespace)...)
	}
}

// calls are the counters of the sidecars at both ends of a call. That of the cart is
// reset on the fifteenth day.
func (k *known) calls(f flow, namespace string) (out []prometheus.Series) {
	reset := -1
	if f.to == "cartservice" {
		reset = steps(15 * day)
	}
	count := func(name, reporter string, factor float64) {
		where := namespace
		if reporter == "source" && f.from == gateway {
			where = "istio-system"
		}
		out = append(out, k.counter(map[string]string{
			"__name__": name, "reporter": reporter, "namespace": where, "source_workload": f.from,
			"destination_workload": f.to, "destination_service_name": f.to, "response_code": "200",
		}, f.rate, factor, reset))
	}
	if f.to == store {
		count("istio_tcp_received_bytes_total", "source", f.sent)
		count("istio_tcp_sent_bytes_total", "source", f.received)
		return out
	}
	count("istio_requests_total", "destination", 1)
	count("istio_requests_total", "source", 1)
	count("istio_request_bytes_sum", "source", f.sent)
	count("istio_response_bytes_sum", "source", f.received)
	return out
}

// pods are cAdvisor's series of a workload's two pods. One of the currency's is replaced
// on the twelfth day by one of another name.
func (k *known) pods(workload, namespace string) (out []prometheus.Series) {
	one := func(pod string, share float64, from, to int) {
		cut := func(l line) line {
			l = slices.Clone(l)
			l.forget(0, from)
			l.forget(to, len(l))
			return l
		}
		labels := map[string]string{"__name__": "container_cpu_usage_seconds_total", "namespace": namespace, "pod": pod, "container": "server"}
		out = append(out, k.counter(labels, cut(k.cpu[workload]), share, -1))
		labels = maps.Clone(labels)
		labels["__name__"] = "container_memory_working_set_bytes"
		out = append(out, k.gauge(labels, cut(k.memory[workload]), share))
	}
	all, replaced := len(k.cpu[workload]), len(k.cpu[workload])
	if workload == "currencyservice" {
		replaced = steps(12 * day)
		one(workload+"-7d4b9c6f5d-zx8vq", 0.25, replaced, all)
	}
	one(workload+"-7d4b9c6f5d-4hbkn", 0.75, 0, all)
	one(workload+"-7d4b9c6f5d-n2wpt", 0.25, 0, replaced)
	return out
}
