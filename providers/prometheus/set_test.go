package prometheus

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"berth.dev/engine/measure"
	server "berth.dev/providers/providertest/prometheus"
)

// grows is a counter that grows by as much each second for a step.
func grows(rate float64, name string, labels ...string) server.Series {
	return minutely(labelled(append(labels, "__name__="+name)...), noon(), rate)
}

// holds is a gauge over a step.
func holds(value float64, name string, labels ...string) server.Series {
	return server.Series{Labels: labelled(append(labels, "__name__="+name)...), Samples: server.Each(noon(), time.Minute, value, value, value, value, value, value)}
}

// cadvisor are a container's two series, as the kubelet has them.
func cadvisor(cores, bytes float64, namespace, pod, container string) []server.Series {
	labels := []string{"namespace=" + namespace, "pod=" + pod, "container=" + container, "image=i", "id=/kubepods/" + pod + container, "job=kubelet"}
	return []server.Series{
		grows(cores, "container_cpu_usage_seconds_total", append(labels, "cpu=total")...),
		holds(bytes, "container_memory_working_set_bytes", labels...),
	}
}

// kubelets are the pods of a shop: a Deployment's two, a StatefulSet's, a DaemonSet's, and
// what is in another namespace.
func kubelets() []server.Series {
	return slices.Concat(
		cadvisor(0.5, 1<<20, "shop", "web-6d4cf56db6-x7k9z", "web"),
		cadvisor(0.1, 1<<18, "shop", "web-6d4cf56db6-x7k9z", "proxy"),
		cadvisor(0.3, 1<<20, "shop", "web-6d4cf56db6-24567", "web"),
		// The sum over a pod, and the container that holds its network, are no more.
		cadvisor(0.9, 1<<22, "shop", "web-6d4cf56db6-24567", ""),
		cadvisor(0.9, 1<<22, "shop", "web-6d4cf56db6-24567", "POD"),
		cadvisor(0.2, 1<<21, "shop", "db-v2-0", "db"),
		cadvisor(0.2, 1<<21, "shop", "db-v2-11", "db"),
		cadvisor(0.7, 1<<19, "kube-system", "agent-x7k9z", "agent"),
	)
}

func TestEachSetMeasuresWhatItsExporterMakes(t *testing.T) {
	s := server.Start(t, server.Options{})
	owner := func(namespace, workload, pod string) server.Series {
		return holds(1, "namespace_workload_pod:kube_pod_owner:relabel", "namespace="+namespace, "workload="+workload, "pod="+pod, "workload_type=deployment")
	}
	s.Write(t, kubelets()...)
	s.Write(t,
		owner("shop", "web", "web-6d4cf56db6-x7k9z"), owner("shop", "web", "web-6d4cf56db6-24567"),
		owner("shop", "db-v2", "db-v2-0"), owner("shop", "db-v2", "db-v2-11"), owner("kube-system", "the-agent", "agent-x7k9z"))
	s.Write(t,
		grows(3, "http_requests_total", "service=web", "app=w", "job=j", "code=200", "pod=1"),
		grows(1, "http_requests_total", "service=web", "app=w", "job=j", "code=500", "pod=2"),
		grows(5, "http_requests_total", "app=cart", "job=j", "code=200"),
		grows(7, "http_requests_total", "job=mail", "code=200"))
	s.Write(t, istioSeries()...)
	s.Write(t, linkerdSeries()...)
	s.Write(t, hubbleSeries()...)
	s.Write(t,
		grows(3, "http_server_request_duration_seconds_count", "service_name=web", "job=shop/web", "http_response_status_code=200"),
		grows(1, "http_server_request_duration_seconds_count", "service_name=web", "job=shop/web", "http_response_status_code=500"),
		grows(5, "http_server_request_duration_seconds_count", "job=shop/cart"),
		grows(7, "http_server_request_duration_seconds_count", "job=mail"),
		grows(2, "traces_service_graph_request_total", "client=web", "server=cart", "connection_type="),
		grows(1, "traces_service_graph_request_total", "client=web", "server=db", "connection_type=database"),
		grows(9, "traces_service_graph_request_total", "server=web"))
	for name, want := range map[string]got{
		"opentelemetry": {
			"web rate": steps(4), "cart rate": steps(5), "mail rate": steps(7),
			"web → cart call_rate": steps(2), "web → db call_rate": steps(1),
		},
		"kubernetes": {
			"web cpu": steps(0.9), "db-v2 cpu": steps(0.4), "agent cpu": steps(0.7),
			"web memory": steps(2<<20 + 1<<18), "db-v2 memory": steps(2 << 21), "agent memory": steps(1 << 19),
		},
		"kubernetes-owners": {
			"web cpu": steps(0.9), "db-v2 cpu": steps(0.4), "the-agent cpu": steps(0.7),
			"web memory": steps(2<<20 + 1<<18), "db-v2 memory": steps(2 << 21), "the-agent memory": steps(1 << 19),
		},
		"http": {"web rate": steps(4), "cart rate": steps(5), "mail rate": steps(7)},
		"istio": {
			"web rate": steps(10), "cart rate": steps(6),
			"web → cart call_rate": steps(6), "web → api.example.com call_rate": steps(2), "gateway → web call_rate": steps(10),
			"web → cart call_sent": steps(600), "web → cart call_received": steps(9000),
			"web → db call_sent": steps(40), "web → db call_received": steps(4000),
		},
		"linkerd": {
			"web rate": steps(10), "cart rate": steps(6), "db rate": steps(1),
			"web → cart call_rate": steps(6), "web → db call_rate": steps(1), "web → api.example.com:443 call_rate": steps(2),
			"web → cart call_sent": steps(700), "web → cart call_received": steps(9500),
		},
		"hubble": {
			"web rate": steps(10), "cart rate": steps(6), "db rate": steps(1),
			"gateway → web call_rate": steps(10), "web → cart call_rate": steps(6), "web → db call_rate": steps(1),
		},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(want, measured(t, s, named(t, Sets(), name)), close4()); diff != "" {
				t.Error(diff)
			}
		})
	}
	t.Run("of two clusters with the same names", func(t *testing.T) {
		for cluster, workload := range map[string]string{"a": "twin-a", "b": "twin-b"} {
			labels := []string{"cluster=" + cluster, "namespace=far", "pod=twin-0", "container=c"}
			s.Write(t, grows(0.25, "container_cpu_usage_seconds_total", labels...), holds(8192, "container_memory_working_set_bytes", labels...),
				holds(1, "namespace_workload_pod:kube_pod_owner:relabel", "cluster="+cluster, "namespace=far", "pod=twin-0", "workload="+workload))
		}
		g := measured(t, s, named(t, SetsMatching(map[string]string{"namespace": "far"}), "kubernetes-owners"))
		want := got{"twin-a cpu": steps(0.25), "twin-b cpu": steps(0.25), "twin-a memory": steps(8192), "twin-b memory": steps(8192)}
		if diff := cmp.Diff(want, g, close4()); diff != "" {
			t.Error(diff)
		}
	})
	t.Run("of a namespace alone", func(t *testing.T) {
		g := measured(t, s, named(t, SetsMatching(map[string]string{"namespace": "kube-system"}), "kubernetes"))
		if diff := cmp.Diff(got{"agent cpu": steps(0.7), "agent memory": steps(1 << 19)}, g, close4()); diff != "" {
			t.Error(diff)
		}
	})
}

// istioSeries are a request seen by both sidecars, one to a host outside, and a database
// by TCP.
func istioSeries() []server.Series {
	ends := func(reporter, from, to string) []string {
		return []string{"reporter=" + reporter, "source_workload=" + from, "destination_workload=" + to, "destination_service_name=" + to, "request_protocol=http", "response_code=200"}
	}
	outside := append(ends("source", "web", "unknown"), "destination_service_name=api.example.com")
	tcp := []string{"reporter=source", "source_workload=web", "destination_workload=db", "destination_service_name=db", "request_protocol=tcp"}
	return []server.Series{
		grows(10, "istio_requests_total", ends("destination", "gateway", "web")...),
		grows(10, "istio_requests_total", ends("source", "gateway", "web")...),
		grows(6, "istio_requests_total", ends("destination", "web", "cart")...),
		grows(4, "istio_requests_total", ends("source", "web", "cart")...),
		grows(2, "istio_requests_total", append(ends("source", "web", "cart"), "response_code=503")...),
		grows(2, "istio_requests_total", outside...),
		grows(600, "istio_request_bytes_sum", ends("source", "web", "cart")...),
		grows(600, "istio_request_bytes_sum", ends("destination", "web", "cart")...),
		grows(9000, "istio_response_bytes_sum", ends("source", "web", "cart")...),
		// Of TCP, what is "sent" goes from the database to the caller.
		grows(40, "istio_tcp_received_bytes_total", tcp...),
		grows(4000, "istio_tcp_sent_bytes_total", tcp...),
	}
}

// linkerdSeries are what proxies count at both ends; those of peer "src" are the way
// between a proxy and its own container.
func linkerdSeries() []server.Series {
	from := []string{"namespace=shop", "direction=outbound", "deployment=web", "pod=web-1", "tls=true"}
	out := func(labels ...string) []string { return slices.Concat(from, labels) }
	return []server.Series{
		grows(10, "request_total", "direction=inbound", "deployment=web", "pod=web-1"),
		grows(6, "request_total", "direction=inbound", "deployment=cart", "pod=cart-1"),
		grows(1, "request_total", "direction=inbound", "statefulset=db", "pod=db-0"),
		grows(4, "request_total", out("dst_deployment=cart", "authority=cart.shop.svc:80", "dst_pod=cart-1")...),
		grows(2, "request_total", out("dst_deployment=cart", "authority=cart.shop.svc:80", "dst_pod=cart-2")...),
		grows(1, "request_total", out("dst_statefulset=db", "authority=db:5432")...),
		grows(2, "request_total", out("authority=api.example.com:443")...),
		grows(700, "tcp_write_bytes_total", out("peer=dst", "dst_deployment=cart")...),
		grows(9500, "tcp_read_bytes_total", out("peer=dst", "dst_deployment=cart")...),
		grows(9500, "tcp_write_bytes_total", out("peer=src")...),
		grows(700, "tcp_read_bytes_total", out("peer=src")...),
		grows(50, "tcp_write_bytes_total", out("peer=dst", "target_addr=10.0.0.1:53")...),
	}
}

// hubbleSeries are requests seen at both ends, and some that only one end sees.
func hubbleSeries() []server.Series {
	ends := func(reporter, from, to, status string) []string {
		return []string{"reporter=" + reporter, "source_workload=" + from, "destination_workload=" + to, "status=" + status, "method=GET", "protocol=HTTP/1.1"}
	}
	return []server.Series{
		grows(9, "hubble_http_requests_total", ends("server", "gateway", "web", "200")...),
		grows(1, "hubble_http_requests_total", ends("server", "gateway", "web", "404")...),
		grows(6, "hubble_http_requests_total", ends("server", "web", "cart", "200")...),
		grows(6, "hubble_http_requests_total", ends("client", "web", "cart", "200")...),
		grows(1, "hubble_http_requests_total", ends("client", "web", "db", "200")...),
	}
}

// named is the set of a name.
func named(t *testing.T, sets []measure.Set, name string) measure.Set {
	t.Helper()
	i := slices.IndexFunc(sets, func(s measure.Set) bool { return s.Name == name })
	if i < 0 {
		t.Fatalf("no set %s", name)
	}
	return sets[i]
}

// measured are the points of all queries of a set for one step.
func measured(t *testing.T, s *server.Server, set measure.Set) got {
	t.Helper()
	src, all := source(t, s.URL(), nil), got{}
	for _, q := range set.Queries {
		r := measure.Request{Query: q, From: noon(), To: noon().Add(5 * time.Minute), Step: 5 * time.Minute}
		answer, err := src.Read(t.Context(), r, all.put)
		if err != nil {
			t.Errorf("%s: %v", q.Kind, err)
		}
		for _, w := range answer.Warnings {
			if !strings.Contains(w, "without the label") {
				t.Errorf("%s: %s", q.Kind, w)
			}
		}
	}
	return all
}

func TestSetsAreInOrderEachWithItsSourceAndKindsOnce(t *testing.T) {
	var names []string
	for _, set := range Sets() {
		names = append(names, set.Name)
		seen := map[measure.Kind]bool{}
		for _, q := range set.Queries {
			if seen[q.Kind] || q.Service == "" || q.Kind.Pair() != (q.Peer != "") || !strings.Contains(q.Text, q.Service) {
				t.Errorf("%s: %+v", set.Name, q)
			}
			seen[q.Kind] = true
		}
		if !regexp.MustCompile(`[a-z]\.(io|com)/`).MatchString(set.Doc) || !strings.Contains(set.Doc, "Needs ") {
			t.Errorf("%s does not say what it needs, or where the names are from: %s", set.Name, set.Doc)
		}
	}
	if !slices.IsSorted(names) {
		t.Error(names)
	}
}

func TestNamesOfPodsLeadToTheirWorkloads(t *testing.T) {
	whole := regexp.MustCompile("^(?:" + podName + ")$")
	for pod, want := range map[string]string{
		"web-6d4cf56db6-x7k9z":          "web",
		"web-6d4cf56db6-24567":          "web",
		"web-7bd8-x7k9z":                "web-7bd8", // no hash is so short
		"cart-api-v2-5f8b9c7d6b-abcde":  "cart-api-v2-5f8b9c7d6b-abcde",
		"cart-api-v2-5f8b9c7d6b-bcdfg":  "cart-api-v2",
		"api-v2-x7k9z":                  "api-v2",
		"kube-proxy-bcdfg":              "kube-proxy",
		"db-0":                          "db",
		"db-v2-11":                      "db-v2",
		"etcd-node1.example":            "etcd-node1.example",
		"static":                        "static",
		"backup-29384756-x7k9z":         "backup-29384756", // a Job's pod has the number of its run
		"web-frontend-5d5f5d5b5c-q2wsx": "web-frontend",
	} {
		if m := whole.FindStringSubmatch(pod); m == nil || m[1] != want {
			t.Errorf("%s: %q", pod, m)
		}
	}
}
