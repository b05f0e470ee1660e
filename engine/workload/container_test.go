package workload

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"berth.dev/engine/diag"
	"berth.dev/engine/object"
)

func TestAContainerBecomesWhatItSays(t *testing.T) {
	got := made(t, input(t, `
service "web" {
  product   = "shop"
  namespace = "stores"
  pool      = "batch"
  tolerations = ["gpu:NoExecute"]
  container {
    image = "registry.example/web:1"
    port  = 8080
    probe = "/healthz"
    env   = { MODE = "prod", A = "" }
  }
  replica {
    cpu       = "250m..290m"
    memory    = "1.5Gi"
    resources = { "nvidia.com/gpu" = 1 }
  }
  replicas {
    min = 2
    max = 10
  }
  rollout {
    deadline = "15m"
  }
}`))
	labels := map[string]any{"app.kubernetes.io/name": "web"}
	meta := map[string]any{"name": "web", "namespace": "stores", "labels": labels}
	probe := func(period, failures int64) map[string]any {
		return map[string]any{"httpGet": map[string]any{"path": "/healthz", "port": "main"}, "periodSeconds": period, "failureThreshold": failures, "timeoutSeconds": int64(3)}
	}
	pod := map[string]any{
		"automountServiceAccountToken": false, "serviceAccountName": "web", "terminationGracePeriodSeconds": int64(35),
		"securityContext": map[string]any{"runAsNonRoot": true, "seccompProfile": map[string]any{"type": "RuntimeDefault"}},
		"nodeSelector":    map[string]any{"example.com/pool": "batch", "disk": "ssd"},
		"tolerations": []any{
			map[string]any{"key": "dedicated", "operator": "Equal", "value": "batch", "effect": "NoSchedule"},
			map[string]any{"key": "gpu", "operator": "Exists", "effect": "NoExecute"},
			map[string]any{"key": "spot", "operator": "Exists"},
		},
		"topologySpreadConstraints": []any{map[string]any{"maxSkew": int64(1), "topologyKey": "kubernetes.io/hostname", "whenUnsatisfiable": "ScheduleAnyway", "labelSelector": map[string]any{"matchLabels": labels}}},
		"containers": []any{map[string]any{
			"name": "web", "image": "registry.example/web:1",
			"env":   []any{map[string]any{"name": "A", "value": ""}, map[string]any{"name": "MODE", "value": "prod"}},
			"ports": []any{map[string]any{"name": "main", "containerPort": int64(8080), "protocol": "TCP"}},
			"resources": map[string]any{
				"requests": map[string]any{"cpu": "290m", "memory": "1536Mi", "nvidia.com/gpu": "1"},
				"limits":   map[string]any{"memory": "1536Mi", "nvidia.com/gpu": "1"},
			},
			"startupProbe": probe(5, 60), "readinessProbe": probe(5, 3), "livenessProbe": probe(10, 6),
			"lifecycle":       map[string]any{"preStop": map[string]any{"sleep": map[string]any{"seconds": int64(5)}}},
			"securityContext": map[string]any{"allowPrivilegeEscalation": false, "capabilities": map[string]any{"drop": []any{"ALL"}}},
		}},
	}
	want := map[string]object.Object{
		"ServiceAccount stores/web": {"apiVersion": "v1", "kind": "ServiceAccount", "metadata": meta, "automountServiceAccountToken": false},
		"Service stores/web": {"apiVersion": "v1", "kind": "Service", "metadata": meta, "spec": map[string]any{
			"ports":    []any{map[string]any{"name": "main", "port": int64(8080), "protocol": "TCP", "targetPort": "main"}},
			"selector": labels, "type": "ClusterIP",
		}},
		"PodDisruptionBudget stores/web": {"apiVersion": "policy/v1", "kind": "PodDisruptionBudget", "metadata": meta, "spec": map[string]any{
			"maxUnavailable": int64(1), "selector": map[string]any{"matchLabels": labels}, "unhealthyPodEvictionPolicy": "AlwaysAllow",
		}},
		"Deployment stores/web": {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": meta, "spec": map[string]any{
			"progressDeadlineSeconds": int64(900), "replicas": int64(2), "revisionHistoryLimit": int64(3),
			"selector": map[string]any{"matchLabels": labels},
			"strategy": map[string]any{"type": "RollingUpdate", "rollingUpdate": map[string]any{"maxSurge": "25%", "maxUnavailable": int64(0)}},
			"template": map[string]any{"metadata": map[string]any{"labels": labels}, "spec": pod},
		}},
		"HorizontalPodAutoscaler stores/web": {"apiVersion": "autoscaling/v2", "kind": "HorizontalPodAutoscaler", "metadata": meta, "spec": map[string]any{
			"scaleTargetRef": map[string]any{"apiVersion": "apps/v1", "kind": "Deployment", "name": "web"},
			"minReplicas":    int64(2), "maxReplicas": int64(10),
			"metrics": []any{map[string]any{"type": "Resource", "resource": map[string]any{"name": "cpu", "target": map[string]any{"type": "Utilization", "averageUtilization": int64(70)}}}},
		}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestObjectsAreMadeInTheOrderOfTheirLayers(t *testing.T) {
	objects, _ := Make(input(t, container("  replica {\n    cpu = \"1\"\n  }\n  replicas {\n    min = 2\n    max = 3\n  }")))
	var got []string
	for _, o := range objects {
		got = append(got, o.Ref().Kind)
	}
	want := []string{"ServiceAccount", "PodDisruptionBudget", "Service", "Deployment", "HorizontalPodAutoscaler"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestCopiesFollowTheBoundsAndThePlan(t *testing.T) {
	const cpu = "  replica {\n    cpu = \"1\"\n  }\n"
	type copies struct {
		Replicas, Least, Most int64
		Budget                bool
	}
	for _, c := range []struct {
		name, words string
		planned     int64
		want        copies
	}{
		{"nothing said", "", 0, copies{Replicas: 1}},
		{"nothing said, some planned", "", 3, copies{Replicas: 3, Budget: true}},
		{"one number", "replicas {\n min = 4\n }", 0, copies{Replicas: 4, Budget: true}},
		{"a range", "replicas {\n min = 1\n max = 9\n }", 0, copies{Replicas: 1, Least: 1, Most: 9}},
		{"a range and a plan", "replicas {\n min = 2\n max = 9\n }", 5, copies{Replicas: 5, Least: 5, Most: 9, Budget: true}},
		{"half of a hybrid", "replicas {\n min = 2\n max = 9\n }", 1, copies{Replicas: 1, Least: 1, Most: 9}},
		{"more planned than allowed", "replicas {\n min = 2\n max = 9\n }", 12, copies{Replicas: 12, Budget: true}},
		{"from none", "replicas {\n min = 0\n max = 2\n }", 0, copies{Replicas: 1, Least: 1, Most: 2}},
		{"one at most", "concurrency = \"one\"", 5, copies{Replicas: 1}},
	} {
		t.Run(c.name, func(t *testing.T) {
			in := input(t, container(cpu+c.words))
			in.Copies = c.planned
			objects := made(t, in)
			n := func(kind string, path ...string) int64 {
				v, _ := objects[kind+" shop/web"].At(path...).(int64)
				return v
			}
			_, budget := objects["PodDisruptionBudget shop/web"]
			got := copies{n("Deployment", "spec", "replicas"), n("HorizontalPodAutoscaler", "spec", "minReplicas"), n("HorizontalPodAutoscaler", "spec", "maxReplicas"), budget}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestOneCopyIsReplacedNotRolled(t *testing.T) {
	got := made(t, input(t, container("  concurrency = \"one\"")))["Deployment shop/web"].At("spec", "strategy")
	if diff := cmp.Diff(any(map[string]any{"type": "Recreate"}), got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestWithoutAProbeThePortMustAnswer(t *testing.T) {
	pod := made(t, input(t, container("")))["Deployment shop/web"].PodTemplate()
	c := pod["spec"].(map[string]any)["containers"].([]any)[0].(map[string]any)
	want := map[string]any{"tcpSocket": map[string]any{"port": "main"}, "periodSeconds": int64(5)}
	if diff := cmp.Diff(want, c["readinessProbe"]); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if c["livenessProbe"] != nil || c["startupProbe"] != nil {
		t.Error("a port that does not answer would have the pod killed")
	}
}

func TestAServiceWithDisksIsAStatefulSet(t *testing.T) {
	got := made(t, input(t, container("  volume \"data\" {\n    size  = \"200Gi\"\n    class = \"fast\"\n    mount = \"/var/lib/data\"\n  }")))
	set := got["StatefulSet shop/web"]
	want := []any{map[string]any{
		"apiVersion": "v1", "kind": "PersistentVolumeClaim",
		"metadata": map[string]any{"name": "data", "labels": map[string]any{"app.kubernetes.io/name": "web"}},
		"spec":     map[string]any{"accessModes": []any{"ReadWriteOnce"}, "resources": map[string]any{"requests": map[string]any{"storage": "200Gi"}}, "storageClassName": "fast"},
	}}
	if diff := cmp.Diff(any(want), set.At("spec", "volumeClaimTemplates")); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(any(map[string]any{"whenDeleted": "Retain", "whenScaled": "Retain"}), set.At("spec", "persistentVolumeClaimRetentionPolicy")); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	c := set.At("spec", "template", "spec", "containers").([]any)[0].(map[string]any)
	if diff := cmp.Diff(any([]any{map[string]any{"name": "data", "mountPath": "/var/lib/data"}}), c["volumeMounts"]); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	kinds := slices.Sorted(maps.Keys(got))
	if diff := cmp.Diff([]string{"Service shop/web", "Service shop/web-pods", "ServiceAccount shop/web", "StatefulSet shop/web"}, kinds); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if name := set.At("spec", "serviceName"); name != "web-pods" {
		t.Errorf("its Service is %v", name)
	}
}

func TestAJobIsACronJobThatNeverRunsTwice(t *testing.T) {
	in := input(t, "service \"web\" {\n  container {\n    image = \"x\"\n  }\n  job {\n    schedule    = \"0 4 * * *\"\n    duration    = \"1h\"\n    parallelism = 3\n  }\n}\n")
	got := made(t, in)
	job := got["CronJob default/web"].At("spec").(map[string]any)
	work := job["jobTemplate"].(map[string]any)["spec"].(map[string]any)
	pod := work["template"].(map[string]any)["spec"].(map[string]any)
	delete(job, "jobTemplate")
	want := map[string]any{"concurrencyPolicy": "Forbid", "schedule": "0 4 * * *", "startingDeadlineSeconds": int64(300), "suspend": false}
	if diff := cmp.Diff(want, job); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]any{int64(3), int64(3), "Never"}, []any{work["parallelism"], work["completions"], pod["restartPolicy"]}); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if len(got) != 2 {
		t.Errorf("there are %v", slices.Sorted(maps.Keys(got)))
	}
}

func TestPrivilegeIsGivenToWhomNeedsIt(t *testing.T) {
	in := input(t, container(`  needs = ["privileged"]`))
	pod := made(t, in)["Deployment shop/web"].PodTemplate()["spec"].(map[string]any)
	if pod["securityContext"] != nil {
		t.Errorf("the pod is confined by %v", pod["securityContext"])
	}
	c := pod["containers"].([]any)[0].(map[string]any)
	if diff := cmp.Diff(any(map[string]any{"privileged": true}), c["securityContext"]); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestWhatCannotBeHonestIsRefusedWithTheReason(t *testing.T) {
	const disk = "  volume \"data\" {\n    size  = \"1Gi\"\n    mount = \"/data\"\n  }\n"
	err, warn := diag.Error, diag.Warning
	long := strings.Repeat("a", 53)
	for _, c := range []struct {
		name, src string
		want      []said
	}{
		{"nothing to run", "service \"web\" {\n}\n", []said{{warn, CodeNothing, "Nothing to run"}}},
		{"manifests that were not rendered", "service \"web\" {\n  manifests = { osaka = \"deploy\" }\n}\n", []said{{err, CodeNothing, "No manifests for the site"}}},
		{"state without a disk", container("  stateful = true"), []said{{err, CodeUnsaid, "State without a disk"}}},
		{"copies that share disks", container(disk + "  replicas {\n    min = 2\n  }"), []said{{err, CodeUnsaid, "Copies that share disks"}}},
		{"a disk of no size and no place", container("  volume \"data\" {\n    size = \"unknown\"\n  }"), []said{{err, CodeUnsaid, "Volume nobody sees"}, {err, CodeUnsaid, "Volume of unknown size"}}},
		{"a range without CPU", container("  replicas {\n    min = 1\n    max = 3\n  }"), []said{{err, CodeUnsaid, "Nothing to scale by"}}},
		{"a job without a schedule", "service \"web\" {\n  container {\n    image = \"x\"\n  }\n  job {\n    busy_share = 0.1\n  }\n}\n", []said{{err, CodeUnsaid, "Job without a schedule"}}},
		{"a job with disks and a port", container("  job {\n    schedule = \"@daily\"\n    duration = \"1h\"\n  }\n" + disk), []said{{warn, CodeIdle, "Port of a job"}, {err, CodeUnsaid, "Job with disks"}}},
		{"one job, several at once", "service \"web\" {\n  concurrency = \"one\"\n  container {\n    image = \"x\"\n  }\n  job {\n    schedule    = \"@daily\"\n    duration    = \"1h\"\n    parallelism = 2\n  }\n}\n", []said{{err, CodeContradiction, "One and several"}}},
		{"a probe of no port", "service \"web\" {\n  container {\n    image = \"x\"\n    probe = \"/healthz\"\n  }\n}\n", []said{{err, CodeUnsaid, "Probe without a port"}}},
		{"words of no form", "service \"web\" {\n  tolerations = [\"a:Never\"]\n  container {\n    image = \"a b\"\n    port  = 1\n    probe = \"healthz\"\n    env   = { \"a=b\" = \"c\" }\n  }\n}\n", []said{
			{err, CodeContradiction, "Not a toleration"}, {err, CodeContradiction, "Not an image"}, {err, CodeContradiction, "Not a path"}, {err, CodeContradiction, "Not a variable"},
		}},
		{"a pool without labels", container("  pool = \"general\""), []said{{warn, CodeIdle, "Pool without labels"}}},
		{"a name that no Service has", strings.Replace(container(""), `"web"`, `"0web"`, 1), []said{{err, CodeContradiction, "Name no Service can have"}}},
		{"a name too long for its pods", strings.Replace(container(disk), `"web"`, `"`+long+`"`, 1), []said{{err, CodeContradiction, "Name too long"}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			in := input(t, c.src)
			in.Service = in.Workspace.Services[0]
			objects, diags := Make(in)
			if diff := cmp.Diff(c.want, words(diags)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			lacking := diags.HasErrors() || diags[0].Code == CodeNothing
			if lacking != (len(objects) == 0) || lacking != (Reason(diags) != "") {
				t.Errorf("%d objects, and the reason %q", len(objects), Reason(diags))
			}
			for _, d := range diags {
				if d.Subject.File == "" || !strings.Contains(d.Detail, in.Service.Name) {
					t.Errorf("it says neither where nor of whom: %v", d)
				}
			}
		})
	}
}

func TestObjectsAreWhatAServerWouldWrite(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		text := "  replica {\n    cpu    = \"" + rapid.SampledFrom([]string{"1000m", "0.29", "1", "2500m", "1.0001"}).Draw(r, "cpu") + "\"\n    memory = \"" + rapid.SampledFrom([]string{"1G", "1024Mi", "1.5Gi", "1000001Ki"}).Draw(r, "memory") + "\"\n  }\n" + rapid.SampledFrom([]string{
			"", "  replicas {\n    min = 2\n    max = 5\n  }\n", "  stateful = true\n  volume \"data\" {\n    size  = \"1024Mi\"\n    mount = \"/x\"\n  }\n", "  concurrency = \"one\"\n",
		}).Draw(r, "shape") + rapid.SampledFrom([]string{"", "  calls = \"complete\"\n"}).Draw(r, "calls")
		in := input(t, container(text))
		in.Neighbours = Meet(in.Workspace, nil)
		objects, diags := Make(in)
		if diags.HasErrors() {
			r.Fatalf("said: %v", diags)
		}
		for _, o := range objects {
			clean, err := object.Clean(o)
			if err != nil {
				r.Fatal(err)
			}
			if diff := cmp.Diff(o, clean); diff != "" {
				r.Errorf("%s (-made +cleaned):\n%s", o.Ref(), diff)
			}
		}
	})
}

func TestObjectsShareNothing(t *testing.T) {
	in := input(t, container("  replicas {\n    min = 2\n  }"))
	first, _ := Make(in)
	for _, o := range first {
		o.At("metadata", "labels").(map[string]any)["x"] = "y"
		if spec, ok := o["spec"].(map[string]any); ok {
			spec["selector"] = nil
		}
	}
	second, _ := Make(in)
	if diff := cmp.Diff(made(t, in), byName(second)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	for _, o := range second {
		if o.Label("x") != "" {
			t.Errorf("%s was changed through another one", o.Ref())
		}
	}
}
