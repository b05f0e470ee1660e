package k0s

import (
	"fmt"
	"strings"
	"testing"

	"berth.dev/engine/diag"
	"berth.dev/engine/object"
	"berth.dev/engine/spec"
)

// aKey is a host key: all of its 32 bytes are zero.
const aKey = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"

// around is a workspace with one site, whose own words are left out.
const workspace = `
workspace {
  currency       = "JPY"
  as_of          = "2026-10-31"
  reference_site = "tokyo"
  hourly_rate    = "6000 JPY/h"
}
product "shop" {}
service "web" {
  product = "shop"
}
site "tokyo" {
  kind      = "onprem"
  provider  = "k0s"
  country   = "JP"
  lead_time = "240d"
  node_pool "general" {
    nodes  = 4
    cpu    = "64"
    memory = "256Gi"
  }
%s
}
`

// files are what a site's words name: plain files, and kustomize folders of one object.
type files map[string]string

func (f files) sources() Sources {
	read := func(name string) ([]byte, error) {
		text, ok := f[name]
		if !ok {
			return nil, fmt.Errorf("there is no file %s", name)
		}
		return []byte(text), nil
	}
	return Sources{
		Read: read,
		Render: func(folder string) ([]object.Object, error) {
			data, err := read(folder)
			if err != nil {
				return nil, err
			}
			m, err := readYAML(data)
			return []object.Object{m}, err
		},
	}
}

// ordered reads a site's words as the commands do.
func ordered(t testing.TB, words string, f files) (*Orders, diag.List) {
	t.Helper()
	w, diags := spec.Parse([]spec.Source{{Name: "site.hcl", Bytes: fmt.Appendf(nil, workspace, words)}}, spec.Options{})
	if diags.HasErrors() {
		return nil, diags
	}
	return Order(w, w.Site("tokyo"), f.sources())
}

// orders are those of words that have no mistake.
func orders(t testing.TB, words string, f files) *Orders {
	t.Helper()
	o, diags := ordered(t, words, f)
	if len(diags) > 0 {
		t.Fatalf("the site has mistakes: %v", diags)
	}
	return o
}

// managed are the words of a managed cluster, by its hosts and what else is in its block.
func managed(block string, hosts ...string) string {
	return "  manage = \"cluster\"\n  k0s {\n" + block + strings.Join(hosts, "") + "  }\n"
}

// at is the version that most sites of these tests run.
const at = "    version = \"v1.36.3+k0s.1\"\n"

// host are the words of a host that SSH reaches at 10.0.0.n.
func host(name, role string, n int, more ...string) string {
	return fmt.Sprintf("    host %q {\n      role = %q\n      address = \"10.0.0.%d\"\n      host_key = %q\n      %s\n    }\n", name, role, n, aKey, strings.Join(more, "\n      "))
}

// config is a ClusterConfig with something in its spec.
func config(spec string) string {
	return "apiVersion: k0s.k0sproject.io/v1beta1\nkind: ClusterConfig\nmetadata: {name: k0s}\nspec:\n" + spec
}
