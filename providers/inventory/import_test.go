package inventory

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"berth.dev/engine/spec"
	"berth.dev/providers/manifest"
	"berth.dev/providers/tree"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// whole are options that leave nothing of the site open.
func whole() Options {
	return Options{Site: "tokyo", Country: "JP", LeadTime: "240d", CPU: "64", Memory: "256Gi"}
}

// readable holds a site against the language.
func readable(t testing.TB, hcl []byte) *spec.Site {
	t.Helper()
	w, diags := spec.Parse([]spec.Source{{Name: "site.hcl", Bytes: hcl}}, spec.Options{Fragment: true})
	if diags.HasErrors() {
		t.Fatalf("%v\n%s", diags, hcl)
	}
	return w.Sites[0]
}

// importText imports an inventory that stands alone.
func importText(t testing.TB, name, text string) (*Result, error) {
	t.Helper()
	return Import(Files{Inventory: manifest.Source{Name: name, Bytes: []byte(text)}}, whole())
}

func TestAnInventoryWithOneOfEverythingBecomesThisSite(t *testing.T) {
	files, err := Read(os.DirFS("testdata/shop"), "inventory.ini", tree.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	res, err := Import(files, whole())
	if err != nil {
		t.Fatal(err)
	}
	got := string(res.HCL)
	for _, l := range res.Lost {
		got += "# lost: " + l + "\n"
	}
	for _, o := range res.Open {
		got += "# open: " + o + "\n"
	}
	if *update {
		if err := os.WriteFile("testdata/shop.hcl", []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile("testdata/shop.hcl")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Error(diff)
	}
	readable(t, res.HCL)
	if strings.Contains(got, "hunter2") {
		t.Error("a password was written")
	}
}

// The same cluster of three machines in each form.
var forms = map[string]struct{ name, text string }{
	"INI": {"hosts", `
node1 ansible_host=192.0.2.1 ip=10.0.0.1
node2 ansible_host=192.0.2.2 ip=10.0.0.2 # the second
node3 ansible_host=192.0.2.3 ip=10.0.0.3 ansible_port=2222
[kube_control_plane]
node1
[kube_node:children]
workers
[workers]
node[2:3]
[all:vars]
ansible_user = "ops"
`},
	"INI of an old release": {"hosts.ini", `
node1 ansible_ssh_host=192.0.2.1 ip=10.0.0.1
node2 ansible_ssh_host=192.0.2.2 ip=10.0.0.2
node3:2222 ansible_ssh_host=192.0.2.3 ip=10.0.0.3
[kube-master]
node1 ansible_ssh_user=ops
[kube-node]
node2 ansible_ssh_user='ops'
node3 ansible_ssh_user=ops
`},
	"YAML": {"hosts.yaml", `
all:
  vars: {ansible_user: ops}
  hosts:
    node1: {ansible_host: 192.0.2.1, ip: 10.0.0.1}
    node2: {ansible_host: 192.0.2.2, ip: 10.0.0.2}
    node3: {ansible_host: 192.0.2.3, ip: 10.0.0.3, ansible_port: 2222}
  children:
    kube_control_plane: {hosts: {node1: }}
    kube_node: {hosts: {"node[2:3]": }}
    k8s_cluster: {children: {kube_control_plane: , kube_node: }}
`},
	"ansible-inventory --list": {"stdin", `{
"_meta": {"hostvars": {
  "node1": {"ansible_host": "192.0.2.1", "ip": "10.0.0.1", "ansible_user": "ops"},
  "node2": {"ansible_host": "192.0.2.2", "ip": "10.0.0.2", "ansible_user": "ops"},
  "node3": {"ansible_host": "192.0.2.3", "ip": "10.0.0.3", "ansible_user": "ops", "ansible_port": 2222}}},
"all": {"children": ["ungrouped", "k8s_cluster"]},
"k8s_cluster": {"children": ["kube_control_plane", "kube_node"]},
"kube_control_plane": {"hosts": ["node1"]},
"kube_node": {"hosts": ["node2", "node3"]}}`},
}

func TestEveryFormOfAnInventorySaysTheSame(t *testing.T) {
	var first string
	for _, form := range []string{"INI", "INI of an old release", "YAML", "ansible-inventory --list"} {
		f := forms[form]
		res, err := importText(t, f.name, f.text)
		if err != nil {
			t.Fatalf("%s: %v", form, err)
		}
		if first == "" {
			first = string(res.HCL)
		}
		if diff := cmp.Diff(first, string(res.HCL)); diff != "" || len(res.Lost) > 0 {
			t.Errorf("%s (lost: %v): %s", form, res.Lost, diff)
		}
		s := readable(t, res.HCL)
		var got []string
		for _, h := range s.K0s.Hosts {
			got = append(got, fmt.Sprintf("%s %s %s %s %g", h.Name, h.Role.V, h.Address.V, h.PrivateAddress.V, h.Port.Or(22)))
		}
		want := []string{"node1 controller 192.0.2.1 10.0.0.1 22", "node2 worker 192.0.2.2 10.0.0.2 22", "node3 worker 192.0.2.3 10.0.0.3 2222"}
		if diff := cmp.Diff(want, got); diff != "" || s.Pools[0].Nodes.V != 2 {
			t.Errorf("%s: %g nodes, %s", form, s.Pools[0].Nodes.V, diff)
		}
	}
}

// tiny has one machine that is both, with more variables.
func tiny(vars string) string {
	return "a ansible_host=192.0.2.1 " + vars + "\n[kube_control_plane]\na\n[kube_node]\na\n"
}

func TestWhatTheWordsOfASiteCannotSayIsListed(t *testing.T) {
	for name, tt := range map[string]struct{ text, want string }{
		"another way in":       {tiny("access_ip=198.51.100.1 ip=10.0.0.1"), "a: access_ip 198.51.100.1, by which other hosts reach it. In k0s they use private_address, which is its ip"},
		"a jump host":          {tiny(`ansible_ssh_common_args="-o ProxyJump=jump"`), "a: ansible_ssh_common_args, as a jump host; berth reaches each host directly"},
		"no SSH":               {tiny("ansible_connection=local"), "a: ansible_connection local; berth reaches hosts by SSH"},
		"a template":           {tiny("ansible_port={{port}}"), "a: ansible_port is a template, which only Ansible can follow. Import what `ansible-inventory --list` prints, or write the value"},
		"no port":              {tiny("ansible_port=ssh"), `a: ansible_port is "ssh", which is no port`},
		"no IP":                {tiny("ip=TODO"), `a: ip is "TODO" and no IP address`},
		"a key by variable":    {tiny("ansible_ssh_private_key_file=$HOME/key"), `a: ansible_ssh_private_key_file is "$HOME/key", which a k0s block cannot say`},
		"labels of no form":    {tiny(`node_labels="{'a b': c}"`), `a: the label "a b", which is none of Kubernetes`},
		"taints of no form":    {tiny(`node_taints="['a']"`), `a: the taint "a", which is none of Kubernetes`},
		"a controller's label": {"a node_labels=\"{'x': 'y'}\"\nb\n[kube_control_plane]\na\n[kube_node]\nb\n", "a: node_labels and node_taints. A controller of k0s is no node and has none"},
		"etcd elsewhere":       {tiny("") + "[etcd]\ne1\n", "etcd on e1: k0s runs it on its controllers"},
		"route reflectors":     {tiny("") + "[calico_rr]\nr1\n", "calico_rr: route reflectors on r1, which k0s does not set up"},
	} {
		t.Run(name, func(t *testing.T) {
			res, err := importText(t, "inventory", tt.text)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff([]string{tt.want}, res.Lost); diff != "" {
				t.Error(diff)
			}
			readable(t, res.HCL)
		})
	}
}

func TestWhatAVaultKeepsIsLeftOutWithWords(t *testing.T) {
	res, err := importText(t, "hosts.yml", `
all:
  hosts:
    a: {ansible_host: !vault "$ANSIBLE_VAULT;1.1;AES256 61", ansible_user: ops}
  children: {kube_control_plane: {hosts: {a: }}, kube_node: {hosts: {a: }}}
`)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"a: ansible_host is in a vault"}, res.Lost); diff != "" {
		t.Error(diff)
	}
	if res.Whole || strings.Contains(string(res.HCL), "VAULT") {
		t.Errorf("the vault's text is in the site:\n%s", res.HCL)
	}
}

func TestWhatIsNoInventoryOfKubesprayIsRefused(t *testing.T) {
	for name, tt := range map[string]struct{ file, text, want string }{
		"nothing":              {"i", "", "no inventory of kubespray"},
		"other groups":         {"i", "[web]\na\n", "no inventory of kubespray"},
		"a program":            {"i", "#!/usr/bin/env python3\n", "it is a program"},
		"a vault":              {"i", "$ANSIBLE_VAULT;1.1;AES256\n61\n", "it is in a vault"},
		"a bare word":          {"i", "[all]\na ansible_password=x hunter2\n", "line 2: a word after the host's name is no variable"},
		"a variable alone":     {"i", "[all:vars]\nhunter2\n", "line 2: a variable has no value"},
		"an open quote":        {"i", "a b='c\n", "line 1: a quote is not closed"},
		"a section of what":    {"i", "[a:hosts]\n", `this one is of "hosts"`},
		"a list of hosts":      {"i.yml", "kube_node: {hosts: [a]}", "Ansible takes a mapping"},
		"a group of text":      {"i.yml", "kube_node: a", `the group "kube_node" is text`},
		"too many":             {"i", "a[1:99999]\n", "more than 10000 hosts"},
		"too many by two":      {"i", "a[1:999]b[1:999]\n", "more than 10000 hosts"},
		"a circle":             {"i", "[a:children]\nb\n[b:children]\na\n", "in a circle"},
		"one address for both": {"i", "a ansible_host=192.0.2.1\nb ansible_host=192.0.2.1\n[kube_control_plane]\na\n[kube_node]\nb\n", "a and b are both at 192.0.2.1 port 22"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := importText(t, tt.file, tt.text)
			if err == nil || !strings.Contains(err.Error(), tt.want) || strings.Contains(err.Error(), "hunter2") {
				t.Errorf("the error is %v, want one with %q and no secret", err, tt.want)
			}
		})
	}
}

func TestWhatIsNotSaidOfTheSiteStandsAsAComment(t *testing.T) {
	res, err := Import(Files{Inventory: manifest.Source{Name: "i", Bytes: []byte(tiny(""))}}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`# country = "JP" # not said`, `# lead_time = "240d" # not said`, `# cpu = "64" # not said`, `# memory = "256Gi" # not said`} {
		if !strings.Contains(string(res.HCL), want) {
			t.Errorf("%q is not in\n%s", want, res.HCL)
		}
	}
	if res.Whole {
		t.Error("it is called whole")
	}
}

func TestARangeStandsForNames(t *testing.T) {
	for pattern, want := range map[string][]string{
		"node":          {"node"},
		"n[1:3]":        {"n1", "n2", "n3"},
		"n[08:10].x":    {"n08.x", "n09.x", "n10.x"},
		"n[1:7:3]":      {"n1", "n4", "n7"},
		"n[a:c]":        {"na", "nb", "nc"},
		"[a:b]-[1:2]":   {"a-1", "a-2", "b-1", "b-2"},
		"[2001:db8::1]": {"[2001:db8::1]"},
	} {
		got, err := expand(pattern)
		if err != nil {
			t.Errorf("%s: %v", pattern, err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", pattern, diff)
		}
	}
}

func FuzzImport(f *testing.F) {
	for _, form := range forms {
		f.Add(form.name, []byte(form.text))
	}
	f.Add("i", []byte(tiny("node_labels=\"{'a': 'b'}\" node_taints=\"['a=b:NoSchedule']\"")))
	f.Fuzz(func(t *testing.T, name string, text []byte) {
		res, err := Import(Files{Inventory: manifest.Source{Name: name, Bytes: text}}, whole())
		if err != nil {
			return
		}
		if len(res.Lost) == 0 {
			readable(t, res.HCL)
		}
	})
}
