package spec

import (
	"fmt"
	"strings"
	"testing"
)

// machines is a site of a managed cluster, by the words of its k0s block.
func machines(words string) string {
	return fmt.Sprintf(`
site "osaka" {
  kind      = "onprem"
  provider  = "k0s"
  country   = "JP"
  manage    = "cluster"
  lead_time = "30d"
  node_pool "a" {
    nodes  = 2
    cpu    = "8"
    memory = "32Gi"
  }
%s}`, strings.ReplaceAll(words, "KEY", "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"))
}

func TestAManagedClusterSaysWhatItIsMadeOf(t *testing.T) {
	mustSay(t, base, []mistakeCase{
		{"whole", machines(`  k0s {
    version = "v1.36.3+k0s.1"
    path    = ["v1.34.2+k0s.0", "v1.35.4+k0s.0"]
    host "a" {
      role     = "controller"
      address  = "a.example.com"
      host_key = "KEY"
    }
    host "b" {
      role     = "worker"
      address  = "a.example.com"
      port     = 2222
      host_key = "KEY"
      labels   = { zone = "a" }
      taints   = ["a=b:NoSchedule", "example.com/c:NoExecute"]
    }
  }
`), nil},
		{"no block", strings.Replace(machines(""), "site", "▸site", 1), []said{{"", CodeMissing, "Cluster without machines", `"berth import k0sctl" writes one`}}},
		{"an empty block", machines("  ▸▸k0s {\n  }\n"), []said{
			{"", CodeMissing, "Cluster without a controller", ""},
			{"", CodeMissing, "Missing attribute", "without it k0sctl takes the newest there is"},
		}},
		{"hosts that do not go together", machines(`  k0s {
    version = "v1.36.3+k0s.1"
    host "a" {
      role            = ▸"single"
      address         = "10.0.0.1"
      private_address = "172.16.0.1"
      host_key        = "KEY"
    }
    ▸host "b" {
      role            = "worker"
      address         = ▸"10.0.0.1"
      private_address = ▸"172.16.0.1"
    }
  }
`), []said{
			{"", CodeCombination, "Not alone", `Host "a" is "single", which is a whole cluster by itself; there are 2 hosts`},
			{"", CodeMissing, "Missing attribute", "must set host_key"},
			{"", CodeDuplicate, "Address said twice", "10.0.0.1:22"},
			{"", CodeDuplicate, "Address said twice", "172.16.0.1"},
		}},
		{"nothing to manage", `
site "osaka" {
  kind      = "onprem"
  provider  = "servers"
  country   = "JP"
  manage    = ▸"cluster"
  lead_time = "30d"
  node_pool "a" {
    nodes  = 2
    cpu    = "8"
    memory = "32Gi"
  }
  lock {
    site = ▸"osaka"
  }
  admit {
    users = ▸["system:admin"]
  }
}`, []said{
			{"", CodeCombination, "Nothing to manage", `provider is "servers"`},
			{"", CodeCombination, "Lock on itself", ""},
			{"", CodeCombination, "Not to be admitted", `"system:admin" belongs to Kubernetes itself`},
		}},
	})
}

func TestAVersionOfK0sIsWhole(t *testing.T) {
	block := func(version, path string) string {
		return machines(fmt.Sprintf("  k0s {\n    version = %s\n    path = %s\n    host \"a\" {\n      role = \"single\"\n      address = \"a\"\n      host_key = \"KEY\"\n    }\n  }\n", version, path))
	}
	mustSay(t, base, []mistakeCase{
		{"a minor version", block(`▸"v1.36"`, `▸["v1.35"]`), []said{{"", CodeForm, "Not a version of k0s", ""}, {"", CodeForm, "Not a version of k0s", ""}}},
		{"a path backwards", block(`"v1.36.3+k0s.1"`, `▸▸["v1.35.4+k0s.0", "v1.34.4+k0s.0"]`), []said{{"", CodeCombination, "Path with a gap", "path ends with v1.34"}, {"", CodeCombination, "Path with a gap", "does not follow"}}},
		{"a path too far", block(`"v1.36.3+k0s.1"`, `▸["v1.36.1+k0s.0"]`), []said{{"", CodeCombination, "Path beyond its end", ""}}},
		{"a path with a gap", block(`"v1.38.3+k0s.1"`, `▸["v1.36.1+k0s.0"]`), []said{{"", CodeCombination, "Path with a gap", "version is of v1.38"}}},
	})
}

func TestEachWordOfAHostHasItsForm(t *testing.T) {
	mustSay(t, base, []mistakeCase{{"all of them wrong", machines(`  k0s {
    version = "v1.36.3+k0s.1"
    ▸▸host "a" {
      role              = "controller"
      address           = ▸"https://a"
      private_address   = ▸"a.example.com"
      user              = ▸"Ann Smith"
      key_path          = ▸"keys/id"
      host_key          = ▸"ssh-ed25519 AAAA"
      private_interface = ▸"eth0; rm"
      data_dir          = ▸"/srv/$HOME"
      install_flags     = ▸▸▸▸["debug", "--debug", "--data-dir=/srv", "--env=a b"]
      no_taints         = ▸true
      environment       = ▸▸{ "1A" = "b", B = "a\nb", C = "http://ann:x@proxy", D_TOKEN = "x", TOKEN_FILE = "/a" }
      labels            = ▸▸{ "-a" = "b" }
      taints            = ▸▸["a=b"]
    }
    options {
      drain_timeout = ▸"1500ms"
      grace_period  = ▸"0s"
    }
  }
`), []said{
		{"", CodeCombination, "Password in a spec", ""},
		{"", CodeCombination, "Secret in a spec", "The variable D_TOKEN"},
		{"", CodeForm, "Not an address", "neither an IP address nor a name"},
		{"", CodeForm, "Not an IP address", ""},
		{"", CodeForm, "Wrong form", "user is whom SSH logs in as"},
		{"", CodeForm, "Wrong form", "key_path is a file on the machine that runs berth"},
		{"", CodeForm, "Not a host key", ""},
		{"", CodeForm, "Wrong form", "private_interface is the name of a network device"},
		{"", CodeForm, "Not a folder", ""},
		{"", CodeForm, "Not a flag", `"debug" is not a flag`},
		{"", CodeCombination, "Flag with a word of its own", "use data_dir"},
		{"", CodeCombination, "Flag with a word of its own", "use environment"},
		{"", CodeCombination, "Flag without a value", "k0s calls it --debug=true"},
		{"", CodeCombination, "No taints to leave out", ""},
		{"", CodeForm, "More than one line", ""},
		{"", CodeForm, "Not a variable", ""},
		{"", CodeForm, "Not a label", ""},
		{"", CodeCombination, "Not a node", ""},
		{"", CodeForm, "Not a taint", ""},
		{"", CodeCombination, "Not a node", ""},
		{"", CodeCombination, "Not whole seconds", "drain_timeout"},
		{"", CodeCombination, "Not whole seconds", "grace_period"},
	}}})
}
