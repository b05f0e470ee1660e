package k0s

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestACheckSaysAllThatIsWrong(t *testing.T) {
	for name, test := range map[string]struct {
		config string
		want   []string
	}{
		"nothing": {config("  api: {port: 6443}\n"), nil},
		"words beside spec": {config("  {}\n") + "status: {}\nsped: 1\n", []string{
			"sped: k0s has no such word beside spec", "status: k0s has no such word beside spec",
		}},
		"metadata that is none": {"apiVersion: k0s.k0sproject.io/v1beta1\nkind: ClusterConfig\nmetadata: a\n", []string{"metadata is text; it must be a mapping"}},
		"a spec that is none":   {"apiVersion: k0s.k0sproject.io/v1beta1\nkind: ClusterConfig\nspec: []\n", []string{"spec is a list; it must be a mapping"}},
		"types": {config("  api: {port: \"6443\", onlyBindToAddress: 1, sans: a, extraArgs: [a]}\n  network: {provider: cilium, calico: {mtu: 1.5}, kuberouter: {autoMTU: null}}\n  workerProfiles: [{name: 1}, a]\n"), []string{
			"spec.api.extraArgs is a list; it must be a mapping",
			"spec.api.onlyBindToAddress is a number; it must be true or false",
			"spec.api.port is text; it must be a whole number",
			"spec.api.sans is text; it must be a list",
			"spec.network.calico.mtu is a fraction; it must be a whole number",
			"spec.network.kuberouter.autoMTU is nothing; it must be true or false",
			`spec.network.provider is "cilium"; it can be kuberouter, calico, custom`,
			"spec.workerProfiles[0].name is a number; it must be text; put it in quotes",
			"spec.workerProfiles[1] is text; it must be a mapping",
		}},
		"networks": {config("  network: {podCIDR: nonsense, serviceCIDR: 10.0.0.0/8, dualStack: {enabled: true, IPv6podCIDR: \"fd00::/108\", IPv6serviceCIDR: \"fd00::/112\"}}\n"), []string{
			`spec.network.podCIDR is "nonsense", which is no network; write one as in "10.244.0.0/16"`,
			"spec.network.dualStack.IPv6serviceCIDR is fd00::/112 and overlaps spec.network.dualStack.IPv6podCIDR, which is fd00::/108",
		}},
		"addresses and ports": {config("  api: {externalAddress: \"https://api.example.com\", port: 70000, k0sApiPort: 0}\n"), []string{
			"spec.api.externalAddress is a name or an address, with a port at most; no URL",
			"spec.api.port is 70000; a port is a number from 1 to 65535", "spec.api.k0sApiPort is 0; a port is a number from 1 to 65535",
		}},
		"an issuer and a file": {config("  api: {extraArgs: {oidc-issuer-url: \"https://id.example.com\", oidc-username-claim: email, authentication-config: /etc/a}}\n"), []string{
			"spec.api.extraArgs has authentication-config and oidc-issuer-url; the API server takes one of them and does not start with both",
			"spec.api.extraArgs.oidc-client-id is missing, without which the API server does not start",
			`spec.api.extraArgs.oidc-username-prefix is missing: without it the issuer could name users that Kubernetes keeps for itself. Write one, as in oidc-username-prefix: "oidc:"`,
		}},
		"a flag without dashes": {config("  api: {rawArgs: [\"-v=2\", profiling=false, \"--profiling=false\"]}\n"), []string{
			`spec.api.rawArgs: "-v" is no flag; one begins with two dashes, as in "--v=2"`,
			`spec.api.rawArgs: "profiling" is no flag; one begins with two dashes, as in "--v=2"`,
		}},
	} {
		t.Run(name, func(t *testing.T) {
			m, err := readYAML([]byte(test.config))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, Check(m)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestEveryWordHasAForm(t *testing.T) {
	all := words()
	if len(all) < 300 {
		t.Fatalf("there are %d words", len(all))
	}
	for _, path := range sortedKeys(all) {
		form, _, _ := strings.Cut(all[path], " ")
		if _, known := forms[form]; !known {
			t.Errorf("%s holds %q", path, form)
		}
	}
	for _, p := range programs {
		if n := len(p.flags()); n < 50 {
			t.Errorf("%s has %d flags", p.name, n)
		}
	}
}
