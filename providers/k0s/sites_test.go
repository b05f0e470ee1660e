package k0s

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"berth.dev/providers/providertest/k0sctl"
)

// site is one of the sites that k0sctl's own loader is asked about.
type site struct {
	name, words string
	files       files
}

// sites differ in whatever a k0s block can say.
func sites() []site {
	three := []string{host("cp1", "controller", 1), host("cp2", "controller", 2), host("cp3", "controller", 3)}
	file := func(spec string) files { return files{"c.yaml": config(spec)} }
	const named = at + "    config = \"c.yaml\"\n"
	return []site{
		{"one machine", managed(at, host("a", "single", 1)), nil},
		{"one controller", managed(at, host("a", "controller", 1)), nil},
		{"one controller and one worker", managed(at, host("a", "controller", 1), host("b", "worker", 2)), nil},
		{"three controllers that work too", managed(at, host("a", "controller+worker", 1), host("b", "controller+worker", 2, "no_taints = true"), host("c", "controller+worker", 3)), nil},
		{"three controllers and ten workers", managed(at, append(three, workers(10)...)...), nil},
		{"private addresses", managed(at, host("a", "controller", 1, `private_address = "172.16.0.1"`), host("b", "worker", 2, `private_address = "172.16.0.2"`)), nil},
		{"a private device", managed(at, host("a", "controller", 1, `private_interface = "eth1"`), host("b", "worker", 2, `private_interface = "bond0.12"`)), nil},
		{"IPv6", managed(at, strings.ReplaceAll(host("a", "controller", 1), "10.0.0.1", "fd00::1"), strings.ReplaceAll(host("b", "worker", 2), "10.0.0.2", "fd00::2")), nil},
		{"names for addresses", managed(at, strings.ReplaceAll(host("a", "controller", 1), "10.0.0.1", "cp.example.com")), nil},
		{"another user, port and key", managed(at, host("a", "controller", 1, `user = "ops"`, "port = 2222", `key_path = "~/.ssh/id"`)), nil},
		{"two hosts behind one address", managed(at, host("a", "controller", 1), strings.ReplaceAll(host("b", "worker", 2, "port = 2222"), "10.0.0.2", "10.0.0.1")), nil},
		{"labels and taints", managed(at, host("a", "controller", 1), host("b", "worker", 2, `labels = { zone = "a", "example.com/rack" = "12" }`, `taints = ["dedicated=batch:NoSchedule"]`)), nil},
		{"flags", managed(at, host("a", "controller", 1, `install_flags = ["--enable-metrics-scraper=true"]`), host("b", "worker", 2, `install_flags = ["--kubelet-extra-args=--max-pods=200 --v=2"]`)), nil},
		{"a folder of its own and a proxy", managed(at, host("a", "controller", 1, `data_dir = "/srv/k0s"`, `environment = { HTTPS_PROXY = "http://proxy.example:3128", NO_PROXY = "10.0.0.0/8" }`)), nil},
		{"OIDC", managed(named, three...), file("  api:\n    extraArgs:\n      oidc-issuer-url: https://id.example.com\n      oidc-client-id: kubernetes\n      oidc-username-claim: email\n      oidc-username-prefix: \"oidc:\"\n      oidc-groups-claim: groups\n      oidc-groups-prefix: \"oidc:\"\n")},
		{"networks", managed(named, three...), file("  network:\n    provider: calico\n    podCIDR: 10.128.0.0/14\n    serviceCIDR: 172.30.0.0/16\n    calico: {mode: vxlan}\n    kubeProxy: {mode: ipvs, ipvs: {strictARP: true}}\n")},
		{"charts", managed(named, three...), file("  extensions:\n    helm:\n      repositories:\n      - {name: argo, url: https://argoproj.github.io/argo-helm}\n      charts:\n      - name: argo\n        chartname: argo/argo-cd\n        version: 8.0.0\n        namespace: argocd\n        values: |\n          configs:\n            params:\n              server.insecure: true\n            cm:\n              url: https://argo.$DOMAIN/${PLANTED}\n")},
		{"an outside address", managed(named, three...), file("  api:\n    externalAddress: api.example.com\n    sans: [api.example.com, 192.0.2.10]\n    port: 8443\n")},
		{"profiles, gates and patches", managed(named, three...), file("  workerProfiles:\n  - name: big\n    values: {maxPods: 250, cpuManagerPolicy: static}\n  featureGates:\n  - {name: SomeGate, enabled: true, components: [kubelet]}\n  telemetry: {enabled: true}\n  metricsServer: {}\n")},
		{"a base and overlays", managed(at+"    base = \"base\"\n    overlays = [\"tokyo\", \"spare\"]\n    config = \"c.yaml\"\n", three...), files{
			"base": config("  network: {podCIDR: 10.128.0.0/14}\n  api: {sans: [a]}\n"), "tokyo": config("  api: {sans: [tokyo.example.com]}\n"),
			"spare": config("  network: {podCIDR: null}\n"), "c.yaml": config("  telemetry: null\n"),
		}},
		{"drains that are bounded", managed(at+"    options {\n      drain_timeout = \"2m\"\n      grace_period = \"30s\"\n    }\n", host("a", "controller", 1), host("b", "worker", 2)), nil},
		{"words that YAML takes for others", managed(named, host("a", "controller", 1, `environment = { A = "yes", B = "0644", C = "1:30", D = "null", E = "a: b # c", F = "é$x$$" }`)), file("  api: {extraArgs: {profiling: \"false\", v: \"2\"}}\n")},
	}
}

func workers(n int) (out []string) {
	for i := range n {
		out = append(out, host(fmt.Sprintf("w%d", i+1), "worker", 100+i))
	}
	return out
}

func TestEveryFileOfEverySiteIsTakenByK0sctl(t *testing.T) {
	for _, s := range sites() {
		t.Run(s.name, func(t *testing.T) {
			o := orders(t, s.words, s.files)
			stages := []Stage{{Version: o.Version}, {Version: o.Version, All: true}}
			if w := o.Workers(); len(w) > 0 {
				stages = append(stages, Stage{Version: o.Version, Worker: w[0].Name}, Stage{Version: o.Version, Worker: w[0].Name, Reset: true})
			}
			for _, stage := range stages {
				stage.Home = "/nowhere" // as the loader's
				file, err := o.File(stage)
				if err != nil {
					t.Fatal(err)
				}
				v := k0sctl.Load(t, file)
				if v.Refused != "" {
					t.Fatalf("%+v: %s\n%s", stage, v.Refused, file)
				}
				if diff := cmp.Diff(o.asRead(t, stage), read(t, []byte(v.Read))); diff != "" {
					t.Errorf("%+v is read as another cluster (-ordered +read):\n%s", stage, diff)
				}
				if v.Manifests != 0 || v.Drains || v.Limit != 1 {
					t.Errorf("%+v: %d manifests, drains: %t, %d at once", stage, v.Manifests, v.Drains, v.Limit)
				}
			}
		})
	}
}

// asRead is a stage as k0sctl is to read it: with its defaults.
func (o *Orders) asRead(t *testing.T, s Stage) map[string]any {
	t.Helper()
	hosts, err := o.staged(s)
	if err != nil {
		t.Fatal(err)
	}
	var list []any
	for _, h := range hosts {
		list = append(list, h.entry(s))
	}
	return map[string]any{"name": o.Cluster, "hosts": list, "version": s.Version.String(), "config": o.Config}
}

// read are the same parts of what k0sctl has read.
func read(t *testing.T, text []byte) map[string]any {
	t.Helper()
	m, err := readYAML(text)
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	hosts, _ := dig(m, "spec", "hosts").([]any)
	for _, h := range hosts {
		entry := h.(map[string]any)
		ssh := entry["ssh"].(map[string]any)
		ssh["port"] = int(ssh["port"].(int64))
		if e, ok := entry["environment"].(map[string]any); ok && len(e) == 0 {
			delete(entry, "environment")
		}
	}
	return map[string]any{"name": dig(m, "metadata", "name"), "hosts": hosts, "version": dig(m, "spec", "k0s", "version"), "config": dig(m, "spec", "k0s", "config")}
}
