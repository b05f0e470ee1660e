package fake_test

const (
	configMaps  = "/api/v1/namespaces/NS/configmaps"
	deployments = "/apis/apps/v1/namespaces/NS/deployments"
	services    = "/api/v1/namespaces/NS/services"
	leases      = "/apis/coordination.k8s.io/v1/namespaces/NS/leases"
)

// table is a conversation whose answers were checked on a real API server: later
// requests are about what earlier ones made.
func table() []ask {
	var all []ask
	for _, part := range [][]ask{records(), applies(), workloads(), others(), deletes()} {
		all = append(all, part...)
	}
	return all
}

func records() []ask {
	return []ask{
		{"a namespace is made", "POST", "/api/v1/namespaces", asJSON, `{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"NS"}}`},
		{"its account is no business of this test", "POST", "/api/v1/namespaces/NS/serviceaccounts", asJSON, `{"apiVersion":"v1","kind":"ServiceAccount","metadata":{"name":"NS"}}`},
		{"a namespace twice", "POST", "/api/v1/namespaces", asJSON, `{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"NS"}}`},
		{"into an absent namespace", "POST", "/api/v1/namespaces/none/configmaps", asJSON, `{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a"}}`},
		{"dry into an absent namespace", "POST", "/api/v1/namespaces/none/configmaps?dryRun=All", asJSON, `{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a"}}`},
		{"made dry", "POST", configMaps + "?fieldManager=berth&dryRun=All", asJSON, `{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a"},"data":{"k":"v"}}`},
		{"dry is not there", "GET", configMaps + "/a", asJSON, ""},
		{"made", "POST", configMaps + "?fieldManager=berth", asJSON, `{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a","labels":{"x":"y"}},"data":{"k":"v"}}`},
		{"made twice", "POST", configMaps + "?fieldManager=berth", asJSON, `{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a"},"data":{"k":"v"}}`},
		{"made twice, dry", "POST", configMaps + "?dryRun=All", asJSON, `{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a"},"data":{"k":"v"}}`},
		{"a bad name", "POST", configMaps, asJSON, `{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"A_b"}}`},
		{"no name", "POST", configMaps, asJSON, `{"apiVersion":"v1","kind":"ConfigMap","metadata":{}}`},
		{"data under a name that is none", "POST", configMaps, asJSON, `{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"b"},"data":{"a b":"v"}}`},
		{"a secret that is not encoded", "POST", "/api/v1/namespaces/NS/secrets", asJSON, `{"apiVersion":"v1","kind":"Secret","metadata":{"name":"y"},"data":{"a":"?"}}`},
		{"made at a version", "POST", configMaps, asJSON, `{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"rv","resourceVersion":"1"}}`},
		{"another namespace in the body", "POST", configMaps, asJSON, `{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"b","namespace":"other"}}`},
		{"a failing test", "PATCH", configMaps + "/a", asPatch, `[{"op":"test","path":"/data/k","value":"w"},{"op":"replace","path":"/data/k","value":"x"}]`},
		{"a test of the version that fails", "PATCH", configMaps + "/a", asPatch, `[{"op":"test","path":"/metadata/resourceVersion","value":"1"},{"op":"replace","path":"/data/k","value":"x"}]`},
		{"nothing to remove", "PATCH", configMaps + "/a", asPatch, `[{"op":"remove","path":"/data/none"}]`},
		{"another version written", "PATCH", configMaps + "/a", asPatch, `[{"op":"replace","path":"/metadata/resourceVersion","value":"1"},{"op":"replace","path":"/data/k","value":"x"}]`},
		{"another UID written", "PATCH", configMaps + "/a", asPatch, `[{"op":"replace","path":"/metadata/uid","value":"1"},{"op":"replace","path":"/data/k","value":"x"}]`},
		{"no patch at all", "PATCH", configMaps + "/a", asPatch, `{"a":1}`},
		{"patched dry", "PATCH", configMaps + "/a?dryRun=All", asPatch, `[{"op":"test","path":"/data/k","value":"v"},{"op":"add","path":"/data/l","value":"x"}]`},
		{"a patch of what is absent", "PATCH", configMaps + "/none", asPatch, `[{"op":"remove","path":"/data/none"}]`},
		{"managers moved to apply", "PATCH", configMaps + "/a", asPatch, `[{"op":"replace","path":"/metadata/managedFields/0/operation","value":"Apply"}]`},
		{"written at an old version", "PUT", configMaps + "/a", asJSON, `{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a","resourceVersion":"1"},"data":{"k":"put"}}`},
		{"written with another UID", "PUT", configMaps + "/a", asJSON, `{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a","uid":"1"},"data":{"k":"put"}}`},
		{"written where nothing is", "PUT", configMaps + "/zz", asJSON, `{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"zz","resourceVersion":"1"},"data":{"k":"put"}}`},
		{"a lease written where nothing is", "PUT", leases + "/zz?fieldManager=berth", asJSON, `{"apiVersion":"coordination.k8s.io/v1","kind":"Lease","metadata":{"name":"zz"},"spec":{"holderIdentity":"x"}}`},
		{"a lease without its version", "PUT", leases + "/zz", asJSON, `{"apiVersion":"coordination.k8s.io/v1","kind":"Lease","metadata":{"name":"zz"},"spec":{}}`},
		{"a lease at a version, where nothing is", "PUT", leases + "/yy?fieldManager=berth", asJSON, `{"apiVersion":"coordination.k8s.io/v1","kind":"Lease","metadata":{"name":"yy","resourceVersion":"5"},"spec":{"holderIdentity":"x"}}`},
		{"a lease with a UID, where nothing is", "PUT", leases + "/xx?fieldManager=berth", asJSON, `{"apiVersion":"coordination.k8s.io/v1","kind":"Lease","metadata":{"name":"xx","uid":"5","resourceVersion":"5"},"spec":{"holderIdentity":"x"}}`},
		{"a lease at an old version", "PUT", leases + "/zz?fieldManager=berth", asJSON, `{"apiVersion":"coordination.k8s.io/v1","kind":"Lease","metadata":{"name":"zz","resourceVersion":"5"},"spec":{"holderIdentity":"x"}}`},
		{"written", "PUT", configMaps + "/a?fieldManager=person", asJSON, `{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a"},"data":{"k":"put","more":"x"}}`},
		{"a body that is none", "POST", configMaps, asJSON, `{"apiVersion":"v1","kind":"Secret","metadata":{"name":"b"}}`},
		{"an unknown kind", "GET", "/apis/example.com/v1/namespaces/NS/things", asJSON, ""},
		{"a kind without its definition", "GET", "/apis/gateway.networking.k8s.io/v1/namespaces/NS/httproutes", asJSON, ""},
		{"a list of nothing", "GET", "/api/v1/namespaces/none/secrets", asJSON, ""},
		{"a selector that means nothing", "GET", configMaps + "?labelSelector=x%3D%3D%3Dy", asJSON, ""},
	}
}

func applies() []ask {
	return []ask{
		{"a conflict of managers", "PATCH", configMaps + "/a?fieldManager=other", asApply, `{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a"},"data":{"k":"w","more":"y","l":"n"}}`},
		{"the same, dry", "PATCH", configMaps + "/a?fieldManager=other&dryRun=All", asApply, `{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a"},"data":{"k":"w"}}`},
		{"equal values and a new field", "PATCH", configMaps + "/a?fieldManager=other", asApply, `{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a"},"data":{"k":"put","l":"n"}}`},
		{"again, no change", "PATCH", configMaps + "/a?fieldManager=other", asApply, `{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a"},"data":{"k":"put","l":"n"}}`},
		{"a field left out", "PATCH", configMaps + "/a?fieldManager=other", asApply, `{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a"},"data":{"k":"put"}}`},
		{"forced", "PATCH", configMaps + "/a?fieldManager=other&force=true", asApply, "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {k: mine}\n"},
		{"another UID", "PATCH", configMaps + "/a?fieldManager=other", asApply, `{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a","uid":"1234"},"data":{"l":"n"}}`},
		{"a UID where nothing is", "PATCH", configMaps + "/absent?fieldManager=other", asApply, `{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"absent","uid":"1234"},"data":{"l":"n"}}`},
		{"an old version", "PATCH", configMaps + "/a?fieldManager=other", asApply, `{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a","resourceVersion":"1"},"data":{"l":"n"}}`},
		{"nobody's", "PATCH", configMaps + "/a", asApply, `{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a"},"data":{"l":"n"}}`},
		{"another name", "PATCH", configMaps + "/a?fieldManager=other", asApply, `{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"b"},"data":{"l":"n"}}`},
		{"an unknown field", "PATCH", configMaps + "/a?fieldManager=other", asApply, `{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a"},"nonesuch":{"l":"n"}}`},
		{"managed fields in the body", "PATCH", configMaps + "/a?fieldManager=other", asApply, `{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a","managedFields":[{"manager":"x","operation":"Apply","apiVersion":"v1"}]}}`},
		{"into an absent namespace", "PATCH", "/api/v1/namespaces/none/configmaps/a?fieldManager=other", asApply, `{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a"}}`},
		{"made by an apply, dry", "PATCH", configMaps + "/new?fieldManager=other&dryRun=All", asApply, `{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"new"},"data":{"l":"n"}}`},
		{"made by an apply", "PATCH", configMaps + "/new?fieldManager=other", asApply, `{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"new"},"data":{"l":"n"}}`},
	}
}

const frontend = `"selector":{"matchLabels":{"app":"f"}},"template":{"metadata":{"labels":{"app":"f"}},"spec":{"containers":[{"name":"c","image":"i:1","ports":[{"containerPort":80}],` +
	`"resources":{"limits":{"cpu":"1000m","memory":"1024Mi"}},"env":[{"name":"P","valueFrom":{"fieldRef":{"fieldPath":"metadata.name"}}}],"readinessProbe":{"httpGet":{"port":80}}}],` +
	`"volumes":[{"name":"v","configMap":{"name":"a"}},{"name":"w","secret":{"secretName":"a"}},{"name":"e","emptyDir":{}}]}}`

func workloads() []ask {
	head := `{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"f"},"spec":{`
	return []ask{
		{"made", "POST", deployments + "?fieldManager=berth", asJSON, head + frontend + "}}"},
		{"a conflict in a list", "PATCH", deployments + "/f?fieldManager=other", asApply, head + `"template":{"spec":{"containers":[{"name":"c","image":"i:2"}]}}}}`},
		{"replicas of another manager", "PATCH", deployments + "/f?fieldManager=hpa", asApply, head + `"replicas":7}}`},
		{"replicas taken", "PATCH", deployments + "/f?fieldManager=hpa&force=true", asApply, head + `"replicas":7}}`},
		{"another selector", "PATCH", deployments + "/f?fieldManager=other&force=true", asApply, head + `"selector":{"matchLabels":{"app":"g"}},"template":{"metadata":{"labels":{"app":"g"}}}}}`},
		{"no selector", "POST", deployments, asJSON, `{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"g"},"spec":{"template":{"metadata":{"labels":{"app":"g"}},"spec":{"containers":[{"name":"c","image":"i"}]}}}}`},
		{"no containers", "POST", deployments, asJSON, `{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"g"},"spec":{"selector":{"matchLabels":{"app":"g"}},"template":{"metadata":{"labels":{"app":"g"}}}}}`},
		{"labels that do not match", "POST", deployments, asJSON, `{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"g"},"spec":{"selector":{"matchLabels":{"app":"g"}},"template":{"metadata":{"labels":{"app":"h"}},"spec":{"containers":[{"name":"c","image":"i"}]}}}}`},
		{"a status nobody asked for", "PATCH", deployments + "/f?fieldManager=other", asApply, `{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"f"},"status":{"replicas":3}}`},
		{"a text where a number is", "POST", deployments, asJSON, `{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"g"},"spec":{"replicas":"x"}}`},
		{"an apply of a text where a number is", "PATCH", deployments + "/f?fieldManager=other", asApply, head + `"replicas":"x"}}`},
		{"scaled by a patch", "PATCH", deployments + "/f?fieldManager=berth", asPatch, `[{"op":"test","path":"/spec/replicas","value":7},{"op":"replace","path":"/spec/replicas","value":0}]`},
		{"made by an apply", "PATCH", deployments + "/h?fieldManager=berth", asApply, `{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"h"},"spec":{` + frontend + "}}"},
		{"replicas no longer given", "PATCH", deployments + "/h?fieldManager=berth", asApply, `{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"h"},"spec":{"replicas":3,` + frontend + "}}"},
		{"back at the default", "PATCH", deployments + "/h?fieldManager=berth", asApply, `{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"h"},"spec":{` + frontend + "}}"},
	}
}

func others() []ask {
	pod := `"template":{"metadata":{"labels":{"app":"f"}},"spec":{"restartPolicy":"Never","containers":[{"name":"c","image":"i"}]}}`
	set := `"selector":{"matchLabels":{"app":"f"}},"template":{"metadata":{"labels":{"app":"f"}},"spec":{"containers":[{"name":"c","image":"r/i@sha256:0000000000000000000000000000000000000000000000000000000000000000"}]}}`
	return []ask{
		{"a service", "POST", services + "?fieldManager=berth", asJSON, `{"apiVersion":"v1","kind":"Service","metadata":{"name":"s"},"spec":{"selector":{"app":"f"},"ports":[{"port":80}]}}`},
		{"its address changed", "PATCH", services + "/s", asPatch, `[{"op":"replace","path":"/spec/clusterIP","value":"10.96.0.77"},{"op":"replace","path":"/spec/clusterIPs/0","value":"10.96.0.77"}]`},
		{"a service of no ports", "POST", services, asJSON, `{"apiVersion":"v1","kind":"Service","metadata":{"name":"t"},"spec":{"selector":{"app":"f"}}}`},
		{"a service applied", "PATCH", services + "/s?fieldManager=other", asApply, `{"apiVersion":"v1","kind":"Service","metadata":{"name":"s"},"spec":{"ports":[{"port":80,"protocol":"TCP","name":"x"}]}}`},
		{"a service written without its address", "PUT", services + "/s?fieldManager=person", asJSON, `{"apiVersion":"v1","kind":"Service","metadata":{"name":"s"},"spec":{"selector":{"app":"f"},"ports":[{"port":81}]}}`},
		{"a load balancer", "POST", services, asJSON, `{"apiVersion":"v1","kind":"Service","metadata":{"name":"l"},"spec":{"type":"LoadBalancer","selector":{"app":"f"},"ports":[{"port":80,"targetPort":"http"}]}}`},
		{"a secret", "POST", "/api/v1/namespaces/NS/secrets", asJSON, `{"apiVersion":"v1","kind":"Secret","metadata":{"name":"x"},"stringData":{"a":"b"}}`},
		{"a claim", "POST", "/api/v1/namespaces/NS/persistentvolumeclaims?dryRun=All", asJSON, `{"apiVersion":"v1","kind":"PersistentVolumeClaim","metadata":{"name":"p"},"spec":{"accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"1024Mi"}}}}`},
		{"a scaler", "POST", "/apis/autoscaling/v2/namespaces/NS/horizontalpodautoscalers", asJSON, `{"apiVersion":"autoscaling/v2","kind":"HorizontalPodAutoscaler","metadata":{"name":"f"},"spec":{"scaleTargetRef":{"apiVersion":"apps/v1","kind":"Deployment","name":"f"},"maxReplicas":9,"metrics":[{"type":"Resource","resource":{"name":"cpu","target":{"type":"Utilization","averageUtilization":70}}}]}}`},
		{"a budget", "POST", "/apis/policy/v1/namespaces/NS/poddisruptionbudgets", asJSON, `{"apiVersion":"policy/v1","kind":"PodDisruptionBudget","metadata":{"name":"f"},"spec":{"maxUnavailable":1,"selector":{"matchLabels":{"app":"f"}}}}`},
		{"a network policy", "POST", "/apis/networking.k8s.io/v1/namespaces/NS/networkpolicies", asJSON, `{"apiVersion":"networking.k8s.io/v1","kind":"NetworkPolicy","metadata":{"name":"f"},"spec":{"podSelector":{},"ingress":[{"ports":[{"port":80}]}],"egress":[{}]}}`},
		{"an ingress", "POST", "/apis/networking.k8s.io/v1/namespaces/NS/ingresses", asJSON, `{"apiVersion":"networking.k8s.io/v1","kind":"Ingress","metadata":{"name":"f"},"spec":{"defaultBackend":{"service":{"name":"s","port":{"number":80}}}}}`},
		{"a cron job", "POST", "/apis/batch/v1/namespaces/NS/cronjobs", asJSON, `{"apiVersion":"batch/v1","kind":"CronJob","metadata":{"name":"f"},"spec":{"schedule":"* * * * *","jobTemplate":{"spec":{` + pod + `}}}}`},
		{"a job", "POST", "/apis/batch/v1/namespaces/NS/jobs", asJSON, `{"apiVersion":"batch/v1","kind":"Job","metadata":{"name":"j"},"spec":{` + pod + `}}`},
		{"a job with another pod", "PATCH", "/apis/batch/v1/namespaces/NS/jobs/j", asPatch, `[{"op":"replace","path":"/spec/completions","value":4}]`},
		{"a stateful set", "POST", "/apis/apps/v1/namespaces/NS/statefulsets", asJSON, `{"apiVersion":"apps/v1","kind":"StatefulSet","metadata":{"name":"f"},"spec":{"serviceName":"s",` + set + `,"volumeClaimTemplates":[{"metadata":{"name":"d"},"spec":{"accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"1Gi"}}}}]}}`},
		{"a stateful set of another service", "PATCH", "/apis/apps/v1/namespaces/NS/statefulsets/f", asPatch, `[{"op":"replace","path":"/spec/serviceName","value":"t"}]`},
		{"a stateful set of another order", "PATCH", "/apis/apps/v1/namespaces/NS/statefulsets/f", asPatch, `[{"op":"replace","path":"/spec/podManagementPolicy","value":"Parallel"}]`},
		{"a stateful set of other claims", "PATCH", "/apis/apps/v1/namespaces/NS/statefulsets/f", asPatch, `[{"op":"replace","path":"/spec/volumeClaimTemplates/0/metadata/name","value":"e"}]`},
		{"a daemon set", "POST", "/apis/apps/v1/namespaces/NS/daemonsets", asJSON, `{"apiVersion":"apps/v1","kind":"DaemonSet","metadata":{"name":"f"},"spec":{` + set + `}}`},
	}
}

func deletes() []ask {
	return []ask{
		{"another UID", "DELETE", configMaps + "/a", asJSON, `{"kind":"DeleteOptions","apiVersion":"v1","preconditions":{"uid":"xx"}}`},
		{"another version", "DELETE", configMaps + "/a", asJSON, `{"kind":"DeleteOptions","apiVersion":"v1","preconditions":{"resourceVersion":"1"}}`},
		{"another UID of a grouped kind", "DELETE", deployments + "/f", asJSON, `{"kind":"DeleteOptions","apiVersion":"v1","preconditions":{"uid":"xx"}}`},
		{"nothing there", "DELETE", configMaps + "/none", asJSON, `{"kind":"DeleteOptions","apiVersion":"v1"}`},
		{"dry", "DELETE", configMaps + "/a", asJSON, `{"kind":"DeleteOptions","apiVersion":"v1","dryRun":["All"]}`},
		{"gone", "DELETE", configMaps + "/a", asJSON, `{"kind":"DeleteOptions","apiVersion":"v1"}`},
		{"gone twice", "DELETE", configMaps + "/a", asJSON, `{"kind":"DeleteOptions","apiVersion":"v1"}`},
		{"a deployment gone", "DELETE", deployments + "/f", asJSON, `{"kind":"DeleteOptions","apiVersion":"v1","propagationPolicy":"Background"}`},
		{"a finalizer put on", "PATCH", configMaps + "/new", asPatch, `[{"op":"add","path":"/metadata/finalizers","value":["berth.dev/test"]}]`},
		{"waits for its finalizer", "DELETE", configMaps + "/new", asJSON, `{"kind":"DeleteOptions","apiVersion":"v1"}`},
		{"taken off", "PATCH", configMaps + "/new", asPatch, `[{"op":"remove","path":"/metadata/finalizers"}]`},
		{"and gone", "GET", configMaps + "/new", asJSON, ""},
	}
}
