package manifest

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestNamesBecomeNamesOfTheLanguageAndStayApart(t *testing.T) {
	long := strings.Repeat("a", 60) + ".bcdef"
	for name, c := range map[string]struct {
		workloads []workload
		want      []string
	}{
		"alone": {[]workload{{meta: meta{kind: "Deployment", namespace: "n", name: "web"}}}, []string{"web"}},
		"a dot": {[]workload{{meta: meta{kind: "Deployment", name: "web.v1"}}}, []string{"web-v1"}},
		"two namespaces": {[]workload{
			{meta: meta{kind: "Deployment", namespace: "a", name: "web"}}, {meta: meta{kind: "Deployment", namespace: "b", name: "web"}},
		}, []string{"a-web", "b-web"}},
		"two kinds": {[]workload{
			{meta: meta{kind: "Deployment", name: "redis"}}, {meta: meta{kind: "StatefulSet", name: "redis"}},
		}, []string{"redis-deployment", "redis-statefulset"}},
		"visitors":     {[]workload{{meta: meta{kind: "Deployment", name: "internet"}}}, []string{"internet-deployment"}},
		"no namespace": {[]workload{{meta: meta{kind: "Job", name: "x"}}, {meta: meta{kind: "Job", namespace: "n", name: "x"}}}, []string{"x", "n-x"}},
		// printf 'Deployment a/b-c' | sha256sum, and so on
		"one name after all": {[]workload{
			{meta: meta{kind: "Deployment", namespace: "a", name: "b-c"}}, {meta: meta{kind: "Deployment", namespace: "x", name: "b-c"}},
			{meta: meta{kind: "Deployment", namespace: "a-b", name: "c"}}, {meta: meta{kind: "Deployment", namespace: "y", name: "c"}},
		}, []string{"a-b-c-" + digestOf("Deployment a/b-c"), "x-b-c", "a-b-c-" + digestOf("Deployment a-b/c"), "y-c"}},
		"too long": {[]workload{{meta: meta{kind: "Deployment", name: long}}}, []string{strings.Repeat("a", 54) + "-" + digestOf(long)}},
	} {
		t.Run(name, func(t *testing.T) {
			var all []*workload
			for i := range c.workloads {
				all = append(all, &c.workloads[i])
			}
			nameServices(all)
			var got []string
			for _, w := range all {
				got = append(got, w.service)
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func digestOf(s string) string { return withDigest("x", s)[2:] }

const claim = `---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: disk}
spec: {accessModes: [ReadWriteOnce], storageClassName: fast, resources: {requests: {storage: 10Gi}}}
`

func TestVolumesThatOutliveThePodAreWrittenAndMakeItStateful(t *testing.T) {
	for name, c := range map[string]struct {
		pod      string
		stateful bool
		volumes  []Volume
	}{
		"a claim": {
			`{containers: [{name: a, image: a, volumeMounts: [{name: d, mountPath: /d}]}], volumes: [{name: d, persistentVolumeClaim: {claimName: disk}}]}`,
			true, []Volume{{Name: "d", Size: "10Gi", Class: "fast"}},
		},
		"a claim that is only read": {
			`{containers: [{name: a, image: a, volumeMounts: [{name: d, mountPath: /d, readOnly: true}]}], volumes: [{name: d, persistentVolumeClaim: {claimName: disk}}]}`,
			false, []Volume{{Name: "d", Size: "10Gi", Class: "fast"}},
		},
		"a claim that is not there": {
			`{containers: [{name: a, image: a}], volumes: [{name: d, persistentVolumeClaim: {claimName: other}}]}`,
			true, []Volume{{Name: "d", Size: "unknown"}},
		},
		"a share": {
			`{containers: [{name: a, image: a}], volumes: [{name: D_1, nfs: {server: s, path: /}}]}`,
			true, []Volume{{Name: "d-1", Size: "unknown"}},
		},
		"nothing that is kept": {
			`{containers: [{name: a, image: a}], volumes: [{name: a, emptyDir: {}}, {name: b, configMap: {name: c}}, {name: c, secret: {secretName: s}}, {name: d, hostPath: {path: /}}]}`,
			false, nil,
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := one(t, deployment(c.pod)+claim)
			for i := range s.Volumes {
				s.Volumes[i].Comments = nil
			}
			if diff := cmp.Diff(c.volumes, s.Volumes); diff != "" {
				t.Error(diff)
			}
			if s.Stateful != c.stateful {
				t.Errorf("stateful is %v, want %v", s.Stateful, c.stateful)
			}
		})
	}
}

func TestTwoCopiesNeverRunOnlyWhereTheManifestKeepsThemApart(t *testing.T) {
	pod := `{metadata: {labels: {a: b}}, spec: {containers: [{name: a, image: a}], volumes: [{name: d, persistentVolumeClaim: {claimName: disk}}]}}`
	cron := "apiVersion: batch/v1\nkind: CronJob\nmetadata: {name: web}\nspec: {schedule: '* * * * *', concurrencyPolicy: %s, jobTemplate: {spec: {parallelism: %s, template: " + pod + "}}}\n"
	deploy := "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec: {replicas: %s, strategy: {type: %s}, template: " + pod + "}\n" + claim
	for name, c := range map[string]struct {
		text string
		one  bool
	}{
		"Recreate with a disk":         {format(deploy, "1", "Recreate"), true},
		"RollingUpdate with a disk":    {format(deploy, "1", "RollingUpdate"), false},
		"Recreate with two replicas":   {format(deploy, "2", "Recreate"), false},
		"a shared disk":                {strings.Replace(format(deploy, "1", "Recreate"), "ReadWriteOnce", "ReadWriteMany", 1), false},
		"Forbid":                       {format(cron, "Forbid", "1"), true},
		"Replace":                      {format(cron, "Replace", "1"), true},
		"Allow":                        {format(cron, "Allow", "1"), false},
		"Forbid with two pods at once": {format(cron, "Forbid", "2"), false},
	} {
		r, _ := Import(yamlSource(c.text), DefaultOptions())
		if len(r.Services) != 1 || (r.Services[0].One != "") != c.one {
			t.Errorf("%s: got %+v", name, r.Services)
		}
	}
}

func format(text string, args ...string) string {
	for _, a := range args {
		text = strings.Replace(text, "%s", a, 1)
	}
	return text
}

func TestASchedulesShortNamesBecomeFiveFields(t *testing.T) {
	for schedule, want := range map[string]string{
		"@hourly":                  "0 * * * *",
		"@midnight":                "0 0 * * *",
		"@weekly":                  "0 0 * * 0",
		"@monthly":                 "0 0 1 * *",
		"@annually":                "0 0 1 1 *",
		"*/5 1-3 * * MON":          "*/5 1-3 * * MON",
		"TZ=Asia/Tokyo 0 3 * * *":  "0 3 * * *",
		"CRON_TZ=UTC 0 3 * * *":    "0 3 * * *",
		"@every 90s":               "",
		"0 0 3 * * *":              "",
		"0 3 * * \x1b[31m":         "",
		"0 3 * * *\n# not a field": "",
	} {
		if diff := cmp.Diff(want, jobOf(&jobFacts{schedule: schedule}).Schedule); diff != "" {
			t.Errorf("%q: %s", schedule, diff)
		}
	}
}

func TestTheContainerThatAnswersStandsForThePod(t *testing.T) {
	const service = "---\napiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec: {selector: {app: web}, ports: [{port: 80, targetPort: %s}]}\n"
	two := `{containers: [{name: proxy, image: p, ports: [{name: admin, containerPort: 9901}]}, {name: app, image: a, ports: [{name: http, containerPort: 8080}]}]}`
	for name, c := range map[string]struct {
		text string
		want Container
	}{
		"by the name of its port":       {deployment(two) + format(service, "http"), Container{Image: "a", Port: 8080}},
		"by the number of its port":     {deployment(two) + format(service, "9901"), Container{Image: "p", Port: 9901}},
		"the first where none declares": {deployment(two) + format(service, "7000"), Container{Image: "p", Port: 7000}},
		"the first without a Service":   {deployment(two), Container{Image: "p", Port: 9901}},
		"as the annotation says": {
			strings.Replace(deployment(two), "labels:", "annotations: {kubectl.kubernetes.io/default-container: app}, labels:", 1), Container{Image: "a", Port: 8080},
		},
	} {
		t.Run(name, func(t *testing.T) {
			got := one(t, c.text).Container
			got.Comments = nil
			if diff := cmp.Diff(&c.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestWhatBoundsTheNodesIsAComment(t *testing.T) {
	s := one(t, strings.Replace(deployment(`{tolerations: [{key: gpu}], nodeSelector: {disk: ssd, arch: arm64},
	  containers: [{name: a, image: a, securityContext: {privileged: true}}]}`),
		"{name: web}", "{name: web, ownerReferences: [{kind: Shop, name: s, controller: true}]}", 1))
	want := []string{
		"Kept by Shop s: change it there.",
		`Container a is privileged: say needs = ["privileged"] where not every site allows that.`,
		"It runs only on nodes with labels arch and disk: say pool or needs.",
		"It tolerates taints: say tolerations where node pools have some.",
	}
	if diff := cmp.Diff(want, s.Comments); diff != "" {
		t.Error(diff)
	}
}

func TestADoorToAPrivateNetworkIsNotOpenToVisitors(t *testing.T) {
	const service = "---\napiVersion: v1\nkind: Service\nmetadata: {name: web, annotations: {%s}}\nspec: {type: %s, selector: {app: web}, ports: [{port: 80}]}\n"
	for name, c := range map[string]struct {
		annotation, kind string
		visitors         bool
	}{
		"a load balancer":                  {"", "LoadBalancer", true},
		"a port of the nodes":              {"", "NodePort", true},
		"a cluster address":                {"", "ClusterIP", false},
		"a private load balancer of GKE":   {"networking.gke.io/load-balancer-type: Internal", "LoadBalancer", false},
		"a private load balancer of AWS":   {`service.beta.kubernetes.io/aws-load-balancer-internal: "true"`, "LoadBalancer", false},
		"a private load balancer of Azure": {`service.beta.kubernetes.io/azure-load-balancer-internal: "true"`, "LoadBalancer", false},
	} {
		s := one(t, deployment(`{containers: [{name: a, image: a}]}`)+format(service, c.annotation, c.kind))
		var want []string
		if c.visitors {
			want = []string{"internet"}
		}
		if diff := cmp.Diff(want, callNames(s.Calls)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestDisksOfAStatefulSetCountForEveryReplica(t *testing.T) {
	const set = "apiVersion: apps/v1\nkind: StatefulSet\nmetadata: {name: web}\nspec: {replicas: %s, template: {spec: {containers: [{name: a, image: a}]}}, volumeClaimTemplates: [{metadata: {name: d}, spec: {resources: {requests: {storage: %s}}}}]}\n"
	const scaler = "---\napiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {name: web}\nspec: {minReplicas: 2, maxReplicas: 5, scaleTargetRef: {kind: StatefulSet, name: web}}\n"
	for _, c := range []struct{ text, want string }{
		{format(set, "1", "100Gi"), "100Gi"},
		{format(set, "3", "100Gi"), "300Gi"},
		{format(set, "0", "100Gi"), "100Gi"}, // kept while it is switched off
		{format(set, "3", "1.5T"), "4500G"},
		{format(set, "3", "10Gi") + scaler, "20Gi..50Gi"},
		{format(set, "2147483647", "9E"), "unknown"}, // more than can be counted
		{format(set, "3", "0"), "unknown"},
	} {
		if diff := cmp.Diff(c.want, one(t, c.text).Volumes[0].Size); diff != "" {
			t.Errorf("%s\n%s", c.text, diff)
		}
	}
}
