package k0s

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"berth.dev/engine/spec"
	"berth.dev/providers/providertest/k0sctl"
)

// adopted makes orders of an import, as a person does who adds the host keys.
func adopted(t testing.TB, in *Imported) *Orders {
	t.Helper()
	words := strings.ReplaceAll(in.HCL, "  address ", "  host_key = \""+aKey+"\"\n    address ")
	f := files{}
	if in.Config != nil {
		f[ConfigFile] = string(in.Config)
	}
	w, diags := spec.Parse([]spec.Source{{Name: "site.hcl", Bytes: fmt.Appendf(nil, workspace, words)}}, spec.Options{})
	if diags.HasErrors() {
		t.Fatalf("%v\n%s", diags, in.HCL)
	}
	o, diags := Order(w, w.Site("tokyo"), f.sources())
	if diags.HasErrors() {
		t.Fatalf("%v\n%s\n%s", diags, in.HCL, in.Config)
	}
	return o
}

// whole are a k0sctl.yaml's own words for what a site can say.
const wholeFile = `apiVersion: k0sctl.k0sproject.io/v1beta1
kind: Cluster
metadata:
  name: tokyo
spec:
  hosts:
  - role: controller+worker
    noTaints: true
    ssh: {address: 192.0.2.10, user: ops, port: 2222, keyPath: ~/.ssh/ops}
    privateAddress: 10.0.0.10
    environment: {HTTPS_PROXY: "http://proxy.example:3128"}
  - role: controller
    ssh: {address: 192.0.2.2}
    installFlags: [--enable-metrics-scraper=true, "--debug=true"]
  - role: controller
    ssh: {address: 192.0.2.1}
    dataDir: /srv/k0s
  - role: worker
    ssh: {address: worker.example.com}
    privateInterface: eth1
    installFlags:
    - --labels=zone=a,example.com/rack=12
    - --taints=dedicated=batch:NoSchedule
    - "--kubelet-extra-args=--max-pods=200 --v=2"
  k0s:
    version: v1.36.3+k0s.1
    dynamicConfig: false
    config:
      apiVersion: k0s.k0sproject.io/v1beta1
      kind: ClusterConfig
      metadata: {name: my-cluster}
      spec:
        api:
          sans: [api.example.com]
          extraArgs: {oidc-issuer-url: "https://id.example.com", oidc-client-id: kubernetes, v: "2"}
        network: {provider: calico, podCIDR: 10.128.0.0/14}
        extensions:
          helm:
            charts:
            - name: a
              chartname: a/a
              namespace: a
              values: |
                dns: a.$$DOMAIN
                price: 5$$
  options:
    drain: {timeout: 10m, gracePeriod: 30s}
`

func TestAnImportThatLosesNothingIsTheSameCluster(t *testing.T) {
	bare := "apiVersion: k0sctl.k0sproject.io/v1beta1\nkind: Cluster\nspec:\n  hosts:\n  - role: single\n    ssh: {address: 10.0.0.1}\n  k0s:\n    version: v1.36.3+k0s.1\n"
	tests := map[string]string{
		"whole":                wholeFile,
		"with no metadata":     bare + "    config: {spec: {api: {port: 6443}}}\n",
		"with labels in order": strings.Replace(bare, "    ssh", "    installFlags: [\"--labels=a=b,c=d\", --data-dir=/srv]\n    ssh", 1) + "    config: {spec: {telemetry: {enabled: false}}}\n",
		"with telemetry":       bare + "    config: {metadata: {name: k0s}, spec: {telemetry: {enabled: true}}}\n",
		"with a document":      bare + "---\n" + config("  api: {port: 7443}\n"),
	}
	for name, file := range tests {
		t.Run(name, func(t *testing.T) {
			in, err := Import([]byte(file))
			if err != nil {
				t.Fatal(err)
			}
			if len(in.Lost) > 0 {
				t.Errorf("lost: %q", in.Lost)
			}
			o := adopted(t, in)
			back, err := o.File(Stage{Version: o.Version, All: true})
			if err != nil {
				t.Fatal(err)
			}
			was, is := k0sctl.Load(t, []byte(file)), k0sctl.Load(t, back)
			if was.Refused+is.Refused != "" {
				t.Fatalf("refused: %s %s", was.Refused, is.Refused)
			}
			if diff := cmp.Diff(meant(t, was), meant(t, is)); diff != "" {
				t.Errorf("another cluster (-before +written back):\n%s", diff)
			}
		})
	}
}

// meant is what a file means: without the order of words, and of flags.
func meant(t *testing.T, v k0sctl.Verdict) map[string]any {
	t.Helper()
	m := read(t, []byte(v.Read))
	for _, h := range m["hosts"].([]any) {
		entry := h.(map[string]any)
		flags, _ := entry["installFlags"].([]any)
		var texts []string
		for _, f := range flags {
			texts = append(texts, f.(string))
		}
		entry["installFlags"] = flagsOf(texts).asJoined().String()
		delete(entry, "reset")
		delete(entry["ssh"].(map[string]any), "options") // which key is trusted, host_key says
	}
	config, _ := m["config"].(map[string]any)
	for key, only := range map[string]string{"apiVersion": configAPI, "kind": configKind} {
		config[key] = orText(config[key], only) // k0sctl writes them into k0s.yaml by itself
	}
	return m
}

func TestLabelsInAnotherOrderAreTheSame(t *testing.T) {
	words := of(at, host("w9", "worker", 19, `labels = { a = "b", c = "d" }`))
	seen := running(t, orders(t, words, nil), "v1.36.3+k0s.1")
	m := seen.machine("w9")
	m.Args = []string{"/usr/local/bin/k0s", "worker", "--labels=c=d,a=b"}
	if w, err := Steps(orders(t, words, nil), seen); err != nil || len(w.Before) > 0 {
		t.Errorf("%v\n%s", err, show(w))
	}
}

func TestAnImportSaysWhatTheWordsCannot(t *testing.T) {
	file := strings.NewReplacer(
		"    dataDir: /srv/k0s\n", "    files: [{src: a, dst: /b}]\n    hooks: {apply: {before: [\"true\"]}}\n    uploadBinary: true\n    kubeletRootDir: /srv\n",
		"dynamicConfig: false", "dynamicConfig: true", "{timeout: 10m, gracePeriod: 30s}", "{timeout: 300, gracePeriod: 1500ms}\n    concurrency: {workerDisruptionPercent: 100}",
		"user: ops, ", "bastion: {address: 192.0.2.9}, ", "--debug=true", "--token-file=/t", "version: v1.36.3+k0s.1", "version: 1.36", "podCIDR: 10.128.0.0/14", "podCidr: 10.128.0.0/14",
	).Replace(wholeFile) + "---\napiVersion: v1\nkind: Namespace\nmetadata: {name: a}\n"
	in, err := Import([]byte(file))
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "import/said.txt", "lost:\n"+strings.Join(in.Lost, "\n")+"\n\nto do:\n"+strings.Join(in.Open, "\n")+"\n")
	whole, err := Import([]byte(wholeFile))
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "import/whole.hcl", whole.HCL)
	golden(t, "import/config.yaml", string(whole.Config))
}

func TestAFileThatK0sctlDoesNotTakeIsNotImported(t *testing.T) {
	head := "apiVersion: k0sctl.k0sproject.io/v1beta1\nkind: Cluster\n"
	for file, says := range map[string]string{
		"":                                       "it has no Cluster",
		"a: [":                                   "it is not YAML",
		"- a":                                    "it is no mapping",
		head:                                     "it has no hosts",
		head + "spec: {hosts: [{role: worker}]}": "spec.hosts[0].ssh.address is missing",
		head + "spec: {hosts: [{role: boss, ssh: {address: a}}]}":                `spec.hosts[0].role is "boss"`,
		head + "spec: {hosts: [{role: worker, reset: true, ssh: {address: a}}]}": "reset is true",
		head + "spec: {hosts: {}}":                                               "spec.hosts is a mapping and no list",
		head + "spec: []":                                                        "spec is a list and no mapping",
		head + "spec: {hosts: [{role: controller, ssh: {address: \"$HOST\"}}]}":  "line 3: it takes a variable from k0sctl's environment",
		head + "---\n" + head:                                                    "it has two clusters",
		head + "kind: Cluster\n":                                                 "it is not YAML",
		strings.Replace(head, "v1beta1", "v2", 1) + "spec: {hosts: [{role: single, ssh: {address: a}}]}": "apiVersion is",
	} {
		if in, err := Import([]byte(file)); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%q: not %q but %v %+v", file, says, err, in)
		}
	}
}

func FuzzImport(f *testing.F) {
	f.Add([]byte(wholeFile))
	f.Add([]byte("apiVersion: k0sctl.k0sproject.io/v1beta1\nkind: Cluster\nspec: {hosts: [{role: single, ssh: {address: a}}], k0s: {config: null}}\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		in, err := Import(data)
		if err != nil {
			return
		}
		_, diags := spec.Parse([]spec.Source{{Name: "site.hcl", Bytes: fmt.Appendf(nil, workspace, in.HCL)}}, spec.Options{})
		for _, d := range diags {
			if d.Code == spec.CodeSyntax || d.Code == spec.CodeUnknownWord {
				t.Fatalf("%s\n%s", d.Error(), in.HCL)
			}
		}
		if again, err := Import(data); err != nil || cmp.Diff(in, again) != "" {
			t.Fatalf("another answer: %v", err)
		}
	})
}
