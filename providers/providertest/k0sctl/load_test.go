package k0sctl

import (
	"os"
	"strings"
	"testing"
)

// file is a k0sctl.yaml with something in its spec.
func file(spec string) string {
	return "apiVersion: k0sctl.k0sproject.io/v1beta1\nkind: Cluster\nspec:\n" + spec
}

const one = "  hosts:\n  - {role: controller, ssh: {address: 10.0.0.1}}\n"

func TestTheLoaderRefusesWhatK0sctlRefuses(t *testing.T) {
	for name, test := range map[string]struct{ file, says string }{
		"nothing":                  {"", "no resources found"},
		"no YAML":                  {"a: [", "failed to decode resource"},
		"another API":              {strings.Replace(file(one), "v1beta1", "v2", 1), "no resources found"},
		"an unknown word":          {file(one + "  nodes: []\n"), "field nodes not found"},
		"no hosts":                 {file("  hosts: []\n"), "at least one host required"},
		"no controller":            {file("  hosts: [{role: worker, ssh: {address: a}}, {role: worker, ssh: {address: b}}]\n"), "no hosts with a controller role"},
		"an unknown role":          {file("  hosts: [{role: boss, ssh: {address: a}}, {role: controller, ssh: {address: b}}]\n"), "unknown role boss"},
		"a host said twice":        {file("  hosts: [{role: worker, ssh: {address: a}}, {role: controller, ssh: {address: a}}]\n"), "is not unique"},
		"an old version":           {file(one + "  k0s: {version: v0.10.0}\n"), "minimum supported k0s version"},
		"a channel that is none":   {file(one + "  k0s: {versionChannel: newest}\n"), "versionChannel"},
		"quotes that do not close": {file("  hosts: [{role: controller, installFlags: [\"--a='b\"], ssh: {address: a}}, {role: worker, ssh: {address: b}}]\n"), "unbalanced quotes"},
	} {
		t.Run(name, func(t *testing.T) {
			if v := Load(t, []byte(test.file)); !strings.Contains(v.Refused, test.says) {
				t.Errorf("it says %q and not %q", v.Refused, test.says)
			}
		})
	}
}

func TestTheLoaderReadsWithK0sctlsDefaults(t *testing.T) {
	v := Load(t, []byte(file(one)))
	if v.Refused != "" || v.Manifests != 0 || !v.Drains || v.Limit != 30 || v.GracePeriod != 120e9 || v.Timeout != 300e9 {
		t.Errorf("%+v", v)
	}
	for _, words := range []string{"name: k0s-cluster", "port: 22", "user: root"} {
		if !strings.Contains(v.Read, words) {
			t.Errorf("there is no %q in\n%s", words, v.Read)
		}
	}
	v = Load(t, []byte(file(one+"  k0s: {config: {a: $PLANTED}}\n")+"---\napiVersion: v1\nkind: Namespace\n---\napiVersion: k0s.k0sproject.io/v1beta1\nkind: ClusterConfig\nspec: {b: 1}\n"))
	if v.Manifests != 1 || !strings.Contains(v.Read, "a: planted") || !strings.Contains(v.Read, "b: 1") {
		t.Errorf("%+v", v)
	}
}

func TestTheLoaderIsOfTheReleaseThatIsDriven(t *testing.T) {
	text, err := os.ReadFile("loader/go.mod")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(text), "github.com/k0sproject/k0sctl v0.32.2\n") {
		t.Error("the module has another release than v0.32.2, whose source berth's providers were written after")
	}
}
