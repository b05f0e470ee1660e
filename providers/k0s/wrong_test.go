package k0s

import (
	"strings"
	"testing"

	"berth.dev/providers/providertest/k0sctl"
)

// naive is a k0sctl.yaml as a person writes one, of one controller unless hosts are said.
func naive(version, hosts, rest string) string {
	if hosts == "" {
		hosts = "  - role: controller\n    ssh: {address: 10.0.0.1}\n"
	}
	return "apiVersion: k0sctl.k0sproject.io/v1beta1\nkind: Cluster\nspec:\n  hosts:\n" + hosts + "  k0s:\n    version: " + version + "\n" + rest
}

// wrong is a site that berth refuses, and the same in k0sctl's words, which k0sctl takes.
type wrong struct {
	name, words string
	files       files
	// says is part of the message.
	says  string
	naive string
}

func wrongs() []wrong {
	const v = "v1.36.3+k0s.1"
	const named = at + "    config = \"c.yaml\"\n"
	one := host("a", "controller", 1)
	of := func(spec string) files { return files{"c.yaml": config(spec)} }
	inline := func(spec string) string {
		return naive(v, "", "    config:\n      spec:\n      "+strings.TrimSuffix(strings.ReplaceAll(spec, "\n", "\n      "), "      "))
	}
	configured := func(name, spec, says string) wrong {
		return wrong{name, managed(named, one), of(spec), says, inline(spec)}
	}
	host1 := func(words string) string {
		return naive(v, "  - role: controller\n    ssh: {address: 10.0.0.1}\n    "+words+"\n", "")
	}
	const issuer = "  api:\n    extraArgs:\n      oidc-client-id: kubernetes\n"
	return []wrong{
		{"a version of two numbers", managed(strings.ReplaceAll(at, "v1.36.3+k0s.1", "1.36"), one), nil, `"1.36" is not all of a version: k0sctl would take another one than you mean`, naive("1.36", "", "")},
		{"a version without k0s's own number", managed(strings.ReplaceAll(at, "+k0s.1", ""), one), nil, `"v1.36.3" is not all of a version`, naive("1.36.3", "", "")},
		{"a private address that is none", managed(at, host("a", "controller", 1, `private_address = "eth0"`)), nil, "private_address is the IP address by which the cluster's machines reach each other", host1("privateAddress: eth0")},
		{"no taints on a controller", managed(at, host("a", "controller", 1, "no_taints = true")), nil, `no_taints is for role = "controller+worker" alone`, host1("noTaints: true")},
		{"a flag without a value", managed(at, host("a", "controller", 1, `install_flags = ["--enable-metrics-scraper"]`)), nil, "k0sctl would restart the service each time that it runs, because k0s calls it --enable-metrics-scraper=true", host1("installFlags: [--enable-metrics-scraper]")},
		{"a flag that changes the role", managed(at, host("a", "controller", 1, `install_flags = ["--enable-worker=true"]`)), nil, `--enable-worker is not written as a flag: use role = "controller+worker"`, host1("installFlags: [--enable-worker=true]")},
		{"a flag that forces", managed(at, host("a", "controller", 1, `install_flags = ["--force=true"]`)), nil, "--force is not written as a flag", host1("installFlags: [--force=true]")},
		{"dynamic configuration", managed(at, host("a", "controller", 1, `install_flags = ["--enable-dynamic-config=true"]`)), nil, "k0sctl leaves out most of what changes then", host1("installFlags: [--enable-dynamic-config=true]")},
		{"a folder that is relative", managed(at, host("a", "controller", 1, `data_dir = "k0s"`)), nil, "data_dir is the whole path of a folder on the host", host1("dataDir: k0s")},
		{"a host without a key", managed(at, strings.ReplaceAll(one, "host_key", "#")), nil, "must set host_key, the only key that it is trusted by", naive(v, "", "")},
		{"two hosts with one private address", managed(at, host("a", "controller", 1, `private_address = "172.16.0.1"`), host("b", "worker", 2, `private_address = "172.16.0.1"`)), nil, `Hosts "a" and "b" both have the address 172.16.0.1`,
			naive(v, "  - {role: controller, privateAddress: 172.16.0.1, ssh: {address: 10.0.0.1}}\n  - {role: worker, privateAddress: 172.16.0.1, ssh: {address: 10.0.0.2}}\n", "")},
		{"labels of a controller", managed(at, host("a", "controller", 1, `labels = { a = "b" }`)), nil, "A controller is no node", host1("installFlags: [\"--labels=a=b\"]")},
		{"a taint without an effect", managed(at, one, host("b", "worker", 2, `taints = ["a=b:Never"]`)), nil, `"a=b:Never" is not a taint`, naive(v, "", "  options: {evictTaint: {enabled: true, taint: nonsense, effect: Never}}\n")},
		{"a part of a second", managed(at+"    options {\n      drain_timeout = \"500ms\"\n    }\n", one), nil, "drain_timeout is whole seconds", naive(v, "", "  options: {drain: {timeout: 300}}\n")},
		{"no time at all", managed(at+"    options {\n      grace_period = \"0s\"\n    }\n", one), nil, "grace_period is whole seconds, one at least", naive(v, "", "  options: {drain: {gracePeriod: 0s}}\n")},
		{"a password in the environment", managed(at, host("a", "controller", 1, `environment = { HTTPS_PROXY = "http://ann:hunter2@proxy.example" }`)), nil, "HTTPS_PROXY is a URL with a password", host1("environment: {HTTPS_PROXY: \"http://ann:hunter2@proxy.example\"}")},
		{"a gap on the path", managed(strings.ReplaceAll(at, "1.36", "1.38")+"    path = [\"v1.36.1+k0s.0\"]\n", one), nil, "path ends with v1.36, and version is of v1.38", naive("v1.38.0+k0s.0", "", "")},
		{"masters admitted", "  admit {\n    groups = [\"system:masters\"]\n  }\n" + managed(at, one), nil, `"system:masters" belongs to Kubernetes itself`, naive(v, "", "")},
		configured("a flag of the API server that is mistyped", "  api:\n    extraArgs: {oidc-klient-id: kubernetes}\n", `kube-apiserver has no flag "oidc-klient-id" as of Kubernetes 1.37, and would not start on any controller. Did you mean "oidc-client-id"?`),
		configured("a flag of the scheduler that is mistyped", "  scheduler:\n    rawArgs: [\"--profilling=false\"]\n", `kube-scheduler has no flag "profilling"`),
		configured("an issuer without TLS", issuer+"      oidc-issuer-url: http://id.example.com\n", "oidc-issuer-url must be a URL that begins with https://"),
		configured("groups without a prefix", issuer+"      oidc-issuer-url: https://id.example.com\n      oidc-groups-claim: groups\n", "oidc-groups-prefix is missing: without it the issuer could name groups that Kubernetes keeps for itself"),
		configured("groups that may be masters", issuer+"      oidc-issuer-url: https://id.example.com\n      oidc-groups-claim: groups\n      oidc-groups-prefix: \"system:\"\n", "system:masters among them"),
		configured("a client without an issuer", issuer, "without oidc-issuer-url, without which the API server does not start"),
		configured("a number for a flag", "  api:\n    extraArgs: {v: 2}\n", "spec.api.extraArgs.v is a number; it must be text; put it in quotes"),
		configured("one network for two", "  network: {podCIDR: 10.96.0.0/12}\n", "spec.network.serviceCIDR is 10.96.0.0/12 and overlaps spec.network.podCIDR, which is 10.96.0.0/12"),
		configured("a word of the API that there is not", "  api: {externalAdress: api.example.com}\n", `spec.api.externalAdress: k0s has no such word. Did you mean "externalAddress"?`),
		configured("a word of the network that there is not", "  network: {podCidr: 10.1.0.0/16}\n", `spec.network.podCidr: k0s has no such word. Did you mean "podCIDR"?`),
		configured("two balancers", "  api: {externalAddress: api.example.com}\n  network: {nodeLocalLoadBalancing: {enabled: true}}\n", "nodeLocalLoadBalancing cannot be on while spec.api.externalAddress is said"),
		configured("a password for charts", "  extensions: {helm: {repositories: [{name: a, url: \"https://a\", username: ann, password: hunter2}]}}\n", "spec.extensions.helm.repositories[0].password may be a secret"),
		configured("a password for a database", "  storage: {type: kine, kine: {dataSource: \"postgres://ann:hunter2@db/k0s\"}}\n", "spec.storage.kine.dataSource may be a secret"),
		{"another kind of object", managed(named, one), files{"c.yaml": "apiVersion: v1\nkind: ConfigMap\nspec: {}\n"}, `it is "ConfigMap" of "v1"; a configuration begins with`, naive(v, "", "    config: {apiVersion: v1, kind: ConfigMap}\n")},
		{"a second document", managed(named, one), files{"c.yaml": config("  api: {port: 6443}\n---\napiVersion: v1\nkind: Namespace\nmetadata: {name: a}\n")}, "it has 2 documents; one is read", naive(v, "", "---\napiVersion: v1\nkind: Namespace\nmetadata: {name: a}\n")},
	}
}

func TestWhatK0sctlTakesAndDoesNotSurviveIsRefused(t *testing.T) {
	for _, w := range wrongs() {
		t.Run(w.name, func(t *testing.T) {
			if v := k0sctl.Load(t, []byte(w.naive)); v.Refused != "" {
				t.Fatalf("k0sctl refuses it too: %s\n%s", v.Refused, w.naive)
			}
			_, diags := ordered(t, w.words, w.files)
			var said []string
			for _, d := range diags {
				said = append(said, d.Error())
			}
			all := strings.Join(said, "\n")
			if !diags.HasErrors() || !strings.Contains(all, w.says) {
				t.Errorf("the message is not\n%s\nbut\n%s", w.says, all)
			}
			if strings.Contains(all, "hunter2") {
				t.Errorf("a message shows a secret: %s", all)
			}
		})
	}
}
